# A lock whose holder died is free again, and says so. Killing a process that
# waits for a queue, or has just put something, leaves the queue whole.
import os
import time
from multiprocessing import *


def hold(lock, ready):
    lock.acquire()
    ready.set()
    time.sleep(3000)


for make in (Lock, RLock, Semaphore, BoundedSemaphore):
    lock, ready = make(), Event()
    p = Process(target=hold, args=(lock, ready))
    p.start()
    ready.wait()
    print(lock.acquire(timeout=0.01))
    p.kill()
    print(lock.acquire(), getattr(lock, 'abandoned', '-'))
    lock.release()
    print(lock, getattr(lock, 'abandoned', '-'))
    p.join()


def getter(q, ready):
    ready.set()
    q.get()


q, ready = Queue(), Event()
p = Process(target=getter, args=(q, ready))
p.start()
ready.wait()
time.sleep(0.05)
p.kill()
p.join()
q.put('still there')
print(q.get(timeout=100))


def in_barrier(b, ready):
    ready.set()
    b.wait()


b, ready = Barrier(2), Event()
p = Process(target=in_barrier, args=(b, ready))
p.start()
ready.wait()
while b.n_waiting == 0:
    time.sleep(0.001)
p.kill()
p.join()
print(b.broken)


def end(conn):
    conn.send(1)
    time.sleep(3000)


a, b = Pipe()
p = Process(target=end, args=(b,))
p.start()
b.close()
print(a.recv())
p.terminate()
try:
    a.recv()
except EOFError:
    print('end of file')
p.join()
with Manager() as m:
    lock = m.Lock()
    ready = m.Event()
    p = Process(target=hold, args=(lock, ready))
    p.start()
    ready.wait()
    p.kill()
    print(lock.acquire(timeout=100))
    p.join()
m = Manager()
d = m.dict(a=1)
for p in active_children():
    p.kill()
    p.join()
try:
    d['a']
except (EOFError, BrokenPipeError) as e:
    print(type(e).__name__)
