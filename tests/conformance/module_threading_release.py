# A lock that is released while a thread waits for it is free until that thread goes on: it can't be released once more.
import threading
import time


def twice(make, complaint):
    refused = 0
    for i in range(300):
        lock = make()
        lock.acquire()
        asked = threading.Event()

        def wait():
            asked.set()
            lock.acquire()

        t = threading.Thread(target=wait)
        t.start()
        asked.wait()
        if i % 3 == 0:
            time.sleep(0.001)
        lock.release()
        try:
            lock.release()
        except complaint as e:
            refused += str(e) != ""
        t.join()
    return refused


def conditions():
    lock = threading.Lock()
    cond = threading.Condition(lock)
    with cond:
        print(lock.locked(), cond.wait(0.001), lock.locked())
    print(lock.locked())
    seen = []

    def notify():
        with cond:
            seen.append(lock.locked())
            cond.notify()

    with cond:
        t = threading.Thread(target=notify)
        t.start()
        cond.wait()
        seen.append(lock.locked())
    t.join()
    print(seen, lock.locked())


print(twice(threading.Lock, RuntimeError), twice(threading.RLock, RuntimeError), twice(threading.BoundedSemaphore, ValueError))
conditions()
s = threading.Semaphore(2)
with s:
    print(s._value)
s.release(3)
print(s._value, [s.acquire(False) for _ in range(6)], s._value)
