# The ends of a pipe that nothing refers to any more are closed.
import gc
from multiprocessing import Pipe, Process


def attempt(f, *args):
    try:
        print(f(*args))
    except (EOFError, OSError) as e:
        print(type(e).__name__)


def local_writer():
    r, w = Pipe(False)
    w.send("before")
    return r


def child(conn):
    conn.send("from the child")


def run(conn):
    p = Process(target=child, args=(conn,))
    p.start()
    p.join()


def main():
    r, w = Pipe(False)
    w.send(1)
    del w
    gc.collect()
    attempt(r.recv)
    attempt(r.recv)
    r = local_writer()
    gc.collect()
    attempt(r.recv)
    attempt(r.poll)
    attempt(r.recv)
    a, b = Pipe()
    del b
    gc.collect()
    attempt(a.send, 2)
    attempt(a.recv)
    a, b = Pipe()
    c = [b]
    del b
    gc.collect()
    a.send(3)
    attempt(c[0].recv)
    a, b = Pipe()
    run(b)
    del b
    gc.collect()
    attempt(a.recv)
    attempt(a.recv)
    for _ in range(3000):  # more than there are file descriptors
        Pipe()
    print("end")


if __name__ == "__main__":
    main()
