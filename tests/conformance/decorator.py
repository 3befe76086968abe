# Decorators: of functions, methods and classes, with arguments, stacked, kept metadata.
def trace(fn):
    def wrapper(*args, **kwargs):
        result = fn(*args, **kwargs)
        print(f"{fn.__name__}{args}{kwargs or ''} -> {result!r}")
        return result
    wrapper.__name__ = fn.__name__
    return wrapper


def repeat(n):
    def deco(fn):
        def wrapper(*args):
            return [fn(*args) for _ in range(n)]
        return wrapper
    return deco


@trace
def add(a, b=1):
    return a + b


add(1)
add(1, b=5)
print(add.__name__)


@repeat(2)
@trace
def hi(name):
    return "hi " + name


print(hi("Ægir"))
registry = {}


def register(cls):
    registry[cls.__name__] = cls
    cls.registered = True
    return cls


@register
class Thing:
    @trace
    def method(self, x):
        return x * 2

    @classmethod
    @trace
    def make(cls):
        return cls.__name__

    def __repr__(self):
        return "Thing"


Thing().method(3)
Thing.make()
print(list(registry), Thing.registered)


class memo:
    def __init__(self, fn):
        self.fn, self.cache = fn, {}

    def __call__(self, n):
        if n not in self.cache:
            self.cache[n] = self.fn(n)
        return self.cache[n]


@memo
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(80), len(fib.cache))


@(lambda f: "replaced")
def gone():
    pass


print(gone)
