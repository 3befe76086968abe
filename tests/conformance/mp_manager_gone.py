"""A process that waits at a manager's queue when the manager ends."""
import multiprocessing


def wait(q, ready):
    ready.set()
    try:
        q.get()
    except (EOFError, OSError):
        print("the manager is gone")


if __name__ == "__main__":
    manager = multiprocessing.Manager()
    q = manager.Queue()
    ready = multiprocessing.Event()
    p = multiprocessing.Process(target=wait, args=(q, ready))
    p.start()
    ready.wait()
    manager.shutdown()
    p.join()
    print(p.exitcode)
