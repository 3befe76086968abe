# What the calls of pools, executors, queues and locks make of arguments and results that are odd.
import concurrent.futures as cf
import multiprocessing as mp
import multiprocessing.queues
import queue
import sys
import threading
import time
from multiprocessing.pool import ThreadPool


def show(label, f, *args, **kwargs):
    try:
        print(label, repr(f(*args, **kwargs)))
    except Exception as e:
        print(label, type(e).__name__, e)


def double(x):
    return x * 2


gate = mp.Event()


def held(x):
    gate.wait(100)
    return x


def fail(x):
    raise KeyError(x)


def leave(code):
    sys.exit(code)


def pools(make, name):
    with make(2) as pool:
        show(name + " kwds", pool.apply, double, (1,), 5)
        show(name + " args", pool.apply, double, 5)
        show(name + " map chunksize", pool.map, double, [1], "x")
        show(name + " imap chunksize", pool.imap, double, [1], "x")
        gate.clear()
        items = pool.imap(held, [0.2])
        show(name + " next", items.next, "x")
        gate.set()
        show(name + " next", items.next, 60)
        gate.clear()
        result = pool.apply_async(held, (0.2,))
        show(name + " get", result.get, "x")
        show(name + " wait", result.wait, [])
        gate.set()
        show(name + " get", result.get)
        show(name + " get again", result.get, "x")


def executors(make, name):
    with make(1) as executor:
        gate.clear()
        future = executor.submit(held, 0.2)
        show(name + " result", future.result, "x")
        show(name + " exception", future.exception, [])
        show(name + " wait", cf.wait, [future], "x")
        gate.set()
        show(name + " result", future.result)
        show(name + " result again", future.result, "x")


def queues():
    for make in (queue.Queue, queue.LifoQueue, queue.PriorityQueue):
        q = make(1)
        q.put(1, True, float("inf"))
        show(make.__name__ + " get", q.get, True, float("inf"))
    q = queue.SimpleQueue()
    q.put(1)
    show("SimpleQueue get", q.get, False, "x")
    show("SimpleQueue get", q.get, False, "x") if not q.empty() else print("empty")
    for make in (mp.Queue, mp.JoinableQueue):
        q = make()
        q.put(1)
        q.close()
        q.join_thread()
        show("used and closed: empty", q.empty)
        show("used and closed: full", q.full)
        q = make()
        q.close()
        q.join_thread()
        show("closed: empty", q.empty)


def locks():
    event = mp.Event()
    show("event", event.wait, "x")
    event.set()
    show("event", event.wait, "x")
    condition = mp.Condition()
    with condition:
        show("notify", condition.notify, "x")


def processes():
    for code in (0, -1, 255, 256, 1000, 2**31 - 1, -(2**31)):
        p = mp.Process(target=leave, args=(code,))
        p.start()
        p.join()
        print(code, p.exitcode)
    p = mp.Process(target=double, args=(1,))
    p.start()
    p.join()
    show("join", p.join, "x")
    show("join", p.join, -1)


def futures():
    for outcome in (ValueError, ValueError("v"), 5):
        future = cf.Future()
        future.set_exception(outcome)
        show("set_exception", future.result)
        show("set_exception", future.exception)


def arguments_of_types():
    for make in (queue.Queue, queue.LifoQueue, queue.PriorityQueue, queue.SimpleQueue, cf.Future, mp.pool.ApplyResult, mp.pool.MapResult,
                 mp.queues.SimpleQueue, mp.pool.Pool):
        show("subscript", lambda: make[int])

    class Texts(queue.Queue[str]):
        pass

    q = Texts()
    q.put("a")
    print(q.get(), Texts.__mro__[1].__name__, queue.Queue[int]().qsize())


def waiting_calls():
    with cf.ThreadPoolExecutor(1) as executor:
        go = threading.Event()
        calls = [executor.submit(go.wait, 100) for _ in range(3)]
        while not calls[0].running():
            time.sleep(0.01)
        print(executor._work_queue.qsize(), executor._work_queue.empty(), executor._shutdown)
        go.set()
    print(executor._shutdown, [c.result() for c in calls])


def first_failure():
    # Workers begin in turn: of tasks that all fail at once it is the first one's error that is raised.
    count = 0
    with mp.Pool(2) as pool:
        for _ in range(20):
            try:
                pool.map(fail, [1, 2])
            except KeyError as e:
                count += e.args[0] == 1
    print("at times the first:", count > 0)


if __name__ == "__main__":
    pools(mp.Pool, "Pool")
    pools(ThreadPool, "ThreadPool")
    executors(cf.ThreadPoolExecutor, "ThreadPoolExecutor")
    executors(cf.ProcessPoolExecutor, "ProcessPoolExecutor")
    queues()
    locks()
    futures()
    arguments_of_types()
    waiting_calls()
    first_failure()
    print(threading.Thread(name="").name[:7], threading.Thread(name=0).name[:7], threading.Thread(name=7).name)
    processes()
