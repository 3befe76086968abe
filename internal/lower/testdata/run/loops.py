def find(l, x):
    for i, v in enumerate(l):
        if v == x:
            break
    else:
        return "no"
    return i
print(find([1, 2, 3], 2), find([1], 5))
i = 0
while i < 5:
    i += 1
    if i == 2:
        continue
    if i == 4:
        break
    print(i)
else:
    print("else")
while i < 6:
    i += 1
else:
    print("done", i)
for a in range(3):
    for b in range(3):
        if b == 1:
            break
        print(a, b)
    else:
        print("never")
        continue
    if a == 1:
        break
else:
    print("never")
def outer_else():
    for x in [1, 2]:
        try:
            if x == 2:
                break
        finally:
            print("f", x)
    else:
        return "else"
    return "broke"
print(outer_else())
for k in {"a": 1, "b": 2}:
    print(k)
total = 0
for x in [0.5, 1.5]:
    total += x
print(total)
for x in (): pass
print(x)
import math
from math import floor as fl, pi
print(math.floor(2.5), fl(pi))
import math as m2
print(m2.pi == pi)
def imp():
    import math
    from math import pi as p
    return p == math.pi
print(imp())
try:
    import nosuchmodule
except ImportError as e:
    print(e)
print(__name__)
if __name__ == "__main__":
    main_only = 1
def use(): return main_only
print(use())
def loc(a, b=2):
    c = 3
    def inner(): return c
    d = locals()
    return sorted(k for k in d), d["a"]
print(loc(1))
print("total" in globals(), globals()["pi"] == pi)
lst = [1, 2, 3, 4]
for e in lst:
    if e % 2 == 0:
        lst.append(e + 1)
    if len(lst) > 7: break
print(lst)
