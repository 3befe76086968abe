# Pools: each task has its result or WorkerDied, once, and the pool goes on.
import time
from multiprocessing import Pool, Process
from multiprocessing.pool import WorkerDied


def f(x):
    return [x, str(x)]


def g(x):
    n = 0
    for i in range(200):
        n += i
    return x


def setup(x):
    assert x == 1


called = []
p = Pool(3, setup, (1,), maxtasksperchild=5)
stop = Process(target=time.sleep, args=(10000,), name="Stop", daemon=True)
stop.start()
submitted = 0
while stop.is_alive():
    results = [p.apply_async(f, (i,), callback=called.append, error_callback=called.append) for i in range(30)]
    submitted += 30
    for i, r in enumerate(results):
        try:
            if r.get(100) != [i, str(i)]:
                print("another result", i)
        except WorkerDied:
            pass
    try:
        if p.map_async(g, range(60), 7).get(100) != list(range(60)):
            print("another map")
    except WorkerDied:
        pass
    for method in (p.imap, p.imap_unordered):
        got, failed = [], 0
        it = method(g, iter(range(40)))
        while True:
            try:
                got.append(it.next(100))
            except WorkerDied:
                failed += 1
            except StopIteration:
                break
        if len(got) != len(set(got)) or not 40 - failed <= len(got) <= 40 or method == p.imap and got != sorted(got):
            print("imap", got, failed)
if len(called) != submitted:
    print("callbacks", len(called), "of", submitted)
p.close()
p.join()
