# Calls and displays with stars: what is passed, in which order it is evaluated, what is complained about.


def f(*args, **kwargs):
    return args, kwargs


def passed_on(*args, **kwargs):
    return f(*args, **kwargs)


def one(a):
    return a


def many(a, *rest, k0=7, **kw):
    def inner():
        return len(kw)
    return a, rest[:2], k0, len(kw), inner(), list(kw)[:3]


class C:
    def __init__(self, **kw):
        self.n = len(kw)

    def m(self, a=0, **kw):
        return a, len(kw)


class A:
    pass


def gen(**kw):
    yield len(kw)
    yield kw["k7"]


def t(n):
    print("t", n)
    return n


l = [1, 2]
print(passed_on(1, 2, x=3))
print(f(0, *l, *l, y=1, **{"z": 2}, q=3), f(*(i for i in range(3))), f(*"ab", **{}))
print([*l, 1, *l], (*l,), {*l, 5}, {*l}, {**{"a": 1}, "b": 2}, [*"ab", *range(2)])
print(f(t(1), x=t(2), *[t(3)], **{"k": t(4)}))
for _ in range(1):
    print(f(t(1), x=t(2), *[t(3)], **{"k": t(4)}))

# Many.
d = {"k%d" % i: i for i in range(20000)}
print(many(1, **d), many(1, 2, 3, **d))
print(C(**d).n, C().m(1, **d), C().m(**d, a=5), len(dict(**d)), list(gen(**d)))
print(len(f(*range(100000))[0]), max(*range(100000)), max(0, *range(100000)), len(passed_on(*d, **d)[1]))

for call in (
    lambda: f(*5),
    lambda: f(**5),
    lambda: f(**{1: 2}),
    lambda: f(x=1, **{"x": 2}),
    lambda: f(**{"x": 1}, **{"x": 2}),
    lambda: f(1, *5),
    lambda: f(*A()),
    lambda: f(*A),
    lambda: one(*l),
    lambda: one(1, **{"b": 1, "c": 1}),
    lambda: one(1, **{"a": 1}),
    lambda: one(1, *d),
    lambda: many(**d),
    lambda: many(1, 2, k5=3, **d),
    lambda: many(1, **d, **{"k5": 5}),
    lambda: print(*5),
    lambda: int(*5),
    lambda: A(*5),
    lambda: A(**5),
    lambda: C().m(*5),
    lambda: C.m(**5),
    lambda: [].append(*5),
    lambda: (lambda: 1)(*5),
    lambda: [*5],
    lambda: (*5,),
    lambda: {*5},
    lambda: {*A()},
    lambda: {**5},
):
    try:
        print(call())
    except TypeError as e:
        print("TypeError", e)
