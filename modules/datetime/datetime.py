import time as _time

__all__ = ("date", "datetime", "time", "timedelta", "timezone", "tzinfo", "MINYEAR", "MAXYEAR", "UTC")

MINYEAR = 1
MAXYEAR = 9999
_MAXORDINAL = 3652059
_BEFORE = (0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
_DAYS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_MONTHS = ("", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DAY_US = 86400000000


def _leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _month_days(year, month):
    return 29 if month == 2 and _leap(year) else _DAYS[month]


def _ordinal(year, month, day):
    y = year - 1
    return y * 365 + y // 4 - y // 100 + y // 400 + _BEFORE[month] + (1 if month > 2 and _leap(year) else 0) + day


def _civil(n):
    # Year, month and day of an ordinal.
    n -= 1
    n400, n = divmod(n, 146097)
    n100, n = divmod(n, 36524)
    n4, n = divmod(n, 1461)
    n1, n = divmod(n, 365)
    year = n400 * 400 + n100 * 100 + n4 * 4 + n1 + 1
    if n1 == 4 or n100 == 4:
        return year - 1, 12, 31
    month = 1
    while n >= _month_days(year, month):
        n -= _month_days(year, month)
        month += 1
    return year, month, n + 1


def _int(value):
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        raise TypeError("'float' object cannot be interpreted as an integer")
    if hasattr(value, "__index__"):
        return value.__index__()
    raise TypeError("'%s' object cannot be interpreted as an integer" % type(value).__name__)


def _check_date(year, month, day):
    year, month, day = _int(year), _int(month), _int(day)
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError("year %i is out of range" % year)
    if not 1 <= month <= 12:
        raise ValueError("month must be in 1..12")
    if not 1 <= day <= _month_days(year, month):
        raise ValueError("day is out of range for month")
    return year, month, day


def _check_time(hour, minute, second, microsecond, fold):
    hour, minute, second, microsecond = _int(hour), _int(minute), _int(second), _int(microsecond)
    if not 0 <= hour <= 23:
        raise ValueError("hour must be in 0..23")
    if not 0 <= minute <= 59:
        raise ValueError("minute must be in 0..59")
    if not 0 <= second <= 59:
        raise ValueError("second must be in 0..59")
    if not 0 <= microsecond <= 999999:
        raise ValueError("microsecond must be in 0..999999")
    if fold not in (0, 1):
        raise ValueError("fold must be either 0 or 1")
    return hour, minute, second, microsecond


def _check_tz(tz):
    if tz is not None and not isinstance(tz, tzinfo):
        raise TypeError("tzinfo argument must be None or of a tzinfo subclass, not type '%s'" % type(tz).__name__)


def _half_even(n, d):
    # n / d as an int, halves to the even one.
    q, r = divmod(n, d)
    if 2 * r > d or 2 * r == d and q % 2:
        q += 1
    return q


def _microseconds(x, unit):
    # x units in microseconds; what is below a microsecond is rounded.
    if isinstance(x, float):
        whole = int(x)
        return whole * unit, (x - whole) * unit
    if isinstance(x, int):
        return x * unit, 0.0
    return None, None


class timedelta:
    """A span of time."""

    __module__ = "datetime"

    def __init__(self, days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0):
        total, part = 0, 0.0
        for name, x, unit in (("days", days, _DAY_US), ("seconds", seconds, 1000000), ("microseconds", microseconds, 1),
                              ("milliseconds", milliseconds, 1000), ("minutes", minutes, 60000000), ("hours", hours, 3600000000),
                              ("weeks", weeks, 7 * _DAY_US)):
            if x == 0:
                continue
            whole, rest = _microseconds(x, unit)
            if whole is None:
                raise TypeError("unsupported type for timedelta %s component: %s" % (name, type(x).__name__))
            total += whole
            part += rest
        self._set(total + round(part))

    def __reduce__(self):
        return type(self), (self.days, self.seconds, self.microseconds)

    def _set(self, us):
        self._us = us
        days, us = divmod(us, _DAY_US)
        if not -999999999 <= days <= 999999999:
            raise OverflowError("days=%d; must have magnitude <= 999999999" % days)
        self.days = days
        self.seconds, self.microseconds = divmod(us, 1000000)

    def total_seconds(self):
        """The whole span in seconds."""
        return self._us / 1000000

    def __repr__(self):
        shown = ["%s=%d" % (n, getattr(self, n)) for n in ("days", "seconds", "microseconds") if getattr(self, n)]
        return "%s(%s)" % (_name(self), ", ".join(shown) or "0")

    def __str__(self):
        minutes, seconds = divmod(self.seconds, 60)
        hours, minutes = divmod(minutes, 60)
        text = "%d:%02d:%02d" % (hours, minutes, seconds)
        if self.days:
            text = "%d day%s, %s" % (self.days, "" if abs(self.days) == 1 else "s", text)
        return text + (".%06d" % self.microseconds if self.microseconds else "")

    def __add__(self, other):
        return _span(self._us + other._us) if isinstance(other, timedelta) else NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        return _span(self._us - other._us) if isinstance(other, timedelta) else NotImplemented

    def __rsub__(self, other):
        return _span(other._us - self._us) if isinstance(other, timedelta) else NotImplemented

    def __neg__(self):
        return _span(-self._us)

    def __pos__(self):
        return self

    def __abs__(self):
        return _span(abs(self._us))

    def __mul__(self, other):
        if isinstance(other, int):
            return _span(self._us * other)
        if isinstance(other, float):
            n, d = other.as_integer_ratio()
            return _span(_half_even(self._us * n, d))
        return NotImplemented

    __rmul__ = __mul__

    def __floordiv__(self, other):
        if isinstance(other, timedelta):
            return self._us // other._us
        return _span(self._us // other) if isinstance(other, int) else NotImplemented

    def __truediv__(self, other):
        if isinstance(other, timedelta):
            return self._us / other._us
        if isinstance(other, int):
            if other == 0:
                raise ZeroDivisionError("integer division or modulo by zero")
            return _span(_half_even(self._us if other > 0 else -self._us, abs(other)))
        if isinstance(other, float):
            n, d = other.as_integer_ratio()
            return _span(_half_even(self._us * d * (1 if n > 0 else -1), abs(n)))
        return NotImplemented

    def __mod__(self, other):
        return _span(self._us % other._us) if isinstance(other, timedelta) else NotImplemented

    def __divmod__(self, other):
        return (self // other, self % other) if isinstance(other, timedelta) else NotImplemented

    def __eq__(self, other):
        return self._us == other._us if isinstance(other, timedelta) else NotImplemented

    def __lt__(self, other):
        return self._us < other._us if isinstance(other, timedelta) else NotImplemented

    def __le__(self, other):
        return self._us <= other._us if isinstance(other, timedelta) else NotImplemented

    def __gt__(self, other):
        return self._us > other._us if isinstance(other, timedelta) else NotImplemented

    def __ge__(self, other):
        return self._us >= other._us if isinstance(other, timedelta) else NotImplemented

    def __hash__(self):
        return hash(self._us)

    def __bool__(self):
        return self._us != 0


def _span(us):
    d = timedelta()
    d._set(us)
    return d


def _name(x):
    cls = type(x)
    return "datetime." + cls.__qualname__ if cls.__module__ == "datetime" else cls.__qualname__


timedelta.min = timedelta(-999999999)
timedelta.max = timedelta(days=999999999, hours=23, minutes=59, seconds=59, microseconds=999999)
timedelta.resolution = timedelta(microseconds=1)


class tzinfo:
    """A time zone; subclasses say which."""

    __module__ = "datetime"

    def tzname(self, dt):
        raise NotImplementedError("a tzinfo subclass must implement tzname()")

    def utcoffset(self, dt):
        raise NotImplementedError("a tzinfo subclass must implement utcoffset()")

    def dst(self, dt):
        raise NotImplementedError("a tzinfo subclass must implement dst()")

    def fromutc(self, dt):
        """Return what clocks of the zone show at a time in UTC."""
        if not isinstance(dt, datetime):
            raise TypeError("fromutc: argument must be a datetime")
        if dt.tzinfo is not self:
            raise ValueError("fromutc: dt.tzinfo is not self")
        offset = dt.utcoffset()
        if offset is None:
            raise ValueError("fromutc: non-None utcoffset() result required")
        dst = dt.dst()
        if dst is None:
            raise ValueError("fromutc: non-None dst() result required")
        if offset - dst:
            dt += offset - dst
            dst = dt.dst()
        return dt + dst


def _offset_text(offset):
    # +HH:MM[:SS[.ffffff]]
    if offset is None:
        return ""
    sign = "+"
    us = offset._us
    if us < 0:
        sign, us = "-", -us
    seconds, us = divmod(us, 1000000)
    minutes, seconds = divmod(seconds, 60)
    text = "%s%02d:%02d" % (sign, minutes // 60, minutes % 60)
    if seconds or us:
        text += ":%02d" % seconds
        if us:
            text += ".%06d" % us
    return text


class timezone(tzinfo):
    """A fixed offset from UTC."""

    __module__ = "datetime"

    def __new__(cls, offset, name=None):
        if cls is timezone and name is None and isinstance(offset, timedelta) and not offset:
            known = cls.__dict__.get("utc")
            if known is not None:
                return known
        return object.__new__(cls)

    def __init__(self, offset, name=None):
        if not isinstance(offset, timedelta):
            raise TypeError("timezone() argument 1 must be datetime.timedelta, not %s" % type(offset).__name__)
        if name is not None and not isinstance(name, str):
            raise TypeError("timezone() argument 2 must be str, not %s" % type(name).__name__)
        if not -_DAY_US < offset._us < _DAY_US:
            raise ValueError("offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not %r." % offset)
        self._offset = offset
        self._zone = name

    def __reduce__(self):
        return type(self), (self._offset,) if self._zone is None else (self._offset, self._zone)

    def utcoffset(self, dt):
        return self._offset

    def tzname(self, dt):
        if self._zone is not None:
            return self._zone
        return "UTC" + _offset_text(self._offset) if self._offset else "UTC"

    def dst(self, dt):
        return None

    def fromutc(self, dt):
        if dt.tzinfo is not self:
            raise ValueError("fromutc: dt.tzinfo is not self")
        return dt + self._offset

    def __eq__(self, other):
        return self._offset == other._offset if isinstance(other, timezone) else NotImplemented

    def __hash__(self):
        return hash(self._offset)

    def __repr__(self):
        if self._zone is None and not self._offset:
            return "datetime.timezone.utc"
        if self._zone is None:
            return "%s(%r)" % (_name(self), self._offset)
        return "%s(%r, %r)" % (_name(self), self._offset, self._zone)

    def __str__(self):
        return self.tzname(None)


timezone.utc = UTC = timezone(timedelta(0))
timezone.min = timezone(-timedelta(hours=23, minutes=59))
timezone.max = timezone(timedelta(hours=23, minutes=59))


def _strftime(x, format, timetuple):
    # %f, %z and %Z are not known to time.
    if not isinstance(format, str):
        raise TypeError("strftime() argument 1 must be str, not %s" % type(format).__name__)
    out = []
    i = 0
    while i < len(format):
        c = format[i:i + 2]
        if c == "%f":
            out.append("%06d" % getattr(x, "microsecond", 0))
        elif c == "%z":
            offset = x.utcoffset() if hasattr(x, "utcoffset") else None
            out.append(_offset_text(offset).replace(":", ""))
        elif c == "%Z":
            out.append((x.tzname() or "").replace("%", "%%") if hasattr(x, "tzname") else "")
        else:
            out.append(c if c[:1] == "%" else c[:1])
            i += 2 if c[:1] == "%" else 1
            continue
        i += 2
    return _time.strftime("".join(out), timetuple)


class date:
    """A day."""

    __module__ = "datetime"

    def __init__(self, year, month=None, day=None):
        if month is None and isinstance(year, bytes) and len(year) == 4:
            year, month, day = year[0] * 256 + year[1], year[2], year[3]  # from a pickle
        if month is None or day is None:
            name, at = ("month", 2) if month is None else ("day", 3)
            raise TypeError("function missing required argument '%s' (pos %d)" % (name, at))
        self.year, self.month, self.day = _check_date(year, month, day)

    def __reduce__(self):
        return type(self), (bytes([self.year // 256, self.year % 256, self.month, self.day]),)

    @classmethod
    def fromtimestamp(cls, timestamp):
        """The local day at a time in seconds."""
        t = _time.localtime(timestamp)
        return cls(t.tm_year, t.tm_mon, t.tm_mday)

    @classmethod
    def today(cls):
        """The local day now."""
        return cls.fromtimestamp(_time.time())

    @classmethod
    def fromordinal(cls, n):
        """The day with this number, where 1 is the first of the year 1."""
        if n < 1:
            raise ValueError("ordinal must be >= 1")
        if n > _MAXORDINAL:
            raise ValueError("year is out of range")
        return cls(*_civil(n))

    @classmethod
    def fromisoformat(cls, date_string):
        """The day that a text in the form of ISO 8601 means."""
        if not isinstance(date_string, str):
            raise TypeError("fromisoformat: argument must be str")
        try:
            return cls(*_iso_date(date_string))
        except _Unread:
            raise ValueError("Invalid isoformat string: %r" % date_string) from None

    @classmethod
    def fromisocalendar(cls, year, week, day):
        """The day with this ISO year, week and weekday."""
        return cls.fromordinal(_iso_week(year, week, day))

    def __repr__(self):
        return "%s(%d, %d, %d)" % (_name(self), self.year, self.month, self.day)

    def ctime(self):
        """The day as time.ctime() shows it."""
        return "%s %s %2d 00:00:00 %04d" % (_WEEKDAYS[self.weekday()], _MONTHS[self.month], self.day, self.year)

    def strftime(self, format):
        """The day in a format."""
        return _strftime(self, format, self.timetuple())

    def __format__(self, spec):
        if not isinstance(spec, str):
            raise TypeError("must be str, not %s" % type(spec).__name__)
        return self.strftime(spec) if spec else str(self)

    def isoformat(self):
        """YYYY-MM-DD."""
        return "%04d-%02d-%02d" % (self.year, self.month, self.day)

    def __str__(self):
        return self.isoformat()

    def timetuple(self):
        return _time.struct_time((self.year, self.month, self.day, 0, 0, 0, self.weekday(), self._yday(), -1))

    def _yday(self):
        return _ordinal(self.year, self.month, self.day) - _ordinal(self.year, 1, 1) + 1

    def toordinal(self):
        """The day's number, where 1 is the first of the year 1."""
        return _ordinal(self.year, self.month, self.day)

    def weekday(self):
        """0 is Monday."""
        return (self.toordinal() + 6) % 7

    def isoweekday(self):
        """1 is Monday."""
        return self.toordinal() % 7 or 7

    def isocalendar(self):
        """ISO year, week and weekday."""
        thursday = self.toordinal() + 4 - self.isoweekday()
        year = _civil(thursday)[0]
        return IsoCalendarDate((year, (thursday - _ordinal(year, 1, 1)) // 7 + 1, self.isoweekday()))

    def replace(self, year=None, month=None, day=None):
        """The same with other fields."""
        return type(self)(self.year if year is None else year, self.month if month is None else month,
                          self.day if day is None else day)

    def _key(self):
        return (self.year, self.month, self.day)

    def _comparable(self, other):
        return isinstance(other, date) and not isinstance(other, datetime)

    def __eq__(self, other):
        return self._key() == other._key() if self._comparable(other) else NotImplemented

    def __lt__(self, other):
        return self._key() < other._key() if self._comparable(other) else NotImplemented

    def __le__(self, other):
        return self._key() <= other._key() if self._comparable(other) else NotImplemented

    def __gt__(self, other):
        return self._key() > other._key() if self._comparable(other) else NotImplemented

    def __ge__(self, other):
        return self._key() >= other._key() if self._comparable(other) else NotImplemented

    def __hash__(self):
        return hash(self._key())

    def __add__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        n = self.toordinal() + other.days
        if not 0 < n <= _MAXORDINAL:
            raise OverflowError("date value out of range")
        return type(self)(*_civil(n))

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self + timedelta(-other.days)
        if isinstance(other, date):
            return timedelta(self.toordinal() - other.toordinal())
        return NotImplemented


class IsoCalendarDate(tuple):
    __module__ = "datetime"
    year = property(lambda self: self[0])
    week = property(lambda self: self[1])
    weekday = property(lambda self: self[2])

    def __repr__(self):
        return "%s(year=%d, week=%d, weekday=%d)" % (_name(self), self[0], self[1], self[2])


def _iso_week(year, week, day):
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError("Year is out of range: %d" % year)
    first = _ordinal(year, 1, 4)
    monday = first - (first + 6) % 7
    last = _ordinal(year + 1, 1, 4)
    if not 1 <= week <= 53 or monday + (week - 1) * 7 >= last - (last + 6) % 7:
        raise ValueError("Invalid week: %d" % week)
    if not 1 <= day <= 7:
        raise ValueError("Invalid day: %d (range is [1, 7])" % day)
    return monday + (week - 1) * 7 + day - 1


class _Unread(Exception):
    pass


def _number(text, n):
    if len(text) != n or not text.isdigit() or not text.isascii():
        raise _Unread()
    return int(text)


def _iso_date(text):
    # YYYY-MM-DD, YYYYMMDD, YYYY-Www[-D], YYYYWww[D]
    dashes = text[4:5] == "-"
    year = _number(text[:4], 4)
    rest = text[5:] if dashes else text[4:]
    if rest[:1] == "W":
        week, day = _number(rest[1:3], 2), 1
        if len(rest) > 3:
            if (rest[3] == "-") != dashes:
                raise _Unread()
            day = _number(rest[4:] if dashes else rest[3:], 1)
        return _civil(_iso_week(year, week, day))
    if dashes:
        if len(rest) != 5 or rest[2] != "-":
            raise _Unread()
        return year, _number(rest[:2], 2), _number(rest[3:], 2)
    return year, _number(rest[:2], 2), _number(rest[2:], 2)


def _iso_clock(text):
    # HH[:MM[:SS[.fff[fff]]]], with or without colons
    colons = text[2:3] == ":"
    step = 3 if colons else 2
    values = [_number(text[:2], 2), 0, 0]
    at = 2
    for i in (1, 2):
        if at == len(text) or text[at] in ".,":
            break
        if colons:
            if text[at] != ":":
                raise _Unread()
            at += 1
        values[i] = _number(text[at:at + 2], 2)
        at += 2
    us = 0
    if at < len(text):
        if text[at] not in ".," or at != (8 if colons else 6) or not text[at + 1:].isdigit():
            raise _Unread()
        us = int((text[at + 1:] + "000000")[:6])
    return values + [us]


def _iso_time(text):
    # A clock and perhaps an offset.
    if not text:
        raise _Unread()
    zone = None
    at = max(text.find("+"), text.find("-"))
    if text[-1:] in "Zz":
        zone, text = UTC, text[:-1]
    elif at >= 0:
        h, m, s, us = _iso_clock(text[at + 1:])
        offset = timedelta(hours=h, minutes=m, seconds=s, microseconds=us)
        zone = timezone(-offset if text[at] == "-" else offset) if offset else UTC
        text = text[:at]
    return _iso_clock(text) + [zone]


def _clock_text(x, timespec):
    us = x.microsecond
    if timespec == "auto":
        timespec = "microseconds" if us else "seconds"
    forms = {"hours": "%02d", "minutes": "%02d:%02d", "seconds": "%02d:%02d:%02d", "milliseconds": "%02d:%02d:%02d.%03d",
             "microseconds": "%02d:%02d:%02d.%06d"}
    if timespec not in forms:
        raise ValueError("Unknown timespec value")
    values = (x.hour, x.minute, x.second, us // 1000 if timespec == "milliseconds" else us)
    return forms[timespec] % values[:forms[timespec].count("%")]


def _clock_bytes(t):
    us = t.microsecond
    return [t.hour, t.minute, t.second, us // 65536, us // 256 % 256, us % 256]


class time:
    """A time of day."""

    __module__ = "datetime"

    def __init__(self, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        if isinstance(hour, bytes) and len(hour) == 6:  # from a pickle
            state, tzinfo = hour, minute or None
            fold, hour, minute, second = state[0] // 128, state[0] % 128, state[1], state[2]
            microsecond = state[3] * 65536 + state[4] * 256 + state[5]
        self.hour, self.minute, self.second, self.microsecond = _check_time(hour, minute, second, microsecond, fold)
        _check_tz(tzinfo)
        self.tzinfo = tzinfo
        self.fold = fold

    def __reduce_ex__(self, protocol):
        state = _clock_bytes(self)
        if self.fold and protocol > 3:
            state[0] += 128
        return type(self), (bytes(state),) if self.tzinfo is None else (bytes(state), self.tzinfo)

    def __reduce__(self):
        return self.__reduce_ex__(2)

    @classmethod
    def fromisoformat(cls, time_string):
        """The time that a text in the form of ISO 8601 means."""
        if not isinstance(time_string, str):
            raise TypeError("fromisoformat: argument must be str")
        try:
            return cls(*_iso_time(time_string[1:] if time_string[:1] == "T" else time_string))
        except _Unread:
            raise ValueError("Invalid isoformat string: %r" % time_string) from None

    def __repr__(self):
        return _shown(self, [self.hour, self.minute], self.second, self.microsecond)

    def isoformat(self, timespec="auto"):
        """HH:MM:SS[.ffffff][+HH:MM]."""
        return _clock_text(self, timespec) + _offset_text(self.utcoffset())

    def __str__(self):
        return self.isoformat()

    def strftime(self, format):
        """The time in a format."""
        return _strftime(self, format, _time.struct_time((1900, 1, 1, self.hour, self.minute, self.second, 0, 1, -1)))

    def __format__(self, spec):
        return self.strftime(spec) if spec else str(self)

    def utcoffset(self):
        return None if self.tzinfo is None else self.tzinfo.utcoffset(None)

    def tzname(self):
        return None if self.tzinfo is None else self.tzinfo.tzname(None)

    def dst(self):
        return None if self.tzinfo is None else self.tzinfo.dst(None)

    def replace(self, hour=None, minute=None, second=None, microsecond=None, tzinfo=True, *, fold=None):
        """The same with other fields."""
        return type(self)(self.hour if hour is None else hour, self.minute if minute is None else minute,
                          self.second if second is None else second,
                          self.microsecond if microsecond is None else microsecond,
                          self.tzinfo if tzinfo is True else tzinfo, fold=self.fold if fold is None else fold)

    def _key(self):
        us = ((self.hour * 60 + self.minute) * 60 + self.second) * 1000000 + self.microsecond
        offset = self.utcoffset()
        return us if offset is None else us - offset._us

    def _order(self, other):
        if (self.utcoffset() is None) != (other.utcoffset() is None):
            raise TypeError("can't compare offset-naive and offset-aware times")
        return self._key() - other._key()

    def __eq__(self, other):
        if not isinstance(other, time):
            return NotImplemented
        return (self.utcoffset() is None) == (other.utcoffset() is None) and self._key() == other._key()

    def __lt__(self, other):
        return self._order(other) < 0 if isinstance(other, time) else NotImplemented

    def __le__(self, other):
        return self._order(other) <= 0 if isinstance(other, time) else NotImplemented

    def __gt__(self, other):
        return self._order(other) > 0 if isinstance(other, time) else NotImplemented

    def __ge__(self, other):
        return self._order(other) >= 0 if isinstance(other, time) else NotImplemented

    def __hash__(self):
        return hash(self._key())


def _shown(x, fields, second, microsecond):
    if second or microsecond:
        fields.append(second)
        if microsecond:
            fields.append(microsecond)
    text = ", ".join([str(f) for f in fields])
    if x.fold:
        text += ", fold=1"
    if x.tzinfo is not None:
        text += ", tzinfo=%r" % x.tzinfo
    return "%s(%s)" % (_name(x), text)


_EPOCH = 719163  # the ordinal of 1970-01-01


class datetime(date):
    """A day and a time."""

    __module__ = "datetime"

    def __init__(self, year, month=None, day=None, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        if isinstance(year, bytes) and len(year) == 10:  # from a pickle
            state, tzinfo = year, month
            year, month, day, hour, minute, second = state[0] * 256 + state[1], state[2] % 128, state[3], state[4], state[5], state[6]
            microsecond, fold = state[7] * 65536 + state[8] * 256 + state[9], state[2] // 128
        date.__init__(self, year, month, day)
        self.hour, self.minute, self.second, self.microsecond = _check_time(hour, minute, second, microsecond, fold)
        _check_tz(tzinfo)
        self.tzinfo = tzinfo
        self.fold = fold

    def __reduce_ex__(self, protocol):
        state = [self.year // 256, self.year % 256, self.month, self.day] + _clock_bytes(self)
        if self.fold and protocol > 3:
            state[2] += 128
        return type(self), (bytes(state),) if self.tzinfo is None else (bytes(state), self.tzinfo)

    def __reduce__(self):
        return self.__reduce_ex__(2)

    @classmethod
    def fromtimestamp(cls, timestamp, tz=None):
        """The time that clocks show at a time in seconds: local ones, or those of a zone."""
        _check_tz(tz)
        seconds, us = _split_seconds(timestamp)
        t = _time.localtime(seconds) if tz is None else _time.gmtime(seconds)
        made = cls(t.tm_year, t.tm_mon, t.tm_mday, t.tm_hour, t.tm_min, min(t.tm_sec, 59), us, tz)
        return made if tz is None else tz.fromutc(made)

    @classmethod
    def utcfromtimestamp(cls, t):
        """The time in UTC at a time in seconds."""
        seconds, us = _split_seconds(t)
        t = _time.gmtime(seconds)
        return cls(t.tm_year, t.tm_mon, t.tm_mday, t.tm_hour, t.tm_min, min(t.tm_sec, 59), us)

    @classmethod
    def now(cls, tz=None):
        """The time now."""
        return cls.fromtimestamp(_time.time(), tz)

    @classmethod
    def utcnow(cls):
        """The time now in UTC."""
        return cls.utcfromtimestamp(_time.time())

    @classmethod
    def combine(cls, date, time, tzinfo=True):
        """The time of a day and a time of day."""
        return cls(date.year, date.month, date.day, time.hour, time.minute, time.second, time.microsecond,
                   time.tzinfo if tzinfo is True else tzinfo, fold=time.fold)

    @classmethod
    def fromisoformat(cls, date_string):
        """The time that a text in the form of ISO 8601 means."""
        if not isinstance(date_string, str):
            raise TypeError("fromisoformat: argument must be str")
        try:
            cut = len(date_string)
            for n in (8, 10, 7):
                if n < cut and (date_string[n] in "T " or n == 10 and not date_string[n].isdigit()):
                    cut = n
                    break
            fields = list(_iso_date(date_string[:cut]))
            if cut < len(date_string):
                fields += _iso_time(date_string[cut + 1:])
            return cls(*fields)
        except _Unread:
            raise ValueError("Invalid isoformat string: %r" % date_string) from None

    @classmethod
    def strptime(cls, date_string, format):
        """The time that a text in a format means."""
        return cls(*_strptime(date_string, format))

    def __repr__(self):
        return _shown(self, [self.year, self.month, self.day, self.hour, self.minute], self.second, self.microsecond)

    def isoformat(self, sep="T", timespec="auto"):
        """YYYY-MM-DDTHH:MM:SS[.ffffff][+HH:MM]."""
        return "%04d-%02d-%02d%s" % (self.year, self.month, self.day, sep) + _clock_text(self, timespec) + _offset_text(self.utcoffset())

    def __str__(self):
        return self.isoformat(" ")

    def ctime(self):
        return "%s %s %2d %02d:%02d:%02d %04d" % (_WEEKDAYS[self.weekday()], _MONTHS[self.month], self.day, self.hour,
                                                  self.minute, self.second, self.year)

    def date(self):
        """The day."""
        return _date(self.year, self.month, self.day)

    def time(self):
        """The time of day, without zone."""
        return _clock(self.hour, self.minute, self.second, self.microsecond, fold=self.fold)

    def timetz(self):
        """The time of day, with zone."""
        return _clock(self.hour, self.minute, self.second, self.microsecond, self.tzinfo, fold=self.fold)

    def timetuple(self):
        dst = self.dst()
        return _time.struct_time((self.year, self.month, self.day, self.hour, self.minute, self.second, self.weekday(),
                                  self._yday(), -1 if dst is None else 1 if dst else 0))

    def utctimetuple(self):
        at = self if self.utcoffset() is None else self.replace(tzinfo=None) - self.utcoffset()
        return _time.struct_time((at.year, at.month, at.day, at.hour, at.minute, at.second, at.weekday(), at._yday(), 0))

    def timestamp(self):
        """The time in seconds since 1970."""
        if self.tzinfo is None:
            return _time.mktime((self.year, self.month, self.day, self.hour, self.minute, self.second, -1, -1, -1)) + self.microsecond / 1e6
        return (self - _START).total_seconds()

    def astimezone(self, tz=None):
        """The same moment on the clocks of another zone, the local one if none is given."""
        offset = self.utcoffset()
        if tz is None or offset is None:
            local = _time.localtime(self.timestamp())
            here = timezone(timedelta(seconds=local.tm_gmtoff), local.tm_zone)
            if offset is None:
                offset = here._offset
            if tz is None:
                tz = here
        _check_tz(tz)
        if tz is self.tzinfo:
            return self
        return tz.fromutc((self.replace(tzinfo=None) - offset).replace(tzinfo=tz))

    def utcoffset(self):
        return None if self.tzinfo is None else self.tzinfo.utcoffset(self)

    def tzname(self):
        return None if self.tzinfo is None else self.tzinfo.tzname(self)

    def dst(self):
        return None if self.tzinfo is None else self.tzinfo.dst(self)

    def replace(self, year=None, month=None, day=None, hour=None, minute=None, second=None, microsecond=None, tzinfo=True,
                *, fold=None):
        """The same with other fields."""
        return type(self)(self.year if year is None else year, self.month if month is None else month,
                          self.day if day is None else day, self.hour if hour is None else hour,
                          self.minute if minute is None else minute, self.second if second is None else second,
                          self.microsecond if microsecond is None else microsecond,
                          self.tzinfo if tzinfo is True else tzinfo, fold=self.fold if fold is None else fold)

    def _wall(self):
        return self.toordinal() * _DAY_US + ((self.hour * 60 + self.minute) * 60 + self.second) * 1000000 + self.microsecond

    def _key(self):
        offset = self.utcoffset()
        return self._wall() if offset is None else self._wall() - offset._us

    def _order(self, other):
        if (self.utcoffset() is None) != (other.utcoffset() is None):
            raise TypeError("can't compare offset-naive and offset-aware datetimes")
        return self._key() - other._key()

    def _against(self, other):
        if isinstance(other, datetime):
            return True
        if isinstance(other, date):
            raise TypeError("can't compare datetime.datetime to %s" % _name(other))
        return False

    def __eq__(self, other):
        if not isinstance(other, datetime):
            return False if isinstance(other, date) else NotImplemented
        return (self.utcoffset() is None) == (other.utcoffset() is None) and self._key() == other._key()

    def __lt__(self, other):
        return self._order(other) < 0 if self._against(other) else NotImplemented

    def __le__(self, other):
        return self._order(other) <= 0 if self._against(other) else NotImplemented

    def __gt__(self, other):
        return self._order(other) > 0 if self._against(other) else NotImplemented

    def __ge__(self, other):
        return self._order(other) >= 0 if self._against(other) else NotImplemented

    def __hash__(self):
        return hash(self._key())

    def __add__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        days, us = divmod(self._wall() + other._us, _DAY_US)
        if not 0 < days <= _MAXORDINAL:
            raise OverflowError("date value out of range")
        seconds, us = divmod(us, 1000000)
        year, month, day = _civil(days)
        return type(self)(year, month, day, seconds // 3600, seconds // 60 % 60, seconds % 60, us, self.tzinfo)

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self + -other
        if not isinstance(other, datetime):
            return NotImplemented
        if (self.utcoffset() is None) != (other.utcoffset() is None):
            raise TypeError("can't subtract offset-naive and offset-aware datetimes")
        return _span(self._key() - other._key())


_date, _clock = date, time
date.min, date.max, date.resolution = date(1, 1, 1), date(9999, 12, 31), timedelta(days=1)
time.min, time.max, time.resolution = time(0, 0), time(23, 59, 59, 999999), timedelta(microseconds=1)
datetime.min, datetime.max = datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59, 59, 999999)
datetime.resolution = timedelta(microseconds=1)
_START = datetime(1970, 1, 1, tzinfo=UTC)


def _split_seconds(t):
    if isinstance(t, int):
        return t, 0
    if not isinstance(t, float):
        raise TypeError("'%s' object cannot be interpreted as an integer" % type(t).__name__)
    if t != t:
        raise ValueError("Invalid value NaN (not a number)")
    n, d = t.as_integer_ratio()
    return divmod(_half_even(n * 1000000, d), 1000000)


_FULL_MONTHS = ("", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
                "november", "december")
_FULL_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# The most digits of numbers, and their bounds.
_FIELDS = {"d": (2, 1, 31), "m": (2, 1, 12), "y": (2, 0, 99), "Y": (4, 0, 9999), "H": (2, 0, 23), "I": (2, 1, 12),
           "M": (2, 0, 59), "S": (2, 0, 61), "j": (3, 1, 366), "w": (1, 0, 6), "U": (2, 0, 53), "W": (2, 0, 53)}
_WHOLE = {"D": "%m/%d/%y", "T": "%H:%M:%S", "R": "%H:%M", "c": "%a %b %d %H:%M:%S %Y", "x": "%m/%d/%y", "X": "%H:%M:%S"}


def _strptime(text, format):
    for i, arg in enumerate((text, format)):
        if not isinstance(arg, str):
            raise TypeError("strptime() argument %d must be str, not %s" % (i + 1, type(arg).__name__))
    for c in ("c", "x", "X"):
        format = format.replace("%" + c, _WHOLE[c])
    found = {}
    end = _read(text, 0, format, 0, format, found)
    if end is None:
        raise ValueError("time data %r does not match format %r" % (text, format))
    if end < len(text):
        raise ValueError("unconverted data remains: %s" % text[end:])
    year = found.get("Y")
    if year is None and "y" in found:
        year = found["y"] + (2000 if found["y"] < 69 else 1900)
    hour = found.get("H", 0)
    if "I" in found:
        hour = found["I"] % 12 + (12 if found.get("p") == "pm" else 0)
    month, day = found.get("m", 1), found.get("d", 1)
    if year is None:
        year = 1904 if month == 2 and day == 29 else 1900
        if year == 1904:
            raise ValueError("day is out of range for month")
    if "j" in found and "m" not in found:
        year, month, day = _civil(_ordinal(year, 1, 1) + found["j"] - 1)
    zone = None
    if "z" in found:
        zone = timezone(found["z"], found["Z"]) if found.get("Z") else timezone(found["z"])
    return year, month, day, hour, found.get("M", 0), found.get("S", 0), found.get("f", 0), zone


def _read(text, at, format, i, whole, found):
    # Matches text from at on against format from i on, as few digits as need be; returns where the match ends.
    while i < len(format):
        c = format[i]
        if c.isspace():
            while i < len(format) and format[i].isspace():
                i += 1
            if at == len(text) or not text[at].isspace():
                return None
            while at < len(text) and text[at].isspace():
                at += 1
            continue
        if c != "%":
            if text[at:at + 1].lower() != c.lower():
                return None
            at += 1
            i += 1
            continue
        kind = format[i + 1:i + 2]
        i += 2
        if not kind:
            raise ValueError("stray %% in format '%s'" % whole)
        if kind == "%":
            if text[at:at + 1] != "%":
                return None
            at += 1
            continue
        choices = _choices(text, at, kind, whole)
        for end, value in choices:
            rest = dict(found)
            rest.update(value)
            done = _read(text, end, format, i, whole, rest)
            if done is not None:
                found.update(rest)
                return done
        return None
    return at


def _choices(text, at, kind, whole):
    # The ways to read one field at a place: where it ends, and what it means.
    if kind in _FIELDS:
        most, low, high = _FIELDS[kind]
        out = []
        for n in range(most, 0, -1):
            part = text[at:at + n]
            if len(part) == n and part.isdigit() and low <= int(part) <= high and (kind != "Y" or n == 4) and (kind != "y" or n == 2):
                out.append((at + n, {kind: int(part)}))
        return out
    if kind == "f":
        n = 0
        while n < 6 and text[at + n:at + n + 1].isdigit():
            n += 1
        return [(at + k, {"f": int((text[at:at + k] + "00000")[:6])}) for k in range(n, 0, -1)]
    rest = text[at:].lower()
    if kind in "bB":
        names = _FULL_MONTHS if kind == "B" else [m[:3] for m in _FULL_MONTHS]
        return [(at + len(n), {"m": k}) for k, n in enumerate(names) if n and rest.startswith(n)]
    if kind in "aA":
        return [(at + len(n if kind == "A" else n[:3]), {}) for n in _FULL_DAYS if rest.startswith(n if kind == "A" else n[:3])]
    if kind == "p":
        return [(at + 2, {"p": rest[:2]})] if rest[:2] in ("am", "pm") else []
    if kind == "z":
        return _read_offset(text, at)
    if kind == "Z":
        return [(at + len(n), {"Z": text[at:at + len(n)]}) for n in ("utc", "gmt") if rest.startswith(n)]
    raise ValueError("'%s' is a bad directive in format '%s'" % (kind, whole))


def _read_offset(text, at):
    if text[at:at + 1] == "Z":
        return [(at + 1, {"z": timedelta(0)})]
    if text[at:at + 1] not in ("+", "-"):
        return []
    end = at + 1
    while end < len(text) and (text[end].isdigit() or text[end] in ":."):
        end += 1
    try:
        h, m, s, us = _iso_clock(text[at + 1:end])
    except _Unread:
        return []
    if end - at < 5:
        return []
    offset = timedelta(hours=h, minutes=m, seconds=s, microseconds=us)
    return [(end, {"z": -offset if text[at] == "-" else offset})]
