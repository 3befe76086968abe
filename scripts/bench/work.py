# The pieces of work that the benchmark measures. Each prints how many
# microseconds one unit of it took; the command in this folder runs them under
# python3 and mpstar, side by side.
import sys
from multiprocessing import Lock, Manager, Pipe, Pool, Process, Queue, Value
from time import perf_counter


def nothing(*args):
    return None


def square(x):
    return x * x


def produce(q, n):
    for i in range(n):
        q.put(i)


def echo(conn, n):
    for _ in range(n):
        conn.send(conn.recv())


def take(lock, n):
    for _ in range(n):
        with lock:
            pass


def start_join(n=100):
    for _ in range(n):
        p = Process(target=nothing)
        p.start()
        p.join()
    return n


def hundred(n=100):
    ps = [Process(target=nothing) for _ in range(n)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    return 1


def pool_apply_async(n=100):
    pool = Pool(2)
    for i in range(n):
        pool.apply_async(nothing, (i,))
    pool.close()
    pool.join()
    return 1


def pool_map(n=200000):
    with Pool(2) as pool:
        begin = perf_counter()
        pool.map(square, range(n))
        return n, begin


def pool_map_single(n=5000):
    with Pool(2) as pool:
        begin = perf_counter()
        pool.map(square, range(n), chunksize=1)
        return n, begin


def pool_imap_unordered(n=5000):
    with Pool(2) as pool:
        begin = perf_counter()
        for _ in pool.imap_unordered(square, range(n)):
            pass
        return n, begin


def pool_apply(n=500):
    with Pool(2) as pool:
        begin = perf_counter()
        for i in range(n):
            pool.apply(square, (i,))
        return n, begin


def queue(n=20000):
    q = Queue()
    p = Process(target=produce, args=(q, n))
    p.start()
    begin = perf_counter()
    for _ in range(n):
        q.get()
    elapsed = n, begin
    return elapsed


def pipe(n=5000):
    ours, theirs = Pipe()
    p = Process(target=echo, args=(theirs, n))
    p.start()
    begin = perf_counter()
    for i in range(n):
        ours.send(i)
        ours.recv()
    return n, begin


def lock_alone(n=100000):
    take(Lock(), n)
    return n


def lock_contended(n=20000):
    lock = Lock()
    ps = [Process(target=take, args=(lock, n)) for _ in range(2)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    return 2 * n


def add(v, n):
    for _ in range(n):
        with v.get_lock():
            v.value += 1


def value(n=10000):
    v = Value("i", 0)
    ps = [Process(target=add, args=(v, n)) for _ in range(2)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    assert v.value == 2 * n
    return 2 * n


def manager_dict(n=2000):
    with Manager() as m:
        d = m.dict()
        begin = perf_counter()
        for i in range(n):
            d[0] = i
        return n, begin


def primes(limit):
    count = 0
    for n in range(2, limit):
        for d in range(2, n):
            if d * d > n:
                count += 1
                break
            if n % d == 0:
                break
        else:
            count += 1
    return count


def cpu_two_children(limit=30000):
    ps = [Process(target=primes, args=(limit,)) for _ in range(2)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    return 1


def cpu_one_child(limit=30000):
    p = Process(target=primes, args=(limit,))
    p.start()
    p.join()
    return 1


work = {
    "start_join": start_join,
    "hundred": hundred,
    "pool_apply_async": pool_apply_async,
    "pool_map": pool_map,
    "pool_map_single": pool_map_single,
    "pool_imap_unordered": pool_imap_unordered,
    "pool_apply": pool_apply,
    "queue": queue,
    "pipe": pipe,
    "lock_alone": lock_alone,
    "lock_contended": lock_contended,
    "value": value,
    "manager_dict": manager_dict,
    "cpu_one_child": cpu_one_child,
    "cpu_two_children": cpu_two_children,
}

if __name__ == "__main__":
    begin = perf_counter()
    result = work[sys.argv[1]]()
    end = perf_counter()
    if isinstance(result, tuple):
        result, begin = result
    print((end - begin) * 1e6 / result)
