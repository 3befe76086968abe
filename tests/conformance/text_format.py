# str.format: fields, attributes, indexes, specs, conversions, errors.
class P:
    x = 5


print("{} {} {}".format(1, "a", None), "{1} {0} {1}".format("a", "b"), "{a}-{b}".format(a=1, b=2))
print("{0.x} {0.x:03d} {d[k]} {l[1]}".format(P(), d={"k": "v"}, l=[1, 2]))
print("{:>8}|{:<8}|{:^8}|{:*^9}|{:08.3f}|{:+d}|{:,}".format("r", "l", "c", "mid", 3.14159, 5, 1234567))
print("{!r} {!s} {!a}".format("é", "é", "é"), "{:{}}|{:{w}.{p}}".format("a", 5, "abcdef", w=4, p=2))
print("{{}} {{{}}}".format(1), "{:%}".format(0.25), "{:e}".format(12345.678), "{:g}".format(1e-7))
print("{:b} {:o} {:x} {:X} {:#b} {:c}".format(10, 10, 255, 255, 5, 66), "{:=+8d}|{:<+8.1f}|".format(42, 1.25))
print("{0:.3}".format("abcdef"), "{:n}".format(1234), "{:_}".format(10**6), "{:5}|{:5}|".format(True, 2.5))
print("{x}".format_map({"x": "mapped"}), format(3.0, ".1f"), format("a", "^3"), format(255, "#06x"))
for f, a, k in (("{}", (), {}), ("{a}", (), {}), ("{0} {}", (1,), {}), ("{", (), {}), ("}", (), {}), ("{0.y}", (P(),), {}), ("{:d}", ("x",), {}), ("{!z}", (1,), {}), ("{0[k]}", ([],), {}), ("{:.2d}", (1,), {})):
    try:
        print(f.format(*a, **k))
    except (ValueError, KeyError, IndexError, AttributeError, TypeError) as e:
        print(f, type(e).__name__, e)
