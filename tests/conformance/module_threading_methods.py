# threading: one function for each behaviour that CPython's own tests of it check.
import _thread
import multiprocessing
import queue
import sys
import threading
import time


def attempt(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)


def func():
    pass


def names():
    print(threading.Thread(name="mine").name, threading.Thread(name=123).name, threading.Thread(target=func, name="given").name)
    print(threading.Thread(target=func).name.endswith(" (func)"), "(" in threading.Thread().name)


def args_kinds():
    out = []
    for args in ((1,), [2], range(3, 4)):
        t = threading.Thread(target=out.append, args=args)
        t.start()
        t.join()
    print(out)


def no_instances():
    for cls in (type(threading.Lock()), type(threading.RLock())):
        try:
            print(type(cls()).__name__)
        except TypeError as e:
            print(e)


def many():
    sem, lock, running, most = threading.BoundedSemaphore(3), threading.RLock(), 0, 0

    def run():
        nonlocal running, most
        with sem:
            with lock:
                running += 1
                most = max(most, running)
            time.sleep(0.002)
            with lock:
                running -= 1
    ts = [threading.Thread(target=run, name="run %d" % i) for i in range(10)]
    print([t.ident for t in ts], repr(ts[0]))
    for t in ts:
        t.start()
    for t in ts:
        t.join()
    print(running, most <= 3, any(t.is_alive() for t in ts), all(t.ident for t in ts), repr(ts[0]).startswith("<Thread(run 0, stopped "))


def foreign():
    told = queue.Queue()

    def run():
        told.put((threading.current_thread().ident == threading.get_ident(), type(threading.current_thread()).__name__,
                  threading.current_thread().daemon, threading.current_thread() in threading.enumerate()))
    ident = _thread.start_new_thread(run, ())
    print(isinstance(ident, int), told.get())


def enumerate_after_join():
    for _ in range(50):
        t = threading.Thread(target=func)
        t.start()
        t.join()
        if t in threading.enumerate():
            print("still there")


def daemons():
    print("daemon" in repr(threading.Thread()), "daemon" in repr(threading.Thread(daemon=True)))
    print([threading.Thread(daemon=d).daemon for d in (None, False, True)])
    told = queue.Queue()
    t = threading.Thread(target=lambda: told.put(threading.Thread().daemon), daemon=True)
    t.start()
    print(told.get())
    t.join()


def main_thread():
    main = threading.main_thread()
    told = queue.Queue()
    t = threading.Thread(target=lambda: told.put((threading.main_thread() is main, threading.current_thread() is main)))
    t.start()
    t.join()
    print(told.get(), main.name, main.is_alive(), main.daemon, main.ident == threading.get_ident())


def in_child(q):
    q.put((threading.main_thread().name, threading.current_thread() is threading.main_thread(), len(threading.enumerate()),
           threading.main_thread().ident == threading.get_ident(), threading.main_thread().native_id == threading.get_native_id()))


def main_thread_after_fork():
    q = multiprocessing.SimpleQueue()
    p = multiprocessing.Process(target=in_child, args=(q,))
    p.start()
    print(q.get())
    p.join()


def start_child(q):
    p = multiprocessing.Process(target=in_child, args=(q,))
    p.start()
    p.join()


def forked_from_thread():
    q = multiprocessing.SimpleQueue()
    t = threading.Thread(target=start_child, args=(q,))
    t.start()
    t.join()
    print(q.get()[2:])


def stopped():
    t = threading.Thread(target=func)
    t.start()
    while t.is_alive():
        time.sleep(0.001)
    print("stopped" in repr(t))


def bounded():
    for n in range(1, 4):
        b = threading.BoundedSemaphore(n)
        for _ in range(n):
            b.acquire()
        for _ in range(n):
            b.release()
        attempt(b.release)


def hooks():
    print(threading.gettrace(), threading.getprofile(), threading.settrace(None), threading.setprofile(None))


def target_that_is_false():
    class Quiet:
        def __call__(self):
            print("called")

        def __bool__(self):
            return False
    t = threading.Thread(target=Quiet())
    t.start()
    t.join()


def states():
    t = threading.Thread(target=func)
    attempt(t.join)
    attempt(lambda: setattr(threading.current_thread(), "daemon", True))
    t.start()
    attempt(t.start)
    t.join()
    attempt(threading.current_thread().join)
    attempt(lambda: t.join(timeout=-1))
    attempt(lambda: threading.Lock().release())
    attempt(lambda: t.join("x"))


def joins():
    gate = threading.Event()
    t = threading.Thread(target=gate.wait)
    t.start()
    t.join(0.01)
    t.join(-1)
    print(t.is_alive())
    gate.set()
    t.join()
    print(t.is_alive())


def excepthook():
    def boom():
        raise ValueError("bubbles up")

    def leave():
        sys.exit(1)

    def hook(args):
        print(args.exc_type.__name__, args.exc_value, args.exc_traceback is not None, args.thread.name, len(args))

    def bad(args):
        print("bad hook")
        raise KeyError("hook")
    for h in (hook, bad, None):
        threading.excepthook = h or threading.__excepthook__
        for f in (boom, leave):
            t = threading.Thread(target=f, name=f.__name__)
            t.start()
            t.join()
    threading.excepthook = threading.__excepthook__
    for bad in (5, (1, 2, 3)):
        attempt(lambda: threading.ExceptHookArgs(bad))
    attempt(lambda: threading.excepthook(5))


def bare_raise():
    def run():
        try:
            raise
        except RuntimeError as e:
            print(e)
    t = threading.Thread(target=run)
    t.start()
    t.join()


class Counts(threading.Thread):
    def __init__(self, n, **kwargs):
        super().__init__(**kwargs)
        self.n, self.total = n, 0

    def run(self):
        for i in range(self.n):
            self.total += i


def subclasses():
    ts = [Counts(n, name="c%d" % n, daemon=True) for n in (10, 100)]
    for t in ts:
        t.start()
    for t in ts:
        t.join()
    print([t.total for t in ts], ts[0].name, ts[0].daemon)


def timers():
    told = queue.Queue()
    a = threading.Timer(0.01, lambda *args, **kwargs: told.put((args, kwargs)))
    b = threading.Timer(0.01, told.put, args=["x"], kwargs={"block": True})
    for t in (a, b):
        t.start()
        t.join()
    print(told.get(), told.get(), a.args, a.kwargs, isinstance(a, threading.Thread), a.finished.is_set())


def rlock_states():
    r = threading.RLock()
    r.acquire()
    r.acquire()
    told = queue.Queue()

    def run():
        told.put(r.acquire(False))
        try:
            r.release()
        except RuntimeError as e:
            told.put(str(e))
    t = threading.Thread(target=run)
    t.start()
    t.join()
    print(told.get(), told.get(), r._is_owned(), r._recursion_count() if hasattr(r, "_recursion_count") else 2)
    r.release()
    r.release()
    attempt(r.release)


def condition_protocol():
    c = threading.Condition()
    for f in (c.wait, c.notify, c.notify_all):
        attempt(f)
    ready, awake = [], []

    def run(n):
        with c:
            ready.append(n)
            awake.append((n, c.wait(100)))
    ts = [threading.Thread(target=run, args=(n,)) for n in range(4)]
    for t in ts:
        t.start()
    while len(ready) < 4:
        time.sleep(0.001)
    for n, want in ((1, 1), (2, 3)):
        with c:
            c.notify(n)
        while len(awake) < want:
            time.sleep(0.001)
    with c:
        c.notify_all()
    for t in ts:
        t.join()
    print(sorted(awake))


def barriers():
    told = []
    b = threading.Barrier(3, action=lambda: told.append("action"))

    def run():
        for _ in range(5):
            b.wait(100)
    ts = [threading.Thread(target=run) for _ in range(3)]
    for t in ts:
        t.start()
    for t in ts:
        t.join()
    print(told, b.parties, b.n_waiting, b.broken)
    t = threading.Thread(target=lambda: attempt(lambda: b.wait(100)))
    t.start()
    while b.n_waiting == 0:
        time.sleep(0.001)
    b.abort()
    t.join()
    attempt(b.wait)
    b.reset()
    print(b.broken)


if __name__ == "__main__":
    for f in (names, args_kinds, no_instances, many, foreign, enumerate_after_join, daemons, main_thread, main_thread_after_fork,
              forked_from_thread, stopped, bounded, hooks, target_that_is_false, states, joins, excepthook, bare_raise, subclasses, timers,
              rlock_states, condition_protocol, barriers):
        print(f.__name__)
        f()
    gate = threading.Event()
    threading.Thread(target=lambda: (gate.wait(), print("waited for at the end"))).start()
    threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
    print("main ends")
    threading.Timer(0.02, gate.set).start()
