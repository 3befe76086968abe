# Whoever waits in a manager's method, lock, queue, condition, event, barrier or semaphore learns that its server has ended.
# platform: posix
import os
import signal
import time
from multiprocessing import Process, Queue
from multiprocessing.managers import SyncManager


class Worker:
    def nap(self, t):
        time.sleep(t)

    def spin(self):
        while True:
            pass

    def pid(self):
        return os.getpid()


class OwnManager(SyncManager):
    pass


OwnManager.register("Worker", Worker)
KINDS = ("nap", "spin", "lock", "rlock", "semaphore", "get", "put", "join", "condition", "event", "barrier")


def wait(kind, o):
    if kind == "nap":
        o["worker"].nap(100)
    elif kind == "spin":
        o["worker"].spin()
    elif kind in ("lock", "rlock", "semaphore"):
        with o[kind]:
            return
    elif kind == "get":
        o["empty"].get()
    elif kind == "put":
        o["full"].put(2)
    elif kind == "join":
        o["full"].join()
    elif kind == "condition":
        o[kind].acquire()
        o[kind].wait()
    else:
        o[kind].wait()


def child(kind, o, ready, answers):
    o["worker"].pid()  # it is connected
    ready.put(kind)
    try:
        wait(kind, o)
        answers.put((kind, "returned"))
    except (EOFError, ConnectionError):
        answers.put((kind, "gone"))


def attempt(what, f, *args):
    try:
        print(what, f(*args))
    except (EOFError, ConnectionError) as e:
        print(what, type(e).__name__ if what == "create" else "gone")


def run(end):
    m = OwnManager()
    m.start()
    o = {"worker": m.Worker(), "lock": m.Lock(), "rlock": m.RLock(), "semaphore": m.Semaphore(1), "empty": m.Queue(), "full": m.JoinableQueue(1),
         "condition": m.Condition(), "event": m.Event(), "barrier": m.Barrier(2)}
    pid = o["worker"].pid()
    for name in "lock", "rlock", "semaphore":
        o[name].acquire()
    o["full"].put(1)
    ready, answers = Queue(), Queue()
    ps = [Process(target=child, args=(kind, o, ready, answers)) for kind in KINDS]
    for p in ps:
        p.start()
    print(sorted(ready.get() for _ in ps) == sorted(KINDS))
    time.sleep(0.3)
    end(m, pid)
    for line in sorted(answers.get() for _ in ps):
        print(*line)
    for p in ps:
        p.join()
    print([p.exitcode for p in ps])
    attempt("method", o["worker"].pid)
    attempt("release", o["lock"].release)
    attempt("is_set", o["event"].is_set)
    attempt("put", o["empty"].put, 1)
    if end is kill:
        attempt("create", m.dict)
        attempt("create", m.Lock)
        m.join()
        print(m._process)
        m.shutdown()
    else:
        try:
            m.dict()
        except AssertionError as e:
            print(e)


def kill(m, pid):
    os.kill(pid, signal.SIGKILL)


def shutdown(m, pid):
    m.shutdown()
    print(m._process.exitcode is not None)


if __name__ == "__main__":
    run(kill)
    run(shutdown)
