import queue

q = queue.Queue(maxsize=3)
for i in range(3):
    q.put(i)
print(q.full(), q.empty(), q.qsize(), q.maxsize)
print([q.get() for _ in range(3)], q.empty())
p = queue.PriorityQueue()
for x in [(3, 'c'), (1, 'a'), (2, 'b'), (1, 'A'), (5, 'e'), (4, 'd')]:
    p.put(x)
print([p.get() for _ in range(6)])


class Item:
    def __init__(self, n, name): self.n, self.name = n, name
    def __lt__(self, other): return self.n < other.n
    def __repr__(self): return self.name


p = queue.PriorityQueue()
for i in range(30):
    p.put(Item(i * 7 % 4, 'i%d' % i))
print([p.get() for _ in range(30)])
l = queue.LifoQueue()
for i in range(4):
    l.put(i)
print(l.get(), l.queue, l.qsize())
print([l.get() for _ in range(3)])
for i in range(100):
    q = queue.Queue()
    for k in range(i):
        q.put(k)
    assert [q.get_nowait() for _ in range(i)] == list(range(i))
try:
    q.get(timeout=0.01)
except queue.Empty as e:
    print(type(e), repr(e), isinstance(e, Exception))
try:
    q = queue.Queue(1)
    q.put(1)
    q.put(2, timeout=0.01)
except queue.Full as e:
    print(type(e), repr(e))


class Logged(queue.Queue):
    def __init__(self, name):
        super().__init__(2)
        self.name = name
    def put(self, item, block=True, timeout=None):
        print('put', item, block)
        super().put(item, block, timeout)


g = Logged('g')
g.put_nowait(4)
print(g.get(), g.name, g.maxsize)
g.task_done()
g.join()
s = queue.SimpleQueue()
s.put(1)
s.put_nowait(2)
print(s.qsize(), s.get(), s.get(timeout=1), s.empty())
