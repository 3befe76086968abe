# A worker that dies fails the task it had, and is replaced.
import os
import time
from multiprocessing import Event, Pool, active_children
from multiprocessing.pool import WorkerDied


def task(x):
    if x == 3:
        os._exit(5)
    if x == 4:
        raise SystemExit(6)
    return x


begun = Event()


def sleep(x):
    begun.set()
    time.sleep(x)
    return x


p = Pool(2)
results = [p.apply_async(task, (i,)) for i in range(8)]
for i, r in enumerate(results):
    try:
        print(i, r.get())
    except WorkerDied as e:
        words = str(e).split()
        print(i, type(e).__name__, words[0], words[1].split('-')[0], ' '.join(words[4:]))
try:
    p.map(task, range(4), chunksize=2)
except WorkerDied as e:
    print(str(e).split('ended')[1])
print(p.map(task, [1, 2]))
r = p.apply_async(sleep, (3000,))
begun.wait()
for w in active_children():
    w.kill()
try:
    r.get()
except WorkerDied as e:
    print(str(e).split('ended')[1])
print(p.map(task, range(3)))
errors = []
r = p.apply_async(task, (3,), error_callback=errors.append)
r.wait()
print(r.successful(), [type(e).__name__ for e in errors])
it = p.imap(task, range(5))
for i in range(5):
    try:
        print(next(it))
    except WorkerDied as e:
        print('died')
print(len(active_children()), p)
p.close()
p.join()
