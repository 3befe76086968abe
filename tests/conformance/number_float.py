# Floats: printing, rounding, special values, operators, methods.
print(0.1, 0.1 + 0.2, 1.0, 1e16, 1e15, 123456789.123, 1e-4, 1e-5, 1.5e300, 5e-324, 1e22, 1 / 3, -0.0, 100.0, 2.5e-7)
print(float("inf"), -float("inf"), float("nan"), float("1e3"), float(" 2.5 "), float("1_0.5"), float(7), float("-.5"), float("Infinity"))
print(round(2.5), round(3.5), round(2.675, 2), round(-1.5), round(1234.567, -2), round(1e20), round(0.5), round(1.25, 1), type(round(1.5, 0)))
print(7.5 // 2, -7.5 // 2, 7.5 % 2, -7.5 % 2, 7.5 % -2, divmod(7.5, 2), 2 ** 0.5, 2.0 ** 3, (-8) ** 2.0, 1e308 * 10, -1e308 * 10)
nan = float("nan")
print(nan == nan, nan != nan, nan < 1, float("inf") > 10 ** 300, nan in [nan], 0.0 == -0.0, 1.0 == 1, float("inf") - float("inf"))
print((2.5).is_integer(), (2.0).is_integer(), (0.75).as_integer_ratio(), (255.5).hex(), float.fromhex("0x1.8p1"), (1.5).conjugate(), abs(-2.5), int(2.9), bool(0.0), bool(0.1))
print("%.3f %.0f %g %e %s" % (2.0005, 0.5, 1e20, 0, 1e100), f"{1.5:10.2f}|{-1.5:<8}|{1e6:,.1f}|{0.1:.20f}", f"{3.0}", str(3.10), repr(1e100), f"{1234.5:012,.2f}")
print(min(0.1, 1), max(2, 2.0), sum([0.5, 1]), sorted([3, 1.5, 2]), 3.0 * 2, 10 / 5, 1e3 == 1000, hash(0.5) == hash(0.5))
for bad in (lambda: 1.0 % 0, lambda: float("x"), lambda: float(None), lambda: 10.0 ** 400, lambda: 1.5 & 1, lambda: float(""), lambda: "a" * 1.5, lambda: range(1.5)):
    try:
        bad()
    except (ZeroDivisionError, ValueError, TypeError, OverflowError) as e:
        print(type(e).__name__, e)
