# threading: which threads there are, and what they are called.
import _thread
import multiprocessing
import queue
import threading
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.pool import Pool, ThreadPool


def name(*_):
    return threading.current_thread().name


def names():
    return [t.name for t in threading.enumerate()]


def child(q):
    q.put((name(), names(), threading.active_count()))
    q.put(threading.Thread(target=name).name)
    q.put(threading.Thread().name)


if __name__ == "__main__":
    print(threading.Thread().name, threading.Thread(target=name).name)
    pool = ThreadPool(1)
    print(pool.map(name, range(2)), names())
    print([t.daemon for t in threading.enumerate()])
    pool.close()
    pool.join()
    print(names(), threading.active_count())
    pool = Pool(2)
    print(names(), pool.map(name, [1, 2]))
    pool.apply_async(name, callback=lambda v: print("callback", v, name(), threading.current_thread() in threading.enumerate())).wait()
    pool.close()
    pool.join()
    print(names())
    with ThreadPoolExecutor(2) as e:
        print(e.submit(name).result(), names(), [t.daemon for t in threading.enumerate()], type(threading.enumerate()[1]))
    with ThreadPoolExecutor(2, "mine") as e:
        print(e.submit(name).result(), names())
    with ThreadPoolExecutor(1) as e:
        print(e.submit(name).result())
    done = threading.Event()
    t = threading.Thread(target=done.wait)
    t.start()
    q = multiprocessing.SimpleQueue()
    p = multiprocessing.Process(target=child, args=(q,))
    p.start()
    print(q.get(), q.get(), q.get())
    p.join()
    print(names())
    done.set()
    t.join()

    told = queue.SimpleQueue()
    _thread.start_new_thread(lambda: told.put((threading.active_count(), name(), threading.active_count())), ())
    print(told.get())
    timer = threading.Timer(0.01, print, ("timer",))
    print(timer.name, timer)
    timer.start()
    timer.join()
    print(threading.stack_size(), threading.stack_size(1 << 20), threading.stack_size(0))
    for bad in (1, -1, "x"):
        try:
            threading.stack_size(bad)
        except (ValueError, TypeError) as e:
            print(type(e).__name__, e)
