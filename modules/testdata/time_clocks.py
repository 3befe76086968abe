import os
import time

a, b = time.time(), time.time_ns()
print(abs(a - b / 1e9) < 1, type(a), type(b), a > 1.6e9)
for f in (time.monotonic, time.perf_counter, time.process_time, time.thread_time):
    x = f()
    y = f()
    print(f.__name__, x <= y, type(x))
for f in (time.monotonic_ns, time.perf_counter_ns, time.process_time_ns, time.thread_time_ns):
    print(f.__name__, f() <= f(), type(f()))
t = time.perf_counter()
print(time.sleep(0.05), 0.04 < time.perf_counter() - t < 5)
t = time.monotonic()
time.sleep(0)
time.sleep(True - 1)
print(time.monotonic() - t < 5)
t = time.perf_counter_ns()
sum(i * i for i in range(200000))
print(time.perf_counter_ns() > t, time.process_time() > 0)
print(time.clock_gettime(time.CLOCK_MONOTONIC) > 0, time.clock_gettime_ns(time.CLOCK_REALTIME) > 10**18)
os.environ['TZ'] = 'Europe/Paris'
time.tzset()
print(time.tzname, time.timezone, time.localtime(0).tm_hour)


class Half:
    def __index__(self): return 0


time.sleep(Half())
print(time.localtime().tm_year > 2000, time.gmtime().tm_isdst, len(time.asctime()), len(time.ctime()))
