# TZ=UTC
import time

print(time.timezone, time.altzone, time.daylight, time.tzname)
for t in [0, 1e9, 1234567890.75, 1700000000, 1720000000, 1711846800, 1711850400, 1729990800, 1729994400, 1729998000, -1, 4e9, 951782400]:
    l = time.localtime(t)
    print(t, time.ctime(t), l, l.tm_zone, l.tm_gmtoff, time.mktime(l) == int(t // 1), time.asctime(l))
    print(time.strftime('%Y-%m-%d %H:%M:%S %Z %z %j %U %W %a %p %I', l), time.strftime('%c|%x|%X', time.gmtime(t)))
for c in [(2024, 3, 31, 2, 30, 0, 0, 0, -1), (2024, 7, 1, 12, 0, 0, 0, 0, 0), (2024, 7, 1, 12, 0, 0, 0, 0, 1), (2024, 1, 1, 12, 0, 0, 0, 0, 1),
          (2024, 1, 1, 12, 0, 0, 0, 0, 0), (2024, 13, 1, 0, 0, 0, 0, 0, -1), (2024, 2, 30, 25, 61, 61, 0, 0, -1), (1970, 1, 1, 0, 0, 0, 0, 0, -1)]:
    print(c, time.mktime(c))
print(time.strftime('%Z %z', (2024, 7, 1, 12, 0, 0, 0, 183, 1)), time.strftime('%Z', (2024, 1, 1, 12, 0, 0, 0, 1, 0)))
print(time.strptime('2024-07-01 12:00', '%Y-%m-%d %H:%M'), time.strptime(time.tzname[0], '%Z').tm_isdst)
