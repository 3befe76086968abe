"""How what goes to another process is pickled, and how scripts have a say in it."""

import copyreg
import io
import pickle

__all__ = ["send_handle", "recv_handle", "ForkingPickler", "register", "dump", "DupFd", "sendfds", "recvfds"]

HAVE_SEND_HANDLE = False


class ForkingPickler(pickle.Pickler):
    """A Pickler that knows the reductions which were registered for messages."""

    _extra_reducers = {}

    def __init__(self, *args):
        super().__init__(*args)
        self.dispatch_table = {**copyreg.dispatch_table, **self._extra_reducers}

    @classmethod
    def register(cls, type, reduce):
        """Have objects of a class reduced by a function when they are sent."""
        cls._extra_reducers[type] = reduce

    @classmethod
    def dumps(cls, obj, protocol=None):
        """Return the pickle of an object as a memoryview."""
        file = io.BytesIO()
        cls(file, protocol).dump(obj)
        return memoryview(file.getvalue())

    loads = pickle.loads


register = ForkingPickler.register


def dump(obj, file, protocol=None):
    """Write the pickle of an object to a file."""
    ForkingPickler(file, protocol).dump(obj)


def _absent(name):
    raise NotImplementedError(
        "multiprocessing.reduction." + name + " is not available yet: mpstar has no file descriptors to pass between processes")


def send_handle(conn, handle, destination_pid):
    """Not available."""
    _absent("send_handle")


def recv_handle(conn):
    """Not available."""
    _absent("recv_handle")


def sendfds(sock, fds):
    """Not available."""
    _absent("sendfds")


def recvfds(sock, size):
    """Not available."""
    _absent("recvfds")


def DupFd(fd):
    """Not available."""
    _absent("DupFd")
