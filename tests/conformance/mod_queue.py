# queue, string and errno: queues inside a process, constants.
# platform: posix
import errno
import queue
import string

q = queue.Queue(2)
q.put(1)
q.put(2)
print(q.qsize(), q.full(), q.empty(), q.get(), q.get_nowait())
for bad in (lambda: q.get(False), lambda: q.get(timeout=0.01)):
    try:
        bad()
    except queue.Empty as e:
        print(type(e).__name__, str(e) == "")
q.put(1)
q.put(1)
try:
    q.put(3, block=False)
except queue.Full as e:
    print(type(e).__name__)
s, p = queue.LifoQueue(), queue.PriorityQueue()
for n in (2, 3, 1):
    s.put(n)
    p.put((n, "x"))
print([s.get() for _ in range(3)], [p.get() for _ in range(3)])
q.task_done()
q.task_done()
q.task_done()
q.task_done()
try:
    q.task_done()
except ValueError as e:
    print(e)
print(string.ascii_letters, string.digits, string.punctuation, string.hexdigits, repr(string.whitespace), string.capwords("a bc"))
print(errno.ENOENT, errno.errorcode[errno.ENOENT], errno.EPIPE)
