# Classes: attributes of class and instance, methods, static and class methods, names.
class Counter:
    """Counts."""

    made = 0

    def __init__(self, start=0):
        self.n = start
        Counter.made += 1

    def step(self, by=1):
        self.n += by
        return self

    @staticmethod
    def zero():
        return Counter(0)

    @classmethod
    def of(cls, n):
        return cls(n)

    def __repr__(self):
        return f"{type(self).__name__}({self.n})"


class Loud(Counter):
    pass


c = Counter(3)
print(c.step().step(4), Counter.made, Counter.__doc__)
print(Counter.zero(), Loud.of(7), Loud.zero())
print(Counter.step(c, 10).n, c.__class__, type(c) is Counter)
print(isinstance(Loud(), Counter), issubclass(Loud, Counter), issubclass(Counter, Loud))
print(Counter.__name__, Counter.__qualname__, Counter.__module__, Loud.__bases__)
c.extra = "own"
print(c.__dict__, hasattr(c, "extra"), hasattr(Counter, "extra"))
del c.extra
print(getattr(c, "extra", "gone"))
setattr(c, "n", 99)
print(c, vars(c))
try:
    c.missing
except AttributeError as e:
    print(type(e).__name__, e)
try:
    Counter.missing
except AttributeError as e:
    print(type(e).__name__, e)
try:
    Counter(1, 2, 3)
except TypeError as e:
    print(e)
print(repr(Counter.step)[:25], c.step.__name__, c.step.__self__ is c)


class Shared:
    items = []


a, b = Shared(), Shared()
a.items.append(1)
b.items = [2]
print(a.items, b.items, Shared.items)
