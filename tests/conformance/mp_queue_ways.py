# Queue, JoinableQueue and SimpleQueue: one behaviour to a function.
import multiprocessing as mp
import queue
import time
from multiprocessing import Event, JoinableQueue, Process, Queue, SimpleQueue
from multiprocessing import queues


def attempt(f, *args, **kwargs):
    try:
        return f(*args, **kwargs)
    except Exception as e:
        return type(e).__name__ + ": " + str(e).split(" object at ")[0]


def took(f, *args, **kwargs):
    start = time.monotonic()
    result = attempt(f, *args, **kwargs)
    return result, time.monotonic() - start


def filled(q, n):
    while q.qsize() < n or q.empty():
        time.sleep(0.001)


def drain(q, start, done):
    start.wait()
    for _ in range(6):
        q.get()
    done.set()


def put_bounds():
    q, start, done = Queue(maxsize=6), Event(), Event()
    p = Process(target=drain, args=(q, start, done), daemon=True)
    p.start()
    print(q.empty(), q.full())
    q.put(1)
    q.put(2, True)
    q.put(3, True, None)
    q.put(4, False)
    q.put(5, False, None)
    q.put_nowait(6)
    filled(q, 6)
    print(q.empty(), q.full())
    for args, kwargs, least in (((False,), {}, 0), ((False, None), {}, 0), ((True, 0.1), {}, 0.05), ((False, 60), {}, 0), ((True,), {"timeout": 0.1}, 0.05), ((True, -1), {}, 0)):
        result, seconds = took(q.put, 7, *args, **kwargs)
        print(result, least <= seconds < 50)
    print(attempt(q.put_nowait, 7))
    start.set()
    done.wait()
    print(q.empty(), q.full())
    p.join()


def fill(q, start, done):
    start.wait()
    for i in range(2, 6):
        q.put(i)
    done.set()


def get_ways():
    q, start, done = Queue(), Event(), Event()
    p = Process(target=fill, args=(q, start, done), daemon=True)
    p.start()
    print(q.empty())
    start.set()
    done.wait()
    filled(q, 4)
    print(q.get(True, None), q.get(True), q.get(timeout=60), q.get(block=True), q.empty())
    for args, kwargs, least in (((False,), {}, 0), ((False, None), {}, 0), ((True, 0.1), {}, 0.05), ((False, 60), {}, 0), ((), {"timeout": 0.1}, 0.05), ((True, -1), {}, 0)):
        result, seconds = took(q.get, *args, **kwargs)
        print(result, least <= seconds < 50)
    print(attempt(q.get_nowait), attempt(q.get, False, "x"), attempt(q.get, True, "x"))
    p.join()


def more(q):
    for i in range(10, 20):
        q.put(i)


def used_before_the_child():
    q = Queue()
    for i in range(10):
        q.put(i)
    filled(q, 10)
    p = Process(target=more, args=(q,))
    p.start()
    p.join()
    print([q.get() for _ in range(20)], attempt(q.get, False))


def qsize():
    q = Queue()
    sizes = [q.qsize()]
    for step in (lambda: q.put(1), lambda: q.put(5), q.get, q.get):
        step()
        sizes.append(q.qsize())
    print(sizes)


def work(q):
    for item in iter(q.get, None):
        time.sleep(0.01)
        q.task_done()


def task_done():
    q = JoinableQueue()
    workers = [Process(target=work, args=(q,), daemon=True) for _ in range(3)]
    for p in workers:
        p.start()
    for i in range(10):
        q.put(i)
    q.join()
    for p in workers:
        q.put(None)
    for p in workers:
        p.join()
    print([p.exitcode for p in workers])
    j = JoinableQueue()
    j.put(1)
    j.get()
    print(attempt(j.task_done), attempt(j.task_done), j.join())


def timeout_is_not_early():
    result, seconds = took(Queue().get, True, 0.2)
    print(result, 0.15 <= seconds < 100)


def closed_queue():
    for make in (Queue, JoinableQueue):
        q = make()
        print(attempt(q.join_thread), q.close(), attempt(q.put, 1), attempt(q.get), attempt(q.put_nowait, 1), attempt(q.get_nowait))
        print(q.close(), q.join_thread(), q.cancel_join_thread(), q.qsize())


def use_closed(q):
    q.put("the child's end is open")


def closed_here_only():
    q = Queue()
    p = Process(target=use_closed, args=(q,))
    p.start()
    print(q.get())
    q.close()
    p.join()
    print(attempt(q.get))


def big_items_need_no_reader():
    q = Queue()
    q.cancel_join_thread()
    p = Process(target=q.put, args=(list(range(1000)),))
    p.start()
    print(len(q.get()), p.join(), p.exitcode)


def constructors():
    for size in (0, -1, 3, 2 ** 40, 2.5, "x", None):
        print(repr(size), attempt(lambda: Queue(size).full()))
    print(attempt(queues.Queue), attempt(queues.SimpleQueue), attempt(queues.Queue, ctx=mp.get_context()).__class__.__name__)
    print(queues.Empty is queue.Empty, queues.Full is queue.Full, attempt(Queue().put), attempt(Queue().get, 1, 2, 3))


def simple_child(q, out):
    q.put(out)
    q.put(out == "full")


def simple_empty():
    q = SimpleQueue()
    print(q.empty(), q.put(1), q.empty(), q.get(), q.empty())
    p = Process(target=simple_child, args=(q, "full"))
    p.start()
    print(q.get(), q.get(), q.empty())
    p.join()


def simple_close():
    q = SimpleQueue()
    print(q.close(), q.close())


def simple_closed():
    q = SimpleQueue()
    q.close()
    print(attempt(q.put, 1), attempt(q.get), attempt(q.empty))


def nested(q):
    inner = Queue()
    p = Process(target=inner.put, args=("from inside",))
    p.start()
    q.put(inner.get())
    p.join()


def queue_in_a_process():
    q = Queue()
    p = Process(target=nested, args=(q,))
    p.start()
    print(q.get())
    p.join()


if __name__ == "__main__":
    put_bounds()
    get_ways()
    used_before_the_child()
    qsize()
    task_done()
    timeout_is_not_early()
    closed_queue()
    closed_here_only()
    big_items_need_no_reader()
    constructors()
    simple_empty()
    simple_close()
    simple_closed()
    queue_in_a_process()
