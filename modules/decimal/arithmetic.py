import math

import _decimal_function as function
import _decimal_integer as integer
from _decimal_context import (Clamped, DivisionByZero, DivisionImpossible, DivisionUndefined, InvalidOperation, ROUND_CEILING, ROUND_FLOOR,
                              ROUND_HALF_EVEN, getcontext)


def _aligned(a, b, prec):
    """Return two numbers' coefficients, and their exponent. One that is too small to count is made a little less small."""
    if a._exp < b._exp:
        y, x, exp = _aligned(b, a, prec)
        return x, y, exp
    low, low_int = b._exp, b._int
    enough = a._exp + min(-1, integer.length(a._int) - prec - 2)
    if integer.length(low_int) + low - 1 < enough:
        low, low_int = enough, 1
    return a._int * 10 ** (a._exp - low), low_int, low


class Arithmetic(object):
    """The operations of Decimal."""

    def __neg__(self, context=None):
        context = context or getcontext()
        if self.is_nan():
            return self._fix(context)
        if not self._kind and not self._int and context.rounding != ROUND_FLOOR:
            return _make(0, 0, self._exp)._fix(context)
        return _make(1 - self._sign, self._int, self._exp, self._kind)._fix(context)

    def __pos__(self, context=None):
        context = context or getcontext()
        if not self._kind and not self._int and context.rounding != ROUND_FLOOR:
            return _make(0, 0, self._exp)._fix(context)
        return self._fix(context)

    def __abs__(self, round=True, context=None):
        if self.is_nan():
            return self._fix(context or getcontext())
        d = _make(0, self._int, self._exp, self._kind)
        return d._fix(context or getcontext()) if round else d

    def copy_abs(self):
        return _make(0, self._int, self._exp, self._kind)

    def copy_negate(self):
        return _make(1 - self._sign, self._int, self._exp, self._kind)

    def copy_sign(self, other, context=None):
        return _make(_operand(other)._sign, self._int, self._exp, self._kind)

    def __add__(self, other, context=None):
        other = _operand(other)
        if other is NotImplemented:
            return other
        context = context or getcontext()
        if self._kind or other._kind:
            nan = _nan(self, other, context)
            if nan is not None:
                return nan
            if self._kind and other._kind and self._sign != other._sign:
                return _invalid(context)
            return self if self._kind else other
        if not self._int and not other._int:
            sign = self._sign & other._sign
            if self._sign != other._sign and context.rounding == ROUND_FLOOR:
                sign = 1
            return _make(sign, 0, min(self._exp, other._exp))._fix(context)
        if not self._int or not other._int:
            zero, d = (self, other) if not self._int else (other, self)
            exp = max(min(zero._exp, d._exp), d._exp - context.prec - 1)
            return d._rescale(exp, context.rounding)._fix(context)
        a, b, exp = _aligned(self, other, context.prec)
        total = (-a if self._sign else a) + (-b if other._sign else b)
        if not total:
            return _make(1 if context.rounding == ROUND_FLOOR else 0, 0, min(self._exp, other._exp))._fix(context)
        return _make(1 if total < 0 else 0, abs(total), exp)._fix(context)

    def __radd__(self, other):
        other = _operand(other)
        return other if other is NotImplemented else other.__add__(self)

    def __sub__(self, other, context=None):
        other = _operand(other)
        if other is NotImplemented:
            return other
        return self.__add__(other if other.is_nan() else other.copy_negate(), context)

    def __rsub__(self, other):
        other = _operand(other)
        return other if other is NotImplemented else other.__sub__(self)

    def __mul__(self, other, context=None):
        other = _operand(other)
        if other is NotImplemented:
            return other
        context = context or getcontext()
        sign = self._sign ^ other._sign
        if self._kind or other._kind:
            nan = _nan(self, other, context)
            if nan is not None:
                return nan
            if not self or not other:
                return _invalid(context)
            return _make(sign, 0, 0, "F")
        return _make(sign, self._int * other._int, self._exp + other._exp)._fix(context)

    def __rmul__(self, other):
        other = _operand(other)
        return other if other is NotImplemented else other.__mul__(self)

    def __truediv__(self, other, context=None):
        other = _operand(other)
        if other is NotImplemented:
            return other
        context = context or getcontext()
        sign = self._sign ^ other._sign
        if self._kind or other._kind:
            nan = _nan(self, other, context)
            if nan is not None:
                return nan
            if self._kind and other._kind:
                return _invalid(context)
            if self._kind:
                return _make(sign, 0, 0, "F")
            context.signal(Clamped)
            return _make(sign, 0, context.Etiny())
        if not other._int:
            if not self._int:
                return _invalid(context, DivisionUndefined)
            context.signal(DivisionByZero)
            return _make(sign, 0, 0, "F")
        ideal = self._exp - other._exp
        if not self._int:
            return _make(sign, 0, ideal)._fix(context)
        shift = integer.length(other._int) - integer.length(self._int) + context.prec + 1
        exp = ideal - shift
        if shift >= 0:
            quotient, rest = divmod(self._int * 10 ** shift, other._int)
        else:
            quotient, rest = divmod(self._int, other._int * 10 ** -shift)
        if rest:
            if quotient % 5 == 0:
                quotient += 1  # the last digit keeps the rounding from a tie
        else:
            while exp < ideal and quotient % 10 == 0:
                quotient, exp = quotient // 10, exp + 1
        return _make(sign, quotient, exp)._fix(context)

    def __rtruediv__(self, other):
        other = _operand(other)
        return other if other is NotImplemented else other.__truediv__(self)

    def _divided(self, other, context):
        """Return the whole quotient and the rest of finite numbers, of which other is not zero; None if the quotient has too many digits."""
        sign = self._sign ^ other._sign
        low = min(self._exp, other._exp)
        if not self._int or self.adjusted() - other.adjusted() <= -2:
            return _make(sign, 0, 0), self._rescale(low, context.rounding)
        if self.adjusted() - other.adjusted() <= context.prec:
            q, r = divmod(self._int * 10 ** (self._exp - low), other._int * 10 ** (other._exp - low))
            if q < 10 ** context.prec:
                return _make(sign, q, 0), _make(self._sign, r, low)
        return None

    def _division(self, other, context, rest=True):
        """Return quotient and rest, for // and % and divmod; the rest is rounded if somebody wants it."""
        context = context or getcontext()
        nan = _nan(self, other, context) if self._kind or other._kind else None
        if nan is not None:
            return nan, nan
        if self._kind:
            d = _invalid(context)
            return d if other._kind else _make(self._sign ^ other._sign, 0, 0, "F"), d
        if other._kind:
            return _make(self._sign ^ other._sign, 0, 0), self._fix(context) if rest else self
        if not other._int:
            if not self._int:
                d = _invalid(context, DivisionUndefined)
                return d, d
            context.signal(InvalidOperation, DivisionByZero)
            return _make(self._sign ^ other._sign, 0, 0, "F"), _make(0, 0, 0, "n")
        found = self._divided(other, context)
        if found is None:
            d = _invalid(context, DivisionImpossible)
            return d, d
        return found[0], found[1]._fix(context) if rest else found[1]

    def __divmod__(self, other, context=None):
        other = _operand(other)
        return other if other is NotImplemented else self._division(other, context)

    def __rdivmod__(self, other):
        other = _operand(other)
        return other if other is NotImplemented else other.__divmod__(self)

    def __floordiv__(self, other, context=None):
        other = _operand(other)
        if other is NotImplemented:
            return other
        if self._kind == "F" and not other._kind:
            return _make(self._sign ^ other._sign, 0, 0, "F")
        if not self._kind and self._int and not other._kind and not other._int:
            (context or getcontext()).signal(DivisionByZero)
            return _make(self._sign ^ other._sign, 0, 0, "F")
        return self._division(other, context, False)[0]

    def __rfloordiv__(self, other):
        other = _operand(other)
        return other if other is NotImplemented else other.__floordiv__(self)

    def __mod__(self, other, context=None):
        other = _operand(other)
        if other is NotImplemented:
            return other
        if not self._kind and self._int and not other._kind and not other._int:
            return _invalid(context or getcontext())
        return self._division(other, context)[1]

    def __rmod__(self, other):
        other = _operand(other)
        return other if other is NotImplemented else other.__mod__(self)

    def remainder_near(self, other, context=None):
        context = context or getcontext()
        other = _operand(other)
        nan = _nan(self, other, context) if self._kind or other._kind else None
        if nan is not None:
            return nan
        if self._kind or not other._kind and not other._int:
            return _invalid(context, DivisionUndefined if not self else InvalidOperation)
        if other._kind:
            return self._fix(context)
        low = min(self._exp, other._exp)
        found = self._divided(other, context)
        if found is None:
            return _invalid(context, DivisionImpossible)
        rest = found[1]
        twice = 2 * rest._int * 10 ** (rest._exp - low)
        whole = other._int * 10 ** (other._exp - low)
        if twice > whole or twice == whole and found[0]._int % 2:
            r = whole - rest._int * 10 ** (rest._exp - low)
            return _make(1 - self._sign, r, low)._fix(context)
        return rest._fix(context)

    def fma(self, other, third, context=None):
        """Return self * other + third, rounded once."""
        other, third = _operand(other), _operand(third)
        context = context or getcontext()
        if self._kind or other._kind:
            return self.__mul__(other, context).__add__(third, context)
        return _make(self._sign ^ other._sign, self._int * other._int, self._exp + other._exp).__add__(third, context)

    def __pow__(self, other, modulo=None, context=None):
        other = _operand(other)
        if other is NotImplemented:
            return other
        context = context or getcontext()
        if modulo is not None:
            modulo = _operand(modulo)
            if self._kind or other._kind or modulo._kind or self != int(self) or other != int(other) or modulo != int(modulo) or other._sign:
                return _invalid(context)
            if not modulo._int:
                return _invalid(context)
            n = pow(abs(int(self)), int(other), abs(int(modulo)))
            return _make(1 if self._sign and int(other) % 2 else 0, n, 0)
        return function.power(self, other, context)

    def __rpow__(self, other, modulo=None):
        other = _operand(other)
        return other if other is NotImplemented else other.__pow__(self)

    def sqrt(self, context=None):
        """Return the square root."""
        context = context or getcontext()
        if self._kind:
            nan = _nan(self, None, context)
            if nan is not None:
                return nan
            return _invalid(context) if self._sign else self
        if not self._int:
            return _make(self._sign, 0, self._exp // 2)._fix(context)
        if self._sign:
            return _invalid(context)
        exp, c = self._exp // 2, self._int * (10 if self._exp % 2 else 1)
        shift = context.prec + 1 - (integer.length(c) + 1) // 2
        if shift >= 0:
            c, rest = c * 100 ** shift, 0
        else:
            c, rest = divmod(c, 100 ** -shift)
        root = math.isqrt(c)
        exp -= shift
        if rest or root * root != c:
            root += root % 5 == 0
        else:
            while exp < self._exp // 2 and root % 10 == 0:
                root, exp = root // 10, exp + 1
            if exp > self._exp // 2:
                root, exp = root * 10 ** (exp - self._exp // 2), self._exp // 2
        near = context.copy()
        near.rounding = ROUND_HALF_EVEN
        near.traps, near.flags = [], []
        d = _make(0, root, exp)._fix(near)
        context.signal(*[s for s, on in near.flags.items() if on])
        return d

    def exp(self, context=None):
        return function.exp(self, context or getcontext())

    def ln(self, context=None):
        return function.ln(self, context or getcontext())

    def log10(self, context=None):
        return function.log10(self, context or getcontext())

    def logb(self, context=None):
        context = context or getcontext()
        if self.is_nan():
            return self._fix(context)
        if self._kind:
            return _make(0, 0, 0, "F")
        if not self._int:
            context.signal(DivisionByZero)
            return _make(1, 0, 0, "F")
        return _operand(self.adjusted())._fix(context)

    def scaleb(self, other, context=None):
        context = context or getcontext()
        other = _operand(other)
        nan = _nan(self, other, context) if self._kind or other._kind else None
        if nan is not None:
            return nan
        if other._exp != 0 or other._kind or abs(int(other)) > 2 * (context.Emax + context.prec):
            return _invalid(context)
        return self if self._kind else _make(self._sign, self._int, self._exp + int(other))._fix(context)

    def same_quantum(self, other, context=None):
        other = _operand(other)
        if self._kind or other._kind:
            return self.is_nan() and other.is_nan() or self._kind == "F" and other._kind == "F"
        return self._exp == other._exp

    def compare(self, other, context=None):
        other = _operand(other)
        nan = _nan(self, other, context or getcontext()) if self._kind or other._kind else None
        return nan if nan is not None else _operand(self._order(other))

    def compare_total(self, other, context=None):
        """Compare by all that tells two numbers apart."""
        other = _operand(other)

        def key(d):
            rank = {"": 1, "F": 2, "N": 3, "n": 4}[d._kind]
            return rank

        if self._sign != other._sign:
            return _operand(-1 if self._sign else 1)
        a, b = key(self), key(other)
        if a == b:
            if a >= 3:
                a, b = self._int, other._int
            else:
                c = self.copy_abs()._order(other.copy_abs())
                a, b = (c, 0) if c else (self._exp, other._exp)
        c = (a > b) - (a < b)
        return _operand(-c if self._sign else c)

    def max(self, other, context=None):
        return self._extreme(_operand(other), context or getcontext(), 1, False)

    def min(self, other, context=None):
        return self._extreme(_operand(other), context or getcontext(), -1, False)

    def max_mag(self, other, context=None):
        return self._extreme(_operand(other), context or getcontext(), 1, True)

    def min_mag(self, other, context=None):
        return self._extreme(_operand(other), context or getcontext(), -1, True)

    def _extreme(self, other, context, wanted, magnitude):
        if self.is_nan() or other.is_nan():
            if self._kind == "N" or other._kind == "N" or self.is_nan() and other.is_nan():
                return _nan(self, other, context)
            return (other if self.is_nan() else self)._fix(context)
        c = self.copy_abs()._order(other.copy_abs()) if magnitude else 0
        c = c or self._order(other) or int(self.compare_total(other))
        return (self if c == wanted or c == 0 else other)._fix(context)

    def next_plus(self, context=None):
        return self._next(context or getcontext(), ROUND_CEILING, 0)

    def next_minus(self, context=None):
        return self._next(context or getcontext(), ROUND_FLOOR, 1)

    def _next(self, context, rounding, sign):
        if self.is_nan():
            return self._fix(context)
        if self._kind:
            return self if self._sign == sign else _make(1 - sign, 10 ** context.prec - 1, context.Etop())
        near = context.copy()
        near.rounding, near.traps = rounding, []
        d = self._fix(near)
        return d if d._order(self) else self.__add__(_make(sign, 1, context.Etiny() - 1), near)


def bind(make, operand, invalid, nan):
    """Tell the operations how numbers are made."""
    global _make, _operand, _invalid, _nan
    _make, _operand, _invalid, _nan = make, operand, invalid, nan
    function.bind(make, invalid, nan)
