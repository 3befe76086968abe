# What a Pool has beyond CPython 3.11: limits for tasks, bounded reading ahead, workers with children.
import time
from multiprocessing import Pool, Process, current_process
from multiprocessing.pool import ThreadPool


def slow(t):
    time.sleep(t)
    return t


def spin(t):
    while True:
        pass


def square(x):
    return x * x


def parent(x):
    p = Process(target=print, args=("grandchild, its parent a daemon:", current_process().daemon))
    p.start()
    p.join()
    return p.exitcode


def nested(n):
    with Pool(2, daemon=False) as p:
        return p.map(abs, range(n))


def count(n, log):
    for i in range(n):
        log.append(i)
        yield i


def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, str(e).split("(pid")[0])


def until(condition):
    end = time.time() + 100
    while not condition() and time.time() < end:
        time.sleep(0.001)
    return condition()


p = Pool(1)
r = p.apply_async(slow, (3000,), timeout=0.05)
q = p.apply_async(slow, (0.01,), timeout=500)
attempt(r.get)
print(q.get())
attempt(p.apply_async(spin, (1,), timeout=0.05, error_callback=lambda e: print("callback", type(e).__name__)).get)
attempt(p.map_async(slow, [0.01, 3000], chunksize=1, timeout=0.3).get)
print(p.map(square, range(5)), p)
for bad in (0, -1, "x"):
    attempt(lambda: p.apply_async(square, (1,), timeout=bad))
attempt(lambda: ThreadPool(1).apply_async(square, (1,), timeout=1))

log = []
it = p.imap(square, count(1000, log), buffersize=4)
print(until(lambda: len(log) == 4))
time.sleep(0.02)
print(len(log), next(it), until(lambda: len(log) == 5), sum(it), len(log))
log = []
it = p.imap_unordered(square, count(100, log), 10, buffersize=20)
print(until(lambda: len(log) == 20), sum(it))
print(list(p.imap(square, range(100), buffersize=1))[-1])
first, second = (p.imap(square, count(100, []), buffersize=2) for _ in range(2))
print(sum(second), sum(first), [a == b for a, b in zip(*(p.imap(square, count(3, []), buffersize=1) for _ in range(2)))])
for bad in (0, -1, "x", 1.5):
    attempt(lambda: p.imap(square, [1], buffersize=bad))
attempt(lambda: p.apply(parent, (1,)))
it = p.imap(square, count(100, []), buffersize=2)
p.terminate()
p.join()
with Pool(1, daemon=False) as p:
    print(p.apply(parent, (1,)), p.apply(nested, (4,)))
