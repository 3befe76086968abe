# A manager's barriers that nobody can pass, and queues whose bound is no int.
import multiprocessing as mp
import threading


def attempt(f, *args):
    try:
        return f(*args)
    except Exception as e:
        return type(e).__name__ + ": " + str(e)


def child(b, q):
    print("child", b.parties, attempt(b.wait, 0.01), b.broken, attempt(q.put, 1), attempt(q.full), attempt(q.qsize))


def square(x):
    return x * x


if __name__ == "__main__":
    m = mp.Manager()
    for n in (0, -1):
        b = m.Barrier(n)
        print(n, b.parties, b.n_waiting, b.broken)
        print(attempt(b.wait, 0.01), b.broken, b.reset(), b.broken, b.abort(), b.broken)
        for b in (mp.Barrier(n), threading.Barrier(n)):
            print(b.parties, b.n_waiting, attempt(b.wait, 0.01), b.broken)

    for n in (0, -1, 2, 1.5, 2.0, 0.0, "a", None, [1]):
        q = m.Queue(n)
        print(repr(n), q.qsize(), q.empty(), attempt(q.full), attempt(q.get_nowait), attempt(q.put, 1), attempt(q.put_nowait, 2), attempt(q.full),
              attempt(q.put, 3, False), q.qsize(), attempt(q.get, False))

    b, q = m.Barrier(0), m.Queue("a")
    p = mp.Process(target=child, args=(b, q))
    p.start()
    p.join()

    with mp.Pool(1) as pool:
        for f in (type(square), type(x for x in ()), type(mp), type(len)):
            print(attempt(pool.map, f, [1]), attempt(pool.apply, f, (1,)), attempt(lambda: list(pool.imap(f, [1]))), attempt(pool.map, f, []))
        print(pool.map(square, [1, 2]), pool.map(int, ["1"]), pool.map(type(None), []))
