class A:
    "doc of A"
    count = 0
    def __init__(self, x):
        self.x = x
        A.count += 1
    def who(self): return "A"
    @staticmethod
    def st(a): return a * 2
    @classmethod
    def make(cls, x): return cls(x)
    @property
    def double(self): return self.x * 2
    @double.setter
    def double(self, v): self.x = v // 2
    def __add__(self, o): return A(self.x + o.x)
    def __str__(self): return f"A({self.x})"
class B(A):
    def __init__(self, x, y):
        super().__init__(x)
        self.y = y
    def who(self):
        return "B" + super().who()
    def me(self):
        return __class__.__name__
class C(B):
    def who(self):
        f = lambda: super(C, self).who() if False else "C"
        return f() + super().who()
a = A.make(3)
a.double = 20
print(a.x, a.double, A.st(4), a.st(5), A.count, A.__doc__)
b = B(1, 2)
print(b.who(), b.me(), b.x, b.y, C(1, 2).who())
print(a + A(5))
print(isinstance(b, A), isinstance(a, B), B.__name__)
def make(base, tag):
    class Local(base):
        t = tag
        def get(self): return self.t, tag
    return Local
L = make(A, "tag")
print(L(1).get(), L.__qualname__)
class Outer:
    class Inner:
        v = 1
        def f(self): return Outer.Inner.v
    i = Inner()
print(Outer.i.f(), Outer.Inner.__qualname__)
def deco(tag):
    def wrap(cls):
        cls.tag = tag
        return cls
    return wrap
@deco("x")
@deco("y")
class T: pass
print(T.tag)
class Meta:
    fs = []
    for name in ["a", "b"]:
        def f(self, name=name): return name
        fs.append(f)
    del f
print([f(None) for f in Meta.fs])
class Cnt:
    def __iter__(self):
        yield 1
        yield 2
print(list(Cnt()), [i for i in Cnt()])
class It:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        if self.n > 2: raise StopIteration
        self.n += 1
        return self.n
print([i for i in It()])
class Acc:
    def __init__(self): self.l = []
    def __iadd__(self, x):
        self.l.append(x)
        return self
acc = Acc()
acc += 1
acc += 2
print(acc.l)
class Eq:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return self.v == o
print(Eq(3) == 3, Eq(3) == 4)
