# with statements on locks: what the body does to leave, what it leaves behind, what fails in it and around it.
import os
import sys
import threading
import traceback
from multiprocessing import BoundedSemaphore, Condition, Lock, RLock, Semaphore, Value


def show(e):
    # The frames of this file; the modules that CPython has in Python have more.
    while e is not None:
        frames = [(f.name, f.line) for f in traceback.extract_tb(e.__traceback__) if os.path.basename(f.filename) == os.path.basename(__file__)]
        print(type(e).__name__, e, frames)
        e = e.__context__


def plain(lock):
    with lock:
        x = 1
    return x


def ret(lock, k):
    with lock:
        if k == 0:
            return "zero"
        x = k * 2
        if k == 1:
            return
    return ("end", x)


def loops(lock):
    out = []
    for i in range(10):
        with lock:
            if i == 2:
                continue
            if i == 7:
                break
            out.append(i)
            for j in range(5):
                if j == 2:
                    continue
                if j == 3:
                    break
                out.append(j)
        out.append("|")
    else:
        out.append("else")
    return out


def inner_return(lock, xs):
    with lock:
        for x in xs:
            if x > 2:
                return x
    return None


def inner_loops(lock, xs):
    seen = []
    for n in xs:
        with lock:
            for x in range(n):
                while x:
                    x -= 1
                    if n == 4:
                        return seen, n, x
                    if x == 1:
                        break
                    seen.append(x)
                else:
                    seen.append("else")
                    continue
                if n == 3:
                    break
            else:
                seen.append("all")
                continue
            seen.append("broke")
    return seen


def fails(lock):
    with lock:
        y = 1
        raise ValueError("body")


def released(lock):
    with lock:
        lock.release()


def released_fails(lock):
    with lock:
        lock.release()
        raise KeyError("k")


def released_return(lock):
    with lock:
        lock.release()
        return 5


def released_caught(lock):
    try:
        released_fails(lock)
    except (ValueError, RuntimeError, AssertionError, KeyError) as e:
        show(e)
    try:
        with lock:
            lock.release()
            lock.release()
    finally:
        print("finally")


def as_name(lock):
    with lock as a:
        b = a
    return a, b


def as_tuple(lock):
    with lock as (a, b):
        pass


def nested(a, b):
    with a:
        with b:
            return 3


def two(a, b):
    with a, b:
        return 4


class C:
    def __init__(self):
        self.lock = Lock()
        self.n = 0
    def inc(self):
        with self.lock:
            self.n += 1
            return self.n
    def closure(self):
        with self.lock:
            v = self.n
            f = lambda: v
        return f()
    def walrus(self):
        with self.lock:
            if (z := self.n) > 0:
                pass
        return z
    def dele(self):
        with self.lock:
            q = 1
            del q
        try:
            q
        except NameError as e:
            return repr(e)


class M:
    def __enter__(self): 
        print("enter")
        return self
    def __exit__(self, *a): 
        print("exit", a[0])
        return True


class ML(type(threading.RLock())):
    def __enter__(self):
        print("ML enter")
        return super().__enter__()


def free(lock):
    ok = lock.acquire(False)
    if ok:
        lock.release()
    return ok

calls = [(plain, ()), (ret, (0,)), (ret, (1,)), (ret, (2,)), (loops, ()), (inner_return, ([1, 2, 3],)), (inner_loops, ([1, 2, 3, 2, 4],)), (inner_loops, ([2, 3],)),
         (fails, ()), (as_name, ()), (as_tuple, ())]
alone = [(released, ()), (released_fails, ()), (released_return, ()), (released_caught, ())]
kinds = [Lock, RLock, Semaphore, BoundedSemaphore, Condition, threading.Lock, threading.RLock, threading.Condition, threading.Semaphore,
         threading.BoundedSemaphore, M]
for make in kinds:
    print("==", make.__name__)
    lk = make()
    more = [(nested, (make(),)), (two, (make(),))]
    for f, args in calls + more + alone:
        if make is M and ((f, args) in alone or f is as_name):
            continue
        if (f, args) in alone:
            lk = make()
        try:
            print(f.__name__, f(lk, *args))
        except Exception as e:
            show(e)
        if make is not M:
            print("free", lk.acquire(False))
            lk.release()
c = C()
print(c.inc(), c.inc(), c.closure(), c.walrus(), c.dele())
for f in (plain, fails):
    try:
        f(5)
    except Exception as e:
        print(type(e), e)
m = ML()
print(plain(m))
try:
    fails(m)
except ValueError as e:
    print(e)
v = Value("i", 3)


def add(v):
    with v.get_lock():
        v.value += 1
    with v:
        v.value += 1
add(v)
print(v.value)


def deep(lock, n):
    with lock:
        if n:
            return deep(lock, n - 1) + 1
        return 0
print(deep(RLock(), 50), deep(threading.RLock(), 60))


def g(lock):
    with lock:
        yield 1
        yield 2
l = Lock()
it = g(l)
print(next(it), l.acquire(False))
it.close()
print(free(l))


def handling(lock):
    try:
        with lock:
            1 / 0
    except ZeroDivisionError:
        with lock:
            return sys.exc_info()[0]
print(handling(Lock()))


def swallow():
    lock = Lock()
    for i in range(3):
        try:
            with lock:
                if i == 1:
                    raise ValueError(i)
        except ValueError as e:
            print("caught", e, lock.acquire(False))
            lock.release()
swallow()


def unbound(lock):
    with lock:
        if lock is None:
            x = 1
    return x
try:
    unbound(Lock())
except UnboundLocalError as e:
    print(e)
