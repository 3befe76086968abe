# What imap returns with chunks, and the attributes of results and pools that CPython does not document.
import multiprocessing
import time
import types


def square(x):
    return x * x


def bad(x):
    if x == 3:
        raise ValueError(x)
    return x


def stop(x):
    if x == 3:
        raise StopIteration(x)
    return x


def until(condition):
    for _ in range(10000):
        if condition():
            return
        time.sleep(0.01)
    print("waited in vain")


def results(pool, gate):
    r = pool.apply_async(gate.wait, error_callback=print)
    r = pool.apply_async(gate.wait, error_callback=print)
    print(hasattr(r, "_value"), hasattr(r, "_success"), r._event.is_set(), r._job, r._callback, r._error_callback)
    print(r._pool is pool, len(pool._cache), r._cache[r._job] is r, r._event.wait(0.01))
    gate.set()
    print(r._event.wait(), r._value, r._success, r._pool, r._cache.get(r._job))
    r = pool.apply_async(bad, (3,))
    r.wait()
    print(repr(r._value), r._success)
    gate.clear()
    m = pool.map_async(wait_for, [None, None, gate, gate], chunksize=2)
    until(lambda: m._number_left == 1)
    print(m._value, m._number_left, m._success, m._chunksize)
    gate.set()
    print(m.get(), m._value, m._job, m._pool)


def wait_for(gate):
    return gate and shared.wait()


def iterators(pool):
    it = pool.imap(square, [1, 2, 3])
    until(lambda: it._index == 3)
    print(it._index, it._length, it._unsorted, list(it._items), it._job, it._pool, list(it))
    it = pool.imap(bad, range(5))
    until(lambda: it._index == 5)
    print([(ok, repr(v)) for ok, v in it._items])


def generators(pool, name):
    make = getattr(pool, name)
    g = make(square, range(5), chunksize=5)
    print(isinstance(g, types.GeneratorType), g.__name__, g.__qualname__, hasattr(g, "next"), str(g)[:48])
    print(next(g), g.send(7), list(g), next(g, "end"))
    out = []
    g = make(bad, range(4), 4)
    try:
        for x in g:
            out.append(x)
    except ValueError as e:
        print(out, repr(e), list(g))
    g = make(square, range(6), 2)
    try:
        g.send(3)
    except TypeError as e:
        print(e)
    next(g)
    try:
        g.throw(KeyError("k"))
    except KeyError as e:
        print(repr(e), list(g), g.close())
    g = make(square, range(6), 2)
    g.close()
    print(list(g), g.gi_running)


def main():
    global shared
    shared = multiprocessing.Event()
    with multiprocessing.Pool(2, share, (shared,)) as pool:
        results(pool, Gate())
        iterators(pool)
        generators(pool, "imap")
        generators(pool, "imap_unordered")
        print(pool.map(stop, range(4), chunksize=4), list(pool.imap(stop, range(6), chunksize=2)), pool.starmap(stop, [(1,), (3,), (4,)], 3))
        print(list(pool.imap(stop, range(5))))


def share(event):
    global shared
    shared = event


class Gate:
    """The shared event, by name: an Event itself can't be part of a task in CPython."""

    def set(self):
        shared.set()

    def clear(self):
        shared.clear()

    def wait(self):
        return shared.wait()


if __name__ == "__main__":
    main()
