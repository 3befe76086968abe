# Semaphore and BoundedSemaphore: values, limits, errors, reprs.
from multiprocessing import BoundedSemaphore, Process, Semaphore


def take(s, n):
    got = [s.acquire(False) for _ in range(n)]
    print(got)
    for ok in got:
        if ok:
            s.release()


if __name__ == "__main__":
    s = Semaphore(3)
    print(s, s.get_value(), s.acquire(), s.get_value())
    p = Process(target=take, args=(s, 4))
    p.start()
    p.join()
    print(s.get_value(), s.acquire(), s.acquire(), s.acquire(timeout=0.01))
    s.release()
    s.release()
    print(s.get_value(), Semaphore().get_value())
    b = BoundedSemaphore(1)
    print(b)
    b.acquire()
    b.release()
    try:
        b.release()
    except ValueError as e:
        print(e)
    with b:
        print(b.get_value())
    try:
        Semaphore(-1)
    except (ValueError, OSError) as e:
        print(type(e).__name__)
