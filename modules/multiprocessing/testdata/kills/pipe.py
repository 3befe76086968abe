# Pipes whose other ends are killed: what was sent arrives in order, then the end of the file.
import time
from multiprocessing import Pipe, Process
from multiprocessing.connection import wait


def send(c):
    n = 0
    while True:
        c.send((n, "x" * (n % 50)))
        n += 1


def echo(c):
    while True:
        c.send(c.recv())


stop = Process(target=time.sleep, args=(10000,), name="Stop", daemon=True)
stop.start()
readers, echoes, next_of = [], [], {}
while stop.is_alive():
    while len(readers) < 3:
        r, w = Pipe(False)
        Process(target=send, args=(w,), daemon=True).start()
        w.close()
        readers.append(r)
        next_of[r.fileno()] = 0
    for r in wait(readers, timeout=100):
        for _ in range(20):
            try:
                if not r.poll():
                    break
                n, text = r.recv()
            except EOFError:
                readers.remove(r)
                r.close()
                break
            if n != next_of[r.fileno()] or len(text) != n % 50:
                print("expected", next_of[r.fileno()], "got", n)
            next_of[r.fileno()] = n + 1
    while len(echoes) < 2:
        c, d = Pipe()
        Process(target=echo, args=(d,), daemon=True).start()
        d.close()
        echoes.append(c)
    for c in echoes[:]:
        try:
            c.send([1, 2])
            if not c.poll(100):
                print("neither an answer nor the end")
            elif c.recv() != [1, 2]:
                print("another answer")
        except (EOFError, BrokenPipeError):
            echoes.remove(c)
            c.close()
