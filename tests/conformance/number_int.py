# Integers: unlimited size, operators, conversions, bases, methods.
print(2 ** 100, -7 // 2, -7 % 3, 7 // -2, 7 % -3, divmod(-7, 2), pow(3, 100, 7), pow(3, -1, 7), 2 ** -1, 7 / 2, 6 / 2)
print(0xff, 0o17, 0b101, 1_000_000, int("42"), int(" -7 "), int("ff", 16), int("0x1f", 0), int("1_0"), int(3.99), int(-3.99), int("z", 36), int(True))
print(bin(10), oct(8), hex(255), hex(-1), bin(-5), (255).bit_length(), (6).bit_count(), int.from_bytes(b"\xff", "big", signed=True), (5).numerator)
print(5 & 3, 5 | 3, 5 ^ 3, ~5, 1 << 70, -1 >> 3, 1 << 0, abs(-3), -(-3), +5, not 0, True + True, True * 5)
print(round(1234, -2), round(15, -1), round(25, -1), round(5), max(1, 2.5), min(3, 1), sum([1, 2, 3], 10), sum([0.1] * 3), sum([[1], [2]], []))
print(3 == 3.0, hash(3) == hash(3.0), 10 ** 20 == 1e20, 2 ** 53 + 1 == float(2 ** 53), 1 < 2.5, isinstance(True, int), type(True), type(3), type(2 ** 99))
print(str(10 ** 30), repr(-5), "%d" % 10 ** 2, f"{10**15:,}", int(1e20), (10 ** 25) % 97, 10 ** 25 // 3)
for bad in (lambda: 1 // 0, lambda: 1 % 0, lambda: 1 / 0, lambda: int("x"), lambda: int("8", 8), lambda: int(None), lambda: 1 << -1, lambda: int("1", 99), lambda: int(float("inf")), lambda: int(float("nan")), lambda: 1 + "a", lambda: "a" + 1, lambda: -"a", lambda: 0 ** -1, lambda: divmod(1, 0)):
    try:
        bad()
    except (ZeroDivisionError, ValueError, TypeError, OverflowError) as e:
        print(type(e).__name__, e)
