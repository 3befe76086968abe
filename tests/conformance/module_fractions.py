"""Rational numbers."""
import copy, math, pickle
from fractions import Fraction as F
for a in (F(1, 3), F(-6, 4), F("0.125"), F("3/7"), F("-1e-2"), F(0.5), F(7), F()):
    print(repr(a), a, float(a), int(a), round(a), round(a, 1), math.floor(a), math.ceil(a), abs(a), -a, bool(a), hash(a))
a, b = F(1, 3), F(-3, 4)
print(a + b, a - b, a * b, a / b, a // b, a % b, divmod(a, b), a ** 2, a ** -2, a ** b if a > 0 else "", 2 ** F(3), 2 ** F(1, 2))
print(a + 1, 1 + a, 1 - a, 2 * a, 1 / a, a + 0.5, 0.5 - a, 3 // a, 3 % a, a * 1j)
print(a < b, a > b, a <= 0.5, a == F(2, 6), a == 1 / 3, F(1, 2) == 0.5, F(2) == 2, a != b, a < 1, 1 > a, sorted([a, b, 0.1, 1]))
print(F(math.pi).limit_denominator(1000), F(3.14159).limit_denominator(10), F.from_float(0.25), F(5, 10).as_integer_ratio(), sum([F(1, 2), F(1, 3)]))
print(pickle.loads(pickle.dumps(a)) == a, copy.deepcopy(a), "%s" % a, f"{a!s:>6}|")
for bad in (lambda: F(1, 0), lambda: F("x"), lambda: F([]), lambda: F(1.5, 2), lambda: a / 0, lambda: a + "x", lambda: F(0) ** -1):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
