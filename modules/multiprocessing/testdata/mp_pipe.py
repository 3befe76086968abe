import multiprocessing.connection
from multiprocessing import *


def t(f):
    try:
        print(repr(f()), flush=True)
    except BaseException as e:
        print(type(e).__module__, type(e).__qualname__, repr(str(e)), flush=True)


a, b = Pipe()
t(lambda: a)
t(lambda: a.send(1))
t(lambda: b.poll())
t(lambda: b.recv())
t(lambda: b.poll(0.01))
t(lambda: a.send_bytes('x'))
t(lambda: a.send_bytes(b'hello', 1))
t(lambda: b.recv_bytes())
t(lambda: a.send_bytes(b'hello', 1, 2))
t(lambda: b.recv_bytes())
t(lambda: a.send_bytes(b'hello', -1))
t(lambda: a.send_bytes(b'hello', 9))
t(lambda: a.send_bytes(b'hello', 1, -1))
t(lambda: a.send_bytes(b'hello', 1, 9))
t(lambda: b.recv_bytes(-1))
t(lambda: a.send_bytes(b''))
t(lambda: b.recv_bytes())
ba = bytearray(4)
t(lambda: a.send_bytes(b'ab'))
t(lambda: b.recv_bytes_into(ba))
t(lambda: ba)
t(lambda: a.send_bytes(b'abcdefgh'))
t(lambda: b.recv_bytes_into(ba))
t(lambda: b.recv_bytes_into(ba, 9))
t(lambda: (a.closed, a.readable, a.writable))
t(lambda: a.send_bytes(b'toolong'))
t(lambda: b.recv_bytes(2))
t(lambda: (b.closed, b.readable, b.writable))
t(lambda: b.recv())
a, b = Pipe()
t(lambda: b.close())
t(lambda: a.send(1))
t(lambda: a.recv())
t(lambda: a.poll())
t(lambda: b.send(1))
t(lambda: b.recv())
t(lambda: b.poll())
t(lambda: b.fileno())
t(lambda: b.close())
t(lambda: a.__enter__() is a)
t(lambda: a.__exit__(None, None, None))
t(lambda: a.closed)
r, w = Pipe(False)
t(lambda: r.send(1))
t(lambda: w.recv())
t(lambda: w.poll())
t(lambda: (r.readable, r.writable))
t(lambda: r.close())
t(lambda: w.send(1))
t(lambda: type(r).__mro__)
t(lambda: a.foo)
r, w = Pipe(False)
w.send(1)
w.close()
t(lambda: r.poll())
t(lambda: r.recv())
t(lambda: r.poll())
t(lambda: r.recv())
t(lambda: r.recv_bytes())
r, w = Pipe(False)
wait = multiprocessing.connection.wait
t(lambda: wait([r], 0.01))
t(lambda: w.send(1))
t(lambda: wait([r]) == [r])
t(lambda: r.recv())


def echo(conn, other):
    other.close()
    with conn:
        while True:
            try:
                conn.send(conn.recv() * 2)
            except EOFError:
                break


a, b = Pipe()
p = Process(target=echo, args=(b, a))
p.start()
b.close()
for x in [1, 'ab', [1, 2]]:
    a.send(x)
    print(a.recv())
print(wait([a, p.sentinel], 0.01))
a.close()
p.join()
print(wait([p.sentinel]) == [p.sentinel], p.exitcode)


def sender(w, n):
    for i in range(n):
        w.send((n, i))
    w.close()


readers = []
for n in range(3):
    r, w = Pipe(duplex=False)
    readers.append(r)
    p = Process(target=sender, args=(w, n + 1))
    p.start()
    w.close()
got = []
while readers:
    for r in wait(readers):
        try:
            got.append(r.recv())
        except EOFError:
            readers.remove(r)
print(sorted(got))


def through(conn):
    inner = conn.recv()
    inner.send('by an end that came through a pipe')
    inner.close()


a, b = Pipe()
c, d = Pipe()
p = Process(target=through, args=(b,))
p.start()
a.send(d)
d.close()
print(c.recv())
p.join()
t(lambda: c.recv())
