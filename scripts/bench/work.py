# The pieces of work that the benchmark measures. Each prints how many
# microseconds one unit of it took; the command in this folder runs them under
# python3 and mpstar, side by side.
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import (Barrier, Condition, Event, JoinableQueue, Lock, Manager, Pipe, Pool, Process, Queue, Value,
                             get_context)
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


def started(method, ask=False, n=20):
    for _ in range(n):
        p = get_context(method).Process(target=nothing)
        p.start()
        if ask:
            p.pid
        p.join()
    return n


# What passes between two processes of the operating system: the second child
# says how long it took once both were there.

def between(targets):
    ctx = get_context("spawn")
    clock = ctx.SimpleQueue()
    made = targets(ctx)  # CPython's objects must outlive the start of those that open them by name
    ps = [ctx.Process(target=f, args=args + (clock,) * (i == 1)) for i, (f, args) in enumerate(made)]
    for p in ps:
        p.start()
    n, took = clock.get()
    for p in ps:
        p.join()
    made.clear()
    return n, perf_counter() - took


def fill(put, n):
    for i in range(n):
        put(i)


def receive(take, n, clock):
    take()
    begin = perf_counter()
    for _ in range(n):
        take()
    clock.put((n, perf_counter() - begin))


def give_back(take, put, n):
    for _ in range(n):
        put(take())


def ask(put, take, n, clock):
    put(0)
    take()
    begin = perf_counter()
    for i in range(n):
        put(i)
        take()
    clock.put((n, perf_counter() - begin))


def hold(lock, n, clock):
    begin = perf_counter()
    take(lock, n)
    clock.put((n, perf_counter() - begin))


def spawn_queue(n=20000):
    def targets(ctx):
        q = ctx.Queue()
        return [(fill, (q.put, n + 1)), (receive, (q.get, n))]
    return between(targets)


def spawn_queue_trip(n=3000):
    def targets(ctx):
        a, b = ctx.Queue(), ctx.Queue()
        return [(give_back, (a.get, b.put, n + 1)), (ask, (a.put, b.get, n))]
    return between(targets)


def spawn_pipe(n=20000):
    def targets(ctx):
        r, w = ctx.Pipe(False)
        return [(fill, (w.send, n + 1)), (receive, (r.recv, n))]
    return between(targets)


def spawn_pipe_trip(n=3000):
    def targets(ctx):
        a, b = ctx.Pipe()
        return [(give_back, (a.recv, a.send, n + 1)), (ask, (b.send, b.recv, n))]
    return between(targets)


def spawn_lock(n=2000):
    return between(lambda ctx: [(nothing, ()), (hold, (ctx.Lock(), n))])


def ten_thousand(n=10000):
    for _ in range(n // 100):
        hundred(100)
    return n


def pool_of_hundred(n=2000):
    with Pool(100) as pool:
        pool.map(square, range(n), chunksize=1)
    return 1


def executor_map(n=2000):
    with ProcessPoolExecutor(2) as ex:
        begin = perf_counter()
        list(ex.map(square, range(n)))
        return n, begin


def executor_submit(n=2000):
    with ProcessPoolExecutor(2) as ex:
        begin = perf_counter()
        for f in [ex.submit(square, i) for i in range(n)]:
            f.result()
        return n, begin


def take_turns(cond, turn, mine, n):
    for _ in range(n):
        with cond:
            while turn.value != mine:
                cond.wait()
            turn.value = 1 - mine
            cond.notify()


def condition(n=3000):
    cond, turn = Condition(), Value("i", 0, lock=False)
    p = Process(target=take_turns, args=(cond, turn, 1, n))
    p.start()
    begin = perf_counter()
    take_turns(cond, turn, 0, n)
    p.join()
    return n, begin


def answer(ping, pong, n):
    for _ in range(n):
        ping.wait()
        ping.clear()
        pong.set()


def event(n=3000):
    ping, pong = Event(), Event()
    p = Process(target=answer, args=(ping, pong, n))
    p.start()
    begin = perf_counter()
    for _ in range(n):
        ping.set()
        pong.wait()
        pong.clear()
    return n, begin


def meet(barrier, n):
    for _ in range(n):
        barrier.wait()


def barrier(n=300):
    b = Barrier(8)
    ps = [Process(target=meet, args=(b, n)) for _ in range(7)]
    for p in ps:
        p.start()
    b.wait()
    begin = perf_counter()
    meet(b, n - 1)
    elapsed = n, begin
    for p in ps:
        p.join()
    return elapsed


def serve(q):
    while q.get() is not None:
        q.task_done()
    q.task_done()


def joinable(n=5000):
    q = JoinableQueue()
    p = Process(target=serve, args=(q,))
    p.start()
    begin = perf_counter()
    for i in range(n):
        q.put(i)
    q.join()
    q.put(None)
    return n, begin


def produce_bytes(q, size, n):
    data = b"x" * size
    for _ in range(n):
        q.put(data)


def through_queue(size, n):
    q = Queue()
    p = Process(target=produce_bytes, args=(q, size, n))
    p.start()
    begin = perf_counter()
    for _ in range(n):
        assert len(q.get()) == size
    return n, begin


def through_pipe(size, n):
    ours, theirs = Pipe()
    p = Process(target=echo, args=(theirs, n))
    p.start()
    data = b"x" * size
    begin = perf_counter()
    for _ in range(n):
        ours.send(data)
        assert len(ours.recv()) == size
    return n, begin


def produce_lists(q, n):
    for i in range(n):
        q.put([{"id": i, "name": "item", "tags": ["a", "b"], "price": 1.5}] * 3)


def queue_of_dicts(n=3000):
    q = Queue()
    p = Process(target=produce_lists, args=(q, n))
    p.start()
    begin = perf_counter()
    for _ in range(n):
        q.get()
    return n, begin


def consume(tasks, results):
    n = 0
    while tasks.get() is not None:
        n += 1
    results.put(n)


def many_to_many(n=2500):
    tasks, results = Queue(), Queue()
    makers = [Process(target=produce, args=(tasks, n)) for _ in range(4)]
    takers = [Process(target=consume, args=(tasks, results)) for _ in range(4)]
    for p in makers + takers:
        p.start()
    begin = perf_counter()
    for p in makers:
        p.join()
    for _ in takers:
        tasks.put(None)
    total = sum([results.get() for _ in takers])
    assert total == 4 * n
    return total, begin


def manager_list(n=2000):
    with Manager() as m:
        xs = m.list()
        begin = perf_counter()
        for i in range(n):
            xs.append(i)
        return n, begin


def manager_namespace(n=1000):
    with Manager() as m:
        ns = m.Namespace()
        ns.x = 0
        begin = perf_counter()
        for _ in range(n):
            ns.x += 1
        return n, begin


work = {
    "start_join": start_join,
    "hundred": hundred,
    "ten_thousand": ten_thousand,
    "spawn": lambda: started("spawn"),
    "forkserver": lambda: started("forkserver"),
    "spawn_pid": lambda: started("spawn", ask=True),
    "forkserver_pid": lambda: started("forkserver", ask=True),
    "spawn_queue": spawn_queue,
    "spawn_queue_trip": spawn_queue_trip,
    "spawn_pipe": spawn_pipe,
    "spawn_pipe_trip": spawn_pipe_trip,
    "spawn_lock": spawn_lock,
    "pool_apply_async": pool_apply_async,
    "pool_map": pool_map,
    "pool_map_single": pool_map_single,
    "pool_imap_unordered": pool_imap_unordered,
    "pool_apply": pool_apply,
    "pool_of_hundred": pool_of_hundred,
    "executor_map": executor_map,
    "executor_submit": executor_submit,
    "queue": queue,
    "queue_1k": lambda: through_queue(1000, 5000),
    "queue_100k": lambda: through_queue(100000, 500),
    "queue_10m": lambda: through_queue(10000000, 10),
    "queue_of_dicts": queue_of_dicts,
    "many_to_many": many_to_many,
    "joinable": joinable,
    "pipe": pipe,
    "pipe_1k": lambda: through_pipe(1000, 3000),
    "pipe_100k": lambda: through_pipe(100000, 300),
    "pipe_10m": lambda: through_pipe(10000000, 5),
    "lock_alone": lock_alone,
    "lock_contended": lock_contended,
    "value": value,
    "condition": condition,
    "event": event,
    "barrier": barrier,
    "manager_dict": manager_dict,
    "manager_list": manager_list,
    "manager_namespace": manager_namespace,
}

if __name__ == "__main__":
    begin = perf_counter()
    result = work[sys.argv[1]]()
    end = perf_counter()
    if isinstance(result, tuple):
        result, begin = result
    print((end - begin) * 1e6 / result)
