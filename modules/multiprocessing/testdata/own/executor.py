# Executors: what is beyond CPython 3.11 or needs no spawn here.
import concurrent.futures as cf
import os
import time


def slow(t):
    time.sleep(t)
    return t


def square(x):
    return x * x


def pid(_):
    return os.getpid()


def setup(x):
    global prepared
    prepared = x


def read(_):
    return prepared


def count(n, log):
    for i in range(n):
        log.append(i)
        yield i


def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


with cf.ProcessPoolExecutor(2, max_tasks_per_child=3) as e:
    print(len(set(e.map(pid, range(12)))) >= 4, [type(p).__name__ for p in e._processes.values()])
with cf.ProcessPoolExecutor(1, max_tasks_per_child=1, initializer=setup, initargs=("x",)) as e:
    print(len(set(e.map(pid, range(5)))), list(e.map(read, range(3))))

e = cf.ProcessPoolExecutor(1)
f, g = e.submit(slow, 60), e.submit(slow, 60)
while not f.running():
    time.sleep(0.001)
e.kill_workers()
attempt(f.result)
attempt(g.result)
attempt(lambda: e.submit(square, 1))
e = cf.ProcessPoolExecutor(1)
print(e.submit(square, 3).result())
e.terminate_workers()
attempt(lambda: e.submit(square, 1))

with cf.InterpreterPoolExecutor(2, initializer=setup, initargs=("y",)) as e:
    print(list(e.map(square, range(4))), e.submit(read, 0).result())
    attempt(lambda: e.submit(lambda: 1 / 0).result())
    f = e.submit(os._exit, 3)
    attempt(f.result)
    attempt(lambda: e.submit(square, 1))
try:
    print(prepared)
except NameError as x:
    print(x)

with cf.ThreadPoolExecutor(2) as e:
    log = []
    results = e.map(square, count(50, log), buffersize=3)
    print(len(log), next(results), len(log), sum(results), len(log))
    for bad in (0, "x"):
        attempt(lambda: e.map(square, [1], buffersize=bad))
with cf.ProcessPoolExecutor(2) as e:
    log = []
    results = e.map(square, count(50, log), buffersize=3, chunksize=2)
    print(len(log), next(results), sum(results), len(log))
