"""select() and poll() over sockets and connections of multiprocessing."""

import _socket

error = OSError
POLLIN, POLLPRI, POLLOUT, POLLERR, POLLHUP, POLLNVAL = 1, 2, 4, 8, 16, 32
PIPE_BUF = 4096


def select(rlist, wlist, xlist, timeout=None, /):
    if timeout is not None and not isinstance(timeout, (int, float)):
        raise TypeError("timeout must be a float or None")
    if timeout is not None and timeout < 0:
        raise ValueError("timeout must be non-negative")
    try:
        readers, writers, others = list(rlist), list(wlist), list(xlist)
    except TypeError:
        raise TypeError("arguments 1-3 must be sequences") from None
    for x in others:  # nothing exceptional ever happens to them
        if not isinstance(x, int) and not hasattr(x, "fileno"):
            raise TypeError("argument must be an int, or have a fileno() method.")
    readable, writable = _socket.wait(readers, writers, timeout)
    return readable, writable, []


def _number(fd):
    return fd if isinstance(fd, int) else fd.fileno()


class _Poll:
    def __init__(self):
        self._watched = {}

    def register(self, fd, eventmask=POLLIN | POLLPRI | POLLOUT):
        self._watched[_number(fd)] = (fd, eventmask)

    def modify(self, fd, eventmask):
        if _number(fd) not in self._watched:
            raise FileNotFoundError(2, "No such file or directory")
        self._watched[_number(fd)] = (fd, eventmask)

    def unregister(self, fd):
        del self._watched[_number(fd)]

    def _ready(self, seconds):
        readers = [fd for fd, mask in self._watched.values() if mask & (POLLIN | POLLPRI)]
        writers = [fd for fd, mask in self._watched.values() if mask & POLLOUT]
        readable, writable = _socket.wait(readers, writers, seconds)
        readable, writable = [_number(x) for x in readable], [_number(x) for x in writable]
        events = []
        for number in self._watched:
            mask = (POLLIN if number in readable else 0) | (POLLOUT if number in writable else 0)
            if mask:
                events.append((number, mask))
        return events


class _Milliseconds(_Poll):
    def poll(self, timeout=None):
        return self._ready(None if timeout is None or timeout < 0 else timeout / 1000)


class _Seconds(_Poll):
    closed = False

    def __init__(self, sizehint=-1, flags=0):
        _Poll.__init__(self)

    def poll(self, timeout=None, maxevents=-1):
        events = self._ready(None if timeout is None or timeout < 0 else timeout)
        return events if maxevents < 0 else events[:maxevents]

    def close(self):
        self.closed = True

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()


def poll():
    return _Milliseconds()


if not _socket.windows:
    EPOLLIN, EPOLLPRI, EPOLLOUT, EPOLLERR, EPOLLHUP = 1, 2, 4, 8, 16

    class epoll(_Seconds):
        """Edge-triggered events (EPOLLET) are not part of this one."""
