import threading

ROUND_DOWN, ROUND_UP, ROUND_CEILING, ROUND_FLOOR = "ROUND_DOWN", "ROUND_UP", "ROUND_CEILING", "ROUND_FLOOR"
ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_05UP = "ROUND_HALF_UP", "ROUND_HALF_DOWN", "ROUND_HALF_EVEN", "ROUND_05UP"
ROUNDINGS = (ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN, ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_05UP)

MAX_PREC = MAX_EMAX = 999999999999999999
MIN_EMIN = -MAX_EMAX
MIN_ETINY = MIN_EMIN - (MAX_PREC - 1)


class DecimalException(ArithmeticError):
    """What arithmetic with Decimals can signal."""


class Clamped(DecimalException):
    """An exponent was changed to fit."""


class InvalidOperation(DecimalException):
    """There is no result."""


class ConversionSyntax(InvalidOperation):
    """A text is no number."""


class DivisionByZero(DecimalException, ZeroDivisionError):
    """A finite number was divided by zero."""


class DivisionImpossible(InvalidOperation):
    """A whole quotient has more digits than the precision."""


class DivisionUndefined(InvalidOperation, ZeroDivisionError):
    """Zero was divided by zero."""


class Inexact(DecimalException):
    """Digits other than zero were lost."""


class InvalidContext(InvalidOperation):
    """The context does not allow the operation."""


class Rounded(DecimalException):
    """Digits were lost."""


class Subnormal(DecimalException):
    """The exponent is below Emin."""


class Overflow(Inexact, Rounded):
    """The exponent is above Emax."""


class Underflow(Inexact, Rounded, Subnormal):
    """A subnormal result is inexact."""


class FloatOperation(DecimalException, TypeError):
    """Floats and Decimals were mixed."""


for _cls in (DecimalException, Clamped, InvalidOperation, ConversionSyntax, DivisionByZero, DivisionImpossible, DivisionUndefined,
             Inexact, InvalidContext, Rounded, Subnormal, Overflow, Underflow, FloatOperation):
    _cls.__module__ = "decimal"

SIGNALS = (InvalidOperation, FloatOperation, DivisionByZero, Overflow, Underflow, Subnormal, Inexact, Rounded, Clamped)
_SHOWN = (Clamped, InvalidOperation, DivisionByZero, Inexact, FloatOperation, Overflow, Rounded, Subnormal, Underflow)
_CONDITIONS = (ConversionSyntax, DivisionImpossible, DivisionUndefined, InvalidContext)


class _SignalDict(dict):
    def __setitem__(self, key, value):
        if key not in self:
            raise KeyError("invalid error flag")
        dict.__setitem__(self, key, bool(value))


def _signals(given):
    if isinstance(given, dict):
        return _SignalDict((s, bool(given.get(s, False))) for s in SIGNALS)
    for s in given:
        if s not in SIGNALS:
            raise TypeError("values must be signals")
    return _SignalDict((s, s in given) for s in SIGNALS)


def round_away(rounding, sign, last, rest, half):
    """Tell whether a number is rounded away from zero: last is its last digit that stays, rest compares what goes with zero, half with
    one half."""
    if not rest:
        return False
    if rounding == ROUND_HALF_EVEN:
        return half > 0 or half == 0 and last % 2 == 1
    if rounding == ROUND_HALF_UP:
        return half >= 0
    if rounding == ROUND_HALF_DOWN:
        return half > 0
    if rounding == ROUND_DOWN:
        return False
    if rounding == ROUND_UP:
        return True
    if rounding == ROUND_CEILING:
        return not sign
    if rounding == ROUND_FLOOR:
        return bool(sign)
    return last % 5 == 0


def drop(coefficient, digits, rounding, sign):
    """Drop the last digits of a coefficient; also tell whether they were other than zero."""
    unit = 10 ** digits
    kept, rest = divmod(coefficient, unit)
    if rest:
        twice = rest * 2
        if round_away(rounding, sign, kept % 10, True, (twice > unit) - (twice < unit)):
            kept += 1
    return kept, rest != 0


class Context(object):
    """The precision, rounding and limits of arithmetic, and what it does about what goes wrong."""

    def __init__(self, prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None, flags=None, traps=None):
        base = DefaultContext if "DefaultContext" in globals() else None
        self.prec = prec if prec is not None else base.prec if base else 28
        self.rounding = rounding if rounding is not None else base.rounding if base else ROUND_HALF_EVEN
        self.Emin = Emin if Emin is not None else base.Emin if base else -999999
        self.Emax = Emax if Emax is not None else base.Emax if base else 999999
        self.capitals = capitals if capitals is not None else base.capitals if base else 1
        self.clamp = clamp if clamp is not None else base.clamp if base else 0
        self.flags = _signals(flags or [])
        self.traps = _signals(traps) if traps is not None else _signals(base.traps) if base else _signals([])

    def __setattr__(self, name, value):
        if name in ("prec", "Emin", "Emax", "capitals", "clamp"):
            if not isinstance(value, int):
                raise TypeError("'%s' object cannot be interpreted as an integer" % type(value).__name__)
            low, high = {"prec": (1, MAX_PREC), "Emin": (MIN_EMIN, 0), "Emax": (0, MAX_EMAX), "capitals": (0, 1), "clamp": (0, 1)}[name]
            if not low <= value <= high:
                if name == "prec" or name == "Emax" or name == "Emin":
                    raise ValueError("valid range for %s is [%s]" % (
                        name, {"prec": "1, MAX_PREC", "Emin": "MIN_EMIN, 0", "Emax": "0, MAX_EMAX"}[name]))
                raise ValueError("valid values for %s are 0 or 1" % name)
        elif name == "rounding":
            if value not in ROUNDINGS:
                raise TypeError("valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n"
                                "   ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]")
        elif name == "flags" or name == "traps":
            if not isinstance(value, _SignalDict):
                value = _signals(value)
        else:
            raise AttributeError("'decimal.Context' object has no attribute '%s'" % name)
        object.__setattr__(self, name, value)

    def __repr__(self):
        return ("Context(prec=%d, rounding=%s, Emin=%d, Emax=%d, capitals=%d, clamp=%d, flags=[%s], traps=[%s])" % (
            self.prec, self.rounding, self.Emin, self.Emax, self.capitals, self.clamp,
            ", ".join(s.__name__ for s in _SHOWN if self.flags[s]), ", ".join(s.__name__ for s in _SHOWN if self.traps[s])))

    def __reduce__(self):
        return Context, (self.prec, self.rounding, self.Emin, self.Emax, self.capitals, self.clamp,
                         [s for s in SIGNALS if self.flags[s]], [s for s in SIGNALS if self.traps[s]])

    def signal(self, *conditions):
        """Note what happened, and raise what is to be raised."""
        raised = []
        for c in conditions:
            s = InvalidOperation if c in _CONDITIONS else c
            self.flags[s] = True
            if self.traps[s]:
                raised.append((s, c))
        if raised:
            raise raised[0][0]([c for s, c in raised])

    def copy(self):
        return Context(self.prec, self.rounding, self.Emin, self.Emax, self.capitals, self.clamp, dict(self.flags), dict(self.traps))

    __copy__ = copy

    def clear_flags(self):
        self.flags = []

    def clear_traps(self):
        self.traps = []

    def Etiny(self):
        return self.Emin - self.prec + 1

    def Etop(self):
        return self.Emax - self.prec + 1

    def radix(self):
        return _Decimal(10)

    def create_decimal(self, num="0"):
        return _Decimal._rounded(num, self)

    def create_decimal_from_float(self, f):
        return self.plus(_Decimal.from_float(f))

    def plus(self, a):
        return _number(a)._fix(self)

    def minus(self, a):
        return _number(a).__neg__(self)

    def abs(self, a):
        return _number(a).__abs__(context=self)

    def power(self, a, b, modulo=None):
        return _number(a).__pow__(_number(b), modulo, self)

    def divmod(self, a, b):
        return _number(a).__divmod__(_number(b), self)


def _number(value):
    if isinstance(value, _Decimal):
        return value
    if isinstance(value, int):
        return _Decimal(value)
    raise TypeError("conversion from %s to Decimal is not supported" % type(value).__name__)


def _binary(name, special):
    def method(self, a, b):
        return getattr(_number(a), special)(_number(b), self)
    method.__name__ = name
    return method


def _delegate(name):
    def method(self, a, *rest):
        return getattr(_number(a), name)(*[_number(x) for x in rest], context=self)
    method.__name__ = name
    return method


def _plain(name):
    def method(self, a, *rest):
        return getattr(_number(a), name)(*[_number(x) for x in rest])
    method.__name__ = name
    return method


for _name, _special in (("add", "__add__"), ("subtract", "__sub__"), ("multiply", "__mul__"), ("divide", "__truediv__"),
                        ("divide_int", "__floordiv__"), ("remainder", "__mod__")):
    setattr(Context, _name, _binary(_name, _special))
for _name in ("compare", "exp", "fma", "ln", "log10", "logb", "max", "min", "max_mag", "min_mag", "next_minus", "next_plus", "normalize",
              "quantize", "remainder_near", "scaleb", "sqrt", "to_eng_string", "to_integral_exact", "to_integral_value", "number_class",
              "is_normal", "is_subnormal"):
    setattr(Context, _name, _delegate(_name))
for _name in ("copy_abs", "copy_negate", "copy_sign", "is_finite", "is_infinite", "is_nan", "is_qnan", "is_signed", "is_snan", "is_zero",
              "same_quantum", "compare_total", "canonical", "is_canonical", "__str__"):
    setattr(Context, _name if _name != "__str__" else "to_sci_string", _plain(_name))

DefaultContext = Context(28, ROUND_HALF_EVEN, -999999, 999999, 1, 0, [], [DivisionByZero, Overflow, InvalidOperation])
BasicContext = Context(9, ROUND_HALF_UP, traps=[DivisionByZero, Overflow, InvalidOperation, Clamped, Underflow])
ExtendedContext = Context(9, ROUND_HALF_EVEN, traps=[])

_local = threading.local()


def getcontext():
    """Return the context of this thread."""
    try:
        return _local.context
    except AttributeError:
        _local.context = DefaultContext.copy()
        _local.context.clear_flags()
        return _local.context


def setcontext(context):
    """Set the context of this thread."""
    if not isinstance(context, Context):
        raise TypeError("optional argument must be a context")
    if context in (DefaultContext, BasicContext, ExtendedContext):
        context = context.copy()
        context.clear_flags()
    _local.context = context


class _Manager(object):
    def __init__(self, context):
        self.new = context

    def __enter__(self):
        self.saved = getcontext()
        setcontext(self.new)
        return self.new

    def __exit__(self, *exc):
        setcontext(self.saved)


def localcontext(ctx=None, **kwargs):
    """Return a context manager that sets a copy of a context for a while."""
    context = (getcontext() if ctx is None else ctx).copy()
    for name, value in kwargs.items():
        if name not in ("prec", "rounding", "Emin", "Emax", "capitals", "clamp", "flags", "traps"):
            raise TypeError("'%s' is an invalid keyword argument for this function" % name)
        setattr(context, name, value)
    return _Manager(context)


def bind(cls):
    """Tell the contexts what they make."""
    global _Decimal
    _Decimal = cls
