import copyreg, sys, threading
import multiprocessing
from multiprocessing import current_process
from multiprocessing.managers import SyncManager, AutoProxy

class Point:
    def __init__(self, x): self.x = x
    def __repr__(self): return 'Point(%r)' % self.x
copyreg.pickle(Point, lambda p: (Point, (p.x + 10,)))

class M(SyncManager): pass
M.register('Store', proxytype=AutoProxy, method_to_typeid={'child': 'Made', 'each': 'Iterator'})
M.register('NS')
M.register('Made')
M.register('stop')

def work(store, d, n, q):
    store.put('spawned', len(d))
    d['child'] = n.x + 1
    q.put(store.get('a'))

def double(x): return 2 * x

if __name__ == '__main__':
    current_process().authkey = b'abc'
    m = M(address=('127.0.0.1', int(sys.argv[1])), authkey=b'abc')
    m.connect()
    s = m.Store()
    s.put('a', [1, {'b': (2, 3)}]); s.put('z', None)
    print(type(s).__name__, s.names(), s.get('a'))
    c = s.child(); c.put('in', 5)
    print(type(c).__name__, c.names())
    s.put('child', c)
    print(s.get('child').get('in'))
    print(list(s.each()))
    print(s.point(Point(1)))
    print(m.NS().names())
    try: s.get('nothing')
    except KeyError as e: print('KeyError', e)
    try: s.d
    except AttributeError as e: print('AttributeError', e)
    # what several threads do at once
    b = m.Barrier(3)
    order = m.list()
    def meet(i):
        b.wait(100)
        order.append(i)
        b.wait(100)
    ts = [threading.Thread(target=meet, args=(i,)) for i in range(2)]
    for t in ts: t.start()
    b.wait(100); b.wait(100)
    for t in ts: t.join()
    print(sorted(order), b.parties, b.n_waiting, b.broken)
    b.abort()
    try: b.wait(1)
    except threading.BrokenBarrierError as e: print('broken', b.broken)
    b.reset(); print(b.broken)
    cv = m.Condition(); ready = m.Value('i', 0)
    def notify():
        with cv:
            ready.value = 1
            cv.notify_all()
    with cv:
        t = threading.Thread(target=notify); t.start()
        print(cv.wait_for(lambda: ready.value == 1, 20))
    t.join()
    p = m.Pool(2)
    print(p.map(abs, range(-5, 0), 2), p.starmap(max, [(1, 2), (4, 3)]))
    r = p.map_async(abs, [-1]); r.wait(100); print(r.ready(), r.successful(), r.get(100))
    it = p.imap(abs, [-3, 4]); print(next(it), next(it), next(it, 'end'))
    print(sorted(p.imap_unordered(abs, [-3, 4])))
    try: p.apply(divmod, (1, 0))
    except ZeroDivisionError as e: print('ZeroDivisionError', e)
    p.terminate(); p.join()
    n = m.Namespace(x=1); n.y = [1]; n.x += 1; del n.y; print(n)
    try: n.y
    except AttributeError as e: print('AttributeError', e)
    v = m.Value('d', 1.5); v.value *= 2; v.set(v.get() + 1); print(v.value)
    a = m.Array('h', range(4)); a[0] = 9; print(a[:], a[-1], len(a), list(a))
    it = iter(m.dict(a=1)); print(list(it))
    q = m.Queue()
    d = m.dict(one=1)
    child = multiprocessing.get_context('fork').Process(target=work, args=(s, d, n, q))
    child.start(); child.join()
    print(child.exitcode, d.copy(), s.get('spawned'), q.get())
    q.put(Point(3)); print(q.get())
    l = m.list([Point(1)]); print(l[0])
    try: m.stop()
    except Exception: pass
