import os
import time
import multiprocessing.pool
from multiprocessing import *


def t(f):
    try:
        print(repr(f()), flush=True)
    except BaseException as e:
        print(type(e).__module__, type(e).__qualname__, repr(str(e)), flush=True)


def f(x):
    return x * x


def add(a, b=1, *, c=0):
    return a + b + c


def bad(x):
    if x == 3:
        raise ValueError('bad', x)
    return x


def name(x):
    return current_process().name


gate = Event()


def held(x):
    gate.wait(100)
    return x


def gen(x):
    return (i for i in range(x))


class Odd(Exception):
    def __init__(self, a, b):
        super().__init__(a, b)
        self.a = a


def odd():
    raise Odd(1, [2])


def numbers(n):
    for i in range(n):
        yield i


def broken():
    yield 1
    yield 2
    raise KeyError('source')


def main():
    p = Pool(2)
    t(lambda: p)
    t(lambda: sorted(w.name for w in active_children()))
    t(lambda: [w.daemon for w in active_children()])
    t(lambda: p.apply(f, (3,)))
    t(lambda: p.apply(add, (1,), {'c': 5}))
    t(lambda: p.apply(add, [1, 2]))
    t(lambda: p.apply(add, 5))
    t(lambda: p.apply(add))
    t(lambda: p.map(f, range(10)))
    t(lambda: p.map(f, []))
    t(lambda: p.map(f, [1, 2, 3], 2))
    t(lambda: p.map(f, [1, 2, 3], chunksize=0))
    t(lambda: p.map(f, numbers(4)))
    t(lambda: p.map(f, 5))
    t(lambda: p.map(bad, range(5)))
    t(lambda: p.starmap(add, [(1, 2), (3, 4)]))
    t(lambda: p.starmap(add, [1, 2]))
    t(lambda: list(p.imap(f, range(5))))
    t(lambda: list(p.imap(f, range(7), chunksize=3)))
    t(lambda: sorted(p.imap_unordered(f, range(5))))
    t(lambda: sorted(p.imap_unordered(f, numbers(9), 4)))
    t(lambda: list(p.imap(f, numbers(5))))
    t(lambda: p.imap(f, [1], 0))
    t(lambda: p.imap(f, [1]))
    it = p.imap(bad, range(5))
    t(lambda: [next(it), next(it), next(it)])
    t(lambda: next(it))
    t(lambda: next(it))
    t(lambda: next(it))
    it = p.imap(f, broken())
    t(lambda: [next(it), next(it)])
    t(lambda: next(it))
    t(lambda: next(it))
    it = p.imap(held, [0.3])
    t(lambda: it.next(0.01))
    gate.set()
    t(lambda: it.next(timeout=100))
    gate.clear()
    r = p.apply_async(held, (0.3,))
    t(lambda: r.ready())
    t(lambda: r.successful())
    t(lambda: r.get(0.01))
    t(lambda: r.wait(0.01))
    gate.set()
    t(lambda: r.get(timeout=100))
    t(lambda: (r.ready(), r.successful()))
    t(lambda: r)
    r = p.map_async(f, range(20), chunksize=5)
    t(lambda: (r.get(), r._number_left, r._chunksize))
    t(lambda: r.get() is r.get())
    t(lambda: r)
    try:
        p.apply(odd)
    except Odd as e:
        print(e.args, e.a, type(e.__cause__), str(e.__cause__).split('\n')[:3])
        print('ValueError' in str(e.__cause__), 'Odd: (1, [2])' in str(e.__cause__))
    t(lambda: p.apply(5))
    t(lambda: p.apply(gen, (3,)))
    t(lambda: p.apply(f, ()))
    log = []
    r = p.apply_async(f, (3,), callback=log.append)
    t(lambda: (r.get(), log))
    r = p.apply_async(bad, (3,), callback=log.append, error_callback=lambda e: log.append(repr(e)))
    t(lambda: r.get())
    print(log)
    r = p.map_async(f, range(3), callback=log.append)
    r.wait()
    print(log)
    r = p.starmap_async(add, [(1, 2)], callback=lambda v: log.append(('starmap', v)))
    r.wait()
    print(log)
    results = [p.apply_async(add, (i,), dict(b=i)) for i in range(5)]
    print([r.get() for r in results])
    t(lambda: sorted(set(p.map(name, range(20), 1))) in (['ForkPoolWorker-1'], ['ForkPoolWorker-2'], ['ForkPoolWorker-1', 'ForkPoolWorker-2']))
    t(lambda: p.join())
    p.close()
    t(lambda: p.apply(f, (1,)))
    t(lambda: p.map(f, [1]))
    t(lambda: p.__enter__())
    p.join()
    t(lambda: p)
    t(lambda: active_children())
    print(Process().name)
    with Pool(2) as p:
        print(p.map(f, range(3)))
        print(p)
    t(lambda: p.map(f, [1]))
    t(lambda: p)
    t(lambda: Pool(0))
    t(lambda: Pool(-1))
    t(lambda: Pool(1, 5))
    t(lambda: Pool(1, maxtasksperchild=0))
    t(lambda: Pool(1, maxtasksperchild='x'))
    t(lambda: Pool('x'))
    with Pool(1, maxtasksperchild=2) as p:
        print(len(set(p.map(pid, range(6), chunksize=1))))
    with Pool(2, initializer=setup, initargs=(42,)) as p:
        print(p.map(configured, range(3)))
    with Pool(1) as p:
        p.terminate()
        p.join()
        t(lambda: p)
    with Pool(3) as p:
        total = 0
        for x in p.imap_unordered(f, range(100)):
            total += x
        print(total)
        for i, x in enumerate(p.imap(f, range(5))):
            print(i, x)
    with multiprocessing.pool.ThreadPool(3) as p:
        print(p.map(f, range(4)), p.apply(add, (1, 2)), list(p.imap(lambda x: -x, [1, 2])))
        shared = []
        p.map(shared.append, [1, 2, 3])
        print(sorted(shared))


def pid(x):
    return os.getpid()


def setup(x):
    global config
    config = x


def configured(x):
    return config + x


if __name__ == '__main__':
    main()
