calls = []
def v(x):
    calls.append(x)
    return x
print(1 < v(2) < 3, v(3) > v(4) < v(5), 1 < v(2) == 2 != v(7))
print(calls)
x = 5
print(1 < x < 10, 1 < x > 7, 0 <= x <= 5 <= 5)
print(True + 1, True + True, -True, (x > 3) + 1, not x, 2 ** 10, 2 ** x, x ** 2)
print([1, 2][x > 3], "ab"[x < 3])
print(x is None, x is not None, None is None, x is x, [] is [])
print(1 in [1], 5 in range(10), "a" in "abc", 3 not in (1, 2), "q" not in {"q": 1})
print([1, *[2, 3], 4, *(5,)], (1, *[2]), sorted({*[1, 2], 3}))
print({**{"a": 1}, "b": 2, **{"a": 3}}, {x: 1, x: 2}, {x: "v", "y": x})
def f(*args, **kw):
    return args, kw
print(f(1, *[2, 3], k=4, **{"z": 5}), f(*"ab", *[1], 2), f(**{"a": 1}, **{"b": 2}, c=3))
print(1 if x else 2, x and 0, x or 1, 0 or None, [] and x)
print(7 // 2, -7 // 2, 7 % 3, -7 % 3, 7 / 2, 1 << 3, 1 << x, 6 & 3, 6 | 3, 6 ^ 3, ~6)
print(True & False, True | False, True ^ True, (x > 1) & (x < 9))
print("%d-%s" % (3, "a"), "%s" % x)
fmt = "%s+%s"
print(fmt % (1, 2))
print(f"{x}", f"{x!r:>5}|{'q':<4}|", f"{x:{x}}|", f"{x=}", f"a{{b}}{x + 1}")
print("adjacent" " strings", 1_000, 0x1F, 0b11, 1e3)
print((lambda: 5)(), (lambda a, b=2: a + b)(1))
print([i * j for i in range(3) for j in range(2) if i != j])
print(x == True, 1 == True, True == 1, 0 == False)
print(x != x, [1, 2] == [1, 2], (1, 2) < (1, 3), "a" < "b")
print(any(i > 2 for i in range(5)), all(i for i in range(5)), any(i > 9 for i in range(3)))
print(sum(i * i for i in range(4)), max(i for i in [3, 1]), ", ".join(str(i) for i in range(3)))
print(sum(x > i for i in range(9)))
def prime(n):
    return n > 1 and all(n % d for d in range(2, n))
print([n for n in range(20) if prime(n)])
print("é" + "x")
print("".join(["a", "b"]), x if x > 3 else -x, -x, +x)
print([1, 2, 3][1:], [1, 2, 3][::-1], "hello"[1:3], [1, 2, 3][-1])
s = "text"
print(s[1:], s[-1], s[::2])
for ch in s:
    print(ch, end=" ")
print()
l = [1, 2, 3]
for e in l:
    if e < 3:
        l.append(e + 10)
print(l)
print(*[1, 2], sep="-")
print(not (x > 3 and x < 9), not not x)
print(f"{'nested ' + f'{x}'}", f"{x:5}|{x:<5}|")
print((x, ), (), [x][0], {"k": [1, {"z": 2}]}["k"][1]["z"])
big = 2 ** 100
print(big, big % 7, -big // 3)
print(1 if x is not None and x in (5, 6) else 0)
y = [0] * 3
y[0], y[1] = 1, x
print(y, [[0] * 2 for _ in range(2)])
