# Operators' methods called by name, and comparisons of what has none.
import functools
import pickle
from dataclasses import dataclass


def attempt(f, *args):
    try:
        return f(*args)
    except Exception as e:
        return type(e).__name__ + ": " + str(e)


@functools.total_ordering
class Total:
    def __init__(self, n):
        self.n = n

    def __eq__(self, other):
        return self.n == other.n

    def __lt__(self, other):
        return self.n < other.n


@dataclass(order=True)
class Data:
    x: int


class Plain:
    pass


class Complex(complex):
    pass


o = object()
for name in ("__lt__", "__le__", "__gt__", "__ge__"):
    print(name, hasattr(o, name), getattr(o, name)(1), getattr(Plain, name)(Plain(), 1), attempt(getattr(o, name)), name in dir(o))
print(Total(1) <= Total(2), Total(2) > Total(1), Data(1) < Data(2), Data(1) >= Data(2))
print(attempt(functools.total_ordering, Plain))
for f in (lambda: Plain() < Plain(), lambda: Plain() < 1, lambda: 1 >= Plain(), lambda: sorted([Plain(), Plain()]), lambda: [Plain()] < [Plain()],
          lambda: Plain < Plain, lambda: max(Plain(), Plain()), lambda: "a" < Plain()):
    print(attempt(f))
print((5).__rdivmod__(17), (2.5).__rdivmod__(7), (2).__rdivmod__("a"), True.__rdivmod__(2), attempt((0).__rdivmod__, 1), hasattr(o, "__rdivmod__"))

c = Complex(1, 2)
c.x = 1
print(c.__dict__, vars(Complex(3)), c, c + 1, type(c + 1))

b = pickle.PickleBuffer(b"abc")
b.release()
for f in (bytes, bytearray, memoryview, list, len):
    print(attempt(f, b))
