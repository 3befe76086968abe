# threading: locks and what is made of them.
import multiprocessing
import threading


def attempt(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)


l, r = threading.Lock(), threading.RLock()
print(l.acquire(), l.locked(), l.acquire(False), l.acquire(timeout=0.01))
l.release()
attempt(l.release)
attempt(r.release)
attempt(lambda: l.acquire(False, 1))
attempt(lambda: l.acquire(timeout=-2))
attempt(lambda: l.acquire(x=1))
with l:
    print(repr(l).startswith("<locked _thread.lock object at 0x"))
with r, r:
    print(" count=2 at 0x" in repr(r))
print(repr(r).startswith("<unlocked _thread.RLock object owner=0 count=0 at 0x"))

total = 0


def add():
    global total
    for _ in range(500):
        with l:
            total += 1


ts = [threading.Thread(target=add) for _ in range(4)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(total)

c = threading.Condition()
attempt(c.wait)
attempt(c.notify)
items = []


def consume():
    with c:
        print("got", c.wait_for(lambda: items and items[0]))


t = threading.Thread(target=consume)
t.start()
with c:
    items.append(7)
    c.notify_all()
t.join()
with c:
    print(c.wait(0.01), c.wait_for(lambda: False, timeout=0.01))

e = threading.Event()
print(e.wait(0.01), e.is_set(), ": unset>" in repr(e))
t = threading.Thread(target=lambda: print("event", e.wait()))
t.start()
e.set()
t.join()

s, b = threading.Semaphore(2), threading.BoundedSemaphore(1)
print(s.acquire(), s.acquire(), s.acquire(False), s.acquire(timeout=0.01))
s.release(2)
print(s._value, repr(s).endswith(": value=2>"), repr(b).endswith(": value=1/1>"))
attempt(b.release)
attempt(lambda: s.release(0))
attempt(lambda: threading.Semaphore(-1))
attempt(lambda: s.acquire(False, 1))
with b:
    print(b._value)

order = []
bar = threading.Barrier(3, action=lambda: order.append("action"))
ts = [threading.Thread(target=lambda: order.append(bar.wait() >= 0)) for _ in range(3)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(order, bar.parties, bar.n_waiting, bar.broken)
try:
    bar.wait(0.01)
except threading.BrokenBarrierError as x:
    print(type(x).__name__, bar.broken)
bar.reset()
print(bar.broken)
q = multiprocessing.Queue()


def child(lock, event, thread):
    print(lock.locked(), event.is_set(), thread.is_alive(), threading.active_count(), threading.current_thread() is threading.main_thread())
    lock.release()
    print(held.acquire(False), lock.locked(), local.x)


if __name__ == "__main__":
    local = threading.local()
    local.x = "mine"
    held = threading.Lock()
    l.acquire()
    stop = threading.Event()
    t = threading.Thread(target=stop.wait)
    t.start()
    p = multiprocessing.Process(target=child, args=(l, e, t))
    p.start()
    p.join()
    print(l.locked(), held.locked(), t.is_alive(), p.exitcode)
    stop.set()
    t.join()
