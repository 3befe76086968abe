# Calls with more arguments than are passed on one by one.

many = list(range(20000))
words = {'k%d' % i: i for i in range(5000)}

def attempt(f, *args, **kwargs):
    try:
        return f(*args, **kwargs)
    except TypeError as e:
        return str(e)[:90]

def show(*found):
    print(*[(len(x), x[0], x[-1]) if isinstance(x, tuple) and x else len(x) if isinstance(x, dict) else x for x in found])

def f(*args): show(args)
def g(a, b=2, *args, c=3, d, **kwargs): show(a, b, args, c, d, kwargs)
def h(a, *args, key=None): show(a, args, key)
def k(*args, **kwargs): show(args, kwargs)
def captured(*args, **kwargs):
    def inner(): return len(args), len(kwargs)
    args = args[1:]
    return inner()
def yielding(first, *args):
    yield first
    yield len(args)
    for x in args[-2:]: yield x
def summed(*args):
    total = 0
    for x in args: total += x
    return total
def few(a, b): return a
def none(): pass
def changed(*args):
    args += (1,)
    return len(args)

f(*many); f(*many, *many); f(0, *many, 1); f(*tuple(many)); f(*range(20000)); f(*map(str, many))
g(*many, d=4); g(*many, c=5, d=6, **words); g(*many, **words, d=1)
h(*many); h(*many, key=1); k(*many, **words); k(**words); k(*many)
print(captured(*many), captured(*many, **words), list(yielding(*many)), summed(*many), changed(*many))
print((lambda *a: len(a))(*many), (lambda a, *b, c=1: (a, len(b), c))(*many, c=2), max(*many), sum(many))
for fn in (few, none, g, h):
    print(attempt(fn, *many))
print(attempt(g, *many, **words), attempt(h, *many, **words))
print(attempt(h, *many, a=1), attempt(g, *many, d=1, b=1), attempt(f, *many, x=1))
t = tuple(many)
def same(*args): return args == t, args is t
print(same(*t))

class A:
    def __init__(self, *args, **kwargs): self.n = len(args), len(kwargs)
    def m(self, first, *args): return first, len(args)
    @classmethod
    def c(cls, *args): return cls.__name__, len(args)
    @staticmethod
    def s(*args): return len(args)
    def __call__(self, *args): return len(args)
a = A(*many, **words)
print(a.n, a.m(*many), A.c(*many), A.s(*many), a(*many), a.m(*many[:1]))
def deco(fn):
    def wrapper(*args, **kwargs): return fn(*args, **kwargs)
    return wrapper
print(deco(summed)(*many), deco(deco(deco(A.s)))(*many))
import functools
print(functools.partial(summed, *many)(1, 2), functools.reduce(lambda a, b: a + b, many))
def recursive(n, *args): return len(args) if n == 0 else recursive(n - 1, *args)
print(recursive(5, *many))
def failing(*args): raise ValueError(len(args))
try: failing(*many)
except ValueError as e: print(e.args)
