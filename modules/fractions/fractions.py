"""Rational numbers."""

import math
import numbers
import re
import sys

__all__ = ["Fraction"]

_format = re.compile(r"\s*(?P<sign>[-+]?)(?=\d|\.\d)(?P<num>\d*|\d+(_\d+)*)(?:(?:\s*/\s*(?P<denom>\d+(_\d+)*))?|(?:\.(?P<decimal>\d*|\d+(_\d+)*))?(?:[eE](?P<exp>[-+]?\d+(_\d+)*))?)\s*")


class Fraction(numbers.Rational):
    __slots__ = ("_numerator", "_denominator")

    def __new__(cls, numerator=0, denominator=None):
        if denominator is None:
            if type(numerator) is int:
                n, d = numerator, 1
            elif isinstance(numerator, numbers.Rational):
                n, d = numerator.numerator, numerator.denominator
            elif isinstance(numerator, float) or type(numerator).__name__ == "Decimal":
                n, d = numerator.as_integer_ratio()
            elif isinstance(numerator, str):
                n, d = cls._parsed(numerator)
            else:
                raise TypeError("argument should be a string or a Rational instance")
        elif isinstance(numerator, numbers.Rational) and isinstance(denominator, numbers.Rational):
            n = numerator.numerator * denominator.denominator
            d = numerator.denominator * denominator.numerator
        else:
            raise TypeError("both arguments should be Rational instances")
        if d == 0:
            raise ZeroDivisionError("Fraction(%s, 0)" % n)
        return cls._made(n, d)

    @classmethod
    def _made(cls, n, d):
        g = math.gcd(n, d)
        if d < 0:
            g = -g
        self = object.__new__(cls)
        self._numerator, self._denominator = n // g, d // g
        return self

    @staticmethod
    def _parsed(s):
        m = _format.fullmatch(s)
        if m is None:
            raise ValueError("Invalid literal for Fraction: %r" % s)
        n = int(m.group("num") or "0")
        d = 1
        if m.group("denom"):
            d = int(m.group("denom"))
        else:
            decimals = (m.group("decimal") or "").replace("_", "")
            if decimals:
                d = 10 ** len(decimals)
                n = n * d + int(decimals)
            if m.group("exp"):
                exponent = int(m.group("exp"))
                if exponent >= 0:
                    n *= 10 ** exponent
                else:
                    d *= 10 ** -exponent
        return (-n if m.group("sign") == "-" else n), d

    @classmethod
    def from_float(cls, f):
        if isinstance(f, numbers.Integral):
            return cls(f)
        if not isinstance(f, float):
            raise TypeError("%s.from_float() only takes floats, not %r (%s)" % (cls.__name__, f, type(f).__name__))
        return cls(*f.as_integer_ratio())

    @classmethod
    def from_decimal(cls, dec):
        return cls(*dec.as_integer_ratio())

    def as_integer_ratio(self):
        return self._numerator, self._denominator

    def limit_denominator(self, max_denominator=1000000):
        if max_denominator < 1:
            raise ValueError("max_denominator should be at least 1")
        if self._denominator <= max_denominator:
            return Fraction(self)
        p0, q0, p1, q1 = 0, 1, 1, 0
        n, d = self._numerator, self._denominator
        while True:
            a = n // d
            q2 = q0 + a * q1
            if q2 > max_denominator:
                break
            p0, q0, p1, q1 = p1, q1, p0 + a * p1, q2
            n, d = d, n - a * d
        k = (max_denominator - q0) // q1
        one, two = Fraction(p0 + k * p1, q0 + k * q1), Fraction(p1, q1)
        return two if abs(two - self) <= abs(one - self) else one

    @property
    def numerator(self):
        return self._numerator

    @property
    def denominator(self):
        return self._denominator

    def __repr__(self):
        return "%s(%s, %s)" % (self.__class__.__name__, self._numerator, self._denominator)

    def __str__(self):
        return str(self._numerator) if self._denominator == 1 else "%s/%s" % (self._numerator, self._denominator)

    def _with(self, other, exact, inexact):
        """exact(a, b) of two ratios; inexact of floats or complex numbers."""
        if isinstance(other, (int, Fraction)):
            return exact(self, Fraction(other) if isinstance(other, int) else other)
        if isinstance(other, float):
            return inexact(float(self), other)
        if isinstance(other, complex):
            return inexact(complex(float(self)), other)
        return NotImplemented

    def __add__(a, b):
        return a._with(b, lambda x, y: Fraction._made(x._numerator * y._denominator + y._numerator * x._denominator, x._denominator * y._denominator),
                       lambda x, y: x + y)

    __radd__ = __add__

    def __sub__(a, b):
        return a._with(b, lambda x, y: Fraction._made(x._numerator * y._denominator - y._numerator * x._denominator, x._denominator * y._denominator),
                       lambda x, y: x - y)

    def __rsub__(b, a):
        return b._with(a, lambda y, x: x - y, lambda y, x: x - y)

    def __mul__(a, b):
        return a._with(b, lambda x, y: Fraction._made(x._numerator * y._numerator, x._denominator * y._denominator), lambda x, y: x * y)

    __rmul__ = __mul__

    def _over(x, y):
        if y._numerator == 0:
            raise ZeroDivisionError("Fraction(%s, 0)" % (x._numerator * y._denominator))
        return Fraction._made(x._numerator * y._denominator, x._denominator * y._numerator)

    def __truediv__(a, b):
        return a._with(b, Fraction._over, lambda x, y: x / y)

    def __rtruediv__(b, a):
        return b._with(a, lambda y, x: Fraction._over(x, y), lambda y, x: x / y)

    def __floordiv__(a, b):
        return a._with(b, lambda x, y: (x._numerator * y._denominator) // (x._denominator * y._numerator), lambda x, y: x // y)

    def __rfloordiv__(b, a):
        return b._with(a, lambda y, x: x // y, lambda y, x: x // y)

    def __mod__(a, b):
        return a._with(b, lambda x, y: x - y * (x // y), lambda x, y: x % y)

    def __rmod__(b, a):
        return b._with(a, lambda y, x: x % y, lambda y, x: x % y)

    def __divmod__(a, b):
        return a // b, a % b

    def __rdivmod__(b, a):
        return a // b, a % b

    def __pow__(a, b):
        if isinstance(b, (int, Fraction)):
            if b.denominator == 1:
                n = b.numerator
                if n >= 0:
                    return Fraction(a._numerator ** n, a._denominator ** n)
                if a._numerator == 0:
                    raise ZeroDivisionError("Fraction(%s, 0)" % a._denominator ** -n)
                return Fraction(a._denominator ** -n, a._numerator ** -n)
            return float(a) ** float(b)
        return float(a) ** b

    def __rpow__(b, a):
        if b._denominator == 1 and b._numerator >= 0:
            return a ** b._numerator
        if isinstance(a, int):
            return Fraction(a) ** b
        return a ** float(b)

    def __pos__(a):
        return Fraction._made(a._numerator, a._denominator)

    def __neg__(a):
        return Fraction._made(-a._numerator, a._denominator)

    def __abs__(a):
        return Fraction._made(abs(a._numerator), a._denominator)

    def __int__(a):
        return -(-a._numerator // a._denominator) if a._numerator < 0 else a._numerator // a._denominator

    __trunc__ = __int__

    def __float__(a):
        return a._numerator / a._denominator

    def __floor__(a):
        return a._numerator // a._denominator

    def __ceil__(a):
        return -(-a._numerator // a._denominator)

    def __round__(self, ndigits=None):
        if ndigits is None:
            floor, rest = divmod(self._numerator, self._denominator)
            if rest * 2 != self._denominator:
                return floor + (rest * 2 > self._denominator)
            return floor + floor % 2
        shift = 10 ** abs(ndigits)
        if ndigits > 0:
            return Fraction(round(self * shift), shift)
        return Fraction(round(self / shift) * shift)

    def __hash__(self):
        try:
            inverse = pow(self._denominator, -1, sys.hash_info.modulus)
        except ValueError:
            h = sys.hash_info.inf
        else:
            h = hash(hash(abs(self._numerator)) * inverse)
        h = h if self._numerator >= 0 else -h
        return -2 if h == -1 else h

    def __eq__(a, b):
        if isinstance(b, (int, Fraction)):
            return a._numerator == b.numerator and a._denominator == b.denominator
        if isinstance(b, (float, complex)):
            if isinstance(b, complex):
                if b.imag != 0:
                    return False
                b = b.real
            if math.isnan(b) or math.isinf(b):
                return False
            return a == Fraction(b)
        return NotImplemented

    def _ordered(self, other, op):
        if isinstance(other, (int, Fraction)):
            return op(self._numerator * other.denominator, self._denominator * other.numerator)
        if isinstance(other, float):
            if math.isnan(other) or math.isinf(other):
                return op(0.0, other)
            return op(self, Fraction(other))
        return NotImplemented

    def __lt__(a, b):
        return a._ordered(b, lambda x, y: x < y)

    def __gt__(a, b):
        return a._ordered(b, lambda x, y: x > y)

    def __le__(a, b):
        return a._ordered(b, lambda x, y: x <= y)

    def __ge__(a, b):
        return a._ordered(b, lambda x, y: x >= y)

    def __bool__(a):
        return a._numerator != 0

    def __reduce__(self):
        return self.__class__, (self._numerator, self._denominator)

    def __copy__(self):
        return self if type(self) is Fraction else self.__class__(self._numerator, self._denominator)

    def __deepcopy__(self, memo):
        return self.__copy__()
