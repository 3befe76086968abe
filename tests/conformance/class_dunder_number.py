# Special methods of numbers: arithmetic, reflected and in-place operators, conversions.
class V:
    def __init__(self, *xs):
        self.xs = xs

    def __repr__(self):
        return "V" + repr(self.xs)

    def __add__(self, o):
        if not isinstance(o, V):
            return NotImplemented
        return V(*(a + b for a, b in zip(self.xs, o.xs)))

    def __mul__(self, k):
        return V(*(a * k for a in self.xs))

    __rmul__ = __mul__

    def __matmul__(self, o):
        return sum(a * b for a, b in zip(self.xs, o.xs))

    def __neg__(self):
        return self * -1

    def __pos__(self):
        return self

    def __abs__(self):
        return sum(a * a for a in self.xs) ** 0.5

    def __invert__(self):
        return V(*reversed(self.xs))

    def __iadd__(self, o):
        self.xs = tuple(a + b for a, b in zip(self.xs, o.xs))
        return self

    def __truediv__(self, k):
        return V(*(a / k for a in self.xs))

    def __floordiv__(self, k):
        return V(*(a // k for a in self.xs))

    def __mod__(self, k):
        return V(*(a % k for a in self.xs))

    def __pow__(self, k):
        return V(*(a ** k for a in self.xs))

    def __rsub__(self, k):
        return V(*(k - a for a in self.xs))

    def __lshift__(self, k):
        return "<<%d" % k

    def __and__(self, o):
        return "and"

    def __ror__(self, o):
        return "ror"

    def __divmod__(self, k):
        return self // k, self % k

    def __int__(self):
        return int(self.xs[0])

    def __float__(self):
        return float(self.xs[0])

    def __index__(self):
        return 2

    def __bool__(self):
        return any(self.xs)

    def __round__(self, n=0):
        return ("rounded", n)


v, w = V(1, 2), V(3, 4)
print(v + w, v * 2, 2 * v, v @ w, -v, +v, abs(V(3, 4)), ~v)
u = v
u += w
print(u is v, v)
print(v / 2, v // 4, v % 4, v ** 2, 10 - v, v << 3, v & 1, 1 | v, divmod(v, 4))
print(int(v), float(v), bool(V(0, 0)), bool(v), round(v), round(v, 2))
print(not V(0), "yes" if V(0, 1) else "no", bin(V(9)), "%d" % V(5))
for f in (lambda: v + 1, lambda: 1 + v, lambda: v - 1, lambda: v | 1):
    try:
        f()
    except TypeError as e:
        print(e)
