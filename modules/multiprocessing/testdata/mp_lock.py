from multiprocessing import *
import multiprocessing.synchronize


def t(f):
    try:
        print(repr(f()), flush=True)
    except BaseException as e:
        print(type(e).__module__, type(e).__qualname__, repr(str(e)), flush=True)


l = Lock()
t(lambda: l)
t(lambda: l.acquire(timeout=-1))
t(lambda: l)
t(lambda: l.acquire(False))
t(lambda: l.acquire(True, 0.01))
t(lambda: l.acquire('x'))
t(lambda: l.acquire(True, 'x'))
t(lambda: l.acquire(1, 2, 3))
t(lambda: l.acquire(blocking=False))
t(lambda: l.release())
t(lambda: l.release())
t(lambda: l.__enter__())
t(lambda: l.__exit__(None, None, None))
t(lambda: l.foo)
t(lambda: l.locked())
t(lambda: type(l).__mro__)
t(lambda: multiprocessing.synchronize.Lock(ctx=get_context()))
t(lambda: multiprocessing.synchronize.Lock())
with l as x:
    print(x, l)
r = RLock()
t(lambda: r)
t(lambda: r.release())
t(lambda: r.acquire())
t(lambda: r.acquire())
t(lambda: r)
t(lambda: r.release())
t(lambda: r)
t(lambda: r.release())
t(lambda: r)
s = Semaphore(2)
t(lambda: s)
t(lambda: s.get_value())
t(lambda: s.acquire())
t(lambda: s.acquire())
t(lambda: s.acquire(False))
t(lambda: s)
t(lambda: s.release())
t(lambda: Semaphore(-1))
t(lambda: Semaphore('x'))
t(lambda: Semaphore(2**40))
b = BoundedSemaphore(1)
t(lambda: b.release())
t(lambda: b)
t(lambda: BoundedSemaphore(0).release())
c = Condition()
t(lambda: c)
t(lambda: c.wait())
t(lambda: c.notify())
t(lambda: c.notify_all())
t(lambda: c.acquire())
t(lambda: c)
t(lambda: c.wait(0.01))
t(lambda: c.notify())
t(lambda: c.wait_for(lambda: 7))
t(lambda: c.wait_for(lambda: 0, 0.02))
t(lambda: c.release())
t(lambda: Condition(Lock()))
t(lambda: Condition(3))
e = Event()
t(lambda: e)
t(lambda: e.is_set())
t(lambda: e.wait(0.01))
t(lambda: e.set())
t(lambda: e)
t(lambda: e.wait())
t(lambda: e.clear())
t(lambda: e.is_set())
B = Barrier(2)
t(lambda: B)
t(lambda: B.wait(0.01))
t(lambda: B)
t(lambda: B.broken)
t(lambda: B.reset())
t(lambda: B.broken)
t(lambda: B.abort())
t(lambda: B.wait())
t(lambda: B.parties)
t(lambda: B.n_waiting)
t(lambda: Barrier(1).wait())
t(lambda: Barrier(1, lambda: print('act')).wait())
t(lambda: Barrier(1, lambda: 1 / 0).wait())
t(lambda: Barrier())
t(lambda: Barrier(2, timeout=0.01).wait())


def holder(l, r, ready, go):
    l.acquire()
    r.acquire()
    ready.set()
    go.wait()
    r.release()


ready, go = Event(), Event()
p = Process(target=holder, args=(l, r, ready, go))
p.start()
ready.wait()
print(l, r, l.acquire(False), r.acquire(timeout=0.01))
t(lambda: r.release())
l.release()  # a Lock may be released by another process
print(l)
go.set()
p.join()
print(l, r)


def count(lock, v, n):
    for i in range(n):
        with lock:
            v.value += 1


v = RawValue('i', 0)
ps = [Process(target=count, args=(l, v, 200)) for i in range(4)]
[p.start() for p in ps]
[p.join() for p in ps]
print(v.value, v)


def passer(b, q):
    for i in range(3):
        q.put(b.wait())


q = Queue()
b = Barrier(3)
ps = [Process(target=passer, args=(b, q)) for i in range(3)]
[p.start() for p in ps]
print(sorted([q.get() for i in range(9)]))
[p.join() for p in ps]


def waiter(c, q):
    with c:
        q.put('waiting')
        q.put(c.wait(100))


c = Condition()
ps = [Process(target=waiter, args=(c, q)) for i in range(3)]
[p.start() for p in ps]
print([q.get() for i in range(3)])
with c:
    c.notify_all()
print([q.get() for i in range(3)])
[p.join() for p in ps]
print(c)
