import pickle
from collections import OrderedDict, defaultdict, deque, Counter, namedtuple
Point = namedtuple("Point", "x y")
# Values of every kind under every protocol, to the byte.
class A:
    def __init__(self, x): self.x = x
    def __eq__(self, o): return type(o) is A and o.x == self.x
    def __hash__(self): return hash(self.x)
    def m(self): return self.x
class L(list): pass
class D(dict): pass
class I(int): pass
class S(str): pass
class T(tuple): pass
class Slots:
    __slots__ = ("a", "b")
class G:
    def __getstate__(self): return {"only": 1}
class St:
    def __init__(self): self.v = 3
    def __getstate__(self): return (self.v, "state")
    def __setstate__(self, s): self.v = s
class R:
    def __init__(self, a, b): self.a, self.b = a, b
    def __reduce__(self): return (R, (self.a, self.b))
class N:
    def __new__(cls, a): o = super().__new__(cls); o.a = a; return o
    def __getnewargs__(self): return (self.a,)
class NX:
    def __new__(cls, *, a): o = super().__new__(cls); o.a = a; return o
    def __getnewargs_ex__(self): return ((), {"a": self.a})
class Outer:
    class Inner: pass
class E(Exception):
    pass
class FS(frozenset): pass
class BA(bytearray): pass
ONE = None
class Single:
    def __reduce__(self): return "ONE"
ONE = Single()
def f(): pass
l = L([1, 2]); l.attr = "x"
d = D(a=1); d.z = 2
s = Slots(); s.a = 1
g = G(); g.other = 2
e = E("boom", 2); e.extra = [1]
fs = FS([1]); fs.q = 1
ba = BA(b"xy")
od = OrderedDict(a=1, b=2); dd = defaultdict(list, {"k": [1]}); dq = deque([1, 2, 3], 5); dq2 = deque("ab"); ct = Counter("hello")
inst = A([1]); inst.self = inst
for p in range(6):
    for v in [A(1), l, d, I(5), S("é"), T((1, 2)), s, g, St(), R(1, [2]), N(3), Outer.Inner(), e, OSError(2, "no", "f"), KeyError("k"),
              fs, ba, od, dd, dq, dq2, ct, Point(1, 2), f, A, len, A(2).m, ONE, range(3), slice(1, None), {1, 2}, frozenset([1]),
              [].append, ..., NotImplemented, type(None), UnicodeDecodeError("utf-8", b"x", 0, 1, "bad"), StopIteration(3), SystemExit(2)]:
        try:
            b = pickle.dumps(v, p)
            w = pickle.loads(b)
            print(p, type(v).__name__, type(w).__name__, b)
            if type(v) in (A, L, D, I, S, T, G, St, R, N, E, FS, BA):
                print("   ", vars(w))
        except Exception as x:
            print(p, type(v).__name__, type(x).__name__, x)
print(pickle.loads(pickle.dumps(NX(a=4))).a)
b = pickle.dumps(inst)
i2 = pickle.loads(b)
print(b, i2.self is i2)
