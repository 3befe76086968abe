# Numbers of processes: each is a process's own, whenever somebody asks for it.
import multiprocessing as mp
import os
import sys
import threading


def nothing():
    pass


def tell(q):
    q.put((os.getpid(), mp.current_process().pid, threading.get_native_id()))


def leave(code):
    sys.exit(code)


def parent(q):
    p = mp.Process(target=tell, args=(q,))
    p.start()
    p.join()
    q.put((os.getpid(), p.pid))


def late():
    all = []
    for i in range(6):
        p = mp.Process(target=nothing)
        p.start()
        p.join()
        all.append(p)
    first = [p.pid for p in all]
    print("asked after all have ended:", len(set(first)), first == [p.ident for p in all], str(first[0]) in repr(all[0]))


def at_once():
    all = [mp.Process(target=nothing) for i in range(6)]
    for p in all:
        p.start()
    for p in all:
        p.join()
    print("several at once:", len({p.pid for p in all}), [p.exitcode for p in all])


def mixed():
    q = mp.Queue()
    numbers = []
    for i in range(6):
        p = mp.Process(target=tell if i % 2 else nothing, args=(q,) if i % 2 else ())
        p.start()
        if i % 2:
            own, again, thread = q.get()
            assert own == again == thread == p.pid
            numbers.append(own)
        p.join()
        assert p.exitcode == 0
    print("told by the children:", len(set(numbers)))


def nested():
    q = mp.Queue()
    p = mp.Process(target=parent, args=(q,))
    p.start()
    p.join()
    (inner, _, _), (outer, said) = q.get(), q.get()
    print("nested:", inner == said, outer == p.pid, inner != outer)


def codes():
    found = []
    for target, args in ((leave, (3,)), (nothing, ()), (leave, (300,)), (nothing, ()), (os._exit, (7,)), (nothing, ())):
        p = mp.Process(target=target, args=args)
        p.start()
        p.join()
        found.append(p.exitcode)
    print("exit codes:", found)


def dead():
    p = mp.Process(target=nothing)
    p.start()
    p.join()
    q, done = mp.Process(target=wait, args=(event,)), event
    q.start()
    p.kill()
    p.terminate()
    done.set()
    q.join()
    print("signals for one that has ended:", p.exitcode, q.exitcode)


def wait(e):
    e.wait()


counter = 0


def count(q):
    global counter
    counter += 1
    q.put((counter, "left" in globals()))
    globals()["left"] = True
    os.environ["LEFT"] = "1"
    sys.path.append("left")


def fresh():
    q = mp.Queue()
    found = []
    for i in range(4):
        p = mp.Process(target=count, args=(q,))
        p.start()
        p.join()
        found.append(q.get() + ("LEFT" in os.environ, "left" in sys.path))
    print("nothing is left of the one before:", set(found))


if __name__ == "__main__":
    event = mp.Event()
    late()
    at_once()
    mixed()
    nested()
    codes()
    dead()
    fresh()
