# A pool of workers: map, apply, results that are fetched later, and errors that
# come back to whoever asks.
import os
from multiprocessing import Pool


def square(x):
    return x * x


def divide(a, b):
    return a / b


def whoami(_):
    return os.getpid()


if __name__ == "__main__":
    with Pool(4) as pool:
        print(pool.map(square, range(10)))
        print(pool.apply(divide, (1, 4)))
        later = [pool.apply_async(square, (i,)) for i in range(5)]
        print([r.get(timeout=60) for r in later])
        print(sorted(pool.imap_unordered(square, range(6), chunksize=2)))
        print(pool.starmap(divide, [(1, 2), (3, 4)]))
        print("in other processes:", os.getpid() not in pool.map(whoami, range(8)))
        try:
            pool.apply(divide, (1, 0))
        except ZeroDivisionError as e:
            print("ZeroDivisionError:", e)
    print("done")
