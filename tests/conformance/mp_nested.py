# Processes that start processes, active_children, daemons that may not have children.
from multiprocessing import Event, Process, Queue, active_children, current_process


def grandchild(out):
    out.put(current_process().name)


def child(out):
    p = Process(target=grandchild, args=(out,))
    p.start()
    p.join()
    out.put((current_process().name, p.name, p.exitcode))


def forbidden(out):
    try:
        Process(target=grandchild, args=(out,)).start()
    except AssertionError as e:
        out.put(str(e))


def wait(gate):
    gate.wait()


if __name__ == "__main__":
    out = Queue()
    p = Process(target=child, args=(out,))
    p.start()
    print(out.get(), out.get())
    p.join()
    d = Process(target=forbidden, args=(out,), daemon=True)
    d.start()
    print(out.get())
    d.join()
    print(active_children())
    gate = Event()
    ps = [Process(target=wait, args=(gate,), name="w%d" % i) for i in range(3)]
    for p in ps:
        p.start()
    print(sorted(p.name for p in active_children()), all(p in ps for p in active_children()))
    gate.set()
    for p in ps:
        p.join()
    print(active_children(), [p.exitcode for p in ps])
