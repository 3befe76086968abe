# Executors: one that lost a process fails its calls with BrokenProcessPool; each call has an outcome, and each callback
# is called once.
import time
from concurrent.futures import ProcessPoolExecutor, as_completed, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import Process


def f(x):
    return [x]


stop = Process(target=time.sleep, args=(10000,), name="Stop", daemon=True)
stop.start()
called = []
submitted = 0
e = ProcessPoolExecutor(2)
while stop.is_alive():
    fs = []
    try:
        for i in range(20):
            fs.append(e.submit(f, i))
            fs[-1].add_done_callback(called.append)
    except BrokenProcessPool:
        e.shutdown()
        e = ProcessPoolExecutor(2)
    submitted += len(fs)
    done, rest = wait(fs, 20)
    if rest:
        print("without an outcome", rest)
    for i, x in enumerate(fs):
        try:
            if x.result(0) != [i]:
                print("another result", i, x)
        except BrokenProcessPool:
            pass
    if len(list(as_completed(fs, 20))) != len(fs):
        print("as_completed")
e.shutdown()
if len(called) != submitted or len(set(called)) != submitted:
    print("callbacks", len(called), "of", submitted)
