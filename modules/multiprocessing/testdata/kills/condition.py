# Processes that wait for a condition, an event and a barrier. Whoever is left is woken, and everything can be used
# afterwards.
import threading
import time
from multiprocessing import Barrier, Condition, Event, Process, Value


def wait(cond, event, barrier, turns):
    while True:
        with cond:
            cond.wait()
            turns.value += 1
        event.wait()
        try:
            barrier.wait(0.01)
        except threading.BrokenBarrierError:
            pass


def stay(cond, stay_turns):
    while True:
        with cond:
            before = stay_turns.value
            if before < 0:
                return
            cond.wait()
            stay_turns.value = before + 1 if stay_turns.value >= 0 else -1


cond, event, barrier = Condition(), Event(), Barrier(3)
turns, stay_turns = Value("i", 0), Value("i", 0)
stop = Process(target=time.sleep, args=(10000,), name="Stop", daemon=True)
stop.start()
keep = Process(target=stay, args=(cond, stay_turns), name="Keep", daemon=True)
keep.start()
ps = []
while stop.is_alive():
    ps = [p for p in ps if p.is_alive()]
    while len(ps) < 4:
        ps.append(Process(target=wait, args=(cond, event, barrier, turns), daemon=True))
        ps[-1].start()
    event.set()
    if not cond.acquire(timeout=100):
        print("stays taken")
    cond.notify_all()
    cond.release()
    event.clear()
    if barrier.broken:
        barrier.reset()
event.set()
seen = stay_turns.value
until = time.time() + 100
while stay_turns.value < seen + 3:
    with cond:
        cond.notify_all()
    if time.time() > until:
        print("the one that is left is not woken")
        break
for p in ps:
    p.kill()
    p.join()
with cond:
    stay_turns.value = -1
    cond.notify_all()
keep.join(100)
if keep.exitcode != 0:
    print("the one that is left does not end", keep)
with cond:
    if cond.wait(0.01):
        print("woken by nobody")
barrier.reset()
one = Barrier(1)
one.wait(100)
if turns.value == 0 or barrier.n_waiting:
    print("turns", turns.value, barrier)
