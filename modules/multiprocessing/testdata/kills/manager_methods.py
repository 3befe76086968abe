# Callers of a manager's registered methods are killed in the middle of them, and servers of another manager while others wait for them.
import threading
import time
from multiprocessing import Process
from multiprocessing.managers import SyncManager


class Counter:
    def __init__(self):
        self.lock = threading.RLock()
        self.n = 0

    def add(self):
        with self.lock:
            n = self.n
            time.sleep(0.0001)
            self.n = n + 1
            return self.n

    def get(self):
        with self.lock:
            return self.n


class Waits:
    def __eq__(self, other):
        time.sleep(0.0002)
        return False


class SyncManagerOwn(SyncManager):
    pass


class Frail(SyncManager):
    pass


SyncManagerOwn.register("Counter", Counter)


def call(counter, elements, d):
    last = 0
    while True:
        n = counter.add()
        if n <= last:
            print("counted", n, "after", last, flush=True)
        last = n
        d[n % 3] = n
        if elements.count(1):
            print("found", flush=True)


def wait(frail):
    event, lock, queue, d = frail
    try:
        d["x"] = 1
        with lock:
            queue.put(1)
        event.wait()
        print("the event was set", flush=True)
    except (EOFError, OSError):
        pass


def stop():
    time.sleep(1000)


def started():
    # The server may be killed at any moment.
    while True:
        m = Frail()
        try:
            m.start()
            return m, (m.Event(), m.Lock(), m.Queue(), m.dict())
        except (EOFError, OSError):
            m.shutdown()


def main():
    keeper = SyncManagerOwn()
    keeper.start()
    counter, elements, d = keeper.Counter(), keeper.list([Waits()]), keeper.dict()
    last = Process(target=stop, name="Stop")
    last.start()
    callers = []
    frail, objects = started()
    waiters = []
    while last.is_alive():
        callers = [p for p in callers if p.is_alive()]
        while len(callers) < 5:
            callers.append(Process(target=call, args=(counter, elements, d)))
            callers[-1].start()
        if not frail._process.is_alive():
            for p in waiters:
                p.join()
            frail.shutdown()
            frail, objects = started()
            waiters = []
        waiters = [p for p in waiters if p.is_alive()]
        while len(waiters) < 3:
            waiters.append(Process(target=wait, args=(objects,)))
            waiters[-1].start()
        time.sleep(0.0005)
    for p in callers:
        p.terminate()
        p.join()
    n = counter.get()
    if counter.add() <= n:  # those of killed callers may still come to their ends
        print("counted", n, "twice")
    frail.shutdown()
    for p in waiters:
        p.join()
    keeper.shutdown()


main()
