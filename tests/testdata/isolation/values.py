# Values of every type as globals of a parent, used in a child.
import sys
import os
import time
import random
import multiprocessing as mp
def gen():
    yield 1
    yield 2
class C:
    def m(self): return 'm'
    @staticmethod
    def s(): return 's'
    @classmethod
    def c(cls): return 'c'
    @property
    def p(self): return 'p'
class Meta(type):
    pass
class WithMeta(metaclass=Meta):
    pass
def outer(x):
    def inner(): return x
    return inner
class E(Exception):
    def __init__(self, a, b):
        super().__init__(a, b); self.a=a
g = gen(); next(g)
G = {
 'frozenset': (frozenset([1,2]), lambda v: sorted(v)),
 'keys': ({1:2}.keys(), lambda v: list(v)),
 'values': ({1:2}.values(), lambda v: list(v)),
 'items': ({1:2}.items(), lambda v: list(v)),
 'range': (range(3), lambda v: list(v)),
 'ellipsis': (..., lambda v: v),
 'notimpl': (NotImplemented, lambda v: v),
 'type': (int, lambda v: v(3)),
 'cls': (C, lambda v: v().m()),
 'bm': (C().m, lambda v: v()),
 'static': (C.s, lambda v: v()),
 'cm': (C.c, lambda v: v()),
 'prop': (C.__dict__['p'], lambda v: v.fget(C())),
 'meta': (WithMeta, lambda v: type(v).__name__),
 'closure': (outer(5), lambda v: v()),
 'exc': (E(1,2), lambda v: (v.a, v.args)),
 'excls': (E, lambda v: v(1,2).args),
 'append': ([].append, lambda v: v(1)),
 'strjoin': (','.join, lambda v: v('ab')),
 'dictget': ({1:2}.get, lambda v: v(1)),
 'objnew': (object(), lambda v: type(v).__name__),
 'rnd': (random.Random(1), lambda v: round(v.random(),6)),
 'mod': (time, lambda v: v.__name__),
 'modfn': (time.sleep, lambda v: v(0)),
 'rndfn': (random.randint, lambda v: v(1,1)),
 'ns': (type('NS', (), {'x': [1]}), lambda v: v.x),
 'lock': (mp.Lock(), lambda v: v.acquire()),
 'queue': (mp.Queue(), lambda v: v.put(1)),
 'pipe': (mp.Pipe(), lambda v: v[0].send(1)),
 'event': (mp.Event(), lambda v: v.set()),
 'value': (mp.Value('i', 3), lambda v: v.value),
 'array': (mp.Array('i', 3), lambda v: v[:]),
 'sem': (mp.Semaphore(2), lambda v: v.acquire()),
 'cond': (mp.Condition(), lambda v: v.acquire()),
 'barrier': (mp.Barrier(1), lambda v: v.wait()),
 'stdout': (sys.stdout, lambda v: v.write('')),
 'bytes': (b'a', lambda v: v),
 'bytearray': (bytearray(b'a'), lambda v: v),
 'str': ('é', lambda v: v),
 'strtime': (time.localtime(0), lambda v: v.tm_year),
 'builtin': (len, lambda v: v([1])),
 'proc': (mp.current_process(), lambda v: v.name),
 'proc2': (mp.Process(target=len), lambda v: v.name),
 'ctx': (mp.get_context('fork'), lambda v: v.get_start_method()),
 'tuple': ((1,[2]), lambda v: v),
 'unbound': (list.append, lambda v: v([], 1)),
 'unbound2': (str.upper, lambda v: v('a')),
 'classprop': (C.p, lambda v: v.__class__.__name__),
 'ddict': (C.__dict__, lambda v: 'm' in v),
 'idict': (C().__dict__, lambda v: v),
}
def child(names):
    for n in names:
        v, f = G[n]
        try: print(n, f(v))
        except BaseException as e: print(n, 'ERR', type(e).__name__, e)
if __name__ == '__main__':
    p = mp.Process(target=child, args=(list(G),)); p.start(); p.join(); print(p.exitcode)
