# Pool: apply, map, imap, starmap and their async forms, order, chunks, states, reprs.
from multiprocessing import Event, Pool, TimeoutError, current_process


def square(x):
    return x * x


def add(a, b=10):
    return a + b


def name(_):
    return current_process().name


gate = Event()


def held(x):
    gate.wait(100)
    return x


if __name__ == "__main__":
    pool = Pool(2)
    print(pool, pool.map(square, range(5)), pool.map(square, []), pool.map(square, [3], chunksize=5))
    print(pool.apply(add, (1,)), pool.apply(add, (1, 2)), pool.apply(add, [1], {"b": 3}), pool.starmap(add, [(1, 2), (3,)]))
    r = pool.apply_async(add, (5,))
    print(r.get(), r.ready(), r.successful(), r.get(timeout=60), r.wait())
    print(list(pool.imap(square, range(5), chunksize=2)), sorted(pool.imap_unordered(square, range(5))))
    it = pool.imap(square, [1, 2])
    print(next(it), it.next(), list(it))
    m = pool.map_async(square, range(3))
    print(m.get(), pool.starmap_async(add, [(1, 1)]).get(), type(m).__name__, type(r).__name__)
    print({n.rstrip("0123456789") for n in pool.map(name, range(4))})
    late = pool.apply_async(held, (0.2,))
    try:
        late.get(timeout=0.01)
    except TimeoutError as e:
        print(repr(e), late.ready())
    try:
        late.successful()
    except ValueError as e:
        print(str(e)[:30])
    gate.set()
    print(late.get())
    pool.close()
    try:
        pool.apply(square, (1,))
    except ValueError as e:
        print(e)
    pool.join()
    print(pool)
    with Pool(processes=1) as p:
        try:
            p.join()
        except ValueError as e:
            print(e)
    for n in (0, -1):
        try:
            Pool(n)
        except ValueError as e:
            print(e)
