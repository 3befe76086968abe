from _io import (IOBase, RawIOBase, BufferedIOBase, TextIOBase, TextIOWrapper, BufferedReader, BufferedWriter,
                 BufferedRandom, FileIO, UnsupportedOperation, open)

__all__ = ["BlockingIOError", "open", "IOBase", "RawIOBase", "FileIO", "BytesIO", "StringIO", "BufferedIOBase",
           "BufferedReader", "BufferedWriter", "BufferedRandom", "TextIOBase", "TextIOWrapper",
           "UnsupportedOperation", "SEEK_SET", "SEEK_CUR", "SEEK_END"]

BlockingIOError = BlockingIOError
SEEK_SET = 0
SEEK_CUR = 1
SEEK_END = 2
DEFAULT_BUFFER_SIZE = 8192


def _size(n):
    if n is None:
        return -1
    if not isinstance(n, int):
        raise TypeError("argument should be integer or None, not '%s'" % type(n).__name__)
    return n


class _Memory:
    """What files in memory have in common: a position in _data, to which _late is still to be added."""

    closed = False

    def _check(self):
        if self.closed:
            raise ValueError("I/O operation on closed file" + self._stop)

    def _settle(self):
        if self._late:
            self._data = self._nothing.join([self._data, *self._late])
            self._late = []

    def close(self):
        self.closed = True
        self._data = self._nothing
        self._late = []

    def __enter__(self):
        self._check()
        return self

    def __exit__(self, *exc):
        self.close()

    def __iter__(self):
        self._check()
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def readable(self):
        self._check()
        return True

    def writable(self):
        self._check()
        return True

    def seekable(self):
        self._check()
        return True

    def isatty(self):
        self._check()
        return False

    def fileno(self):
        raise UnsupportedOperation("fileno")

    def detach(self):
        raise UnsupportedOperation("detach")

    def flush(self):
        self._check()

    def tell(self):
        self._check()
        return self._pos

    def getvalue(self):
        self._check()
        self._settle()
        return self._data

    def read(self, size=-1, /):
        self._check()
        self._settle()
        size = _size(size)
        end = len(self._data) if size < 0 else self._pos + size
        part = self._data[self._pos:end]
        self._pos += len(part)
        return part

    def readlines(self, hint=None, /):
        lines = []
        total = 0
        for line in self:
            lines.append(line)
            total += len(line)
            if hint is not None and 0 < hint <= total:
                break
        return lines

    def writelines(self, lines, /):
        for line in lines:
            self.write(line)

    def truncate(self, size=None, /):
        self._check()
        self._settle()
        if size is None:
            size = self._pos
        elif not isinstance(size, int):
            raise TypeError("argument should be integer or None, not '%s'" % type(size).__name__)
        if size < 0:
            raise ValueError(self._negative % size)
        self._data = self._data[:size]
        return size

    def _extra(self):
        """Return what a script has added to the attributes, None if that is nothing."""
        own = ("_newline", "_data", "_late", "_pos", "newlines", "closed")
        return {k: v for k, v in self.__dict__.items() if k not in own} or None

    def _restore(self, data, pos, extra):
        if not isinstance(pos, int):
            raise TypeError("position must be an integer, got %s" % type(pos).__name__)
        if pos < 0:
            raise ValueError("position value cannot be negative")
        if extra is not None and not isinstance(extra, dict):
            raise TypeError("state should be a dict, got a %s" % type(extra).__name__)
        self._data = data
        self._pos = pos
        if extra:
            self.__dict__.update(extra)

    def _put(self, part):
        n = len(part)
        if not n:
            return
        if self._atend:
            self._late.append(part)
            self._pos += n
            return
        self._settle()
        data = self._data
        if self._pos > len(data):
            data = data.ljust(self._pos, self._zero)
        self._data = self._nothing.join((data[:self._pos], part, data[self._pos + n:]))
        self._pos += n


class StringIO(_Memory, TextIOBase):
    """A text file that is in memory only."""

    __module__ = "_io"
    _nothing = ""
    _zero = "\0"
    _stop = ""
    _negative = "Negative size value %d"
    encoding = None
    errors = None
    line_buffering = False

    def __init__(self, initial_value='', newline='\n'):
        if initial_value is not None and not isinstance(initial_value, str):
            raise TypeError("initial_value must be str or None, not %s" % type(initial_value).__name__)
        if newline is not None and not isinstance(newline, str):
            raise TypeError("newline must be str or None, not %s" % type(newline).__name__)
        if newline not in (None, '', '\n', '\r', '\r\n'):
            raise ValueError("illegal newline value: %r" % newline)
        self._newline = newline
        self._data = ""
        self._late = []
        self._pos = 0
        self.newlines = None
        if initial_value:
            self._put(self._translate(initial_value))
            self._pos = 0

    def __getstate__(self):
        return self.getvalue(), self._newline, self._pos, self._extra()

    def __setstate__(self, state):
        if type(state) is not tuple or len(state) < 4:
            raise TypeError("%s.__setstate__ argument should be 4-tuple, got %s" % (type(self).__name__, type(state).__name__))
        value, newline, pos, extra = state[:4]
        StringIO.__init__(self, None, newline)
        if not isinstance(value, str):
            raise TypeError("initial_value must be str or None, not %s" % type(value).__name__)
        self._restore(value, pos, extra)

    @property
    def _atend(self):
        if self._late:
            return True
        return self._pos == len(self._data)

    def _translate(self, s):
        if self._newline is None:
            return s.replace("\r\n", "\n").replace("\r", "\n")
        if self._newline in ("\r", "\r\n"):
            return s.replace("\n", self._newline)
        return s

    def write(self, s, /):
        self._check()
        if not isinstance(s, str):
            raise TypeError("string argument expected, got '%s'" % type(s).__name__)
        self._put(self._translate(s))
        return len(s)

    def readline(self, size=-1, /):
        self._check()
        self._settle()
        size = _size(size)
        data, start = self._data, self._pos
        if self._newline == "":
            ends = [i + len(mark) for mark in ("\n", "\r\n", "\r") for i in [data.find(mark, start)] if i >= 0]
            end = min(ends) if ends else len(data)
            if end < len(data) and data[end - 1] == "\r" and data[end] == "\n":
                end += 1
        else:
            mark = self._newline or "\n"
            i = data.find(mark, start)
            end = len(data) if i < 0 else i + len(mark)
        if size >= 0:
            end = min(end, start + size)
        if start >= end:
            return ""
        self._pos = end
        return data[start:end]

    def seek(self, pos, whence=0, /):
        self._check()
        self._settle()
        if whence == 0:
            if pos < 0:
                raise ValueError("Negative seek position %d" % pos)
            self._pos = pos
        elif whence not in (1, 2):
            raise ValueError("Invalid whence (%d, should be 0, 1 or 2)" % whence)
        elif pos != 0:
            raise OSError("Can't do nonzero cur-relative seeks")
        elif whence == 2:
            self._pos = len(self._data)
        return self._pos


class BytesIO(_Memory, BufferedIOBase):
    """A binary file that is in memory only."""

    __module__ = "_io"
    _nothing = b""
    _zero = b"\0"
    _stop = "."
    _negative = "negative size value %d"

    def __init__(self, initial_bytes=b''):
        if isinstance(initial_bytes, (str, int)):
            raise TypeError("a bytes-like object is required, not '%s'" % type(initial_bytes).__name__)
        self._data = b"" if initial_bytes is None else bytes(initial_bytes)
        self._late = []
        self._pos = 0

    def __getstate__(self):
        return self.getvalue(), self._pos, self._extra()

    def __setstate__(self, state):
        if type(state) is not tuple or len(state) < 3:
            raise TypeError("%s.__setstate__ argument should be 3-tuple, got %s" % (type(self).__name__, type(state).__name__))
        value, pos, extra = state[:3]
        BytesIO.__init__(self, value)
        self._restore(self._data, pos, extra)

    @property
    def _atend(self):
        if self._late:
            return True
        return self._pos == len(self._data)

    def write(self, b, /):
        self._check()
        if isinstance(b, (str, int)) or b is None:
            raise TypeError("a bytes-like object is required, not '%s'" % type(b).__name__)
        b = bytes(b)
        self._put(b)
        return len(b)

    def read1(self, size=-1, /):
        return self.read(size)

    def readinto(self, b, /):
        part = self.read(len(b))
        b[:len(part)] = part
        return len(part)

    def readline(self, size=-1, /):
        self._check()
        self._settle()
        size = _size(size)
        i = self._data.find(b"\n", self._pos)
        end = len(self._data) if i < 0 else i + 1
        if size >= 0:
            end = min(end, self._pos + size)
        part = self._data[self._pos:end]
        self._pos += len(part)
        return part

    def seek(self, pos, whence=0, /):
        self._check()
        self._settle()
        if whence == 0:
            if pos < 0:
                raise ValueError("negative seek value %d" % pos)
            self._pos = pos
        elif whence == 1:
            self._pos = max(0, self._pos + pos)
        elif whence == 2:
            self._pos = max(0, len(self._data) + pos)
        else:
            raise ValueError("invalid whence (%d, should be 0, 1 or 2)" % whence)
        return self._pos

    def getbuffer(self):
        raise NotImplementedError("BytesIO.getbuffer() is not part of mpstar: use getvalue()")
