# queue.Queue in the open: its lock, conditions and items, and classes that keep the items in their own way.
import queue
import threading
from collections import deque
from queue import Empty, Full, LifoQueue, PriorityQueue, Queue

# The parts, and clearing a queue under its lock.
q = Queue(maxsize=3)
for n in range(3):
    q.put(n)
print(q.queue, type(q.queue) is deque, q.unfinished_tasks, q.maxsize)
with q.mutex:
    q.queue.clear()
    q.unfinished_tasks = 0
    q.not_full.notify_all()
q.join()
print(q.qsize(), q.empty(), q.full(), q.unfinished_tasks)
q.put("a")
q.put("b", timeout=1)
q.put("c", block=False)
for args in ((False,), (True, 0.01)):
    try:
        q.put("d", *args)
    except Full as e:
        print("Full", args, repr(e))
try:
    q.put("d", timeout=-1)
except ValueError as e:
    print(e)
print(q.full(), list(q.queue), [q.get() for _ in range(3)])
for args in ((False,), (True, 0.01)):
    try:
        q.get(*args)
    except Empty:
        print("Empty", args)
try:
    q.get(timeout=-1)
except ValueError as e:
    print(e)
for _ in range(3):
    q.task_done()
try:
    q.task_done()
except ValueError as e:
    print(e)
print(q.mutex.locked(), q.not_empty._lock is q.mutex, isinstance(q.all_tasks_done, threading.Condition))

# LifoQueue and PriorityQueue have lists.
s, p = LifoQueue(), PriorityQueue()
for n in (2, 3, 1):
    s.put(n)
    p.put(n)
print(s.queue, p.queue, s.get(), p.get(), s.queue, p.queue)


# Hooks.
class SetQueue(Queue):
    def _init(self, maxsize):
        self.queue = set()

    def _put(self, item):
        self.queue.add(item)

    def _get(self):
        return self.queue.pop()


q = SetQueue()
for x in (1, 1, 1):
    q.put(x)
print(q.qsize(), q.get(), q.empty(), q.unfinished_tasks)


class Unique(Queue):
    def _init(self, maxsize):
        print("_init", maxsize)
        super()._init(maxsize)
        self.seen = set()

    def _put(self, item):
        if item not in self.seen:
            self.seen.add(item)
            super()._put(item)


q = Unique(5)
for x in "abca":
    q.put(x)
print(q.qsize(), [q.get() for _ in range(3)])


class Sorted(PriorityQueue):
    def _put(self, item):
        PriorityQueue._put(self, (-item, item))

    def _get(self):
        return super()._get()[1]


q = Sorted()
for x in (2, 9, 4):
    q.put(x)
print([q.get_nowait() for _ in range(3)])


class Peek(Queue):
    def peek(self):
        with self.mutex:
            return self.queue[0] if self._qsize() else None

    def __len__(self):
        return len(self.queue)


q = Peek()
print(q.peek(), len(q))
q.put("x")
print(q.peek(), len(q))


class Failing(Queue):
    fail = False

    def _put(self, item):
        if self.fail:
            raise RuntimeError("put")
        return Queue._put(self, item)

    def _get(self):
        if self.fail:
            raise RuntimeError("get")
        return super()._get()


q = Failing(2)
q.put(1)
q.fail = True
for what in (lambda: q.put(2), q.get):
    try:
        what()
    except RuntimeError as e:
        print("failed", e, q.qsize(), q.unfinished_tasks)
q.fail = False
print(q.get(), q.empty())

# Threads that wait while somebody looks into the queue, and while its lock is held.
q = Queue()
got = []
t = threading.Thread(target=lambda: got.append(q.get(timeout=30)))
u = threading.Thread(target=lambda: (q.join(), got.append("joined")))
q.put("first")
q.get()
t.start()
u.start()
with q.mutex:
    pass
q.put("for t")
t.join()
q.task_done()
q.task_done()
u.join()
print(got)
q = Queue(1)
q.put(1)
w = threading.Thread(target=q.put, args=(2, True, 30))
w.start()
with q.mutex:
    q.queue.clear()
    q.not_full.notify()
w.join()
print(q.get())


# Producers and consumers on a queue whose parts were seen.
q = Queue(4)
q.mutex
total = []


def consume():
    while True:
        x = q.get()
        if x is None:
            return
        total.append(x)
        q.task_done()


threads = [threading.Thread(target=consume) for _ in range(4)]
for t in threads:
    t.start()
for n in range(200):
    q.put(n)
q.join()
for t in threads:
    q.put(None)
for t in threads:
    t.join()
print(sorted(total) == list(range(200)), q.unfinished_tasks)
print(queue.__all__)
