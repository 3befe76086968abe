import math

xs = [0, 1, -1, 0.5, -0.5, 2, 3, 10, 0.1, 1e-10, 1e10, 1e300, 1e-300, 5e-324, -0.0, 1.5, 2.5, 3.7, -3.7, 100, 170.6,
      float('inf'), float('-inf'), float('nan'), True, 2**53, 2**53 + 1, 10**30]
for name in ['acos', 'acosh', 'asin', 'atan', 'ceil', 'cos', 'cosh', 'degrees', 'exp', 'exp2', 'expm1', 'fabs', 'floor', 'frexp',
             'gamma', 'isfinite', 'isinf', 'isnan', 'lgamma', 'log', 'log10', 'log1p', 'log2', 'modf', 'radians', 'sin', 'sinh',
             'sqrt', 'tan', 'tanh', 'trunc', 'ulp', 'erf', 'erfc', 'asinh', 'atanh']:
    f = getattr(math, name)
    for x in xs:
        try:
            r = f(x)
            r = '%.13g' % r if isinstance(r, float) else repr(r)
        except Exception as e:
            r = type(e).__name__ + ': ' + str(e)
        print(name, x, r)
for name in ['atan2', 'copysign', 'fmod', 'pow', 'remainder', 'nextafter', 'hypot']:
    f = getattr(math, name)
    for x in xs[:-3]:
        for y in [0, 1, -1, 0.5, 2, -3, 1e300, float('inf'), float('-inf'), float('nan'), -0.0, 3.3]:
            try:
                r = '%.14g' % f(x, y)
            except Exception as e:
                r = type(e).__name__ + ': ' + str(e)
            print(name, x, y, r)
print([math.factorial(n) for n in range(25)], math.factorial(100))
print([math.comb(n, k) for n in range(8) for k in range(9)], math.comb(100, 50), math.comb(10**20, 3))
print([math.perm(n, k) for n in range(7) for k in range(8)], math.perm(30, 10), math.perm(10**20, 2))
print(math.gcd(12, 18), math.gcd(-12, 18, 27), math.gcd(0, 0), math.gcd(2**100, 2**70 * 3), math.lcm(4, 6), math.lcm(-4, 6, 10), math.lcm(2**70, 3**40))
for n in list(range(40)) + [99, 100, 101, 2**64 - 1, 2**64, 10**50, 10**50 - 1, 3**333]:
    r = math.isqrt(n)
    assert r * r <= n < (r + 1) * (r + 1), n
print(math.isqrt(10**60), math.isqrt(2**64 - 1))
print(math.fsum([0.1] * 10), math.fsum([1e16, 1, -1e16]), math.fsum([]), math.fsum([1e308, -1e308, 1]), math.fsum([2**53, 1.0, 2.0**-60]))
print(math.fsum([float('inf'), 1]), math.fsum([float('nan'), 1]), math.fsum(x * 0.1 for x in range(100)))
print(math.prod([]), math.prod([1, 2, 3]), math.prod([2, 0.5]), math.prod([2, 3], start=10), math.prod(range(1, 30)))
print(math.dist((0, 0), (3, 4)), math.dist([1, 2, 3], [4, 5, 6]), math.hypot(1, 2, 3), math.hypot(1e-320, 1e-320))
print(math.log(100, 10), math.log(8, 2), math.log(10**400), math.log2(2**5000), math.log10(10**300), math.log(2.5, 3))
print(math.isclose(1, 1 + 1e-9), math.isclose(1, 1.1, rel_tol=0.2), math.isclose(0, 1e-12, abs_tol=1e-9), math.isclose(math.inf, math.inf))
print(math.ldexp(0.5, 3), math.ldexp(1, -1074), math.ldexp(1, -1075), math.ldexp(0, 10**40), math.frexp(1e-320))
print(math.pi, math.e, math.tau, math.inf, math.nan)
print(math.floor(-2.5), math.ceil(-2.5), math.trunc(-2.5), math.floor(1e300), math.ceil(2**80), math.cbrt(27.5) - 27.5**(1 / 3) < 1e-9)


class Number:
    def __float__(self): return 2.25
    def __floor__(self): return 'floor'
    def __ceil__(self): return 'ceil'
    def __trunc__(self): return 'trunc'


class Index:
    def __index__(self): return 16


class Bad:
    def __float__(self): return 'x'


print(math.sqrt(Number()), math.floor(Number()), math.ceil(Number()), math.trunc(Number()), math.sqrt(Index()), math.gcd(Index(), 12), math.factorial(Index()))
for f in (math.sqrt, math.floor, math.isnan, math.trunc):
    try:
        f(Bad())
    except TypeError as e:
        print(e)
