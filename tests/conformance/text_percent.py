# % formatting: every conversion, flags, mappings, errors.
print("%s %r %a %d %i %u" % ("é", "é", "é", 3, 4.9, 5))
print("%5d|%-5d|%05d|%+d|% d|%x|%X|%#x|%o|%#o" % (42, 42, 42, 42, 42, 255, 255, 255, 8, 8))
print("%f %.2f %10.3f|%-10.1f|%e %.1E %g %g %g %#g" % (1.5, 2.345, 3.14159, 2.5, 12345.678, 0.00012, 1e10, 1e-5, 0.5, 1.0))
print("%c%c %%" % ("x", 65), "%5s|%-5s|%.2s" % ("ab", "ab", "abcdef"), "%*d|%.*f" % (6, 3, 2, 1.239))
print("%(name)s is %(age)d, %(name)r" % {"name": "Ann", "age": 30, "other": 1})
print("%s" % (("tuple", 1),), "%s" % [1, 2], "%s" % None, "%s and %s" % (1, (2,)))
print("%d%%" % 50, "no args %%" % (), "%s" % "one", "%s" % {"a": 1})
fmt = "%s-%s"
print(fmt % ("a", "b"), fmt % (1, 2.0))
total = 7
print("total %d" % total, "%s" % total, "%.3s|" % 3.14159)
for f, a in (("%d", "x"), ("%d %d", (1,)), ("%d", (1, 2)), ("%q", 1), ("%(a)s", 3), ("%(a)s", {}), ("%c", "ab"), ("%x", 1.5), ("%", 1), ("%s %s", "ab")):
    try:
        print(f % a)
    except (TypeError, ValueError, KeyError) as e:
        print(f, type(e).__name__, e)
