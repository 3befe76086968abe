"""concurrent.futures: wait and as_completed."""

import concurrent.futures
import multiprocessing
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor, as_completed, wait


def fail(kind):
    raise ValueError(kind)


gates = {name: multiprocessing.Event() for name in ("fast", "middle", "slow", "last")}


def held(name):
    gates[name].wait(100)
    return name


def kinds():
    return [("thread", ThreadPoolExecutor), ("process", ProcessPoolExecutor)]


def waiting():
    for name, cls in kinds():
        with cls(3) as ex:
            for gate in gates.values():
                gate.clear()
            fs = {ex.submit(held, n): n for n in ("slow", "fast", "middle")}
            gates["fast"].set()
            seen = []
            for f in as_completed(fs):
                seen.append(fs[f] + "=" + f.result())
                gates[{"fast": "middle", "middle": "slow", "slow": "fast"}[fs[f]]].set()
            print(name, seen)
            a, b = ex.submit(held, "fast"), ex.submit(held, "last")
            r = wait([a, b], return_when=concurrent.futures.FIRST_COMPLETED)
            print(len(r.done), len(r.not_done), a in r.done, type(r).__name__)
            gates["last"].set()
            done, rest = wait([a, b, a])
            print(len(done), len(rest))
            gates["last"].clear()
            b = ex.submit(held, "last")
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
            gates["last"].set()


if __name__ == "__main__":
    waiting()
