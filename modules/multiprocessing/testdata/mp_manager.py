import time
from multiprocessing import *
from multiprocessing.managers import BaseManager, NamespaceProxy, SyncManager


def t(f):
    try:
        print(repr(f()), flush=True)
    except BaseException as e:
        print(type(e).__module__, type(e).__qualname__, repr(str(e)), flush=True)


class Bad:
    def __init__(self, x):
        self.x = x


m = Manager()
t(lambda: [p.name for p in active_children()])
t(lambda: type(active_children()[0]))
t(lambda: type(m))
t(lambda: Process().name)
d = m.dict({'a': 1})
l = m.list([1, 2])
t(lambda: d)
t(lambda: l)
t(lambda: str(d))
t(lambda: str(l))
print(d, l)
t(lambda: d['zz'])
t(lambda: l[7])
t(lambda: d.nope)
t(lambda: list(d))
t(lambda: list(l))
t(lambda: d.keys())
t(lambda: d.items())
t(lambda: d.values())
t(lambda: d == d.copy())
t(lambda: l == [1, 2])
t(lambda: l + [3])
t(lambda: l * 2)
t(lambda: 2 * l)
t(lambda: list(reversed(l)))
t(lambda: l.sort(reverse=True))
t(lambda: l[:])
t(lambda: l[0:1])
t(lambda: len(l))
t(lambda: 1 in l)
t(lambda: d.get('q', 5))
t(lambda: d.pop('q'))
t(lambda: d.setdefault('x', []))
t(lambda: d.update(y=3, z={'k': 1}))
t(lambda: d.copy())
t(lambda: 'y' in d)
t(lambda: len(d))
t(lambda: d.popitem())
d['a'] += 1
del d['y']
print(d, sorted(d.keys()))
for k in d:
    print(k)
for x in l:
    print(x)
for k, v in d.items():
    print(k, v)
l.append([1])
l[2].append(2)  # a copy: the manager's list does not change
print(l)
l += [9]
l *= 2
print(l, len(l))
l[0] = 'first'
del l[1]
l.insert(0, 'zero')
l.extend((1, 2))
l.remove('first')
t(lambda: l.remove('nope'))
t(lambda: l.index(9))
t(lambda: l.count(9))
t(lambda: l.pop())
t(lambda: l.reverse())
print(l, l[1:3], [x for x in l])
n = m.Namespace(x=1)
t(lambda: n)
t(lambda: str(n))
t(lambda: n.y)
t(lambda: setattr(n, 'z', [1]))
t(lambda: n.z)
t(lambda: delattr(n, 'x'))
t(lambda: str(n))
n.count = 5
n.count += 1
print(n, n.count)
v = m.Value('i', 4)
t(lambda: v)
t(lambda: str(v))
t(lambda: v.value)
t(lambda: v.get())
t(lambda: v.set('anything'))
v.value += '!'
print(v.value, v)
a = m.Array('i', [1, 2])
t(lambda: a)
t(lambda: str(a))
t(lambda: a[0])
t(lambda: a[0:1])
t(lambda: len(a))
t(lambda: list(a))
a[1] = 7
print(a)
q = m.Queue()
t(lambda: q)
t(lambda: str(q))
t(lambda: q.get_nowait())
t(lambda: q.get(timeout=0.01))
t(lambda: q.put(1))
t(lambda: q.qsize())
t(lambda: q.foo)
t(lambda: q.get())
t(lambda: (q.empty(), q.full()))
t(lambda: m.Queue(1).put_nowait(1))
q = m.JoinableQueue()
t(lambda: q)
t(lambda: q.put(1))
t(lambda: q.get())
t(lambda: q.task_done())
t(lambda: q.join())
t(lambda: q.task_done())
for nm in 'Lock RLock Semaphore BoundedSemaphore'.split():
    o = getattr(m, nm)()
    t(lambda: o)
    t(lambda: str(o)[:20])
    t(lambda: o.acquire())
    t(lambda: o.acquire(False))
    t(lambda: str(o)[:18])
    t(lambda: o.release())
    t(lambda: o.release())
    t(lambda: o.release())
    with o as x:
        print(x)
e = m.Event()
t(lambda: e)
t(lambda: str(e))
t(lambda: e.wait(0.01))
t(lambda: e.set())
t(lambda: e.is_set())
t(lambda: e.clear())
c = m.Condition()
t(lambda: c)
t(lambda: c.notify())
t(lambda: c.wait(0.01))
with c:
    t(lambda: c.wait(0.01))
    t(lambda: c.wait_for(lambda: 3))
b = m.Barrier(2)
t(lambda: b)
t(lambda: str(b))
t(lambda: b.parties)
t(lambda: b.wait(0.01))
t(lambda: b.broken)
t(lambda: b.n_waiting)
t(lambda: m.foo)
t(lambda: d._getvalue())
t(lambda: d._callmethod('get', ('a',)))
t(lambda: m.start())
l2 = m.list([l, d])
t(lambda: str(l2))
t(lambda: l2[0])
t(lambda: str(l2[1]))
l2[1]['nested'] = True
print(d['nested'])
t(lambda: type(d))


def child(d, l, lock, n):
    for i in range(20):
        with lock:
            d['count'] = d.get('count', 0) + 1
    l.append(n)


lock = m.Lock()
l = m.list()
ps = [Process(target=child, args=(d, l, lock, i)) for i in range(4)]
[p.start() for p in ps]
[p.join() for p in ps]
print(d['count'], sorted(l))


d['bad'] = Bad(3)
print(type(d['bad']).__name__, d['bad'].x, d['bad'] is d['bad'])
m.shutdown()
t(lambda: m.list())
t(lambda: str(d))
t(lambda: m.shutdown())
t(lambda: m.start())
t(lambda: m.__enter__())
mm = SyncManager()
t(lambda: mm.list())
t(lambda: mm.shutdown())
with Manager() as m:
    print(m.list([1]), m.dict(a=1), m.dict([(1, 2)]))


class Counter:
    def __init__(self, start=0):
        self.n = start

    def inc(self, by=1):
        self.n += by
        return self.n

    def fail(self):
        raise ValueError('no', self.n)

    def _hidden(self):
        return 1

    def __repr__(self):
        return 'Counter(%d)' % self.n


class MyManager(BaseManager):
    pass


MyManager.register('Counter', Counter)
MyManager.register('Limited', Counter, exposed=('inc',))


class CounterProxy(NamespaceProxy):
    _exposed_ = ('__getattribute__', '__setattr__', 'inc')

    def inc(self):
        return self._callmethod('inc', (10,))


MyManager.register('Named', Counter, CounterProxy)


def bump(c):
    c.inc()
    c.inc(by=2)


with MyManager() as m:
    c = m.Counter(5)
    p = Process(target=bump, args=(c,))
    p.start()
    p.join()
    t(lambda: c)
    t(lambda: str(c))
    t(lambda: c.inc())
    t(lambda: c.fail())
    t(lambda: c._hidden())
    t(lambda: c.n)
    x = m.Limited()
    t(lambda: x.inc(2))
    t(lambda: x.fail())
    y = m.Named(1)
    t(lambda: (y.inc(), y.n))
    y.n = 3
    t(lambda: y.inc())
    t(lambda: m.Nope)
