"""Two children that send to each other again and again, and what they do in between."""
from multiprocessing import Event, Lock, Pipe, Process, Queue, Value
from multiprocessing.connection import wait


def echo(conn):
    while True:
        try:
            m = conn.recv()
        except EOFError:
            return
        conn.send(m)


def trips(conn, out):
    total = 0
    for i in range(300):
        conn.send(i)
        total += conn.recv()
    out.put(("sum", total))


def mixed(conn, out):
    """Messages of all sizes and kinds, in order."""
    lock, seen = Lock(), []
    for i in range(120):
        m = ["x" * (i * 997 % 70000), i, {"i": i}, None, bytes(i), (1.5, [i])][i % 6]
        conn.send(m)
        while not conn.poll():
            pass
        seen.append(conn.recv() == m)
        if i % 10 == 0:
            with lock:
                seen.append(conn.poll(0) is False)
        if i % 17 == 0:
            seen.append(wait([conn], 0) == [])
    out.put(("mixed", len(seen), all(seen)))


def several(conn, out):
    """Many on their way at once."""
    ok = True
    for n in (1, 2, 3, 50, 400):
        for i in range(n):
            conn.send((n, i))
        ok = ok and [conn.recv() for _ in range(n)] == [(n, i) for i in range(n)]
    out.put(("several", ok))


def late(conn, out):
    """Waits that time out between messages."""
    answers = []
    for i in range(20):
        conn.send(i)
        answers.append(conn.recv())
        if i % 5 == 4:
            answers.append(conn.poll(0.004))
    out.put(("late", answers))


def carries(conn, out):
    """A connection in the middle of numbers."""
    r, w = Pipe(False)
    for i in range(30):
        conn.send(i)
        conn.recv()
    conn.send(w)
    back = conn.recv()
    back.send("by a connection that was sent here and back")
    out.put(("carried", r.recv()))
    for i in range(30):
        conn.send(i)
        conn.recv()


def count(conn, n, event, value, out):
    """What was done before a message is seen after it."""
    good = 0
    for i in range(n):
        assert conn.recv() == i
        good += value.value == i + 1 and event.is_set()
        event.clear()
        conn.send(i)
    out.put(("before", good == n))


def say(conn, n, event, value):
    for i in range(n):
        value.value = i + 1
        event.set()
        conn.send(i)
        conn.recv()


def last_words(conn, n):
    for i in range(n):
        conn.send(i)
    conn.close()


def listen(conn, other, out):
    other.close()
    got = []
    try:
        while True:
            got.append(conn.recv())
    except EOFError:
        out.put(("until the end", got == list(range(200)), conn.closed))


def both(one, other):
    ps = [Process(target=f, args=args) for f, args in (one, other)]
    for p in ps:
        p.start()
    return ps


def main():
    out = Queue()
    for work in (trips, mixed, several, late, carries):
        a, b = Pipe()
        ps = both((work, (a, out)), (echo, (b,)))
        print(out.get())
        ps[0].join()
        ps[1].terminate()
        ps[1].join()
        a.close()
        b.close()
        print(ps[0].exitcode, ps[1].exitcode)

    a, b = Pipe()
    event, value = Event(), Value("i", 0)
    ps = both((count, (a, 100, event, value, out)), (say, (b, 100, event, value)))
    for p in ps:
        p.join()
    print(out.get())

    r, w = Pipe(False)
    ps = both((listen, (r, w, out)), (last_words, (w, 200)))
    w.close()
    print(out.get())
    for p in ps:
        p.join()

    # This process takes part.
    a, b = Pipe()
    ps = both((trips, (a, out)), (echo, (b,)))
    print(out.get())
    ps[0].join()
    a.send("from here")
    print(a.recv())
    ps[1].terminate()
    ps[1].join()
    b.send("nobody answers")
    print(a.poll(), a.recv(), a.poll())


if __name__ == "__main__":
    main()
