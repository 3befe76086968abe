"""Keyword arguments whose names have letters beyond ASCII: by name, after **, through decorators, classes, partial, threads, processes."""
def f(**k): return sorted(k.items()), k.get('é')
def g(é=5, *, ñ=6, **k): return é, ñ, k
def t(fn):
    try: print(fn())
    except Exception as e: print(type(e).__name__, e)
t(lambda: f(é=1))
t(lambda: g(é=1))
t(lambda: g(ñ=1, ü=2))
t(lambda: f(**{'é': 1}))
t(lambda: f(**{'é': 1}, a=2))
t(lambda: f(a=2, **{'é': 1}))
t(lambda: g(**{'é': 1, 'ü': 3}))
t(lambda: dict(é=1, a=2))
t(lambda: dict(é=1)['é'])
t(lambda: dict({'a':1}, é=1, **{'ü': 3}))
d = {}
d.update(é=1, **{'ü': 3})
print(d, d['é'])
class A:
    def __init__(self, **k): self.__dict__.update(k); self.k = k
    def m(self, **k): return k, 'é' in k
    def __call__(self, **k): return list(k) == ['ü']
a = A(é=1)
print(a.é, a.k['é'], vars(a))
print(a.m(é=2), a(ü=1), a.m(**{'é': 2}))
t(lambda: "{é} {a}".format(é=1, a=2))
t(lambda: "{é} {a}".format(**{'é': 3, 'a': 4}))
t(lambda: "{é}".format_map({'é': 3}))
from collections import namedtuple, OrderedDict, Counter, defaultdict
print(OrderedDict(é=1)['é'], Counter(é=1)['é'], defaultdict(int, é=1)['é'])
P = namedtuple('P', 'é b')
print(P(é=1, b=2), P(1, 2)._replace(é=3))
from functools import partial
print(partial(f, é=1)(ü=3))
print(partial(f, é=1)(é=3))
def deco(fn):
    def w(*a, **k):
        print(k, k.get('é'))
        return fn(*a, **k)
    return w
@deco
def h(é, b=2): return é, b
print(h(é=1), h(b=1, é=3), h(4))
t(lambda: h(ü=1))
t(lambda: g(1, é=1))
t(lambda: f(é=1, **{'é': 1}))
t(lambda: (lambda é: é)(é=4))
t(lambda: (lambda **k: k['é'])(é=4))
from dataclasses import dataclass
@dataclass
class D:
    é: int
    b: int = 2
print(D(é=1), D(1, 2) == D(é=1, b=2))
from types import SimpleNamespace
print(SimpleNamespace(é=1).é, SimpleNamespace(é=1))
from string import Template
print(Template("$a").substitute(a='é'))
for i in range(2):
    print(f(é=i), g(é=i, **{'x': 1}))
def loop():
    s = 0
    for i in range(5):
        s += g(é=i)[0] + len(f(ü=i)[0])
    return s
print(loop())
class M(type):
    def __new__(mcs, name, bases, ns, **kw):
        print(name, kw, kw.get('é')); return super().__new__(mcs, name, bases, ns)
    def __init__(cls, name, bases, ns, **kw): pass
class B(metaclass=M, é=3): pass
class C:
    def __init_subclass__(cls, **kw): print(kw.get('é')); super().__init_subclass__()
class E(C, é=5): pass
import threading
th = threading.Thread(target=lambda **k: print(k['é']), kwargs={'é': 7}); th.start(); th.join()
from multiprocessing import Pool, Process

def w(é=0, **k): print(é, k, k.get('ü'))
if __name__ == '__main__':
    p = Process(target=w, kwargs={'é': 7, 'ü': 8}); p.start(); p.join()
    p = Process(target=w, kwargs=dict(é=7, ü=8)); p.start(); p.join()
    with Pool(1) as pool: print(pool.apply(f, kwds={'é': 3}), pool.apply_async(f, kwds=dict(é=3)).get())
    t(lambda: print(1, é=3))
    t(lambda: int(é=3))
    t(lambda: sorted([1], é=3))
    t(lambda: A.m(é=3))
    t(lambda: object(é=3))
    t(lambda: D(ü=3))
