"""concurrent.futures: submit, map, results, exceptions, callbacks."""

import concurrent.futures
import multiprocessing
import os
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor


def square(x):
    return x * x


def add(a, b=0, *, c=0):
    return a + b + c


def fail(kind):
    if kind == "value":
        raise ValueError("bad", 7)
    if kind == "exit":
        sys.exit(3)
    return 1 // 0


gate = multiprocessing.Event()


def held(name=None, begun=None):
    if begun:
        begun.set()
    gate.wait(100)
    return name


def die():
    os._exit(1)


base = 0


def setup(n):
    global base
    base = n


def based(x):
    return base + x


def shape(f):
    """A future's repr without its address."""
    left, right = repr(f).split(" at ")
    return left + " " + right.split(" ", 1)[1]


def kinds():
    return [("thread", ThreadPoolExecutor), ("process", ProcessPoolExecutor)]


def calls():
    for name, cls in kinds():
        with cls(max_workers=2) as ex:
            f = ex.submit(square, 7)
            print(name, f.result(), f.done(), f.running(), f.cancelled(), f.exception(), f.cancel(), shape(f))
            print(ex.submit(add, 1, b=2, c=3).result(timeout=60), ex.submit(add, 5).result(60))
            print(list(ex.map(square, range(10))), list(ex.map(add, [1, 2, 3], (10, 20))))
            print(list(ex.map(square, range(7), chunksize=3)), list(ex.map(square, [])))
            print(sum(ex.map(square, range(500))))
            print(type(ex.map(square, [1])).__name__)
        try:
            ex.submit(square, 1)
        except RuntimeError as e:
            print(type(e).__name__, e)
        with cls(1, initializer=setup, initargs=(100,)) as ex:
            print(list(ex.map(based, [1, 2])))
        setup(0)


def errors():
    for name, cls in kinds():
        with cls(2) as ex:
            for kind in ("value", "zero", "exit"):
                f = ex.submit(fail, kind)
                e = f.exception()
                print(name, type(e).__name__, e.args, shape(f), type(e.__cause__).__name__)
                try:
                    f.result()
                except BaseException as again:
                    print(again is e)
            try:
                for x in ex.map(fail, ["zero", "value"]):
                    print("not reached")
            except ZeroDivisionError as e:
                print("map:", e)
            gate.clear()
            f = ex.submit(held)
            try:
                f.result(timeout=0.01)
            except concurrent.futures.TimeoutError as e:
                print("timeout", repr(e), concurrent.futures.TimeoutError is TimeoutError)
            try:
                list(ex.map(held, [None], timeout=0.01))
            except TimeoutError as e:
                print("timeout", repr(e))
            gate.set()
        for n in (0, -1):
            try:
                cls(n)
            except ValueError as e:
                print(e)
        try:
            cls(1, initializer=5)
        except TypeError as e:
            print(e)
    try:
        ProcessPoolExecutor(1).map(square, [1], chunksize=0)
    except ValueError as e:
        print(e)


def callbacks():
    for name, cls in kinds():
        with cls(1) as ex:
            gate.clear()
            f = ex.submit(held, "x")
            f.add_done_callback(lambda f: print(name, "first", f.result()))
            f.add_done_callback(lambda f: 1 // 0)
            f.add_done_callback(lambda f: print(name, "third", f.done()))
            gate.set()
        f.add_done_callback(lambda f: print(name, "late"))


def cancelling():
    ex = ThreadPoolExecutor(1)
    begun = threading.Event()
    gate.clear()
    first = ex.submit(held, "first", begun)
    begun.wait()
    rest = [ex.submit(square, i) for i in range(3)]
    print(first.cancel(), rest[0].cancel(), rest[0].cancel(), rest[0].cancelled(), shape(rest[0]))
    try:
        rest[0].result()
    except concurrent.futures.CancelledError as e:
        print(repr(e), type(e).__mro__[1].__name__)
    ex.shutdown(wait=False, cancel_futures=True)
    gate.set()
    ex.shutdown(wait=True)
    print([shape(f) for f in [first] + rest])
    ex = ProcessPoolExecutor(1)
    gate.clear()
    fs = [ex.submit(held, i) for i in range(8)]
    while not fs[0].running():
        time.sleep(0.001)
    print(fs[0].cancel(), [f.cancel() for f in fs[-4:]])
    gate.set()
    ex.shutdown()
    print(shape(fs[0]), [shape(f) for f in fs[-4:]])


def by_hand():
    f = concurrent.futures.Future()
    print(shape(f), f.done(), f.set_running_or_notify_cancel(), f.running(), shape(f))
    f.set_result([1])
    print(f.result(), shape(f))
    try:
        f.set_result(2)
    except concurrent.futures.InvalidStateError as e:
        print(str(e).split(" at ")[0])
    f = concurrent.futures.Future()
    f.set_exception(KeyError("k"))
    print(repr(f.exception()), shape(f))
    f = concurrent.futures.Future()
    print(f.cancel(), f.set_running_or_notify_cancel(), f.cancelled())
    try:
        concurrent.futures.Executor().submit(square, 1)
    except NotImplementedError as e:
        print("abstract", e)


class Inline(concurrent.futures.Executor):
    def submit(self, fn, *args, **kwargs):
        f = concurrent.futures.Future()
        f.set_result(fn(*args, **kwargs))
        return f


def broken():
    with ProcessPoolExecutor(2) as ex:
        f = ex.submit(die)
        e = f.exception()
        print(type(e).__name__, e)
        try:
            ex.submit(square, 2)
        except concurrent.futures.process.BrokenProcessPool as e:
            print(e, isinstance(e, concurrent.futures.BrokenExecutor))
    with ThreadPoolExecutor(1, initializer=fail, initargs=("zero",)) as ex:
        try:
            f = ex.submit(square, 2)
            print(repr(f.exception()))
        except concurrent.futures.thread.BrokenThreadPool as e:
            print(e)


if __name__ == "__main__":
    calls()
    errors()
    callbacks()
    cancelling()
    by_hand()
    with Inline() as ex:
        print(list(ex.map(square, [1, 2, 3])))
    broken()
    ex = ThreadPoolExecutor(1)
    gate.clear()
    ex.submit(held).add_done_callback(lambda f: print("after the end"))
    print("end")
    gate.set()
