# Each signal of several in a row counts, and the one with the largest number is no different.
import os
import signal
from queue import Empty
from multiprocessing import Pipe, Process, Queue, SimpleQueue


def count(told):
    seen, nothing = [], Queue()
    signal.signal(signal.SIGINT, lambda s, f: seen.append(int(s)))
    signal.signal(signal.SIGRTMAX, lambda s, f: seen.append(int(s)))
    told.put("ready")
    for n in range(1, 6):
        while len(seen) < n:
            try:
                nothing.get(timeout=0.01)
            except Empty:
                pass
        told.put(seen[-1])


def waiting(conn):
    conn.send("ready")
    signal.pause()


if __name__ == "__main__":
    told = SimpleQueue()
    p = Process(target=count, args=(told,))
    p.start()
    print(told.get())
    for sig in [signal.SIGINT, signal.SIGINT, signal.SIGRTMAX, signal.SIGINT, signal.SIGRTMAX]:
        os.kill(p.pid, sig)
        print(told.get())
    p.join()
    print(p.exitcode)

    signal.signal(signal.SIGRTMAX, lambda s, f: print("got", s))
    signal.raise_signal(signal.SIGRTMAX)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGRTMAX})
    os.kill(os.getpid(), signal.SIGRTMAX)
    print(signal.sigpending())
    print(signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGRTMAX}))
    signal.signal(signal.SIGRTMAX, signal.SIG_DFL)
    for sig in [signal.SIGRTMAX, signal.SIGABRT, signal.SIGSEGV, signal.SIGXCPU, signal.SIGSYS, signal.SIGTERM]:
        r, w = Pipe(False)
        p = Process(target=waiting, args=(w,))
        p.start()
        r.recv()
        os.kill(p.pid, sig)
        p.join()
        print(p.exitcode)
