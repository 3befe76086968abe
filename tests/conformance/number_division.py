"""Division, remainder and shift: values, rounding and the errors' texts, in functions, in loops, in place, and by module operator."""
import operator

inf = float("inf")
nan = float("nan")


def short(v):
    text = repr(v)
    return text if len(text) <= 40 else text[:18] + ".." + text[-18:]


def show(f, *args):
    try:
        result = short(f(*args))
    except Exception as e:
        result = f"{type(e).__name__}: {e}"
    print(f.__name__, *map(short, args), "->", result)


def quotient(x, y): return x / y
def floor(x, y): return x // y
def remainder(x, y): return x % y
def both(x, y): return divmod(x, y)


def quotient_in_place(x, y):
    x /= y
    return x


def floor_in_place(x, y):
    x //= y
    return x


def remainder_in_place(x, y):
    x %= y
    return x


def quotient_in_loop(x, y):
    for i in range(3):
        r = x / y
    return r


def floor_in_loop(x, y):
    for i in range(3):
        r = x // y
    return r


def remainder_in_loop(x, y):
    for i in range(3):
        r = x % y
    return r


def in_place_in_loop(x, y):
    a = b = c = x
    for i in range(1):
        a /= y
        b //= y
        c %= y
    return a, b, c


pairs = [
    (1.0, 0), (1, 0.0), (1, 0), (1.5, 0.0), (0.0, 0), (0, 0), (1.0, 0.1), (-1.0, 0.1), (7, -0.5), (5.3, 0.1), (-8, 1 / 3), (10**16, 0.1),
    (-3, inf), (3, -inf), (inf, 2), (nan, 2), (1, nan), (-0.0, 2.0), (-0.0, 1), (-6.0, 3), (0, -2.0), (-360.0, 360), (-5.5, 2), (5.5, -2), (-7, 2), (7, -2),
    (10**17 + 1, 3), (10**17 + 1, 7), (2**53 + 1, 1), (2**53 + 1, 3), (123456789012345678901234567890, 987654321),
    (10**400, 10**399), (-10**400, 10**399), (10**400, 3), (3, 10**400), (10**400, 1.5), (1.5, 10**400), (10**400, 0), (10**400, 0.0),
    (2**1024, 2), (9 * 10**307, 1e-308), (5e-324, 2),
]
for f in (quotient, floor, remainder, both, quotient_in_place, floor_in_place, remainder_in_place, quotient_in_loop, floor_in_loop, remainder_in_loop,
          in_place_in_loop, operator.truediv, operator.floordiv, operator.mod):
    for pair in pairs:
        show(f, *pair)


def literals(x, n):
    return x / 2, x / 3, x / 10, x / 1024, x / 2.5, x // 2, x // 10, x % 3, x % 2 == 0, len(n) / 3, len(n) // 7, -x % 5, x / -3, x // -3, x % -3


for x in (7, -7, 7.5, -6.0, -0.0, 10**17 + 1, 2**53 + 1, 10**300, inf):
    show(literals, x, "abcd")
print([i / 3 for i in range(5)], [x / 3 for x in (10**17 + 1, 1.0)], [x % 4 for x in (-8.0, -7, 3)])
n = 2**53 + 1
n /= 3
print(n)
for f in (lambda: 1.0 / 0, lambda: 1.0 // 0, lambda: 1.0 % 0, lambda: 1 / 0, lambda: 1 // 0, lambda: 1 % 0, lambda: 0**-1, lambda: 0.0**-1, lambda: pow(0, -1),
          lambda: divmod(1.0, 0), lambda: divmod(1, 0), lambda: sum([1.0]) / len([]), lambda: sum([1]) / len([]), lambda: sum([1.0]) // len([]),
          lambda: 10.0**400, lambda: 10**400 * 1.0, lambda: (-8) ** (1 / 3) == 1):
    show(f)


class F(float):
    pass


class I(int):
    pass


for f in (quotient, floor, remainder, quotient_in_loop):
    for pair in ((F(1), 0), (1, F(0)), (I(3), 0), (I(3), F(0)), (F(7), I(2)), (True, 0), (1.0, False), (True, 0.0)):
        show(f, *pair)


def left(x, y): return x << y
def right(x, y): return x >> y


def left_in_place(x, y):
    x <<= y
    return x


def right_in_place(x, y):
    x >>= y
    return x


def left_in_loop(x, y):
    for i in range(1):
        r = x << y
    return r


def right_in_loop(x, y):
    for i in range(1):
        r = x >> y
    return r


shifts = [
    (0, 2**62), (0, 2**64), (0, 10**30), (1, 2**62 + 1), (1, 2**64), (1, 10**30), (1, -1), (1, -(10**30)), (0, -1), (-5, 2**62), (-5, 10**30),
    (1 << 100, 60), (1 << 100, 99), (1 << 100, 200), (-(1 << 100), 200), (1, 511), (1, 512), (1, 600), (True, 3), (3, True), (3, 63), (-3, 62), (-1, 64),
    (2**63 - 1, 1), (2**62, 1), (-(2**63), 1), (1.5, 1), (1, 1.5), ("a", 1),
]
for f in (left, right, left_in_place, right_in_place, left_in_loop, right_in_loop, operator.lshift, operator.rshift):
    for pair in shifts:
        show(f, *pair)
for pair in ((5, 2**31), (5, 2**33), (-5, 2**33)):
    show(right, *pair)
