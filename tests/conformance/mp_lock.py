# Lock and RLock: acquire, timeouts, with, ownership, errors, reprs.
from multiprocessing import Lock, Process, RLock, Value


def add(lock, v, n):
    for _ in range(n):
        with lock:
            v.value += 1


def try_it(lock):
    print("child", lock.acquire(False), lock.acquire(timeout=0.01))


def free(lock):
    lock.release()


if __name__ == "__main__":
    lock = Lock()
    print(lock, lock.acquire(), lock, lock.acquire(block=False), lock.acquire(True, 0.01))
    p = Process(target=try_it, args=(lock,))
    p.start()
    p.join()
    p = Process(target=free, args=(lock,))
    p.start()
    p.join()
    print(lock.acquire(False))
    lock.release()
    for bad in (lambda: lock.release(),):
        try:
            bad()
        except ValueError as e:
            print(e)
    with lock as entered:
        print(entered, lock)
    r = RLock()
    print(r, r.acquire(), r.acquire(), r)
    r.release()
    print(r)
    r.release()
    try:
        r.release()
    except AssertionError as e:
        print(e)
    for kind in (Lock, RLock):
        guard, v = kind(), Value("i", 0, lock=False)
        ps = [Process(target=add, args=(guard, v, 200)) for _ in range(3)]
        for p in ps:
            p.start()
        for p in ps:
            p.join()
        print(kind.__name__, v.value)
