# Holders of locks and semaphores. Each can be taken again, and what is counted under a lock is off by one for
# each process that was killed, at most.
import time
from multiprocessing import BoundedSemaphore, Lock, Process, RLock, Semaphore, Value


def work(lock, rlock, sem, bounded, a, b):
    while True:
        with lock:
            a.value += 1
            with rlock, rlock:
                pass
            b.value += 1
        with sem, bounded:
            with a.get_lock():
                pass


lock, rlock, sem, bounded = Lock(), RLock(), Semaphore(2), BoundedSemaphore(2)
a, b = Value("i", 0), Value("i", 0)
stop = Process(target=time.sleep, args=(10000,), name="Stop", daemon=True)
stop.start()
ps = []
started = 0
while stop.is_alive():
    ps = [p for p in ps if p.is_alive()]
    while len(ps) < 4:
        ps.append(Process(target=work, args=(lock, rlock, sem, bounded, a, b), daemon=True))
        ps[-1].start()
        started += 1
    for l in (lock, rlock, sem, bounded):
        if not l.acquire(timeout=100):
            print("stays taken", l)
    for l in (bounded, sem, rlock, lock):
        l.release()
for p in ps:
    p.kill()
    p.join()
if not 0 <= a.value - b.value <= started or a.value == 0:
    print("counted", a.value, b.value, started)
if sem.get_value() != 2 or bounded.get_value() != 2:
    print("semaphores", sem, bounded)
for l in (lock, rlock):
    if not l.acquire(False):
        print("taken", l)
    l.release()
