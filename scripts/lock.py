# Locks: without one, two processes that change a shared value lose each other's
# changes; with one they don't.
from multiprocessing import Lock, Process, Value


def deposit(balance, lock, times):
    for _ in range(times):
        with lock:
            balance.value += 1


if __name__ == "__main__":
    balance = Value("i", 100)
    lock = Lock()
    people = [Process(target=deposit, args=(balance, lock, 500)) for _ in range(4)]
    for p in people:
        p.start()
    for p in people:
        p.join()
    print("balance:", balance.value)

    print("free:", lock.acquire(block=False))
    print("taken:", lock.acquire(timeout=0.01))
    lock.release()
    try:
        lock.release()
    except ValueError as e:
        print("ValueError:", e)
