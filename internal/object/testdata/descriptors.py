class Typed:
    def __set_name__(self, owner, name):
        print("set_name", owner.__name__, name); self.name = name
    def __get__(self, obj, cls=None):
        if obj is None: return self
        return obj.__dict__.get(self.name, "unset")
    def __set__(self, obj, v):
        if not isinstance(v, int): raise TypeError(f"{self.name} must be int")
        obj.__dict__[self.name] = v
    def __delete__(self, obj): print("delete", self.name); del obj.__dict__[self.name]
class P:
    x = Typed(); y = Typed()
    def __init__(self): self.x = 1
p = P(); print(p.x, p.y); p.y = 3; print(p.y, vars(p)); del p.y; print(p.y)
try: p.x = "s"
except TypeError as e: print(e)
print(type(P.x).__name__)
class Lazy:
    def __init__(self, f): self.f = f; self.__doc__ = f.__doc__
    def __get__(self, obj, cls):
        print("computing"); v = self.f(obj); obj.__dict__[self.f.__name__] = v; return v
class Q:
    @Lazy
    def val(self): return 42
q = Q(); print(q.val, q.val)
class GA:
    def __init__(self): self.real = 1
    def __getattr__(self, n): return "ga:" + n
    def __setattr__(self, n, v): print("setattr", n); object.__setattr__(self, n, v)
    def __delattr__(self, n): print("delattr", n); super().__delattr__(n)
g = GA(); print(g.real, g.fake); g.z = 3; del g.z; print(g.z)
class GAB:
    def __getattribute__(self, n):
        if n == "secret": raise AttributeError("no secret")
        return super().__getattribute__(n)
    def __getattr__(self, n): return "fallback " + n
    a = 5
b = GAB(); print(b.a, b.secret, b.nothing)
class PropErr:
    @property
    def v(self): raise AttributeError("inner problem")
try: PropErr().v
except AttributeError as e: print(e)
print(hasattr(PropErr(), "v"), getattr(PropErr(), "v", "dflt"))
class Meta(type):
    def __new__(mcs, name, bases, ns, **kw):
        print("Meta.new", name, sorted(k for k in ns if not k.startswith("__")), kw)
        ns["added"] = 7
        return super().__new__(mcs, name, bases, ns)
    def __init__(cls, name, bases, ns, **kw):
        super().__init__(name, bases, ns); cls.inited = True
    def __call__(cls, *a, **k):
        print("Meta.call", a); return super().__call__(*a, **k)
    def hello(cls): return "hello " + cls.__name__
    def __iter__(cls): return iter([1, 2])
    def __len__(cls): return 9
    def __contains__(cls, x): return x == 5
    def __getitem__(cls, k): return ("meta item", k)
    def __repr__(cls): return "<Meta %s>" % cls.__name__
    @property
    def mp(cls): return "mp"
class M(metaclass=Meta, opt=1):
    def __init__(self, v): self.v = v
class M2(M): z = 1
m = M(3); print(m.v, M.added, M2.inited, M.hello(), type(M), type(M2).__name__, list(M), len(M), 5 in M, 6 in M, M["k"], M, M.mp)
try: m.hello()
except AttributeError as e: print(e)
class Reg:
    subs = []
    def __init_subclass__(cls, /, tag=None, **kw):
        super().__init_subclass__(**kw); Reg.subs.append((cls.__name__, tag))
class R1(Reg, tag="one"): pass
class R2(R1): pass
print(Reg.subs)
try:
    class R3(Reg, bad=1): pass
except TypeError as e: print(e)
class CGI:
    def __class_getitem__(cls, item): return (cls.__name__, item)
print(CGI[int], CGI["a", 1])
class Singleton:
    _i = None
    def __new__(cls, *a):
        if cls._i is None: cls._i = super().__new__(cls)
        return cls._i
    def __init__(self, v): self.v = v
s1 = Singleton(1); s2 = Singleton(2); print(s1 is s2, s1.v)
class New5:
    def __new__(cls): return 5
    def __init__(self): print("never")
print(New5())
class Abs(type): pass
try:
    class Conf(M, metaclass=Abs): pass
except TypeError as e: print(e)
class Sup:
    def f(self): return super().nope()
try: Sup().f()
except AttributeError as e: print(e)
class C1:
    def who(self): return "C1"
class C2(C1):
    def who(self): return "C2>" + super(C2, self).who()
    @classmethod
    def make(cls): return super().__new__(cls)
    @staticmethod
    def st(): return "st"
print(C2().who(), type(C2.make()).__name__, C2.st(), super(C2, C2()).who())
def deco(cls): cls.decorated = True; return cls
@deco
class Dec: pass
print(Dec.decorated)
def f(a, b=2, *c, d=4, **e):
    "doc f"
f.attr = 5; f.__name__ = "renamed"
print(f.attr, f.__name__, f.__doc__, f.__defaults__, f.__kwdefaults__, f.__code__.co_argcount, f.__code__.co_varnames, f.__dict__, f.__module__, hasattr(f, "zz"))
try: f.zz
except AttributeError as e: print(e)
class Priv:
    def __init__(self): self.__x = 1
    def get(self): return self.__x
print(Priv().get(), sorted(vars(Priv())))
try: Priv().__x
except AttributeError as e: print(e)
class Chain:
    def __init__(self): self.v = []
    def add(self, x): self.v.append(x); return self
print(Chain().add(1).add(2).v)
class Cmp:
    def __init__(self, v): self.v = v
    def __lt__(self, o): return self.v < o.v
    def __repr__(self): return "Cmp(%d)" % self.v
print(sorted([Cmp(3), Cmp(1)]), min(Cmp(2), Cmp(1)), Cmp(1) > Cmp(0))
class WithDoc:
    """Doc here."""
    attr: int = 5
    other: "str"
print(WithDoc.__doc__, WithDoc.__annotations__, WithDoc.attr)
def ann(a: int, b: "x" = 1) -> str: pass
print(ann.__annotations__)
print(callable(C1), callable(C1()), callable(len), callable(5), isinstance(C1, type), isinstance(5, object))
print(isinstance(True, int), isinstance(5, int | str), isinstance("a", (int, (str, list))), issubclass(bool, int), issubclass(int, int | str), int | None)
try: isinstance(5, 5)
except TypeError as e: print(e)
try: issubclass(5, int)
except TypeError as e: print(e)
try: object.foo = 1
except TypeError as e: print(e)
try: int.foo = 1
except TypeError as e: print(e)
o = object()
try: o.x = 1
except AttributeError as e: print(e)
try: (5).x = 1
except AttributeError as e: print(e)
try: "a".x
except AttributeError as e: print(e)
print(object.__name__, type.__name__, type(type).__name__, type(5).__name__, type(None).__name__, type(...).__name__, type(NotImplemented).__name__, type(f).__name__, type(len).__name__, type(C1().who).__name__)
print(int.__mro__, bool.__bases__, type.__bases__, object.__bases__)
