import copy
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple

Point = namedtuple("Point", "x y")


class A:
    def __init__(self, x):
        self.x = x


class L(list):
    pass


class Slots:
    __slots__ = ("a", "b")


class State:
    def __init__(self):
        self.v = [3]

    def __getstate__(self):
        return {"v": self.v, "via": "getstate"}

    def __setstate__(self, s):
        self.__dict__.update(s)
        self.set = True


class Reduced:
    def __init__(self, a, b):
        self.a, self.b = a, b

    def __reduce__(self):
        return (Reduced, (self.a, self.b))


class Own:
    def __init__(self, v):
        self.v = v

    def __copy__(self):
        return Own(("copied", self.v))

    def __deepcopy__(self, memo):
        return Own(("deep", copy.deepcopy(self.v, memo)))


l = L([1, [2]])
l.attr = {}
s = Slots()
s.a = [1]
e = ValueError("x", [1])
e.extra = [2]
od = OrderedDict(a=[1])
od.attr = 5
values = [1, None, "é", (1, 2), ([1],), [1, [2]], {"k": [1]}, {1, 2}, frozenset([1]), bytearray(b"x"), range(3), l, s, State(),
          Reduced([1], 2), Own([1]), Point(1, [2]), Counter("aab"), od, defaultdict(list, {"k": [1]}), deque([[1], 2], 5),
          e, len, print, A, copy.copy, A([1]).__init__, slice(1, 2), ..., b"x"]


def show(v):
    d = getattr(v, "__dict__", None)
    return (type(v).__name__, list(v) if isinstance(v, (list, tuple, dict, deque)) else None,
            d if isinstance(v, (A, L, State, Reduced, Own, ValueError, OrderedDict)) else None)


for v in values:
    a, b = copy.copy(v), copy.deepcopy(v)
    print(a is v, b is v, show(a), show(b))

# What is shared stays shared, and cycles close.
x = [1]
y = copy.deepcopy([x, x, (x,)])
print(y, y[0] is y[1], y[2][0] is y[0], y[0] is x)
c = A(None)
c.x = [c, {"self": c}]
d = copy.deepcopy(c)
print(d is c, d.x[0] is d, d.x[1]["self"] is d)
t = ([],)
t[0].append(t)
u = copy.deepcopy(t)
print(u is t, u[0][0] is u)
memo = {id(x): "memo"}
print(copy.deepcopy([x], memo))
sh = copy.copy(c)
print(sh.x is c.x)


def gen():
    yield


for v in [gen()]:
    for f in (copy.copy, copy.deepcopy):
        try:
            f(v)
        except TypeError as e:
            print(e)
print(copy.Error, issubclass(copy.Error, Exception), copy.error is copy.Error)
