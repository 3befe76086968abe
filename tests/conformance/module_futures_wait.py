"""concurrent.futures: wait and as_completed."""

import concurrent.futures
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor, as_completed, wait


def fail(kind):
    raise ValueError(kind)


def nap(seconds, name=None):
    time.sleep(seconds)
    return name


def kinds():
    return [("thread", ThreadPoolExecutor), ("process", ProcessPoolExecutor)]


def waiting():
    for name, cls in kinds():
        with cls(3) as ex:
            fs = {ex.submit(nap, t, n): n for t, n in [(0.5, "slow"), (0.01, "fast"), (0.2, "middle")]}
            print(name, [fs[f] + "=" + f.result() for f in as_completed(fs)])
            a, b = ex.submit(nap, 0), ex.submit(nap, 0.12)
            r = wait([a, b], return_when=concurrent.futures.FIRST_COMPLETED)
            print(len(r.done), len(r.not_done), a in r.done, type(r).__name__)
            done, rest = wait([a, b, a])
            print(len(done), len(rest))
            b = ex.submit(nap, 1)
            r = wait({ex.submit(fail, "value"), b}, return_when="FIRST_EXCEPTION")
            print(len(r.done), len(r.not_done), b in r.not_done)
            r = wait([b], timeout=0.01)
            print(len(r.done), len(r.not_done))
            try:
                list(as_completed([a, b], timeout=0.02))
            except TimeoutError as e:
                print(e)
            try:
                wait([b], return_when="SOME")
            except ValueError as e:
                print(e)


if __name__ == "__main__":
    waiting()
