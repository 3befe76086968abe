import os.path, sys as s
from a.b import c, d as dd
from .e import g as h
x = y = [1]
a, *b = 1, 2, "é"
x[1:2], y.attr = [], 3
x[f()] **= 2
del x[0], y.attr, y[1:]
print(f"{a!r:>{x}} é", b"raw", 1 < f() < 3, sum(i for i in x), x % 3, x % 3 == 0, x is None)
if (m := 5) is not x:
    pass
g = (i * j for i in x for j in i if j)
for i in x:
    if i:
        break
else:
    print("no")
with open("f") as fh, g() as (p, q):
    print(fh, p, undefined)
try:
    n = 1
except (KeyError, IndexError):
    raise ValueError from None
assert n == 1, "message"
print(*x, *y, sep="", **{"end": ""}, **m)
print({**x, "a": 1}, {a: 1, a: 2}, {1, *x}, [*x, 1], (*x,))
