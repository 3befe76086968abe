# time: clocks only go forward, sleep sleeps, fixed times are formatted.
import time

a = time.time()
m, p = time.monotonic(), time.perf_counter()
time.sleep(0.02)
print(time.time() - a >= 0.015, time.monotonic() - m >= 0.015, time.perf_counter() - p >= 0.015, time.time_ns() > 10 ** 18, time.process_time() >= 0)
t = time.gmtime(0)
print(t.tm_year, t[:6], t.tm_wday, t.tm_yday, time.strftime("%Y-%m-%d %H:%M:%S %a %b %j", t), time.asctime(t))
print(time.strptime("2024-02-29 13:45", "%Y-%m-%d %H:%M")[:5], t)
for bad in (lambda: time.sleep(-1), lambda: time.sleep("a"), lambda: time.strptime("x", "%Y")):
    try:
        bad()
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
