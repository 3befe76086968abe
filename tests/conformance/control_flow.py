# Loops and conditions: else of for and while, break, continue, chained comparison, and/or, walrus.
for n in range(2, 12):
    for d in range(2, n):
        if n % d == 0:
            break
    else:
        print(n, "is prime")
n = 3
while n:
    n -= 1
    if n == 1:
        continue
    print(n, end=" ")
else:
    print("ran out")
while True:
    break
else:
    print("never")
for _ in []:
    pass
else:
    print("empty")
x = 5
print(1 < x < 10, 1 < x > 3, 10 > x >= 5 != 4, x == 5 in [5], 1 < x < 3)


def loud(v):
    print("<%r>" % (v,), end="")
    return v


print(loud(1) < loud(0) < loud(5))
print(loud(0) or loud("") or loud("z"), loud(1) and loud([]) and loud(2), not loud(""))
print("a" if x > 9 else "b" if x > 4 else "c")
if (m := x * 2) > 9:
    print("m", m)
while (x := x - 2) > 0:
    print(x, end=" ")
print()
print([] is [], None is None, x is not None, "a" not in "bcd", not 1 == 2)
if x: pass
elif x is None: print("none")
else: print("zero?", x)
for i, c in enumerate("ab", start=1): print(i, c, end=";")
print()
for a, b in zip((1, 2, 3), "xy"):
    print(a, b)
xs = [1, 2, 3, 4]
for v in xs:
    if v % 2:
        xs.remove(v)
print(xs)
xs = [1]
for v in xs:
    if len(xs) < 5:
        xs.append(v * 2)
print(xs)
d = {"a": 1}
try:
    for k in d:
        d[k + k] = 1
except RuntimeError as e:
    print(e)
pass; print("two"); print("on a line")
