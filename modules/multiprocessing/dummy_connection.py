"""Connections between threads."""

from collections import deque
from queue import Queue
from threading import Condition

__all__ = ["Client", "Listener", "Pipe"]

families = [None]


class Listener:
    def __init__(self, address=None, family=None, backlog=1):
        self._waiting = Queue(backlog)

    def accept(self):
        return Connection(*self._waiting.get())

    def close(self):
        self._waiting = None

    @property
    def address(self):
        return self._waiting

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, exc_tb):
        self.close()


def Client(address):
    ours, theirs = Lane(), Lane()
    address.put((theirs, ours))
    return Connection(ours, theirs)


def Pipe(duplex=True):
    ours, theirs = Lane(), Lane()
    return Connection(ours, theirs), Connection(theirs, ours)


class Lane:
    """What goes one way: a queue without bounds that can be waited for."""

    def __init__(self):
        self._items = deque()
        self._arrived = Condition()

    def put(self, item):
        with self._arrived:
            self._items.append(item)
            self._arrived.notify()

    def get(self):
        with self._arrived:
            while not self._items:
                self._arrived.wait()
            return self._items.popleft()

    def wait(self, timeout):
        with self._arrived:
            return self._arrived.wait_for(lambda: len(self._items) > 0, timeout)


class Connection:
    def __init__(self, _in, _out):
        self._in = _in
        self._out = _out
        self.send = self.send_bytes = _out.put
        self.recv = self.recv_bytes = _in.get

    def poll(self, timeout=0.0):
        return self._in.wait(timeout)

    def close(self):
        pass

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, exc_tb):
        self.close()
