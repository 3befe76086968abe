import multiprocessing.queues
from multiprocessing import *


def t(f):
    try:
        print(repr(f()), flush=True)
    except BaseException as e:
        print(type(e).__module__, type(e).__qualname__, repr(str(e)), flush=True)


q = Queue(2)
t(lambda: q)
t(lambda: q.get_nowait())
t(lambda: q.get(timeout=0.01))
t(lambda: q.put(1))
t(lambda: q.put(2))
t(lambda: q.put(3, False))
t(lambda: q.put(3, timeout=0.01))
t(lambda: q.put_nowait(3))
t(lambda: (q.qsize(), q.full()))
t(lambda: q.get(True, None))
t(lambda: q.get(True, 1))
t(lambda: (q.qsize(), q.empty(), q.full()))
t(lambda: q.join_thread())
t(lambda: q.close())
t(lambda: q.join_thread())
t(lambda: q.put(1))
t(lambda: q.get())
t(lambda: q.qsize())
t(lambda: q.close())
t(lambda: q.cancel_join_thread())
t(lambda: Queue('x'))
t(lambda: Queue(-1))
t(lambda: Queue(1.5))
t(lambda: q.task_done())
t(lambda: multiprocessing.queues.Queue())
q = Queue()
t(lambda: q.get(timeout='x'))
t(lambda: q.put())
t(lambda: q.put(1, timeout='x'))
t(lambda: q.put(1, True, None, 4))
t(lambda: q.put(obj=1, foo=2))
t(lambda: q.get(True, -1))
t(lambda: q.maxsize)
j = JoinableQueue()
t(lambda: j)
t(lambda: j.task_done())
t(lambda: j.put(1))
t(lambda: j.get())
t(lambda: j.task_done())
t(lambda: j.join())
t(lambda: j.task_done())
s = SimpleQueue()
t(lambda: s)
t(lambda: s.empty())
t(lambda: s.put([1]))
t(lambda: s.get())
t(lambda: s.close())
t(lambda: s.put(1))
t(lambda: s.get())
t(lambda: s.empty())
t(lambda: s.qsize())

q = Queue()
d = {'a': [1, 2]}
d['self'] = d
q.put(d)
e = q.get()
print(e is d, e['self'] is e, e['a'])


class Point:
    def __init__(self, x):
        self.x = x

    def __repr__(self):
        return 'Point(%r)' % self.x


def worker(inq, outq):
    while True:
        p = inq.get()
        if p is None:
            break
        p.x *= 2
        outq.put((p, isinstance(p, Point)))
        inq.task_done()
    inq.task_done()


inq, outq = JoinableQueue(), Queue()
p = Process(target=worker, args=(inq, outq))
p.start()
for i in range(3):
    inq.put(Point(i))
inq.put(None)
inq.join()
p.join()
r = [outq.get() for i in range(3)]
print(r, isinstance(r[0][0], Point))


class MyQueue(multiprocessing.queues.Queue):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, ctx=get_context(), **kwargs)
        self.label = 'mine'

    def double(self):
        return self.get() * 2


q = MyQueue(3)
q.put(21)
print(type(q).__name__, q.label, q.double())


def child(q):
    q.put(q.label)


p = Process(target=child, args=(q,))
p.start()
print(q.get())
p.join()
