# How cost grows: each piece of work takes a size and prints how many microseconds
# all of it took.
import sys
from multiprocessing import Pipe, Pool, Process, Queue
from time import perf_counter


def nothing(*args):
    return None


def wait_for(conn):
    conn.recv()


def processes(n):
    begin = perf_counter()
    ps = [Process(target=nothing) for _ in range(n)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    return begin


def produce(q, n):
    for i in range(n):
        q.put(i)


def queue(n):
    # All items are in the queue before the first is taken out.
    q = Queue()
    begin = perf_counter()
    produce(q, n)
    for i in range(n):
        assert q.get() == i
    return begin


def reply(conn):
    conn.send(len(conn.recv_bytes()))


def message(n):
    ours, theirs = Pipe()
    p = Process(target=reply, args=(theirs,))
    data = b"x" * n
    p.start()
    begin = perf_counter()
    ours.send_bytes(data)
    assert ours.recv() == n
    end = perf_counter()
    p.join()
    return begin, end


def reply_list(q, conn):
    conn.send(len(q.get()))


def items(n):
    # One message that is a list of n numbers.
    q = Queue()
    ours, theirs = Pipe()
    p = Process(target=reply_list, args=(q, theirs))
    p.start()
    data = list(range(n))
    begin = perf_counter()
    q.put(data)
    assert ours.recv() == n
    end = perf_counter()
    p.join()
    return begin, end


def pool(n):
    begin = perf_counter()
    with Pool(n) as p:
        p.map(nothing, range(2 * n), chunksize=1)
    return begin


work = {"processes": processes, "queue": queue, "message": message, "items": items, "pool": pool}

if __name__ == "__main__":
    result = work[sys.argv[1]](int(sys.argv[2]))
    end = perf_counter()
    if isinstance(result, tuple):
        result, end = result
    print((end - result) * 1e6)
