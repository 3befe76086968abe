# What a process object says and does from its making to its end: one behaviour to a function.
import os
import sys
import threading
import time
from multiprocessing import Event, Pipe, Process, Queue, Value, active_children, cpu_count, current_process, parent_process, set_executable
from multiprocessing.connection import wait


def attempt(f, *args, **kwargs):
    try:
        return f(*args, **kwargs)
    except BaseException as e:
        return type(e).__name__ + ": " + str(e)


def run(*args, **kwargs):
    p = Process(*args, **kwargs)
    p.start()
    p.join()
    return p.exitcode


def nothing():
    pass


def current():
    p = current_process()
    print(p.is_alive(), p.daemon, isinstance(p.authkey, bytes), len(p.authkey), p.ident == p.pid == os.getpid(), p.exitcode, p.name, parent_process())
    print(attempt(p.join), attempt(p.start), p.close(), p.is_alive())


def executable():
    for path in (sys.executable, sys.executable.encode()):
        set_executable(path)
        print(run(target=nothing))


def give(q, value):
    q.put(value)


def args_kinds():
    for value in (1, "str", [1], (1,)):
        for kind in (list, tuple, iter):
            q = Queue(1)
            p = Process(target=give, args=kind((q, value)), daemon=True)
            p.start()
            print(repr(q.get()), end=" ")
            p.join()
    print(attempt(Process, args=3), attempt(Process, kwargs=3), attempt(Process, nothing), attempt(Process, target=3).run.__name__)


def daemon_flag():
    print(Process().daemon, Process(daemon=True).daemon, Process(daemon=False).daemon, Process(daemon=None).daemon)
    p = Process(target=nothing)
    p.daemon = True
    p.start()
    print(attempt(setattr, p, "daemon", False), p.daemon)
    p.join()


def tell_parent(conn):
    parent = parent_process()
    conn.send((parent.pid == os.getppid(), parent.pid, parent.name, parent.is_alive(), parent.exitcode, parent.join(0.01)))


def parent_attributes():
    receiver, sender = Pipe(False)
    run(target=tell_parent, args=(sender,))
    same, pid, *rest = receiver.recv()
    print(same, pid == os.getpid(), rest, parent_process())


def watch_parent(conn):
    conn.send(parent_process().is_alive())
    parent_process().join(300)
    conn.send(parent_process().is_alive())


def have_child(conn):
    Process(target=watch_parent, args=(conn,)).start()
    time.sleep(600)


def parent_dies():
    receiver, sender = Pipe(False)
    p = Process(target=have_child, args=(sender,))
    p.start()
    print(receiver.recv())
    p.terminate()
    p.join()
    print(receiver.recv())


def tell_all(q, looked, *args, **kwargs):
    looked.wait()
    p = current_process()
    q.put((args, kwargs, p.name, p.pid, bytes(p.authkey)))


def whole_life():
    q, looked = Queue(1), Event()
    p = Process(target=tell_all, args=(q, looked, 1, 2), kwargs={"hello": 23, "bye": 2.54}, name="SomeProcess")
    p.daemon = True
    print(p.authkey == current_process().authkey, p.is_alive(), p.daemon, p in active_children(), p.exitcode, p.pid)
    p.start()
    print(p.exitcode, p.is_alive(), p in active_children(), type(active_children()))
    looked.set()
    args, kwargs, name, pid, key = q.get()
    print(args, kwargs, name == p.name, pid == p.pid, key == p.authkey)
    p.join()
    print(p.exitcode, p.is_alive(), p in active_children(), p)


def tell_thread(q):
    q.put(threading.main_thread().native_id)


def main_thread_of_child():
    q = Queue()
    run(target=tell_thread, args=(q,))
    print(q.get() != threading.main_thread().native_id, threading.main_thread().name)


def sleep_long():
    time.sleep(100)


def ended_by(end):
    p = Process(target=sleep_long, daemon=True)
    p.start()
    print(p.is_alive(), p in active_children(), p.exitcode, p.join(0), p.join(-1), p.is_alive())
    end(p)
    p.join()
    print(p.exitcode, p.is_alive(), p in active_children(), p.join(), end(p))


def terminated():
    ended_by(Process.terminate)


def killed():
    ended_by(Process.kill)


def count_cpus():
    print(type(cpu_count()), cpu_count() >= 1)


def children_list():
    p = Process(target=time.sleep, args=(0.05,))
    print(active_children(), p in active_children())
    p.start()
    print(p in active_children())
    p.join()
    print(active_children())


def split(conn, path):
    conn.send(path)
    if len(path) < 2:
        for i in range(2):
            run(target=split, args=(conn, path + [i]))


def recursion():
    receiver, sender = Pipe(False)
    split(sender, [])
    while receiver.poll():
        print(receiver.recv(), end=" ")
    print()


def sentinel():
    event = Event()
    p = Process(target=event.wait)
    print(attempt(lambda: p.sentinel))
    p.start()
    s = p.sentinel
    print(type(s), wait([s], 0), attempt(setattr, p, "sentinel", 3))
    event.set()
    print(wait([s], 30) == [s])
    p.join()
    print(wait([s], 0) == [s])


def leave(code, q):
    q.get()
    sys.exit(code)


def close_process():
    q = Queue()
    p = Process(target=leave, args=(7, q))
    p.start()
    print(attempt(p.close))
    q.put(None)
    p.join()
    print(p.exitcode, p.close(), p)
    for name in ("is_alive", "join", "terminate", "kill", "start"):
        print(name, attempt(getattr(p, name)))
    for name in ("exitcode", "pid", "sentinel", "name", "daemon"):
        print(name, attempt(getattr, p, name))
    print(p.close())
    q = Process()
    print(q.close(), attempt(q.start))


def many_at_once():
    ps = [Process(target=nothing) for _ in range(100)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    print({p.exitcode for p in ps})
    ps = [Process(target=sleep_long) for _ in range(100)]
    for p in ps:
        p.start()
    for p in ps:
        p.terminate()
    for p in ps:
        p.join()
    print({p.exitcode for p in ps})


class Callable:
    def __call__(self, q, c):
        q.put(isinstance(c, Callable))


def target_is_let_go():
    c, q = Callable(), Queue()
    p = Process(target=c, args=(q, c))
    p.start()
    print(hasattr(p, "_target"), hasattr(p, "_args"), hasattr(p, "_kwargs"), q.get())
    p.join()


def leave_threads(event):
    def late():
        time.sleep(0.1)
        event.set()

    def never():
        time.sleep(60)
        event.clear()

    threading.Thread(target=late).start()
    threading.Thread(target=never, daemon=True).start()


def waits_for_threads():
    event = Event()
    print(run(target=leave_threads, args=(event,)), event.is_set())


class Closed:
    def write(self, text):
        raise ValueError("I/O operation on closed file")

    def flush(self):
        raise ValueError("I/O operation on closed file")


def break_stream(name, stream, event):
    if name:
        setattr(sys, name, stream)
    event.set()


def broken_streams():
    for name in ("stdout", "stderr"):
        for stream in (None, Closed()):
            kept, event = getattr(sys, name), Event()
            setattr(sys, name, stream)
            code = run(target=break_stream, args=(None, None, event))
            setattr(sys, name, kept)
            print(name, code, event.is_set())
            event = Event()
            print(name, run(target=break_stream, args=(name, None, event)), event.is_set())


def names():
    before = int(Process().name.split("-")[1])
    a, b = Process(), Process(name="b")
    print(int(a.name.split("-")[1]) - before, b.name, int(Process().name.split("-")[1]) - before)
    b.name = "other"
    print(b, attempt(setattr, b, "name", 3), b.name)
    q = Queue()
    run(target=lambda: q.put((current_process().name.count("-"), Process().name.split(":")[1])))
    print(q.get())


def kwargs_are_own():
    p, q = Process(), Process()
    print(p._kwargs is q._kwargs, p._args)
    shared = {"x": 1}
    p = Process(kwargs=shared)
    shared["y"] = 2
    print(p._kwargs)


def authkey():
    p = Process()
    p.authkey = b"other"
    print(p.authkey, current_process().authkey != p.authkey, attempt(setattr, p, "authkey", "text"))
    q = Queue()
    p = Process(target=lambda: q.put(bytes(current_process().authkey)))
    p.authkey = b"secret"
    p.start()
    print(q.get())
    p.join()


def misuse():
    print(attempt(Process, 1), attempt(Process().join), attempt(Process().terminate), attempt(Process().kill))
    p = Process(target=nothing)
    p.start()
    print(attempt(p.start))
    p.join()
    q = Queue()
    other = Process(target=sleep_long)
    other.start()
    run(target=lambda: q.put((attempt(other.join), attempt(other.is_alive), attempt(Process(daemon=True).start), repr(other).split()[-1])))
    print(q.get())
    other.kill()
    q = Queue()
    run(target=lambda: q.put(attempt(Process(target=nothing).start)), daemon=True)
    print(q.get())


if __name__ == "__main__":
    current()
    executable()
    args_kinds()
    daemon_flag()
    parent_attributes()
    parent_dies()
    whole_life()
    main_thread_of_child()
    terminated()
    killed()
    count_cpus()
    children_list()
    recursion()
    sentinel()
    close_process()
    many_at_once()
    target_is_let_go()
    waits_for_threads()
    broken_streams()
    names()
    kwargs_are_own()
    authkey()
    misuse()
