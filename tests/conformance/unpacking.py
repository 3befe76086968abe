# Assignment: unpacking, starred targets, chained, augmented, swaps, attributes and items.
a, b = 1, 2
a, b = b, a
print(a, b)
(c, [d, e]), f = (1, (2, 3)), 4
print(c, d, e, f)
first, *middle, last = range(6)
print(first, middle, last)
*init, tail = "abc"
print(init, tail)
head, *none = [1]
print(head, none)
x = y = z = []
x.append(1)
print(y is z, z)
d = {}
d["k"], n = 1, 2
print(d, n)
i = 0
i, xs = 1, [0, 0]
xs[i], i = 9, 0
print(xs, i)


class O:
    pass


o = O()
o.a, o.b = "ab"
print(o.a, o.b)
o.n = 1
o.n += 5
xs[0] += 7
print(o.n, xs)
t = ([1],)
try:
    t[0] += [2]
except TypeError as e:
    print(e, t)
for bad in ("a, b = 1, 2, 3", "a, b, c = 1, 2", "a, *b, c = [1]", "a, b = 3", "a, b = {1: 2}", "(a, b), c = 1, 2"):
    try:
        exec(bad)
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
for (k, v), w in [((1, 2), 3)]:
    print(k, v, w)
for k, *v in ["xyz"]:
    print(k, v)
n = 10
n -= 3; n *= 2; n //= 3; n **= 2; n %= 7; n <<= 3; n |= 1; n ^= 3; n &= 14; n >>= 1
print(n)
f = 7
f /= 2
print(f)
s = "a"
s += "b"; s *= 2
print(s)
l = m = [1]
l += (2, 3)
print(m)
l = l + [4]
print(m, l)
