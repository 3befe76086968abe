# Positional-only parameters: their names are free for **kwargs, and nobody gives them by name.
import inspect


def f(a, b=2, /, c=3, **kw):
    def g():
        return a
    return g(), b, c, kw


print(f(1, a=5), f(1, 2, 3, b=9), f.__defaults__, inspect.signature(f))


def one(a, /):
    return a


for given in {"a": 1}, {}, {"z": 1}:
    try:
        one(**given)
    except TypeError as e:
        print(e)
try:
    one(1, a=1)
except TypeError as e:
    print(e)
try:
    one(1, 2)
except TypeError as e:
    print(e)


class C:
    def m(self, x, /, y):
        return x, y

    def n(self, /, **kw):
        return kw


print(C().m(1, y=2), C().n(self=3), inspect.signature(C.m))
try:
    C().m(x=1, y=2)
except TypeError as e:
    print(e)


def gen(a, /, n):
    for i in range(n):
        a += i
        yield a


def local(a, /):
    b = 1
    return locals()


print(list(gen(1, 5)), local(3), one.__code__.co_varnames, one.__code__.co_posonlyargcount)


def shadow(dict=None, str="s", /, **kwds):
    return dict, str, kwds


print(shadow(), shadow(dict=1), shadow(2, str=3))
