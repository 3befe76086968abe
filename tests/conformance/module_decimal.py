# The module decimal.
from decimal import *
print(Decimal('1.10') + 2, 3 * Decimal('0.1'), Decimal(7) / 3, 10 - Decimal('.5'), -Decimal(1), abs(Decimal(-2)), Decimal(7) // 2, Decimal(-7) % 3, divmod(Decimal(7), 2), 2 ** Decimal(3))
print(Decimal(1) == 1, Decimal('0.5') == 0.5, Decimal(1) < 2, Decimal('1.5') > 1, sorted([Decimal(3), Decimal(1)]), sum([Decimal('0.1')] * 10), max(Decimal(1), Decimal(2)))
print(repr(Decimal(0.1)), getcontext())
print(f"{Decimal('1234567.891'):,.2f}|{Decimal('0.5'):.0%}|{Decimal(1):>8}|{Decimal('1E+3'):f}")
try: Decimal(1) / 0
except ZeroDivisionError as e: print(type(e).__name__, e)
try: Decimal('abc')
except InvalidOperation as e: print(repr(e))
with localcontext() as c:
    c.prec = 5
    print(Decimal(1) / 3)
print(Decimal(2).sqrt(), hash(Decimal('1.5')) == hash(1.5), {Decimal(1): 'a'}[Decimal('1.0')], round(Decimal('2.675'), 2), int(Decimal('3.9')), float(Decimal('1.25')))
print(Decimal('123.4567').quantize(Decimal('.01'), rounding=ROUND_UP), Decimal((1, (1, 2, 3), -2)), Decimal('1.2').as_tuple(), "%s %.2f" % (Decimal('1.5'), Decimal('2.345')))
import math, copy, pickle, numbers
print(math.floor(Decimal('1.7')), math.sqrt(Decimal(2)), copy.deepcopy(Decimal(3)), pickle.loads(pickle.dumps(Decimal('1.5'))), isinstance(Decimal(1), numbers.Number), bool(Decimal(0)))
import decimal
import threading

NUMBERS = ["0", "-0.00", "1", "-1", "3", "0.1", "123.456", "-9.995", "1E+20", "7E-15", "99999999999999999999999999999.5", "Infinity", "-Infinity", "NaN"]
for prec, rounding in (28, ROUND_HALF_EVEN), (5, ROUND_HALF_UP), (3, ROUND_FLOOR), (7, ROUND_05UP):
    with localcontext() as c:
        c.prec, c.rounding = prec, rounding
        c.clear_traps()
        for a in NUMBERS:
            x = Decimal(a)
            print(a, +x, x.sqrt(), x.ln(), x.log10(), x.normalize(), x.to_integral_value(), x.next_plus(), x.logb(), x.number_class(), x.to_eng_string())
            print("   ", [str(op) for b in NUMBERS for op in (x + Decimal(b), x * Decimal(b), x / Decimal(b), x // Decimal(b), x % Decimal(b))])
        for a in "0", "1", "-2.5", "0.001", "20":
            print(Decimal(a).exp(), Decimal("1.1") ** Decimal(a), Decimal(2) ** Decimal(a), Decimal(a).compare(Decimal(1)))
        print(c)
for spec in "", "f", ".3f", "e", ".2e", "g", ".3g", "%", ".1%", ",", ",.2f", "+.1f", " .1f", "010.2f", ">12", "<12.1f", "*^12", "=+12", "n", "015,.1f":
    print([format(Decimal(a), spec) for a in NUMBERS])
for rounding in (ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN, ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_05UP):
    print(rounding, [str(Decimal(a).quantize(Decimal("0.1"), rounding=rounding)) for a in ("1.25", "1.35", "-1.25", "1.21", "1.29", "0.05", "1.00")])
for bad in "1.2.3", "", "--1", "1e", "0x10":
    try:
        Decimal(bad)
    except decimal.InvalidOperation as e:
        print(bad, e)
for what in (lambda: Decimal([1]), lambda: Decimal(None), lambda: Decimal("1").quantize(Decimal("1E-40")), lambda: Decimal("-1").sqrt(), lambda: Decimal(0) / 0,
             lambda: Decimal("1E+999999") * 10, lambda: int(Decimal("NaN")), lambda: int(Decimal("Infinity")), lambda: setattr(getcontext(), "prec", 0)):
    try:
        what()
    except Exception as e:
        print(type(e).__name__, e)
getcontext().prec = 6


def other():
    print(getcontext().prec, Decimal(1) / 7)


t = threading.Thread(target=other)
t.start()
t.join()
print(getcontext().prec, Decimal(1) / 7, Decimal(" 1_000.5 "), Decimal("1e3") == 1000, Decimal(3) in [1, 2, 3], BasicContext.prec, ExtendedContext.create_decimal("1.23456789012"))
print(decimal.Context(prec=4, rounding=ROUND_DOWN).divide(Decimal(2), Decimal(3)), Decimal("1.5").as_integer_ratio(), Decimal(2).fma(3, 4), Decimal("5").max(7), Decimal("1").scaleb(3))
