import os, time, multiprocessing as mp, sys, queue
def sl(): time.sleep(30)
def ex(): 
    print('before', flush=True)
    os._exit(5)
def se(): sys.exit(3)
def sm(): sys.exit('bye')
q = queue.Queue(); q.put([1]); q.put(2)
pq = queue.PriorityQueue(); pq.put(3); pq.put(1)
def uq(a):
    print(q.get(), q.qsize(), pq.get(), pq.queue, a.get())
    q.put(1)
if __name__ == '__main__':
    for sig in (9, 15, 2):
        p = mp.Process(target=sl); p.start(); time.sleep(0.3); os.kill(p.pid, 0); 
        if sig != 2: os.kill(p.pid, sig); p.join(); print(p.exitcode)
        else: p.terminate(); p.join(); print(p.exitcode)
        try: os.kill(p.pid, 0)
        except ProcessLookupError as e: print(e)
    for f in (ex, se, sm):
        p = mp.Process(target=f); p.start(); p.join(); print(p.exitcode)
    a = queue.LifoQueue(); a.put(7)
    p = mp.Process(target=uq, args=(a,)); p.start(); p.join(); print(p.exitcode, q.qsize(), pq.qsize(), a.qsize())

if hasattr(os, "sched_setaffinity"):
    all_cpus = os.sched_getaffinity(0)
    first = min(all_cpus)
    print(os.sched_setaffinity(0, {first, 5000}), os.sched_getaffinity(0) == {first})
    for mask in (set(), {5000}, {-1}, ["a"], 1, [1.0]):
        try:
            print(os.sched_setaffinity(0, mask))
        except Exception as e:
            print(type(e).__name__, e)
    os.sched_setaffinity(0, all_cpus)
    print(os.sched_getaffinity(0) == all_cpus)
