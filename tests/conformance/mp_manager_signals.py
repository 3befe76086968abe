# A manager's server does not mind SIGINT, and the process that uses it does.
import os
import signal
import time
from multiprocessing import managers


def interrupted():
    try:
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(5)
    except KeyboardInterrupt:
        return True
    return False


def shared_memory():
    smm = managers.SharedMemoryManager()
    smm.start()
    first = smm.ShareableList(range(10))
    os.kill(smm._process.pid, signal.SIGINT)
    second = smm.ShareableList(range(10))
    print(len(first), len(second), interrupted())
    print(len(smm.ShareableList([1])), smm._process.is_alive())
    smm.shutdown()


def objects():
    m = managers.SyncManager()
    m.start()
    d = m.dict()
    os.kill(m._process.pid, signal.SIGINT)
    d["a"] = 1
    print(d, interrupted(), d["a"], m._process.exitcode)
    m.shutdown()


if __name__ == "__main__":
    shared_memory()
    objects()
