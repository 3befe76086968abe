# Processes with threads that wait for each other in every way, and for their parent.
import queue
import threading
import time
from multiprocessing import Lock, Process, Queue


def work(lock, cond, bar, own, shared, told):
    while True:
        with lock, cond:
            cond.notify()
            cond.wait(0.0005)
        try:
            bar.wait(0.001)
        except threading.BrokenBarrierError:
            bar.reset()
        own.put(1)
        own.get()
        with shared:
            told.put(threading.get_ident())


def child(shared, told):
    parts = (threading.RLock(), threading.Condition(), threading.Barrier(2), queue.Queue(2), shared, told)
    for n in range(3):
        threading.Thread(target=work, args=parts, daemon=n % 2 == 0).start()
    work(*parts)


stop = Process(target=time.sleep, args=(10000,), name="Stop", daemon=True)
stop.start()
shared, told = Lock(), Queue(5)
ps = []
while stop.is_alive():
    ps = [p for p in ps if p.is_alive()]
    while len(ps) < 3:
        ps.append(Process(target=child, args=(shared, told), daemon=True))
        ps[-1].start()
    try:
        told.get(timeout=0.01)
    except queue.Empty:
        pass  # all that could have put something may have been killed
    if not shared.acquire(timeout=100):
        print("stays taken")
    shared.release()
for p in ps:
    p.kill()
    p.join()
while not told.empty():
    told.get(timeout=100)
if not shared.acquire(timeout=100) or threading.active_count() != 1:
    print("left", threading.enumerate())
