import math as _math

__all__ = ["StatisticsError", "fmean", "mean", "median", "median_high", "median_low", "mode", "multimode", "pstdev",
           "pvariance", "quantiles", "stdev", "variance"]


class StatisticsError(ValueError):
    pass


def _need(data, least, message):
    data = list(data)
    if len(data) < least:
        raise StatisticsError(message)
    return data


def _ratio(values):
    """The exact sum of ints and floats, as numerator and denominator, and whether all are ints."""
    top, bottom, whole = 0, 1, True
    for value in values:
        if not isinstance(value, (int, float)):
            raise TypeError("statistics takes int and float, not %s" % type(value).__name__)
        if isinstance(value, float):
            whole = False
        n, d = value.as_integer_ratio()
        if d > bottom:
            top, bottom = top * (d // bottom) + n, d
        else:
            top += n * (bottom // d)
    return top, bottom, whole


def _quotient(top, bottom, whole):
    if whole and top % bottom == 0:
        return top // bottom
    return _divide(top, bottom)


def _divide(top, bottom):
    """The float nearest to a fraction, of ints of any size."""
    if top < 0:
        return -_divide(-top, bottom)
    if not top:
        return 0.0
    shift = 70 - (top.bit_length() - bottom.bit_length())
    if shift >= 0:
        bits, rest = divmod(top << shift, bottom)
    else:
        bits, rest = divmod(top, bottom << -shift)
    if rest:
        # An odd last bit far below a float's 53 keeps the rounding from a tie.
        bits |= 1
    return _math.ldexp(float(bits), -shift)


def _special(data):
    for value in data:
        if isinstance(value, float) and not _math.isfinite(value):
            return True
    return False


def mean(data):
    data = _need(data, 1, "mean requires at least one data point")
    if _special(data):
        return sum(data) / len(data)
    top, bottom, whole = _ratio(data)
    return _quotient(top, bottom * len(data), whole)


def fmean(data, weights=None):
    data = list(data)
    if weights is None:
        if not data:
            raise StatisticsError("fmean requires at least one data point")
        return _math.fsum(data) / len(data)
    weights = list(weights)
    if len(weights) != len(data):
        raise StatisticsError("data and weights must be the same length")
    total = _math.fsum(weights)
    if not total:
        raise StatisticsError("sum of weights must be non-zero")
    return _math.fsum(x * w for x, w in zip(data, weights)) / total


def median(data):
    data = sorted(_need(data, 1, "no median for empty data"))
    half = len(data) // 2
    if len(data) % 2:
        return data[half]
    return (data[half - 1] + data[half]) / 2


def median_low(data):
    data = sorted(_need(data, 1, "no median for empty data"))
    return data[(len(data) - 1) // 2]


def median_high(data):
    data = sorted(_need(data, 1, "no median for empty data"))
    return data[len(data) // 2]


def _counts(data):
    counts = {}
    for value in data:
        counts[value] = counts.get(value, 0) + 1
    return counts


def mode(data):
    counts = _counts(_need(data, 1, "no mode for empty data"))
    most = max(counts.values())
    for value, count in counts.items():
        if count == most:
            return value


def multimode(data):
    counts = _counts(data)
    most = max(counts.values(), default=0)
    return [value for value, count in counts.items() if count == most]


def _spread(data, center, less):
    """The exact mean of the squared distances, as numerator and denominator."""
    n = len(data)
    if center is None:
        top, bottom, whole = _ratio(data)
        middle, under = top, bottom * n
    else:
        _, _, whole = _ratio(data)
        middle, under = center.as_integer_ratio()
        whole = whole and isinstance(center, int)
    total, below = 0, 1
    for value in data:
        a, b = value.as_integer_ratio()
        p, q = (a * under - middle * b) ** 2, (b * under) ** 2
        total, below = total * q + p * below, below * q
        common = _math.gcd(total, below)
        total, below = total // common, below // common
    return total, below * (n - less), whole


def variance(data, xbar=None):
    data = _need(data, 2, "variance requires at least two data points")
    return _quotient(*_spread(data, xbar, 1))


def pvariance(data, mu=None):
    data = _need(data, 1, "pvariance requires at least one data point")
    return _quotient(*_spread(data, mu, 0))


def _root(top, bottom):
    """The square root of a fraction, rounded once."""
    if not top:
        return 0.0
    shift = max(0, 120 - (top.bit_length() - bottom.bit_length()))
    shift += shift % 2
    scaled, rest = divmod(top << shift, bottom)
    root = _math.isqrt(scaled)
    if rest or root * root != scaled:
        root |= 1
    return _math.ldexp(_divide(root, 1), -(shift // 2))


def stdev(data, xbar=None):
    data = _need(data, 2, "stdev requires at least two data points")
    top, bottom, _ = _spread(data, xbar, 1)
    return _root(top, bottom)


def pstdev(data, mu=None):
    data = _need(data, 1, "pstdev requires at least one data point")
    top, bottom, _ = _spread(data, mu, 0)
    return _root(top, bottom)


def quantiles(data, *, n=4, method="exclusive"):
    if n < 1:
        raise StatisticsError("n must be at least 1")
    data = sorted(_need(data, 2, "must have at least two data points"))
    size = len(data)
    cuts = []
    for i in range(1, n):
        if method == "inclusive":
            j, delta = divmod(i * (size - 1), n)
            cuts.append((data[j] * (n - delta) + data[j + 1] * delta) / n)
        elif method == "exclusive":
            j = min(max(i * (size + 1) // n, 1), size - 1)
            delta = i * (size + 1) - j * n
            cuts.append((data[j - 1] * (n - delta) + data[j] * delta) / n)
        else:
            break
    if method not in ("inclusive", "exclusive"):
        raise ValueError("Unknown method: %r" % (method,))
    return cuts
