# Proxies: those of SyncManager, of registered classes, of iterators and pools; classes of proxies made by hand.
import multiprocessing as mp
from multiprocessing import managers
import array
import re
def t(f):
    try:
        print(re.sub("0x[0-9a-f]+", "0x", repr(f())))
    except Exception as e:
        print(type(e).__name__, str(e).split('\n')[-1] or str(e)[-80:])
def use(v, a):
    assert v.value == 1
    assert v.get() == 1
    v.set(2)
    v.value += 1
    assert a[0] == 0 and a[1] == 1 and len(a) == 2 and list(a) == [0, 1]
    a[1] = 7
def sq(x): return x*x
class Foo:
    def __init__(self, n): self.n = n
    def f(self): return 'f', self.n
    def g(self): return 'g'
    def _h(self): return 'h'
    def gen(self):
        yield 1
        yield 2
    def sub(self): return [1, 2, self.n]
    def boom(self): raise KeyError('x')
class My(managers.BaseManager): pass
def gen():
    for i in range(3): yield i*i
My.register('Foo1', callable=Foo)
My.register('Foo2', callable=Foo, exposed=('g', '_h'))
My.register('gen', callable=gen, proxytype=managers.IteratorProxy)
My.register('Foo3', callable=Foo, exposed=('gen', 'sub', 'f'), method_to_typeid={'gen': 'Iterator', 'sub': 'list'})
My.register('Iterator', proxytype=managers.IteratorProxy, create_method=False)
My.register('list', list, managers.ListProxy)
FooP = managers.MakeProxyType('FooP', ('f', 'g'))
My.register('Foo4', Foo, FooP)
class MP(managers.BaseProxy):
    _exposed_ = ('f', 'sub')
    def f(self): return self._callmethod('f')
    def both(self): return self.f(), self._callmethod('sub')
My.register('Foo5', Foo, MP)
def sub(p, q): q.put(repr(p.f()))
def sync():
    with managers.SyncManager() as m:
        v, a = m.Value('i', 1), m.Array('i', [0, 1])
        p = mp.Process(target=use, args=(v, a)); p.start(); p.join()
        print(p.exitcode, v.value, v.get(), a[1], list(a), a, v, str(v), str(a))
        t(lambda: v)
        t(lambda: a[0:1])
        t(lambda: a[5])
        t(lambda: type(a))
        t(lambda: type(v))
        t(lambda: m.Pool(2).map(sq, [1,2,3]))
        t(lambda: m.Pool(2))
        t(lambda: type(m.Pool(1).apply_async(sq, (3,))))
        t(lambda: m.Pool(1).apply_async(sq, (3,)).get())
        t(lambda: m.Pool(1).apply(sq, (4,)))
        pool = m.Pool(2)
        t(lambda: list(pool.imap(sq, [1,2])))
        t(lambda: sorted(pool.imap_unordered(sq, [1,2])))
        t(lambda: pool.starmap(pow, [(2,3)]))
        t(lambda: type(pool.imap(sq,[1])))
        t(lambda: pool.map_async(sq,[1,2]).get())
        t(lambda: pool.close())
        t(lambda: pool.join())
        t(lambda: pool.map(sq, [1]))
        with m.Pool(2) as pp: t(lambda: pp.map(sq, [1]))
        t(lambda: type(m.dict()).__name__)
        t(lambda: m.dict()._token.typeid)
        t(lambda: m.list([1])._getvalue())
        t(lambda: m.dict(a=1)._callmethod('keys'))
        l = m.list([m.list([1]), m.dict(a=m.list([2]))])
        t(lambda: l[0][0])
        t(lambda: l[1]['a'][0])
        l[0].append(5)
        t(lambda: l[0][:])
        t(lambda: str(l[0]))
        t(lambda: l)
        t(lambda: m.dict().pop('x'))
        t(lambda: m.list().nope)
        t(lambda: m.address is not None)
    with My() as m:
        f1 = m.Foo1(3)
        t(lambda: f1.f())
        t(lambda: f1.g())
        t(lambda: f1._h())
        t(lambda: type(f1))
        t(lambda: f1)
        t(lambda: type(f1).__name__)
        t(lambda: type(f1)._exposed_)
        t(lambda: f1._exposed_)
        f2 = m.Foo2(3)
        t(lambda: f2.g())
        t(lambda: f2._h())
        t(lambda: f2.f())
        t(lambda: f2._exposed_)
        g = m.gen()
        t(lambda: list(g))
        t(lambda: type(g))
        t(lambda: g)
        f3 = m.Foo3(8)
        t(lambda: list(f3.gen()))
        t(lambda: type(f3.gen()))
        t(lambda: f3.sub()[2])
        t(lambda: type(f3.sub()))
        t(lambda: f3.f())
        f4 = m.Foo4(9)
        t(lambda: f4.f())
        t(lambda: type(f4))
        t(lambda: f4)
        t(lambda: FooP._exposed_)
        t(lambda: f4.sub())
        f5 = m.Foo5(1)
        t(lambda: f5.both())
        t(lambda: f5)
        t(lambda: f1.boom())
        t(lambda: f1 == f1)
        t(lambda: hash(f1) is not None)
        q = mp.Queue(); p = mp.Process(target=sub, args=(f1, q)); p.start(); print(q.get()); p.join()
        t(lambda: My.register('x', 3))
        t(lambda: m.nope())
        t(lambda: m)
        t(lambda: managers.BaseProxy)
        t(lambda: managers.Token('a','b','c'))
    t(lambda: m.Foo1(1))
class Bar:
    def __init__(self, n=0): self.n = n
    def f(self): return self.n
    def __len__(self): return 7
    def __getitem__(self, i): return i * 2
class P(managers.BaseProxy):
    _exposed_ = ('f', '__len__')
    def __init__(self, *args, **kwds):
        super().__init__(*args, **kwds)
        self.extra = 'x'
    def f(self): return self._callmethod('f'), self.extra
class M(managers.BaseManager): pass
M.register('P', Bar, P)
M.register('L', Bar, managers.MakeProxyType('LP', ('__len__', '__getitem__', 'f')))
M.register('A', Bar)
M.register('dict', dict, managers.DictProxy)
M.register('Array', array.array, managers.ArrayProxy)
class S(managers.SyncManager): pass
S.register('A', Bar)
def ask(p, q):
    q.put((p.f(), type(p).__name__, len(p) if hasattr(type(p), '__len__') else None, repr(p)))
def made(m, network):
    p, l, a = m.P(3), m.L(4), m.A(5)
    t(lambda: p.f())
    t(lambda: p)
    t(lambda: len(l))
    t(lambda: l[3])
    t(lambda: l.f())
    t(lambda: a.f())
    t(lambda: a)
    t(lambda: type(l))
    t(lambda: isinstance(l, managers.BaseProxy))
    t(lambda: type(a._token).__name__)
    t(lambda: a._token.typeid)
    t(lambda: a._id == a._token.id)
    q = mp.Queue()
    for x in (p, l, a):
        c = mp.Process(target=ask, args=(x, q)); c.start(); print(q.get()[:3]); c.join()
    arr = m.Array('i', [1, 2, 3])
    t(lambda: arr[0:2])
    t(lambda: arr[1])
    t(lambda: len(arr))
    t(lambda: list(arr))
    t(lambda: arr)
    d = m.dict(a=1)
    t(lambda: dict(d))
    d['p'] = a
    t(lambda: d['p'].f())
    if network:
        b = managers.BaseProxy(a._token, 'pickle', authkey=b'k', exposed=('f',))
        t(lambda: b._callmethod('f'))
        t(lambda: b)
        b = managers.AutoProxy(a._token, 'pickle', authkey=b'k')
        t(lambda: b.f())
        t(lambda: b)
        b = managers.RebuildProxy(managers.AutoProxy, a._token, 'pickle', {'authkey': b'k'})
        t(lambda: b.f())
        b = P(p._token, 'pickle', authkey=b'k')
        t(lambda: b.f())
if __name__ == '__main__':
    sync()
    with M() as m: made(m, False)
    with M(('127.0.0.1', 0), authkey=b'k') as m:
        mp.current_process().authkey = b'k'
        made(m, True)
        m2 = M(m.address, authkey=b'k')
        m2.connect()
        t(lambda: m2.A(9).f())
        t(lambda: m2.A(9))
    with S(('127.0.0.1', 0), authkey=b'k') as m:
        t(lambda: m.Array('d', [1.5, 2])[:])
        t(lambda: m.list([3,1,2])[::-1])
        t(lambda: m.Pool(1).map(abs, [-1]))
        t(lambda: m.Value('i', 2).value)
        t(lambda: m.Namespace(x=1).x)
        t(lambda: m.A(3).f())
