# Wait for a process: join() with and without a timeout, exit codes, and what
# terminate() does.
import sys
import time
from multiprocessing import Event, Process


def wait_for(gate):
    gate.wait()


def leave(code):
    sys.exit(code)


if __name__ == "__main__":
    gate = Event()
    p = Process(target=wait_for, args=(gate,))
    p.start()
    p.join(timeout=0.05)
    print("after 50 ms:", "alive" if p.is_alive() else "ended", p.exitcode)
    gate.set()
    p.join()
    print("after the gate opened:", "alive" if p.is_alive() else "ended", p.exitcode)

    for code in (0, 3, None, "text on standard error means 1"):
        p = Process(target=leave, args=(code,))
        p.start()
        p.join()
        print("sys.exit(%r) gives %d" % (code, p.exitcode))

    p = Process(target=time.sleep, args=(60,))
    p.start()
    p.terminate()
    p.join()
    print("terminated:", p.exitcode)
