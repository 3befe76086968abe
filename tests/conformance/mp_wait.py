# connection.wait: pipes, sentinels, timeouts, slow senders.
import time
from multiprocessing import Event, Pipe, Process, Queue, Semaphore
from multiprocessing.connection import wait


def send_numbers(conn, slow):
    for i in range(5):
        if slow:
            time.sleep(0.02 * (i % 2))
        conn.send((i, slow))
    conn.close()


def receive_all(slow):
    readers, ps = [], []
    for _ in range(3):
        receiver, sender = Pipe(False)
        p = Process(target=send_numbers, args=(sender, slow), daemon=True)
        p.start()
        sender.close()
        readers.append(receiver)
        ps.append(p)
    messages = []
    while readers:
        for r in wait(readers):
            try:
                messages.append(r.recv())
            except EOFError:
                readers.remove(r)
                r.close()
    for p in ps:
        p.join()
    print(sorted(messages) == sorted((i, slow) for _ in range(3) for i in range(5)))


def many_pipes():
    receive_all(False)


def slow_senders():
    receive_all(True)


def times_out():
    a, b = Pipe()
    start = time.monotonic()
    print(wait([a, b], 0.1), 0.05 <= time.monotonic() - start < 50)
    b.send(None)
    start = time.monotonic()
    print(wait([a, b], 200) == [a], time.monotonic() - start < 50)
    print(a.recv(), wait([], 0.01))


def sleep_after(ready, seconds):
    ready.release()
    time.sleep(seconds)


def sentinels_and_pipes():
    ready = Semaphore(0)
    a, b = Pipe()
    p = Process(target=sleep_after, args=(ready, 0.3))
    p.start()
    ready.acquire()
    print(wait([a, p.sentinel, b], 200) == [p.sentinel])
    p.join()
    print(wait([a, p.sentinel, b], 200) == [p.sentinel])
    a.send(None)
    print(set(wait([a, p.sentinel, b], 200)) == {p.sentinel, b})
    b.send(None)
    print(wait([a, p.sentinel, b], 200) == [a, p.sentinel, b])
    print(isinstance(p.sentinel, int), wait([a.fileno(), b.fileno()], 0) == [a.fileno(), b.fileno()])


def negative_timeout():
    a, b = Pipe()
    start = time.monotonic()
    print(wait([a], timeout=-1), time.monotonic() - start < 50)


def closed_end():
    a, b = Pipe()
    b.close()
    print(wait([a], 60) == [a])
    try:
        a.recv()
    except EOFError as e:
        print(repr(e))


def wrong_objects():
    for bad in ("x", None, 2.5):
        try:
            wait([bad], 0)
        except ValueError as e:
            print(e)
    for bad in (3, None):
        try:
            wait(bad)
        except TypeError as e:
            print(e)


if __name__ == "__main__":
    many_pipes()
    slow_senders()
    times_out()
    sentinels_and_pipes()
    negative_timeout()
    closed_end()
    wrong_objects()
