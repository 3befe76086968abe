# How processes end: exception, terminate, kill, sys.exit in nested calls, os._exit.
import os
import sys
import time
from multiprocessing import Event, Process


def fail():
    raise ValueError("on purpose")


def deep():
    try:
        sys.exit(4)
    finally:
        print("finally runs")


def hard():
    os._exit(9)


def wait(ready):
    ready.set()
    time.sleep(60)


def chained():
    try:
        {}["k"]
    except KeyError as e:
        raise RuntimeError("wrapped") from e


if __name__ == "__main__":
    for target in (fail, deep, hard, chained):
        p = Process(target=target)
        p.start()
        p.join()
        print(target.__name__, p.exitcode)
    for end in ("terminate", "kill"):
        ready = Event()
        p = Process(target=wait, args=(ready,))
        p.start()
        ready.wait()
        print(p.join(0.01), p.is_alive(), p.exitcode)
        getattr(p, end)()
        p.join()
        print(end, p.exitcode, p)
