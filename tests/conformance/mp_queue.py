# Queue: order, bounds, timeouts, Empty and Full, closing, reprs, values of all kinds.
import queue
import time
from multiprocessing import Process, Queue


def produce(q):
    for v in (1, "é汉", 2.5, None, True, [1, [2]], {"k": (1, 2)}, {3}, b"b", frozenset([4]), range(3), 2 ** 80):
        q.put(v)


if __name__ == "__main__":
    q = Queue()
    p = Process(target=produce, args=(q,))
    p.start()
    for _ in range(12):
        print(repr(q.get()), end=" ")
    print()
    p.join()
    print(q.empty(), q.qsize(), q.full())
    for bad in (lambda: q.get(False), lambda: q.get(timeout=0.01), lambda: q.get_nowait(), lambda: q.get(True, 0.01)):
        try:
            bad()
        except queue.Empty as e:
            print(type(e), repr(e))
    b = Queue(2)
    b.put(1)
    b.put(2)
    print(b.full(), b.qsize())
    for bad in (lambda: b.put(3, False), lambda: b.put(3, timeout=0.01), lambda: b.put_nowait(3)):
        try:
            bad()
        except queue.Full as e:
            print(type(e), repr(e))
    print(b.get(), b.get())
    shared = [1]
    q.put(shared)
    while q.empty():
        time.sleep(0.001)
    shared.append(2)
    print(q.get(), str(q).startswith("<multiprocessing.queues.Queue object at 0x"))
    q.close()
    q.join_thread()
    for bad in (lambda: q.put(1), lambda: q.get()):
        try:
            bad()
        except ValueError as e:
            print(str(e)[:40])
