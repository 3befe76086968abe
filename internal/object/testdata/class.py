# classes: attributes, methods, inheritance
class A:
    """doc of A"""
    kind = "a"
    def __init__(self, x=1):
        self.x = x
    def m(self):
        return "A.m", self.x
    @staticmethod
    def s(a, b=2):
        return a + b
    @classmethod
    def c(cls, v):
        return cls(v)
    @property
    def p(self):
        "prop doc"
        return self.x * 10
    @p.setter
    def p(self, v):
        self.x = v
    @p.deleter
    def p(self):
        self.x = None

class B(A):
    def m(self):
        return ("B",) + super().m()
    @classmethod
    def c(cls, v):
        b = super().c(v + 1)
        b.extra = True
        return b

b = B(5)
print(b.m(), b.s(1), B.s(3, 4), A.c(7).x, B.c(7).x, type(B.c(1)).__name__, B.c(1).extra)
print(b.p); b.p = 3; print(b.x, b.p); del b.p; print(b.x)
print(A.__doc__, B.__doc__, A.p.__doc__, A.__name__, A.__qualname__, A.__module__, B.__bases__, [k.__name__ for k in B.__mro__])
print(A, B, type(A), type(b), b.__class__, isinstance(b, A), issubclass(B, A), issubclass(A, B), isinstance(b, (int, A)))
print(b.__dict__, vars(b), A.kind, b.kind)
b.kind = "own"; print(b.kind, B.kind); del b.kind; print(b.kind)
A.kind = "changed"; print(b.kind, B.kind)
try:
    del b.kind
except AttributeError as e:
    print(e)
try:
    b.nope
except AttributeError as e:
    print(e, e.args)
try:
    B.nope
except AttributeError as e:
    print(e)
try:
    A.p.fget(A(1))
    b2 = A()
    class RO:
        @property
        def v(self): return 1
    RO().v = 2
except AttributeError as e:
    print(e)
try:
    del RO().v
except AttributeError as e:
    print(e)
# C3
class X: pass
class Y: pass
class Z(X, Y): pass
class W(Y, X): pass
try:
    class Q(Z, W): pass
except TypeError as e:
    print(e)
try:
    class Q2(X, X): pass
except TypeError as e:
    print(e)
class D1(X): pass
class D2(X): pass
class D3(D1, D2): pass
print([k.__name__ for k in D3.mro()])
# diamond with super
log = []
class Base:
    def go(self): log.append("Base")
class L(Base):
    def go(self): log.append("L"); super().go()
class R(Base):
    def go(self): log.append("R"); super().go()
class LR(L, R):
    def go(self): log.append("LR"); super().go()
LR().go(); print(log)
# dynamic
T = type("T", (A,), {"y": 5, "f": lambda self: self.y})
t = T(2); print(t.f(), t.x, T, T.__name__)
setattr(T, "g", lambda self, z: (self.y, z)); print(t.g(4))
print(getattr(t, "zz", "dflt"), hasattr(t, "g"), hasattr(t, "h"))
print(A.__subclasses__())
# unbound
print(A.m(b), A.__init__.__name__, A.m.__qualname__, b.m.__name__, b.m.__self__ is b, b.m.__func__ is B.m)
print(b.m == b.m, b.m is b.m, len({b.m, b.m}))
try: A.m()
except TypeError as e: print(e)
try: A(1, 2)
except TypeError as e: print(e)
try: b.m(1)
except TypeError as e: print(e)
try: b()
except TypeError as e: print(e)
class E: pass
try: E(1)
except TypeError as e: print(e)
try: E(a=1)
except TypeError as e: print(e)
class F:
    def __init__(self): return 5
try: F()
except TypeError as e: print(e)
class Fin(bool if False else object): pass
try:
    class BB(bool): pass
except TypeError as e: print(e)
try:
    class BB(5): pass
except TypeError as e: print("TypeError")
# nested and qualname
class Outer:
    class Inner:
        def f(self): pass
    def g(self):
        def h(): pass
        return h
print(Outer.Inner, Outer.Inner.f.__qualname__, Outer().g().__qualname__)
# class variables and mutation
class Counter:
    total = 0
    items = []
    def inc(self):
        Counter.total += 1
        self.items.append(Counter.total)
c1, c2 = Counter(), Counter(); c1.inc(); c2.inc(); print(Counter.total, c1.items is c2.items, c1.items)
class S:
    __slots__ = ("a", "b")
    def __init__(self): self.a = 1
s = S(); s.b = 2; print(s.a, s.b)
try: s.c = 3
except AttributeError as e: print(e)
try: s.__dict__
except AttributeError as e: print(e)
print(E.__eq__(1, 1) if False else "", E() == E(), E() != E())
e = E(); print(e == e, e != e, hash(e) == hash(e), {e: 1}[e])
x = E(); x.__dict__["q"] = 5; print(x.q); x.__dict__.update(r=6, s=7); print(sorted(vars(x).items()))
x.__class__ = A; print(type(x).__name__, x.m.__name__)
