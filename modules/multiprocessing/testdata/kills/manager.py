# Clients of a manager, which itself is left alone.
import time
from multiprocessing import Process
from multiprocessing.managers import SyncManager
from queue import Empty


def use(d, l, q, me):
    while True:
        with l:
            d[me] = d.get(me, 0) + 1
        q.put((me, d[me]))


stop = Process(target=time.sleep, args=(10000,), name="Stop", daemon=True)
stop.start()
m = SyncManager()
m.start()
d, l, q = m.dict(), m.Lock(), m.Queue(10)
ps, started = [], 0
last = {}
while stop.is_alive():
    ps = [p for p in ps if p.is_alive()]
    while len(ps) < 3:
        ps.append(Process(target=use, args=(d, l, q, started), daemon=True))
        ps[-1].start()
        started += 1
    if not l.acquire(timeout=100):
        print("stays taken")
    l.release()
    try:
        me, n = q.get(timeout=0.01)
    except Empty:
        continue  # all that could have put something may have been killed
    if n != last.get(me, 0) + 1:
        print("expected", last.get(me, 0) + 1, "got", n)
    last[me] = n
for p in ps:
    p.kill()
    p.join()
l.acquire(timeout=100)
d["main"] = 1
if d["main"] != 1 or len(d) > started + 1:
    print(d)
