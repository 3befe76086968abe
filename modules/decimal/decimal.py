import math as _math
import numbers as _numbers
import re as _re
import sys as _sys
from collections import namedtuple as _namedtuple

import _decimal_arithmetic as _arithmetic
import _decimal_context as _context
import _decimal_function as _function
import _decimal_integer as _integer
from _decimal_context import (
    BasicContext, Clamped, Context, ConversionSyntax, DecimalException, DefaultContext, DivisionByZero, DivisionImpossible,
    DivisionUndefined, ExtendedContext, FloatOperation, Inexact, InvalidContext, InvalidOperation, MAX_EMAX, MAX_PREC, MIN_EMIN, MIN_ETINY,
    Overflow, ROUND_05UP, ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Rounded,
    Subnormal, Underflow, drop as _drop, getcontext, localcontext, setcontext)

__all__ = [
    "BasicContext", "Clamped", "Context", "ConversionSyntax", "Decimal", "DecimalException", "DecimalTuple", "DefaultContext",
    "DivisionByZero", "DivisionImpossible", "DivisionUndefined", "ExtendedContext", "FloatOperation", "HAVE_CONTEXTVAR", "HAVE_THREADS",
    "Inexact", "InvalidContext", "InvalidOperation", "MAX_EMAX", "MAX_PREC", "MIN_EMIN", "MIN_ETINY", "Overflow", "ROUND_05UP",
    "ROUND_CEILING", "ROUND_DOWN", "ROUND_FLOOR", "ROUND_HALF_DOWN", "ROUND_HALF_EVEN", "ROUND_HALF_UP", "ROUND_UP", "Rounded",
    "Subnormal", "Underflow", "getcontext", "localcontext", "setcontext"]

HAVE_THREADS = True
HAVE_CONTEXTVAR = True
__version__ = "1.70"
__libmpdec_version__ = "2.5.1"

DecimalTuple = _namedtuple("DecimalTuple", "sign digits exponent")

_TEXT = _re.compile(r"([-+])?(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:e([-+]?\d+))?|([-+])?(inf(?:inity)?)|([-+])?(s?)nan(\d*)", _re.IGNORECASE)


def _make(sign, coefficient, exponent, kind=""):
    d = object.__new__(Decimal)
    d._sign, d._int, d._exp, d._kind = sign, coefficient, exponent, kind
    return d


def _parse(text):
    m = _TEXT.fullmatch(text.strip().replace("_", ""))
    if m is None:
        return None
    sign, whole, fraction, alone, exp, isign, inf, nsign, signalling, payload = m.groups()
    if inf:
        return 1 if isign == "-" else 0, 0, 0, "F"
    if whole is None and alone is None:
        return 1 if nsign == "-" else 0, _integer.number(payload or "0"), 0, "N" if signalling else "n"
    fraction = fraction if whole is not None else alone
    fraction = fraction or ""
    return 1 if sign == "-" else 0, _integer.number((whole or "") + fraction or "0"), _integer.number(exp or "0") - len(fraction), ""


class Decimal(_arithmetic.Arithmetic):
    """A decimal number of any precision, an infinity, or no number at all."""

    def __new__(cls, value="0", context=None):
        parts = _parts(value, context)
        if isinstance(value, (str, list, tuple)):
            parts = _bounded(parts, context)
        self = object.__new__(cls)
        self._sign, self._int, self._exp, self._kind = parts
        return self

    @staticmethod
    def _rounded(value, context):
        return _make(*_parts(value, context))._fix(context)

    @classmethod
    def from_float(cls, f):
        """Return exactly what a float or an int is."""
        if isinstance(f, int):
            return cls(f)
        if not isinstance(f, float):
            raise TypeError("argument must be int or float")
        d = _make(*_of_float(f))
        return d if cls is Decimal else cls(d)

    # What it is.

    def is_nan(self):
        return self._kind in ("n", "N")

    def is_qnan(self):
        return self._kind == "n"

    def is_snan(self):
        return self._kind == "N"

    def is_infinite(self):
        return self._kind == "F"

    def is_finite(self):
        return not self._kind

    def is_signed(self):
        return self._sign == 1

    def is_zero(self):
        return not self._kind and self._int == 0

    def is_canonical(self):
        return True

    def canonical(self):
        return self

    def is_normal(self, context=None):
        return not self._kind and self._int != 0 and self.adjusted() >= (context or getcontext()).Emin

    def is_subnormal(self, context=None):
        return not self._kind and self._int != 0 and self.adjusted() < (context or getcontext()).Emin

    def number_class(self, context=None):
        if self.is_nan():
            return "sNaN" if self._kind == "N" else "NaN"
        sign = "-" if self._sign else "+"
        if self._kind:
            return sign + "Infinity"
        if not self._int:
            return sign + "Zero"
        return sign + ("Subnormal" if self.is_subnormal(context) else "Normal")

    def radix(self):
        return Decimal(10)

    def adjusted(self):
        """Return the exponent of the first digit."""
        return 0 if self._kind else self._exp + _integer.length(self._int) - 1

    def as_tuple(self):
        if self._kind == "F":
            return DecimalTuple(self._sign, (0,), "F")
        digits = tuple(int(c) for c in _integer.text(self._int))
        if self._kind:
            return DecimalTuple(self._sign, digits if self._int else (), self._kind)
        return DecimalTuple(self._sign, digits, self._exp)

    def as_integer_ratio(self):
        if self._kind:
            if self._kind == "F":
                raise OverflowError("cannot convert Infinity to integer ratio")
            raise ValueError("cannot convert NaN to integer ratio")
        top = -self._int if self._sign else self._int
        if self._exp >= 0:
            return top * 10 ** self._exp, 1
        bottom = 10 ** -self._exp
        d = _math.gcd(top, bottom)
        return top // d, bottom // d

    # As text and as other numbers.

    def __repr__(self):
        return "Decimal('%s')" % str(self)

    def __str__(self):
        return self._text(False)

    def to_eng_string(self, context=None):
        return self._text(True)

    def _text(self, engineering):
        sign = "-" if self._sign else ""
        if self._kind == "F":
            return sign + "Infinity"
        if self._kind:
            return sign + ("sNaN" if self._kind == "N" else "NaN") + (_integer.text(self._int) if self._int else "")
        digits = _integer.text(self._int)
        left = self._exp + len(digits)
        if self._exp <= 0 and left > -6:
            point = left
        elif not engineering:
            point = 1
        elif self._int == 0:
            point = (left + 1) % 3 - 1
        else:
            point = (left - 1) % 3 + 1
        if point <= 0:
            text = "0." + "0" * -point + digits
        elif point >= len(digits):
            text = digits + "0" * (point - len(digits))
        else:
            text = digits[:point] + "." + digits[point:]
        if left != point:
            text += ("E" if getcontext().capitals else "e") + "%+d" % (left - point)
        return sign + text

    def __format__(self, spec):
        return _function.formatted(self, spec, getcontext().rounding)

    def __bool__(self):
        return bool(self._kind) or self._int != 0

    def __int__(self):
        if self._kind == "F":
            raise OverflowError("cannot convert Infinity to integer")
        if self._kind:
            raise ValueError("cannot convert NaN to integer")
        n = self._int * 10 ** self._exp if self._exp >= 0 else self._int // 10 ** -self._exp
        return -n if self._sign else n

    __trunc__ = __int__

    def __float__(self):
        if self._kind == "N":
            raise ValueError("cannot convert signaling NaN to float")
        if self._kind == "n":
            return float("-nan" if self._sign else "nan")
        return float(str(self))

    def __complex__(self):
        return complex(float(self))

    def __floor__(self):
        return int(self._whole(ROUND_FLOOR))

    def __ceil__(self):
        return int(self._whole(ROUND_CEILING))

    def __round__(self, n=None):
        if n is None:
            return int(self._whole(ROUND_HALF_EVEN))
        if not isinstance(n, int):
            raise TypeError("optional arg must be an integer")
        return self.quantize(_make(0, 1, -n), rounding=ROUND_HALF_EVEN)

    def _whole(self, rounding):
        return self if self._kind or self._exp >= 0 else self._rescale(0, rounding)

    @property
    def real(self):
        return self

    @property
    def imag(self):
        return Decimal(0)

    def conjugate(self):
        return self

    def __hash__(self):
        if self._kind == "N":
            raise TypeError("Cannot hash a signaling NaN value")
        if self._kind == "n":
            return object.__hash__(self)
        if self._kind:
            return -_sys.hash_info.inf if self._sign else _sys.hash_info.inf
        p = _sys.hash_info.modulus
        scale = pow(10, self._exp, p) if self._exp >= 0 else pow(pow(10, p - 2, p), -self._exp, p)
        h = self._int * scale % p
        if self._sign:
            h = -h
        return -2 if h == -1 else h

    def __reduce__(self):
        return self.__class__, (str(self),)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    # Comparisons.

    def _order(self, other):
        """Compare with another number that is no NaN: -1, 0 or 1."""
        if self._kind or other._kind:
            a = 0 if not self._kind else -1 if self._sign else 1
            b = 0 if not other._kind else -1 if other._sign else 1
            return (a > b) - (a < b)
        if not self._int or not other._int:
            a = 0 if not self._int else -1 if self._sign else 1
            b = 0 if not other._int else -1 if other._sign else 1
            return (a > b) - (a < b)
        if self._sign != other._sign:
            return -1 if self._sign else 1
        a, b = self.adjusted(), other.adjusted()
        if a == b:
            low = min(self._exp, other._exp)
            a, b = self._int * 10 ** (self._exp - low), other._int * 10 ** (other._exp - low)
        c = (a > b) - (a < b)
        return -c if self._sign else c

    def __eq__(self, other):
        other = _comparable(other, True)
        if other is NotImplemented:
            return other
        if self._kind == "N" or other._kind == "N":
            getcontext().signal(InvalidOperation)
        return not self.is_nan() and not other.is_nan() and self._order(other) == 0

    def _ordered(self, other):
        other = _comparable(other, False)
        if other is NotImplemented:
            return other
        if self.is_nan() or other.is_nan():
            getcontext().signal(InvalidOperation)
            return None
        return self._order(other)

    def __lt__(self, other):
        c = self._ordered(other)
        return c if c is NotImplemented else c is not None and c < 0

    def __le__(self, other):
        c = self._ordered(other)
        return c if c is NotImplemented else c is not None and c <= 0

    def __gt__(self, other):
        c = self._ordered(other)
        return c if c is NotImplemented else c is not None and c > 0

    def __ge__(self, other):
        c = self._ordered(other)
        return c if c is NotImplemented else c is not None and c >= 0

    # Rounding.

    def _rescale(self, exponent, rounding):
        """Return the number with another exponent, however many digits that takes."""
        if self._exp >= exponent:
            return _make(self._sign, self._int * 10 ** (self._exp - exponent) if self._int else 0, exponent)
        gone = exponent - self._exp
        coefficient = self._int
        if gone > _integer.length(coefficient) + 1:
            coefficient, gone = 1 if coefficient else 0, 2
        return _make(self._sign, _drop(coefficient, gone, rounding, self._sign)[0], exponent)

    def _fix(self, context):
        """Return what is left of the number within the bounds of a context."""
        if self._kind:
            if self._kind == "N":
                context.signal(InvalidOperation)
            return _shortened(self, context) if self.is_nan() else self
        tiny, top = context.Etiny(), context.Etop()
        if not self._int:
            exp = min(max(self._exp, tiny), top if context.clamp else context.Emax)
            if exp == self._exp:
                return self if type(self) is Decimal else _make(self._sign, 0, exp)
            context.signal(Clamped)
            return _make(self._sign, 0, exp)
        n = _integer.length(self._int)
        least = n + self._exp - context.prec  # the exponent that leaves as many digits as the precision
        if least > top:
            return self._overflow(context)
        subnormal = least < tiny
        least = max(least, tiny)
        if self._exp >= least:
            if subnormal:
                context.signal(Subnormal)
            if context.clamp and self._exp > top:
                context.signal(Clamped)
                return self._rescale(top, context.rounding)
            return self if type(self) is Decimal else _make(self._sign, self._int, self._exp)
        coefficient, gone = self._int, least - self._exp
        if gone > n + 1:
            coefficient, gone = 1, 2
        coefficient, lost = _drop(coefficient, gone, context.rounding, self._sign)
        if _integer.length(coefficient) > context.prec:
            coefficient, least = coefficient // 10, least + 1
            if least > top:
                return self._overflow(context)
        happened = [Underflow] if lost and subnormal else []
        happened += [Subnormal] if subnormal else []
        happened += [Inexact] if lost else []
        happened += [Rounded] + ([Clamped] if not coefficient else [])
        context.signal(*happened)
        return _make(self._sign, coefficient, least)

    def _overflow(self, context):
        context.signal(Overflow, Inexact, Rounded)
        if context.rounding in (ROUND_DOWN, ROUND_05UP) or context.rounding == (ROUND_FLOOR, ROUND_CEILING)[self._sign]:
            return _make(self._sign, 10 ** context.prec - 1, context.Etop())
        return _make(self._sign, 0, 0, "F")

    def quantize(self, exp, rounding=None, context=None):
        """Return the number with the exponent of another."""
        context = context or getcontext()
        if rounding is None:
            rounding = context.rounding
        elif rounding not in _context.ROUNDINGS:
            context.copy().rounding = rounding
        exp = _operand(exp)
        if exp is NotImplemented:
            raise TypeError("conversion to Decimal is not supported")
        if self._kind or exp._kind:
            nan = _nan(self, exp, context)
            if nan is not None:
                return nan
            if self._kind and exp._kind:
                return self
            return _invalid(context)
        if not context.Etiny() <= exp._exp <= context.Emax:
            return _invalid(context)
        if self._int and (self.adjusted() > context.Emax or self.adjusted() - exp._exp + 1 > context.prec):
            return _invalid(context)
        d = self._rescale(exp._exp, rounding)
        if d.adjusted() > context.Emax or _integer.length(d._int) > context.prec:
            return _invalid(context)
        happened = [Subnormal] if d._int and d.adjusted() < context.Emin else []
        if d._exp > self._exp:
            happened += [Inexact, Rounded] if d._order(self) else [Rounded] if self._int else []
        context.signal(*happened)
        return d

    def normalize(self, context=None):
        """Return the number without zeros at its end."""
        d = self._fix(context or getcontext())
        if d._kind:
            return d
        if not d._int:
            return _make(d._sign, 0, 0)
        text = _integer.text(d._int)
        bare = text.rstrip("0")
        return _make(d._sign, _integer.number(bare), d._exp + len(text) - len(bare))

    def to_integral_value(self, rounding=None, context=None):
        context = context or getcontext()
        return self._fix(context) if self.is_nan() else self._whole(rounding or context.rounding)

    to_integral = to_integral_value

    def to_integral_exact(self, rounding=None, context=None):
        context = context or getcontext()
        d = self.to_integral_value(rounding, context)
        if d._exp != self._exp and not d._kind:
            context.signal(*([Inexact, Rounded] if d._order(self) else [Rounded] if self._int else []))
        return d


def _of_float(f):
    if f != f:
        return 0, 0, 0, "n"
    sign = 1 if _math.copysign(1.0, f) < 0 else 0
    if _math.isinf(f):
        return sign, 0, 0, "F"
    n, d = abs(f).as_integer_ratio()
    k = d.bit_length() - 1
    return sign, n * 5 ** k, -k, ""


def _of_tuple(value):
    if len(value) != 3:
        raise ValueError("argument must be a sequence of length 3")
    sign, digits, exp = value
    if sign not in (0, 1):
        raise ValueError("sign must be an integer with the value 0 or 1")
    for d in digits:
        if not isinstance(d, int) or not 0 <= d <= 9:
            raise ValueError("coefficient must be a tuple of digits")
    coefficient = _integer.number("".join(str(d) for d in digits) or "0")
    if exp in ("n", "N", "F"):
        return sign, 0 if exp == "F" else coefficient, 0, exp
    if not isinstance(exp, int):
        raise ValueError("string argument in the third position must be 'F', 'n' or 'N'")
    if not -2 ** 63 <= exp < 2 ** 63:
        raise OverflowError("Python int too large to convert to C ssize_t")
    return sign, coefficient, exp, ""


def _parts(value, context):
    if isinstance(value, Decimal):
        return value._sign, value._int, value._exp, value._kind
    if isinstance(value, str):
        parts = _parse(value)
        if parts is None:
            (context or getcontext()).signal(ConversionSyntax)
            return 0, 0, 0, "n"
        return parts
    if isinstance(value, int):
        value = int(value)
        return 1 if value < 0 else 0, abs(value), 0, ""
    if isinstance(value, float):
        if getcontext().traps[FloatOperation]:
            getcontext().signal(FloatOperation)
        getcontext().flags[FloatOperation] = True
        return _of_float(value)
    if isinstance(value, (list, tuple)):
        return _of_tuple(value)
    raise TypeError("conversion from %s to Decimal is not supported" % type(value).__name__)


def _bounded(parts, context):
    """Return what a number consists of, or no number if no context can hold its exponent."""
    _, coefficient, exp, kind = parts
    first = exp + (_integer.length(coefficient) - 1 if coefficient else 0)
    if kind or exp >= MIN_ETINY and first <= MAX_EMAX:
        return parts
    (context or getcontext()).signal(InvalidOperation)
    return 0, 0, 0, "n"


def _operand(value):
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int):
        return _make(1 if value < 0 else 0, abs(int(value)), 0)
    return NotImplemented


def _comparable(value, equality):
    if isinstance(value, float):
        context = getcontext()
        if equality:
            context.flags[FloatOperation] = True
        else:
            context.signal(FloatOperation)
        return _make(*_of_float(value))
    return _operand(value)


def _invalid(context, condition=InvalidOperation):
    context.signal(condition)
    return _make(0, 0, 0, "n")


def _nan(a, b, context):
    """Return the NaN that an operation with a NaN results in, or None."""
    for d in (a, b):
        if d is not None and d._kind == "N":
            context.signal(InvalidOperation)
            return _shortened(d, context)
    for d in (a, b):
        if d is not None and d._kind == "n":
            return _shortened(d, context)
    return None


def _shortened(nan, context):
    return _make(nan._sign, nan._int % 10 ** (context.prec - context.clamp), 0, "n")


_context.bind(Decimal)
_arithmetic.bind(_make, _operand, _invalid, _nan)
_numbers.Number.register(Decimal)
