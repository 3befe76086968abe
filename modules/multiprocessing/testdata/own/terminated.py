# What would wait for ever in CPython after Pool.terminate() raises.
import time
from multiprocessing import Pool, TimeoutError


def f(x):
    time.sleep(60)


p = Pool(2)
r = p.apply_async(f, (1,))
queued = p.map_async(f, range(100))
it = p.imap(f, range(5))
p.terminate()
for get in (r.get, queued.get, it.next):
    try:
        get()
    except RuntimeError as e:
        print(e)
try:
    r.get(timeout=0.01)
except TimeoutError as e:
    print(repr(e))
print(r.ready(), r.wait())
p.join()
