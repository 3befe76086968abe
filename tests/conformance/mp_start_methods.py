# Processes, pools, queues and locks of each start method.
import multiprocessing
import sys


def greet(queue, lock, name):
    with lock:
        queue.put((name, multiprocessing.current_process().name))


def square(x):
    return x * x


def leave(code):
    sys.exit(code)


def wait_for(event, conn):
    conn.send(event.wait(60))
    conn.close()


def report(conn):
    conn.send(multiprocessing.get_start_method())
    conn.close()


def drain(queue):
    queue.put(queue.get() + 1)


def each_method():
    for method in ("fork", "spawn", "forkserver"):
        ctx = multiprocessing.get_context(method)
        queue, lock = ctx.Queue(), ctx.Lock()
        process = ctx.Process(target=greet, args=(queue, lock, method), name="greeter")
        print(method, type(process).__name__, process.daemon, process.exitcode)
        process.start()
        print(queue.get(timeout=60))
        process.join()
        print(process.exitcode, process.is_alive())
        with ctx.Pool(2) as pool:
            print(pool.map(square, range(6)), pool.apply(square, (12,)))
        failing = ctx.Process(target=leave, args=(7,))
        failing.start()
        failing.join()
        print(failing.exitcode)


def events_and_pipes():
    for method in ("spawn", "forkserver"):
        ctx = multiprocessing.get_context(method)
        event = ctx.Event()
        here, there = ctx.Pipe(duplex=False)
        process = ctx.Process(target=wait_for, args=(event, there))
        process.start()
        there.close()
        print(here.poll(0))
        event.set()
        print(here.recv())
        try:
            here.recv()
        except EOFError:
            print("end of file")
        process.join()


def set_and_get():
    multiprocessing.set_start_method("spawn", force=True)
    print(multiprocessing.get_start_method())
    here, there = multiprocessing.Pipe()
    process = multiprocessing.Process(target=report, args=(there,))
    print(type(process)._start_method, process.name)
    process.start()
    there.close()
    print(here.recv())
    process.join()
    try:
        multiprocessing.set_start_method("fork")
    except RuntimeError as e:
        print(e)
    multiprocessing.set_start_method("fork", force=True)


def mixed():
    # A queue of the method spawn may go to children of any method.
    queue = multiprocessing.get_context("spawn").Queue()
    process = multiprocessing.get_context("fork").Process(target=drain, args=(queue,))
    queue.put(1)
    process.start()
    process.join()
    print(queue.get(timeout=60))


if __name__ == "__main__":
    each_method()
    events_and_pipes()
    set_and_get()
    mixed()
