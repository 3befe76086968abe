# Pipe: both directions, bytes, poll, closing, EOFError, BrokenPipeError, one way.
from multiprocessing import Pipe, Process, connection


def child(conn):
    conn.send(["hello", {"é": 1}])
    print("child got", conn.recv())
    conn.send_bytes(b"0123456789")
    conn.close()


if __name__ == "__main__":
    a, b = Pipe()
    p = Process(target=child, args=(b,))
    p.start()
    b.close()
    print(a.recv())
    a.send((1, 2))
    print(a.recv_bytes())
    try:
        a.recv()
    except EOFError as e:
        print(repr(e))
    p.join()
    print(a.closed, b.closed, a.readable, a.writable)
    try:
        b.send(1)
    except OSError as e:
        print(e)
    a.close()
    r, w = Pipe(duplex=False)
    print(r.readable, r.writable, w.readable, w.writable, r.poll(), r.poll(0.01))
    w.send(1)
    print(r.poll(), r.recv())
    for bad in (lambda: r.send(1), lambda: w.recv(), lambda: w.poll()):
        try:
            bad()
        except OSError as e:
            print(e)
    w.send_bytes(b"abcdef", 2, 3)
    print(r.recv_bytes())
    w.send_bytes(b"too long")
    buf = bytearray(10)
    print(r.recv_bytes_into(buf), buf)
    with r:
        pass
    print(r.closed)
    try:
        w.send(1)
    except BrokenPipeError as e:
        print(type(e).__name__, e)
    x, y = Pipe()
    x.send("ready")
    print(connection.wait([x, y], timeout=1) == [y], connection.wait([x], timeout=0))
    print(str(x).startswith("<multiprocessing.connection.Connection object at 0x"))
