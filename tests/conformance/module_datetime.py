"""datetime: dates, times, spans, zones; arithmetic, text, processes."""
import datetime
import multiprocessing
import os
import time
from datetime import date, datetime as dt, timedelta, timezone


def show(f, *args, **kwargs):
    try:
        r = f(*args, **kwargs)
        print(repr(r), r)
    except Exception as e:
        print(type(e).__name__, e)


a = dt(2024, 2, 29, 13, 45, 7, 123456)
b = date(2023, 12, 31)
print(repr(a), a, repr(b), b, a.date(), a.time(), repr(a.time()), a.timetz())
print(a + timedelta(days=1, hours=12), a - timedelta(weeks=3), a - dt(2024, 1, 1), b + timedelta(1), date(2024, 3, 1) - b)
print(a.weekday(), a.isoweekday(), a.isocalendar(), b.isocalendar(), a.toordinal(), dt.fromordinal(738000), a.ctime(), b.ctime())
print(a.isoformat(), a.isoformat(" ", "minutes"), a.isoformat(timespec="milliseconds"), b.isoformat(), a.replace(year=2020, microsecond=0))
print(a.strftime("%Y-%m-%d %H:%M:%S.%f %a %A %b %B %j %I %p %y %U %% %w"), f"{a:%d/%m/%Y}", f"{a}", b.strftime("%x"), format(b, ""))
print(a.timetuple(), b.timetuple()[:8])
for s in (timedelta(), timedelta(1, 2, 3), timedelta(hours=-1), timedelta(days=1.5), timedelta(minutes=90, milliseconds=5), timedelta(-1, 5), timedelta(seconds=0.1)):
    print(repr(s), s, s.total_seconds(), s.days, s.seconds, s.microseconds, bool(s))
d = timedelta(hours=5, minutes=3)
print(d * 2, d * 1.5, d / 2, d // 3, d / timedelta(minutes=1), d // timedelta(minutes=10), d % timedelta(hours=2), divmod(d, timedelta(hours=2)), -d, abs(-d), 3 * d)
print(d == timedelta(minutes=303), d < timedelta(1), max([timedelta(1), timedelta(2)]), sum([d, d], timedelta()), {d: 1}[timedelta(minutes=303)], d != 5)
print(a > dt(2024, 1, 1), a == dt(2024, 2, 29, 13, 45, 7, 123456), b < date(2024, 1, 1), a != b, sorted([date(2024, 1, 2), b]), hash(b) == hash(date(2023, 12, 31)))
for text in ("2024-01-02", "2024-01-02T03:04:05", "2024-01-02 03:04:05.678", "20240102T030405", "2024-01-02T03:04:05+05:30", "2024-01-02T03:04Z", "2024-W05-3", "2024-1-2", "x", ""):
    show(dt.fromisoformat, text)
show(date.fromisoformat, "2024-01-32")
show(datetime.time.fromisoformat, "04:05:06.000007")
for text, form in (("2024-01-02 03:04:05", "%Y-%m-%d %H:%M:%S"), ("2 Jan 24", "%d %b %y"), ("Tuesday, January 02, 2024 05:06 PM", "%A, %B %d, %Y %I:%M %p"),
                   ("12:30:45.123", "%H:%M:%S.%f"), ("2024-01-02 +0530", "%Y-%m-%d %z"), ("2024060", "%Y%j"), ("1/2/2024", "%d/%m/%Y"),
                   ("x", "%Y"), ("2024-01", "%Y"), ("2024", "%Q"), ("2024-13-01", "%Y-%m-%d")):
    show(dt.strptime, text, form)
utc = timezone.utc
east = timezone(timedelta(hours=5, minutes=30))
named = timezone(timedelta(hours=-5), "EST")
z = dt(2024, 1, 2, 3, 4, tzinfo=east)
print(repr(z), z, z.utcoffset(), z.tzname(), z.dst(), z.astimezone(utc), repr(z.astimezone(named)), z.timestamp(), utc, repr(utc), repr(east), east, repr(named), named)
print(dt.fromtimestamp(0, utc), dt.fromtimestamp(1.5, east), dt.utcfromtimestamp(86400), z == z.astimezone(utc), z - dt(2024, 1, 1, tzinfo=utc), z.strftime("%z %Z"), z.utctimetuple()[:6])
print(datetime.time(1, 2), repr(datetime.time(1, 2, 3, 4, utc)), datetime.time(5) < datetime.time(6), dt.combine(b, datetime.time(7, 8)), datetime.time(9, 10, 11).replace(minute=0).isoformat())
print(dt.min, dt.max, date.min, date.max, timedelta.max, timedelta.resolution, datetime.MINYEAR, datetime.MAXYEAR)
for f, args in ((date, (2024, 2, 30)), (date, (0, 1, 1)), (date, (2024, 13, 1)), (dt, (2024, 1, 1, 25)), (dt, (2024, 1, 1, 0, 60)), (date, (2024,)), (date, (2024, 1.5, 1)),
                (timedelta, ("x",)), (timezone, (5,)), (timezone, (timedelta(days=1),)), (timedelta, (10**9,))):
    show(f, *args)
show(lambda: a < b)
show(lambda: a - z)
show(lambda: a < z)
show(lambda: date.max + timedelta(1))
show(lambda: timedelta(1) / 0)
print(isinstance(a, date), type(a), type(b), dt.__name__, dt.__mro__[1])


class Day(date):
    def label(self):
        return "day %d" % self.day


print(repr(Day(2024, 1, 2)), Day(2024, 1, 2).label(), type(Day(2024, 1, 2) + timedelta(1)).__name__)
now = dt.now()
print(abs(time.time() - now.timestamp()) < 5, date.today() == now.date() or True, dt.now(utc).tzinfo, now.tzinfo)


def shift(x):
    return x, x + timedelta(hours=1)


if __name__ == "__main__":
    with multiprocessing.Pool(1) as pool:
        for x in pool.map(shift, [a, z]):
            print(x, x[0] == a or x[0] == z)
        print(pool.apply(abs, (timedelta(-1),)), pool.apply(str, (b,)))
