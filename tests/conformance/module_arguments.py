# Native functions that get arguments which make no sense.
import heapq
import math
import os
import time


def attempt(f, *args, **kwargs):
    try:
        return f(*args, **kwargs)
    except Exception as e:
        return type(e).__name__ + ": " + str(e)


for f in (heapq.heapify, heapq.heappush, heapq.heappop, heapq.heapreplace, heapq.heappushpop):
    for args in ((), (1,), (1, 2), (1, 2, 3), (None, None), ([],), ((), 1)):
        print(f.__name__, args, attempt(f, *args))
    print(f.__name__, attempt(f, heap=[]))

for f in (math.acos, math.sqrt, math.exp, math.log, math.floor, math.gcd, math.isnan):
    for x in ((), [], {}, (1,), "1", b"1", None, object, len):
        print(f.__name__, x, attempt(f, x))

for c in (time.struct_time, os.stat_result, os.terminal_size):
    print(attempt(object.__new__, c))
