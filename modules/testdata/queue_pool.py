import queue, time
from multiprocessing.pool import ThreadPool
q = queue.Queue(2)
def prod(n):
    for i in range(n): q.put(i)
    return 'p'
def cons(n):
    s = 0
    for i in range(n):
        s += q.get(); q.task_done()
    return s
with ThreadPool(4) as p:
    rs = [p.apply_async(prod, (500,)), p.apply_async(prod, (500,)), p.apply_async(cons, (500,)), p.apply_async(cons, (500,))]
    r = [x.get() for x in rs]
    print(r[:2], r[2]+r[3], q.qsize(), q.unfinished_tasks)
    q.join()
    t = time.time()
    try: q.get(timeout=0.2)
    except queue.Empty: print('empty', 0.15 < time.time()-t < 2)
    def late(): time.sleep(0.2); q.put('x'); return 1
    a = p.apply_async(late)
    print(q.get(timeout=5), a.get())
    s = queue.SimpleQueue()
    a = p.apply_async(s.get); time.sleep(0.1); s.put(5); print(a.get())
