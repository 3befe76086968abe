# multiprocessing.dummy: the names of multiprocessing over threads.
import multiprocessing.dummy as dummy
import multiprocessing.dummy.connection as connection
import queue
import threading
import time


def attempt(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)


def work(x):
    print("in", x, dummy.current_process().name, dummy.current_process() is threading.current_thread())


gate = threading.Event()


def nap():
    gate.wait(100)


class Own(dummy.Process):
    def run(self):
        print("run", self.name, self.exitcode)


print(sorted(dummy.__all__))
p = dummy.Process(target=work, args=(1,))
print(p.exitcode, p.name, p.is_alive(), type(p).__mro__)
p.start()
p.join()
print(p.exitcode, p.name, repr(p).split(", ")[0])
print(dummy.current_process().name, dummy.active_children(), dummy.freeze_support())
p = dummy.Process(target=nap, name="nap")
p.start()
print([c.name for c in dummy.active_children()])
attempt(p.start)
gate.set()
p.join()
print(dummy.active_children(), p.exitcode)
p = Own()
p.start()
p.join()
print(p.exitcode)

print(dummy.Queue is queue.Queue, dummy.JoinableQueue is queue.Queue, dummy.Lock is threading.Lock)
print(dummy.Condition is threading.Condition, dummy.Event is threading.Event, dummy.Barrier is threading.Barrier)
print(dummy.Semaphore is threading.Semaphore, dummy.BoundedSemaphore is threading.BoundedSemaphore, dummy.RLock is threading.RLock)
print(dummy.Manager() is dummy, dummy.shutdown())
n = dummy.Namespace(x=1, _y=2)
n.z = 3
print(n)
v = dummy.Value("i", 3)
v.value += 1
print(v, v.value, dummy.Value("d", 0.5, False))
print(dummy.list([1]), dummy.dict(a=1))

a, b = dummy.Pipe()
a.send(1)
print(b.poll(), b.recv(), b.poll(), b.poll(0.01), type(a))
b.send_bytes(b"x")
print(a.recv_bytes())
with a:
    pass
threading.Timer(0.03, a.send, ["late"]).start()
print(b.poll(100), b.recv())
listener = connection.Listener()
client = connection.Client(listener.address)
server = listener.accept()
client.send([4])
print(server.recv(), connection.families)
listener.close()
print(listener.address)

with dummy.Pool(2) as pool:
    print(pool, pool.map(abs, [-1, 2]), pool.apply(max, (1, 2)))
    print([t.name for t in threading.enumerate()[1:]])
pool.join()
print(threading.active_count())
