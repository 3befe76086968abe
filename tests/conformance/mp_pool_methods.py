# Pool: one function for each behaviour that CPython's own tests of pools check.
import multiprocessing
import threading
import time
from multiprocessing import Pool, TimeoutError
from multiprocessing.pool import MaybeEncodingError, RemoteTraceback, ThreadPool


def attempt(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)


def square(x, wait=0.0):
    time.sleep(wait)
    return x * x


gate = multiprocessing.Event()


def held(x):
    gate.wait(100)
    return x * x


def multiply(x, y):
    return x * y


def fails():
    raise KeyError("key")


class Refuses:
    def __reduce__(self):
        raise RuntimeError("cannot be sent")


def map_unsendable():
    with Pool(2) as p:
        attempt(lambda: p.map(square, [Refuses()] * 10))
        print(p.map(square, [1, 2]))
    p.join()


def unsendable():
    return (i for i in ())


def fail_after_1(x):
    if x == 0:
        raise ValueError("no")
    time.sleep(0.1)
    return x


def broken(n, at):
    for i in range(n):
        if i == at:
            raise ValueError("the iterable breaks at %d" % i)
        yield i


class Broken:
    "Says its length, and breaks where it is read."

    def __init__(self, n, at):
        self.n, self.at, self.i = n, at, 0

    def __len__(self):
        return self.n

    def __iter__(self):
        return self

    def __next__(self):
        self.i += 1
        if self.i == self.at:
            raise ValueError("the iterable breaks")
        return self.i


def rest(it):
    got = []
    while True:
        try:
            got.append(next(it))
        except StopIteration:
            return got
        except ValueError as e:
            got.append(str(e))
            return got


def apply(pool):
    print(pool.apply(square, (5,)), pool.apply(square, (), {"x": 3}), pool.apply(square, (4, 0.01)))


def map_(pool):
    print(pool.map(square, list(range(10))) == [i * i for i in range(10)])
    print(pool.map(square, list(range(100)), chunksize=20) == [i * i for i in range(100)])


def starmap(pool):
    pairs = [(i, 10 - i) for i in range(10)]
    print(pool.starmap(multiply, pairs), pool.starmap(multiply, pairs, chunksize=3) == [a * b for a, b in pairs])


def starmap_async(pool):
    print(pool.starmap_async(multiply, [(2, 3), (4, 5)]).get())


def map_async(pool):
    print(pool.map_async(square, list(range(10))).get())


def map_async_callbacks(pool):
    told = []
    pool.map_async(int, ["1"], callback=told.append, error_callback=told.append).wait()
    print(told)
    pool.map_async(int, ["a"], callback=told.append, error_callback=told.append).wait()
    print(len(told), repr(told[1]))


def map_chunksize(pool):
    try:
        print(pool.map_async(square, [], chunksize=1).get(timeout=100))
    except TimeoutError:
        print("hangs")


def map_iterable_fails(pool):
    attempt(lambda: pool.map(square, broken(1, 0)))
    attempt(lambda: pool.map(square, broken(1, 0), 1))
    attempt(lambda: pool.map(square, broken(10, 3), 1))


def async_(pool):
    r = pool.apply_async(square, (7, 0.05))
    print(r.get(), r.ready(), r.successful())


def async_timeout(pool):
    gate.clear()
    r = pool.apply_async(held, (6,))
    attempt(lambda: r.get(timeout=0.01))
    print(r.ready())
    gate.set()
    print(r.get())


def imap(pool):
    print(list(pool.imap(square, list(range(10)))))
    it = pool.imap(square, list(range(3)))
    print([next(it) for _ in range(3)])
    attempt(it.__next__)
    print(list(pool.imap(square, list(range(1000)), chunksize=100)) == [i * i for i in range(1000)])


def imap_iterable_fails(pool):
    for chunk in (1, 2):
        print(rest(pool.imap(square, broken(1, 0), chunk)), rest(pool.imap(square, broken(10, 4), chunk)))
    print(rest(pool.imap(square, Broken(20, 7), 2)))


def imap_unordered(pool):
    print(sorted(pool.imap_unordered(square, list(range(10)))) == [i * i for i in range(10)])
    print(sorted(pool.imap_unordered(square, list(range(1000)), chunksize=100)) == [i * i for i in range(1000)])


def imap_unordered_iterable_fails(pool):
    print(rest(pool.imap_unordered(square, broken(1, 0))), rest(pool.imap_unordered(square, broken(1, 0), 2)))
    try:
        print(list(pool.imap_unordered(square, broken(10, 4))))
    except ValueError as e:
        print(e)


def make_pool(kind):
    for n in (-1, 0):
        attempt(lambda: kind(n))
    p = kind(3)
    print(len(p._pool))
    p.close()
    p.join()


def terminate(kind):
    p = kind(2)
    result = p.map_async(time.sleep, [1] * 2000, chunksize=1)
    begun = time.time()
    p.terminate()
    p.join()
    print("fast" if time.time() - begun < 100 else "slow")


def empty_iterable(kind):
    p = kind(1)
    print(p.map(square, []), list(p.imap(square, [])), list(p.imap_unordered(square, [])), p.map_async(square, []).get())
    p.close()
    p.join()


def context(kind):
    with kind(2) as p:
        r = p.map_async(square, range(10))
        print(r.get())
    attempt(lambda: p.map_async(square, range(3)))
    p.join()


def traceback():
    with Pool(1) as p:
        try:
            p.apply(fails)
        except KeyError as e:
            print(e.args, type(e.__cause__) is RemoteTraceback, "raise KeyError(\"key\")" in e.__cause__.tb, str(e.__cause__) == e.__cause__.tb)
        try:
            p.map(fail_after_1, [0, 1])
        except ValueError as e:
            print(e.args, type(e.__cause__) is RemoteTraceback, "raise ValueError" in e.__cause__.tb)
    p.join()


def wrapped_exception():
    with Pool(1) as p:
        try:
            p.apply(unsendable)
        except MaybeEncodingError as e:
            print(e.__cause__, str(e).startswith("Error sending result: '<generator object unsendable.<locals>.<genexpr> at 0x"))
            print(repr(e).startswith("<MaybeEncodingError: Error sending"), e.value.startswith("<generator"), e.exc)
    p.join()


def no_failfast(pool):
    begun = time.time()
    attempt(lambda: pool.map(fail_after_1, [0, 1], 1))
    print(time.time() - begun >= 0.1)
    begun = time.time()
    attempt(lambda: pool.map(fail_after_1, [1, 0, 1, 2], 1))
    print(time.time() - begun >= 0.1)


def enter(kind):
    p = kind(1)
    with p:
        pass
    attempt(lambda: p.__enter__())
    p.join()


def error_callback():
    with Pool(2) as p:
        told = []
        r = p.apply_async(fails, error_callback=told.append)
        attempt(r.get)
        p.close()
        p.join()
        print(repr(told[0]), len(told))


def unsendable_results():
    p = Pool(2)
    for _ in range(20):
        told = []
        r = p.apply_async(unsendable, callback=told.append, error_callback=told.append)
        try:
            r.get()
        except MaybeEncodingError as e:
            if not told or type(told[0]) is not MaybeEncodingError or not told[0].exc or not told[0].value:
                print("told", told)
    print([p.apply(square, (2,)) for _ in range(4)], len(p._pool))
    p.close()
    p.join()


def lifetime():
    p = Pool(3, maxtasksperchild=10)
    print(len(p._pool))
    before = sorted(w.pid for w in p._pool)
    results = [p.apply_async(square, (i,)) for i in range(100)]
    print([r.get() for r in results] == [i * i for i in range(100)])
    until = time.time() + 100
    while sorted(w.pid for w in p._pool) == before and time.time() < until:
        time.sleep(0.01)
    print(sorted(w.pid for w in p._pool) == before, p.map(square, range(3)))
    p.close()
    p.join()


def lifetime_early_close():
    p = Pool(3, maxtasksperchild=1)
    results = [p.apply_async(square, (i, 0.01)) for i in range(6)]
    p.close()
    p.join()
    print([r.get() for r in results])


def maxtasksperchild_invalid():
    for n in (0, -1, 0.5, "12"):
        attempt(lambda: Pool(3, maxtasksperchild=n))


def left_at_exit():
    "The child leaves its pool open: its end ends the workers."
    global kept
    kept = Pool(2)
    print(kept.map(square, range(3)))


def not_left_by_failure():
    "A pool that cannot be made leaves no process."
    attempt(lambda: Pool(2, initializer=5))
    print(multiprocessing.active_children())


def initializers():
    attempt(lambda: Pool(initializer=1))
    with Pool(1, count_up, ()) as p:
        print(p.apply(counted))
    p.join()


counter = 0


def count_up():
    global counter
    counter += 1


def counted():
    return counter


def in_process():
    with Pool(2) as p:
        print(p.map(square, [1, 2]))
    p.join()


if __name__ == "__main__":
    for kind in (Pool, ThreadPool):
        print(kind.__name__)
        pool = kind(4)
        for f in (apply, map_, starmap, starmap_async, map_async, map_async_callbacks, map_chunksize, map_iterable_fails, async_, async_timeout,
                  imap, imap_iterable_fails, imap_unordered, imap_unordered_iterable_fails, no_failfast):
            print(f.__name__)
            f(pool)
        pool.terminate()
        pool.join()
        for f in (make_pool, terminate, empty_iterable, context, enter):
            print(f.__name__)
            f(kind)
    for f in (map_unsendable, traceback, wrapped_exception, error_callback, unsendable_results, lifetime, lifetime_early_close, maxtasksperchild_invalid,
              not_left_by_failure, initializers):
        print(f.__name__)
        f()
    for f in (left_at_exit, in_process):
        p = multiprocessing.Process(target=f)
        p.start()
        p.join()
        print(f.__name__, p.exitcode)
    print(multiprocessing.active_children(), threading.active_count())
