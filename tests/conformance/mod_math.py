# math: functions, constants, integers, errors.
import math

print(math.pi, math.e, math.inf, math.nan, math.tau)
print(math.sqrt(2), math.sin(1), math.cos(1), math.tan(1), math.atan2(1, 2), math.exp(1), math.log(10), math.log(8, 2), math.log2(8), math.log10(1000), math.log1p(1e-10))
print(math.floor(-1.5), math.ceil(1.2), math.trunc(-1.7), math.fabs(-3), math.fmod(7, -3), math.modf(1.25), math.frexp(8.0), math.ldexp(0.5, 3), math.copysign(1, -0.0))
print(math.factorial(20), math.gcd(12, 18), math.lcm(4, 6), math.comb(5, 2), math.perm(5, 2), math.isqrt(17), math.prod([1, 2, 3]), math.fsum([0.1] * 10))
print(math.isclose(0.1 + 0.2, 0.3), math.isnan(math.nan), math.isinf(math.inf), math.isfinite(1), math.hypot(3, 4), math.dist([0, 0], [3, 4]), math.degrees(math.pi), math.radians(180), math.pow(2, 0.5))
for bad in (lambda: math.sqrt(-1), lambda: math.log(0), lambda: math.factorial(-1), lambda: math.exp(1000), lambda: math.sqrt("a"), lambda: math.acos(2), lambda: math.floor(math.inf), lambda: math.gcd(1.5)):
    try:
        bad()
    except (ValueError, OverflowError, TypeError) as e:
        print(type(e).__name__, e)
