# Subclasses, the exit code of each way to end, what is written on the way: one behaviour to a function.
import atexit
import os
import sys
from multiprocessing import Manager, Pipe, Pool, Process, Queue, util
from multiprocessing.managers import SyncManager


def attempt(f, *args, **kwargs):
    try:
        return f(*args, **kwargs)
    except Exception as e:
        return type(e).__name__ + ": " + str(e)


class Shouter(Process):
    def __init__(self):
        Process.__init__(self)
        self.inside, self.outside = Pipe()

    def run(self):
        self.outside.close()
        for s in iter(self.inside.recv, None):
            self.inside.send(s.upper())
        self.inside.close()

    def submit(self, s):
        self.outside.send(s)
        return self.outside.recv()


def subclass():
    s = Shouter()
    s.daemon = True
    s.start()
    print(s.submit("hello"), s.submit("world"))
    s.outside.send(None)
    s.join()
    print(s.exitcode)


class Loud(Process):
    def start(self):
        print("starting")
        super().start()

    def join(self, timeout=None):
        super().join(timeout)
        print("joined")

    @property
    def exitcode(self):
        return "code %s" % super().exitcode


def overridden():
    p = Loud(target=sys.exit, args=(5,))
    p.start()
    p.join()
    print(p.exitcode)


class Recorder:
    def __init__(self, conn):
        self.conn = conn

    def write(self, text):
        self.conn.send(text)

    def flush(self):
        pass


def write_to(conn, f, *args):
    sys.stderr = Recorder(conn)
    f(*args)


def divide():
    1 / 0  # the line that shows


def recorded(f, *args):
    receiver, sender = Pipe(False)
    p = Process(target=write_to, args=(sender, f) + args, name="recorded")
    p.start()
    sender.close()
    p.join()
    text = []
    try:
        while True:
            text.append(receiver.recv())
    except EOFError:
        return p.exitcode, "".join(text)


def traceback_of_a_child():
    code, text = recorded(divide)
    print(code, text.startswith("Process recorded:\nTraceback"), "# the line that shows" in text, text.endswith("ZeroDivisionError: division by zero\n"))


def exit_codes():
    for reason in ([1, 2, 3], "a reason", 2.5, {"k": 1}):
        print(recorded(sys.exit, reason))
    for args in ((True,), (False,), (8,), (None,), (), (0,), (255,), (256,), (-1,), (1000,)):
        p = Process(target=sys.exit, args=args)
        p.start()
        p.join()
        print(args, p.exitcode)
    for target, args in ((os._exit, (9,)), (os.kill, (0,)), (os.abort, ())):
        if target is os.kill:
            p = Process(target=kill_myself)
        else:
            p = Process(target=target, args=args)
        p.start()
        p.join()
        print(target.__name__, p.exitcode)


def kill_myself():
    os.kill(os.getpid(), 9)


def finally_runs(conn):
    try:
        sys.exit(3)
    finally:
        conn.send("finally")


def with_handlers(conn):
    atexit.register(conn.send, "atexit")
    util.Finalize(conn, conn.send, ("finalizer",), exitpriority=1)


def handlers_at_the_end():
    receiver, sender = Pipe(False)
    for target in (finally_runs, with_handlers):
        p = Process(target=target, args=(sender,))
        p.start()
        p.join()
        print(p.exitcode, receiver.recv(), receiver.poll())


def queue_of_its_own():
    q = Queue()
    p = Process(target=attempt, args=(q.get, False), daemon=True)
    p.start()
    p.join()


def square(x):
    return x * x


def pool_of_its_own(q):
    pool = Pool(2)
    q.put(pool.map(square, range(5)))
    pool.close()
    pool.join()


def nested_queue():
    p = Process(target=queue_of_its_own)
    p.start()
    p.join()
    print(p.exitcode)


def nested_pool():
    q = Queue()
    p = Process(target=pool_of_its_own, args=(q,))
    p.start()
    print(q.get())
    p.join()
    print(p.exitcode)


class PerProcess:
    def __init__(self, conn):
        self.conn, self.pid, self.lines = conn, None, []

    def cache(self):
        if self.pid != os.getpid():
            self.pid, self.lines = os.getpid(), []
        return self.lines

    def write(self, text):
        self.cache().append(text)

    def flush(self):
        self.conn.send("".join(self.cache()))
        self.lines = []


def flushed_once():
    receiver, sender = Pipe(False)
    f = PerProcess(sender)
    f.write("written before the child")
    p = Process(target=f.flush)
    p.start()
    p.join()
    f.flush()
    print(repr(receiver.recv()), repr(receiver.recv()))


def count_up(ns):
    ns.test += 1


def manager_initializer():
    with Manager() as outer:
        ns = outer.Namespace(test=0)
        m = SyncManager()
        print(attempt(m.start, 1))
        m.start(count_up, (ns,))
        print(ns.test)
        m.shutdown()


def pool_initializer():
    with Manager() as outer:
        ns = outer.Namespace(test=0)
        print(attempt(Pool, initializer=1))
        p = Pool(1, count_up, (ns,))
        p.close()
        p.join()
        print(ns.test)


if __name__ == "__main__":
    subclass()
    overridden()
    traceback_of_a_child()
    exit_codes()
    handlers_at_the_end()
    nested_queue()
    nested_pool()
    flushed_once()
    manager_initializer()
    pool_initializer()
