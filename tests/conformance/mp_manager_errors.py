# What goes wrong in a manager's server, as those see it who asked.
import os
import sys
import threading
from multiprocessing.managers import RemoteError, SyncManager


class Odd:
    def raises(self):
        raise ValueError("no", 1)

    def chained(self):
        try:
            raise KeyError("inner")
        except KeyError as e:
            raise RuntimeError("outer") from e

    def exits(self):
        sys.exit(3)

    def interrupts(self):
        raise KeyboardInterrupt

    def generator(self):
        return (i for i in range(3))

    def recurses(self):
        return self.recurses()

    def _hidden(self):
        return 1

    def ok(self):
        return "ok"

    def dies(self):
        os._exit(7)


def fails():
    raise RuntimeError("in the callable")


def exits():
    sys.exit(4)


class OwnManager(SyncManager):
    pass


OwnManager.register("Odd", Odd)
OwnManager.register("fails", fails)
OwnManager.register("exits", exits)
OwnManager.register("nothing")
OwnManager.register("number", lambda: 3)


def attempt(what, f, *args, **kwargs):
    # In a thread of its own, with a connection of its own.
    def run():
        try:
            print(what, f(*args, **kwargs))
        except RemoteError as e:
            lines = str(e).splitlines()
            print(what, "RemoteError", lines[1] == "-" * 75, lines[-2:-1], e.__cause__, e.__context__)
        except BaseException as e:
            print(what, type(e).__name__, e, e.__cause__, e.__context__, sep="|")
    t = threading.Thread(target=run)
    t.start()
    t.join()


def main():
    m = OwnManager()
    m.start(initializer=quiet)
    o, d, l, ns = m.Odd(), m.dict(), m.list([1]), m.Namespace()
    for name in "raises", "chained", "ok", "exits", "interrupts", "ok":
        attempt(name, getattr(o, name))
    try:
        o.generator()
    except RemoteError as e:
        print("generator", "Unserializable message: Traceback" in str(e))
    try:
        o.recurses()
    except RecursionError as e:
        print(e, o.ok())
    attempt("hidden", o._callmethod, "_hidden")
    attempt("absent", o._callmethod, "absent")
    attempt("attribute", getattr, o, "absent")
    attempt("arguments", o.ok, 1, 2)
    for name in "fails", "exits", "nothing":
        attempt(name, getattr(m, name))
    attempt("new", m.Odd, 1)
    attempt("number", lambda: m.number()._getvalue())
    attempt("dict", m.dict, 5)
    attempt("list", m.list, 5)
    attempt("Namespace", m.Namespace, 1)
    attempt("Value", m.Value, "i")
    attempt("Array", m.Array, "i", 5)
    attempt("Semaphore", m.Semaphore, -1)
    attempt("Event", m.Event, 1)
    attempt("Barrier", m.Barrier)
    attempt("key", lambda: d["x"])
    attempt("hash", d.__setitem__, [], 1)
    attempt("index", lambda: l[4])
    attempt("remove", l.remove, 3)
    attempt("append", l.append)
    attempt("sort", m.list([1, "a"]).sort)
    attempt("name", lambda: ns.x)
    attempt("release", m.Lock().release)
    attempt("wait", m.Condition().wait)
    attempt("task_done", m.Queue().task_done)
    attempt("ok", o.ok)
    attempt("dies", o.dies)
    m.join()
    print(m._process)
    m.shutdown()


def quiet():
    # What a thread of the server that is interrupted says.
    threading.excepthook = lambda args: None


if __name__ == "__main__":
    main()
