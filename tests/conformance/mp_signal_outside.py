# Signals that another program sends to a child which is a process of the operating system.
import signal
import subprocess
from multiprocessing import get_context


def waiting(conn):
    conn.send("ready")
    while True:
        signal.pause()


def handling(conn):
    seen = []
    signal.signal(50, lambda s, f: seen.append(s))
    conn.send("ready")
    while not seen:
        signal.pause()
    signal.signal(50, signal.SIG_IGN)
    conn.send(seen)
    conn.recv()
    signal.pthread_sigmask(signal.SIG_BLOCK, [51])
    conn.send("blocked")
    while not signal.sigpending():
        conn.poll(0.01)
    conn.send(sorted(int(s) for s in signal.sigpending()))
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [51])
    conn.send("never")


def send(sig, p):
    subprocess.run(["kill", "-" + str(int(sig)), str(p.pid)], check=True)


if __name__ == "__main__":
    ctx = get_context("spawn")
    for sig in [50, signal.SIGRTMAX, signal.SIGABRT, signal.SIGXCPU, signal.SIGTRAP, signal.SIGIO, signal.SIGUSR1]:
        here, there = ctx.Pipe()
        p = ctx.Process(target=waiting, args=(there,))
        p.start()
        here.recv()
        send(sig, p)
        p.join()
        print(p.exitcode)

    here, there = ctx.Pipe()
    p = ctx.Process(target=handling, args=(there,))
    p.start()
    print(here.recv())
    send(50, p)
    print(here.recv())
    send(50, p)
    here.send("ignored?")
    print(here.recv())
    send(51, p)
    print(here.recv())
    p.join()
    print(p.exitcode)
