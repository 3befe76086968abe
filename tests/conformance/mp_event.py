# Event and Barrier: waits, results, actions, breaking.
from multiprocessing import Barrier, Event, Process, Queue


def waiter(e, out):
    out.put(e.wait())


def meet(b, out):
    out.put(b.wait())


if __name__ == "__main__":
    e, out = Event(), Queue()
    print(e.is_set(), e.wait(0.01))
    ps = [Process(target=waiter, args=(e, out)) for _ in range(2)]
    for p in ps:
        p.start()
    e.set()
    print(out.get(), out.get(), e.is_set(), e.wait())
    for p in ps:
        p.join()
    e.clear()
    print(e.is_set())
    b = Barrier(3)
    print(b.parties, b.n_waiting, b.broken)
    ps = [Process(target=meet, args=(b, out)) for _ in range(2)]
    for p in ps:
        p.start()
    mine = b.wait()
    print(sorted([mine, out.get(), out.get()]))
    for p in ps:
        p.join()
    one = Barrier(1, action=lambda: print("action"))
    print(one.wait())
    alone = Barrier(2, timeout=0.01)
    try:
        alone.wait()
    except RuntimeError as x:
        print(type(x).__name__, alone.broken)
    alone.reset()
    print(alone.broken)
    alone.abort()
    print(alone.broken)
