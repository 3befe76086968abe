"""Connections: what they send, what they say at their end, and how they travel."""

import multiprocessing as mp
import pickle
import threading
import time
from multiprocessing.connection import Client, Connection, Listener, wait


def show(f):
    try:
        print(repr(f()))
    except BaseException as e:
        print(type(e).__name__, e)


def echo(conn):
    for msg in iter(conn.recv_bytes, b''):
        conn.send_bytes(msg)
    conn.close()


def connection():
    conn, child = mp.Pipe()
    p = mp.Process(target=echo, args=(child,), daemon=True)
    p.start()
    child.close()
    msg = b'0123456789' * 3
    seq = [1, 2.25, None, 'é']
    conn.send(seq)
    print(conn.recv() == seq)
    conn.send_bytes(msg)
    print(conn.recv_bytes() == msg)
    buf = bytearray(40)
    conn.send_bytes(msg)
    print(conn.recv_bytes_into(buf), bytes(buf[:31]))
    conn.send_bytes(msg)
    print(conn.recv_bytes_into(buf, 8), bytes(buf[:12]))
    short = bytearray(5)
    conn.send_bytes(msg)
    try:
        conn.recv_bytes_into(short)
    except mp.BufferTooShort as e:
        print('too short', e.args == (msg,))
    print(conn.poll(), conn.poll(0.05))
    conn.send(None)
    print(conn.poll(100), conn.recv(), conn.poll())
    big = b'*' * 2_000_000
    t = threading.Thread(target=conn.send_bytes, args=(big,))
    t.start()
    print(conn.recv_bytes() == big)
    t.join()
    conn.send_bytes(b'')
    show(conn.recv)
    p.join()
    print(p.exitcode)


def one_way():
    reader, writer = mp.Pipe(duplex=False)
    writer.send(1)
    print(reader.recv(), reader.readable, reader.writable, writer.readable, writer.writable)
    show(lambda: reader.send(2))
    show(writer.recv)
    show(writer.poll)
    writer.close()
    show(reader.recv)
    show(reader.poll)
    reader2, writer2 = mp.Pipe(False)
    reader2.close()
    show(lambda: writer2.send(1))


def spawn_close():
    conn, child = mp.Pipe()
    p = mp.Process(target=echo, args=(child,), daemon=True)
    p.start()
    child.close()
    conn.send_bytes(b'hello')
    print(conn.recv_bytes())
    conn.send_bytes(b'')
    conn.close()
    p.join()


def send_bytes():
    latin = b'abcdefghijklmnopqrstuvwxyz'
    a, b = mp.Pipe()
    for args in [(), (5,), (7, 8), (26,), (26, 0), (27,), (22, 5), (26, 1), (-1,), (4, -1)]:
        try:
            a.send_bytes(latin, *args)
            print(args, b.recv_bytes())
        except ValueError as e:
            print(args, e)
    a.send_bytes(bytearray(b'array'))
    print(b.recv_bytes(5))
    a.send_bytes(b'longer')
    show(lambda: b.recv_bytes(5))


def mixed():
    a, b = mp.Pipe()
    a.send([1, 'x'])
    print(pickle.loads(b.recv_bytes()))
    a.send_bytes(pickle.dumps({'k': (1, 2)}))
    print(b.recv())
    a.send_bytes(b'raw')
    show(b.recv)


def context():
    a, b = mp.Pipe()
    with a, b:
        a.send(1729)
        print(b.recv(), a.closed, b.closed)
    print(a.closed, b.closed)
    show(a.recv)
    show(lambda: b.send(1))
    show(a.poll)
    show(a.fileno)
    a.close()


def empty_strings():
    conn, other = mp.Pipe()

    def talk():
        for x in [b'', b'a', b'', b'bb']:
            other.send_bytes(x)
            time.sleep(0.01)
        other.close()

    t = threading.Thread(target=talk)
    t.start()
    got = []
    while True:
        print_ready = conn.poll(100)
        try:
            got.append(conn.recv_bytes())
        except EOFError:
            break
    t.join()
    print(print_ready, got)


def boundaries():
    reader, writer = mp.Pipe(False)
    for m in [b'a' * 10, b'bb', b'', b'c' * 100]:
        writer.send_bytes(m)
    print([len(reader.recv_bytes()) for _ in range(4)], reader.poll(0))


def not_merged():
    a, b = mp.Pipe()
    a.send_bytes(b'1')
    a.send_bytes(b'2')
    print(b.recv_bytes(), b.poll(0), b.recv_bytes(), b.poll(0.01))


def remote(conn, listener_address):
    with Client(listener_address) as client:
        client.send(conn.recv().upper())
    conn.close()


def connection_in_connection():
    a, b = mp.Pipe()
    outer, inner = mp.Pipe()
    p = mp.Process(target=relay, args=(inner,))
    p.start()
    inner.close()
    outer.send(b)
    b.close()
    outer.send('through')
    print(a.recv())
    show(a.recv)
    p.join()
    q = mp.Queue()
    r, w = mp.Pipe(False)
    q.put(w)
    got = q.get()
    w.close()
    got.send('by queue')
    print(r.recv(), got.readable, got.writable, type(got) is Connection)


def relay(conn):
    other = conn.recv()
    other.send(conn.recv())
    other.close()


def access():
    conn, child = mp.Pipe()
    p = mp.Process(target=use_what_comes, args=(child,))
    p.start()
    child.close()
    r, w = mp.Pipe(duplex=False)
    conn.send(w)
    w.close()
    print(r.recv(), conn.recv())
    r.close()
    r, w = mp.Pipe(duplex=False)
    conn.send(r)
    r.close()
    w.send('way in')
    w.close()
    print(conn.recv())
    p.join()


def use_what_comes(conn):
    w = conn.recv()
    w.send('way out')
    w.close()
    conn.send((w.readable, w.writable))
    r = conn.recv()
    conn.send((r.recv(), r.readable, r.writable))
    conn.close()


def late(conn, sec):
    time.sleep(sec)
    conn.send(sec)
    conn.close()


def waiting():
    readers = []
    for n in range(3):
        r, w = mp.Pipe(False)
        readers.append(r)
        mp.Process(target=late, args=(w, n * 0.1)).start()
        w.close()
    got = []
    while readers:
        for r in wait(readers):
            try:
                got.append(r.recv())
            except EOFError:
                readers.remove(r)
                r.close()
    print(sorted(got))


def wait_times():
    a, b = mp.Pipe()
    t = time.monotonic()
    print(wait([a, b], 0.2), time.monotonic() - t >= 0.19)
    b.send(None)
    t = time.monotonic()
    print(wait([a, b], 200) == [a], time.monotonic() - t < 100)
    print(wait([a], -1) == [a], wait([b], -1), wait([b], 0), wait([], 0.01))


def wait_integers():
    a, b = mp.Pipe()
    p = mp.Process(target=time.sleep, args=(0.2,))
    p.start()
    print(wait([a, p.sentinel, b], 100) == [p.sentinel])
    a.send(1)
    print(set(wait([a, p.sentinel, b], 100)) == {p.sentinel, b})
    b.send(2)
    print(set(wait([a, p.sentinel, b], 100)) == {a, p.sentinel, b})
    print(wait([a.fileno(), b], 1) == [a.fileno(), b])
    p.join()


for f in [connection, one_way, spawn_close, send_bytes, mixed, context, empty_strings, boundaries, not_merged,
          connection_in_connection, access, waiting, wait_times, wait_integers]:
    print('--', f.__name__)
    f()
