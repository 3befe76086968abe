"""What cannot go to a worker, and what the errors say."""
import concurrent.futures
import multiprocessing
import os
import threading


def f(*args):
    return 1


class Guarded:
    def __init__(self):
        self.lock = threading.Lock()

    def go(self):
        return 1


def show(call):
    try:
        print(call())
    except Exception as e:
        print(type(e).__name__, e)


if __name__ == "__main__":
    with multiprocessing.Pool(1) as p:
        show(lambda: p.apply(f, (threading.Lock(),)))
        show(lambda: p.map(f, [threading.Lock()]))
        show(lambda: p.apply(f, (p,)))
        show(lambda: p.apply(f, (open(os.devnull),)))
        show(lambda: p.apply(f, ((i for i in "a"),)))
        show(lambda: p.apply(Guarded().go))
        show(lambda: p.apply_async(f, [[threading.Lock()]], error_callback=lambda e: print("callback:", e)).get())
        show(lambda: p.apply(f, (threading.Thread(),)))
    with concurrent.futures.ProcessPoolExecutor(1) as e:
        show(lambda: e.submit(f, threading.Lock()).result())
        show(lambda: e.submit(Guarded().go).result())
        e.submit(f).result()
        print(e._max_workers, len(e._processes))
    with concurrent.futures.ThreadPoolExecutor(2, "name") as e:
        e.submit(f).result()
        print(e._max_workers, len(e._threads), e._work_queue.qsize(), e._thread_name_prefix)
