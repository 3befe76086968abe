import math

import _decimal_integer as integer
from _decimal_context import DivisionByZero, Inexact, ROUND_HALF_EVEN, Rounded

# Numbers in fixed point are ints: x times 10 ** w stands for x.


def _atanh(n, one):
    """The area hyperbolic tangent of 1 / n."""
    term = total = one // n
    square, k = n * n, 3
    while term:
        term //= square
        total += term // k
        k += 2
    return total


_ln10 = {}


def _ln_of_10(w):
    if w not in _ln10:
        one = 10 ** (w + 8)
        _ln10[w] = (46 * _atanh(31, one) + 34 * _atanh(49, one) + 20 * _atanh(161, one)) // 10 ** 8
    return _ln10[w]


def _exp_fixed(x, w):
    """e to the power of x; both have w decimal places. x is not much above 3."""
    halvings = int(w ** 0.5) + 4
    guard = halvings // 2 + 6
    one = 10 ** (w + guard)
    x = x * 10 ** guard >> halvings
    term = total = one
    k = 1
    while term:
        term = term * x // (one * k)
        total += term
        k += 1
    for _ in range(halvings):
        total = total * total // one
    return total // 10 ** guard


def _exp_parts(x, places, prec):
    """e to the power of x / 10 ** places, as a coefficient of more than prec digits and an exponent."""
    w = prec + 8 + max(0, integer.length(abs(x)) - places)
    x = x * 10 ** (w - places) if w >= places else x // 10 ** (places - w)
    tens, rest = divmod(x, _ln_of_10(w))
    return _exp_fixed(rest, w), tens - w


def _ln_fixed(c, e, w):
    """The natural logarithm of c * 10 ** e with w decimal places."""
    w += 6
    n = integer.length(c)
    tens = e + n - 1
    m = c * 10 ** (w - n + 1) if w >= n - 1 else c // 10 ** (n - 1 - w)  # from 1 to 10
    one = 10 ** w
    y = int(math.log(m * 10 ** 15 // one / 1e15) * 1e15) * 10 ** w // 10 ** 15
    good = 14
    while True:
        p = _exp_fixed(y, w) if y >= 0 else one * one // _exp_fixed(-y, w)
        y += 2 * one * (m - p) // (m + p)
        good *= 3
        if good > w:
            break
    return (y + tens * _ln_of_10(w)) // 10 ** 6


def _inexact(sign, coefficient, exponent, context, rounding=ROUND_HALF_EVEN):
    """Round what is not exact: a last digit other than zero keeps it from a tie."""
    coefficient = coefficient * 10 + 1
    near = context.copy()
    near.rounding, near.traps, near.flags = rounding, [], []
    d = _make(sign, coefficient, exponent - 1)._fix(near)
    context.signal(*[s for s, on in near.flags.items() if on])
    return d


def exp(d, context):
    if d._kind:
        nan = _nan(d, None, context)
        return nan if nan is not None else _make(0, 0, 0) if d._sign else d
    if not d._int:
        return _make(0, 1, 0)
    if d.adjusted() > integer.length(context.Emax) + 1:
        return _inexact(0, 1, -context.Emax * 3 if d._sign else context.Emax * 3, context)
    if d.adjusted() < -context.prec - 2:
        return _inexact(0, 10 ** (context.prec + 2) + (-1 if d._sign else 1), -context.prec - 2, context)
    x = -d._int if d._sign else d._int
    c, e = _exp_parts(x * 10 ** d._exp if d._exp > 0 else x, max(0, -d._exp), context.prec)
    return _inexact(0, c, e, context)


def _logarithm(d, context):
    """Return the result for what has no logarithm, or None."""
    if d._kind:
        nan = _nan(d, None, context)
        if nan is not None:
            return nan
        return _invalid(context) if d._sign else d
    if not d._int:
        return _make(1, 0, 0, "F")
    return _invalid(context) if d._sign else None


def ln(d, context):
    special = _logarithm(d, context)
    if special is not None:
        return special
    if d == 1:
        return _make(0, 0, 0)
    w = _places(d, context.prec)
    y = _ln_fixed(d._int, d._exp, w)
    return _inexact(1 if y < 0 else 0, abs(y), -w, context)


def _places(d, prec):
    """How many decimal places the logarithm of d needs: near 1 it is small."""
    near = _make(0, d._int, d._exp)
    distance = abs(near._int * 10 ** max(near._exp, 0) - 10 ** max(0, -near._exp)) if abs(d.adjusted()) < 2 else 1
    small = max(0, max(0, -near._exp) - integer.length(distance)) if abs(d.adjusted()) < 2 else 0
    return prec + small + 6


def log10(d, context):
    special = _logarithm(d, context)
    if special is not None:
        return special
    if integer.text(d._int).rstrip("0") == "1":
        return _make(1 if d.adjusted() < 0 else 0, abs(d.adjusted()), 0)._fix(context)
    w = _places(d, context.prec) + 4
    y = _ln_fixed(d._int, d._exp, w) * 10 ** w // _ln_of_10(w)
    return _inexact(1 if y < 0 else 0, abs(y), -w, context)


def power(a, b, context):
    nan = _nan(a, b, context) if a._kind or b._kind else None
    if nan is not None:
        return nan
    if not b._kind and not b._int:
        return _invalid(context) if not a._kind and not a._int else _make(0, 1, 0)
    whole = not b._kind and (b._exp >= 0 or b._int % 10 ** -b._exp == 0)
    odd = whole and b._exp <= 0 and b._int // 10 ** -b._exp % 2 == 1
    sign = a._sign if odd else 0
    if a._sign and not whole and a:
        return _invalid(context)
    if not a._kind and not a._int:
        return _make(sign, 0, 0, "F") if b._sign else _make(sign, 0, 0)
    if a._kind:
        return _make(sign, 0, 0) if b._sign else _make(sign, 0, 0, "F")
    if b._kind:
        c = a.copy_abs()._order(_make(0, 1, 0))
        if c == 0:
            context.signal(Inexact, Rounded)
            return _make(0, 10 ** (context.prec - 1), 1 - context.prec)
        return _make(0, 0, 0, "F") if (c > 0) != bool(b._sign) else _make(0, 0, 0)
    if whole:
        n = b._int * 10 ** b._exp if b._exp >= 0 else b._int // 10 ** -b._exp
        if n * integer.length(a._int) <= 4 * context.prec + 2000:
            if not b._sign:
                return _make(sign, a._int ** n, a._exp * n)._fix(context)
            return _make(0, 1, 0).__truediv__(_make(sign, a._int ** n, a._exp * n), context)
    magnitude = b.adjusted() + integer.length(abs(a.adjusted()) + 1) + 2
    if magnitude > integer.length(context.Emax) + 4 and a.copy_abs() != 1:
        up = (a.copy_abs()._order(_make(0, 1, 0)) > 0) != bool(b._sign)
        return _make(sign, 1, context.Emax * 3 if up else -context.Emax * 3)._fix(context)
    if a.copy_abs() == 1:
        context.signal(Inexact, Rounded)
        return _make(sign, 10 ** (context.prec - 1), 1 - context.prec)
    w = context.prec + max(0, magnitude) + 10 + _places(a, 0)
    y = _ln_fixed(a._int, a._exp, w) * (-b._int if b._sign else b._int)
    y = y * 10 ** b._exp if b._exp >= 0 else y // 10 ** -b._exp
    c, e = _exp_parts(y, w, context.prec + 4)
    if not whole:
        # A root that is exact comes out a hair beside it.
        short = 10 ** (integer.length(c) - context.prec - 3)
        near = (c + short // 2) // short * short
        if abs(c - near) <= short // 10 ** 2 and near % (short * 10 ** 3) == 0:
            context.signal(Inexact, Rounded)
            kept = near // 10 ** (integer.length(near) - context.prec)
            return _make(sign, kept, e + integer.length(near) - context.prec)._fix(context)
    return _inexact(sign, c, e, context, context.rounding)


def _spec(text):
    """Take a format specification apart."""
    fill, align, i = " ", "", 0
    if len(text) > 1 and text[1] in "<>=^":
        fill, align, i = text[0], text[1], 2
    elif text[:1] in ("<", ">", "=", "^"):
        align, i = text[0], 1
    sign = "-"
    if text[i:i + 1] in ("+", "-", " "):
        sign, i = text[i], i + 1
    zeros = text[i:i + 1] == "0"
    if zeros:
        i += 1
        if align:
            raise ValueError("invalid format string")
        fill, align = "0", "="
    j = i
    while text[j:j + 1].isdigit():
        j += 1
    width, i = int(text[i:j] or "0"), j
    comma = text[i:i + 1] == ","
    i += comma
    precision = None
    if text[i:i + 1] == ".":
        j = i + 1
        while text[j:j + 1].isdigit():
            j += 1
        if j == i + 1:
            raise ValueError("invalid format string")
        precision, i = int(text[i + 1:j]), j
    kind = text[i:]
    if comma and kind == "n" or kind not in ("", "e", "E", "f", "F", "g", "G", "n", "%"):
        raise ValueError("invalid format string")
    return fill, align or ">", sign, zeros, width, comma, precision, kind


def _grouped(whole, comma, least):
    """Put commas between thousands, and zeros before, up to a width."""
    if not comma:
        return whole.rjust(least, "0")
    while True:
        parts, rest = [], whole
        while len(rest) > 3:
            parts.insert(0, rest[-3:])
            rest = rest[:-3]
        text = ",".join([rest] + parts)
        if len(text) >= least:
            return text
        whole = "0" + whole


def formatted(d, spec, rounding):
    """Show a number as a format specification says."""
    if not isinstance(spec, str):
        raise TypeError("format arg must be str")
    fill, align, plus, zeros, width, comma, precision, kind = _spec(spec)
    if d._kind:
        text = str(d.copy_abs())
        sign = "-" if d._sign else "" if plus == "-" else plus
        if zeros:
            fill, align = " ", ">"
        return _padded(sign, text + ("%" if kind == "%" else ""), fill, align, width)
    letter = kind or "G"
    if letter == "n":
        letter = "g"
    if kind == "%":
        d = _make(d._sign, d._int, d._exp + 2)
    digits = integer.length(d._int)
    if precision is not None:
        if letter in "eE":
            if d._int:
                d = d._rescale(d.adjusted() - precision, rounding)
                if integer.length(d._int) > precision + 1:
                    d = d._rescale(d._exp + 1, rounding)
            else:
                d = _make(d._sign, 0, d._exp)
        elif letter in "fF%":
            d = d._rescale(-precision, rounding)
        elif digits > max(precision, 1):
            d = d._rescale(d._exp + digits - max(precision, 1), rounding)
            if integer.length(d._int) > max(precision, 1):
                d = d._rescale(d._exp + 1, rounding)
    if letter in "fF%" and d._exp > 0:
        d = d._rescale(0, rounding)
    text = integer.text(d._int)
    left = d._exp + len(text)
    if letter in "eE":
        point = 1 - precision if not d._int and precision is not None else 1
    elif letter in "fF%":
        point = left
    else:
        point = left if d._exp <= 0 and left > -6 else 1
    if point < 0 or point == 0:
        whole, fraction = "0", "0" * -point + text
    elif point > len(text):
        whole, fraction = text + "0" * (point - len(text)), ""
    else:
        whole, fraction = text[:point], text[point:]
    tail = "." + fraction if fraction else ""
    exponent = left - point
    if letter in "eE" or exponent and letter in "gG":
        tail += ("e" if letter in "eg" else "E") + "%+d" % exponent
    if kind == "%":
        tail += "%"
    sign = "-" if d._sign else "" if plus == "-" else plus
    least = max(1, width - len(sign) - len(tail)) if zeros else 1
    return _padded(sign, _grouped(whole, comma, least) + tail, fill, align, width)


def _padded(sign, text, fill, align, width):
    missing = width - len(sign) - len(text)
    if missing <= 0:
        return sign + text
    if align == "=":
        return sign + fill * missing + text
    if align == "<":
        return sign + text + fill * missing
    if align == "^":
        return fill * (missing // 2) + sign + text + fill * (missing - missing // 2)
    return fill * missing + sign + text


def bind(make, invalid, nan):
    """Tell the functions how numbers are made."""
    global _make, _invalid, _nan
    _make, _invalid, _nan = make, invalid, nan
