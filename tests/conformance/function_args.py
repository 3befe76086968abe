# Parameters: defaults, *args, **kwargs, keyword-only, positional-only, and the errors.
def f(a, b=2, *args, c, d=4, **kw):
    return a, b, args, c, d, kw


print(f(1, c=3))
print(f(1, 5, 6, 7, c=3, e=8))
print(f(*[1, 2, 3], **{"c": 4, "z": 5}))
print(f(1, *(2,), *[3], c=1, **{"x": 1}, **{"y": 2}))


def g(a, b, /, c, *, d):
    return a, b, c, d


print(g(1, 2, 3, d=4), g(1, 2, c=3, d=4))


def h(a, /):
    return a


print(h(1))


def none():
    pass


print(none())
cases = [
    lambda: f(),
    lambda: f(1),
    lambda: g(1, 2, 3),
    lambda: g(1, 2, 3, 4),
    lambda: h(),
    lambda: none(1),
    lambda: none(x=1),
    lambda: f(1, a=2, c=3),
    lambda: (lambda x, y: x)(1),
    lambda: f(1, **{1: 2}),
]
for case in cases:
    try:
        print(case())
    except TypeError as e:
        print(str(e).replace("__main__.", ""))


def annotated(x: int, y: "text" = "a") -> bool:
    "Doc."
    return True


print(annotated(1), annotated.__name__, annotated.__doc__, annotated.__defaults__)
print(annotated.__annotations__)
print((lambda *a, k=1, **kw: (a, k, kw))(1, 2, k=3, z=4))
