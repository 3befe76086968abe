# Writers of an Array under its lock. The lock of one that was killed can be taken; each item was written
# wholly or not at all, and the items are of one round but where a writer was killed in the middle of its own.
import time
from multiprocessing import Array, Process, Value

SIZE = 8


def write(shared, torn):
    while True:
        with shared.get_lock():
            items = shared[:]
            first = items[0]
            if any(item not in (first, first - 1) for item in items):
                torn.value += 1
            for i in range(SIZE):
                shared[i] = first + 1


def read(shared, torn):
    while True:
        with shared:
            items = shared[:]
            if items != sorted(items, reverse=True) or items[0] - items[-1] > 1:
                torn.value += 1
        shared[0]


shared, torn = Array("q", SIZE), Value("i", 0)
stop = Process(target=time.sleep, args=(10000,), name="Stop", daemon=True)
stop.start()
ps = []
while stop.is_alive():
    ps = [p for p in ps if p.is_alive()]
    while len(ps) < 4:
        ps.append(Process(target=read if len(ps) == 3 else write, args=(shared, torn), daemon=True))
        ps[-1].start()
    if not shared.get_lock().acquire(timeout=100):
        print("stays taken", shared)
    shared.get_lock().release()
for p in ps:
    p.kill()
    p.join()
with shared.get_lock():
    items = shared[:]
if items[0] == 0 or items != sorted(items, reverse=True) or items[0] - items[-1] > 1 or torn.value:
    print("items", items, torn.value)
