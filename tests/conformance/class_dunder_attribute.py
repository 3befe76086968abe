# Attribute access by special methods, __slots__-free descriptors, __init_subclass__, repr and str.
class Lazy:
    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return "made " + name

    def __setattr__(self, name, value):
        print("set", name)
        object.__setattr__(self, name, value)

    def __delattr__(self, name):
        print("del", name)
        object.__delattr__(self, name)


z = Lazy()
print(z.anything)
z.real = 3
print(z.real)
del z.real
print(z.real, hasattr(z, "_x"))


class Typed:
    def __init__(self, kind):
        self.kind = kind

    def __set_name__(self, owner, name):
        self.name = "_" + name

    def __get__(self, obj, owner):
        if obj is None:
            return self
        return getattr(obj, self.name)

    def __set__(self, obj, value):
        if not isinstance(value, self.kind):
            raise TypeError(f"{self.name[1:]} must be {self.kind.__name__}")
        setattr(obj, self.name, value)


class Person:
    age = Typed(int)

    def __init__(self, age):
        self.age = age


p = Person(30)
print(p.age, p.__dict__)
try:
    p.age = "old"
except TypeError as e:
    print(e)


class Plugin:
    known = []

    def __init_subclass__(cls, tag="none", **kwargs):
        super().__init_subclass__(**kwargs)
        Plugin.known.append((cls.__name__, tag))


class One(Plugin, tag="first"):
    pass


class Two(Plugin):
    pass


print(Plugin.known)


class Shown:
    def __str__(self):
        return "as text"

    def __repr__(self):
        return "<Shown>"

    def __format__(self, spec):
        return f"formatted {spec!r}"


s = Shown()
print(s, [s], str(s), repr(s), f"{s}", f"{s!r}", f"{s!s}", f"{s:>5}", "%s %r" % (s, s), "{:x}".format(s))


class New:
    def __new__(cls, x):
        obj = super().__new__(cls)
        obj.born = x
        return obj

    def __init__(self, x):
        self.init = x * 2


n = New(4)
print(n.born, n.init)
