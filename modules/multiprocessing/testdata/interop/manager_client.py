import sys, queue, threading
from multiprocessing.managers import BaseManager, SyncManager, BaseProxy, RemoteError
from multiprocessing import current_process, AuthenticationError
import multiprocessing
class M(SyncManager): pass
class GP(BaseProxy):
    _exposed_ = ['__next__']
    def __iter__(self): return self
    def __next__(self): return self._callmethod('__next__')
for n in ['Calc', 'Exp', 'get_shared', 'stop']: M.register(n)
M.register('squares', proxytype=GP)
current_process().authkey = b'abc'
m = M(address=('127.0.0.1', int(sys.argv[1])), authkey=b'abc')
m.connect()
c = m.Calc(5)
print(c.add(2), repr(c)[:40])
try: c.boom()
except ValueError as e: print('VE', e)
try: c._hid()
except AttributeError as e: print('AE', e)
try: c.gen()
except RemoteError as e: print('RE', str(e).splitlines()[1][:20], str(e).splitlines()[2][:30])
e = m.Exp()
print(e.add(1), e._hid())
print(list(m.squares()))
print(m.get_shared().get('k'))
d = m.dict(a=1); d['b'] = [1]; print(d, sorted(d.keys()), len(d), 'a' in d, d.get('q', 7), list(d), sorted(d.items()))
l = m.list([3, 1, 2]); l.sort(); l.append(9); l += [5]; print(l[:], l[1:3], l, list(l), l[-1])
try: l[50]
except IndexError as e: print('IE', e)
n = m.Namespace(x=1); n.y = 2; print(n.x + n.y, n)
v = m.Value('i', 3); v.value = 5; print(v.value, v)
a = m.Array('i', [1, 2]); a[0] = 4; print(a[0], len(a), a)
q = m.Queue(2); q.put(1); q.put('é'); print(q.get(), q.qsize(), q.get())
try: q.get(timeout=0.05)
except queue.Empty as e: print('Empty', type(e).__module__)
lk = m.Lock(); print(lk.acquire(), lk.acquire(False)); lk.release()
with m.RLock() as r: print('in', r)
ev = m.Event(); print(ev.is_set(), ev.wait(0.01)); ev.set(); print(ev.wait())
s = m.Semaphore(2); print(s.acquire(), s.acquire(), s.acquire(False))
cv = m.Condition()
with cv: print(cv.wait(0.01), cv.wait_for(lambda: True)); cv.notify(); cv.notify_all()
b = m.Barrier(1); print(b.parties, b.n_waiting, b.broken, b.wait())
outer = m.list(); inner = m.list([1]); outer.append(inner); inner.append(2); print(outer[0], len(outer))
outer[0].append(3); print(inner)
del inner
print(outer[0][:])
dd = m.dict(); dd['in'] = m.dict(z=1); print(dd['in']['z'])
p = m.Pool(2)
print(p.map(abs, [-1, -2]), p.apply(max, (3, 4)), p.apply_async(abs, (-7,)).get(), list(p.imap(abs, [-1, 5])))
p.close(); p.join()
jq = m.JoinableQueue(); jq.put(1); jq.get(); jq.task_done(); jq.join()
print(str(repr(d)).split(' at ')[0], str(repr(q)).split(' at ')[0], str(repr(lk)).split(' at ')[0])
def child(d, q, lk):
    with lk: d['child'] = q.get()
q.put('for child')
pr = multiprocessing.Process(target=child, args=(d, q, lk)); pr.start(); pr.join(); print(pr.exitcode, d['child'])
try: M(address=('127.0.0.1', int(sys.argv[1])), authkey=b'no').connect()
except AuthenticationError as e: print('Auth', e)
print(m._number_of_objects() > 3)
try: m.stop()
except Exception: pass
