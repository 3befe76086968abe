"""The module gzip: files that are compressed. A file is read as a whole when it is first looked at, and written when it is closed."""
import builtins
import io
import os
import struct
import time
import zlib

__all__ = ["BadGzipFile", "GzipFile", "open", "compress", "decompress"]

READ, WRITE = 1, 2
_BEST = 9


class BadGzipFile(OSError):
    """What is read is no gzip file, or is damaged."""


def _member(data, start):
    """The text of the member that begins at start, and where the next one begins."""
    if data[start:start + 2] != b"\x1f\x8b":
        raise BadGzipFile("Not a gzipped file (%r)" % data[start:start + 2])
    if len(data) - start < 10:
        raise EOFError("Compressed file ended before the end-of-stream marker was reached")
    method, flags = data[start + 2], data[start + 3]
    if method != 8:
        raise BadGzipFile("Unknown compression method")
    at = start + 10
    if flags & 4:
        at += 2 + int.from_bytes(data[at:at + 2], "little")
    for bit in (8, 16):  # a name, a comment
        if flags & bit:
            end = data.find(b"\0", at)
            if end < 0:
                raise EOFError("Compressed file ended before the end-of-stream marker was reached")
            at = end + 1
    if flags & 2:
        at += 2
    try:
        text, used = zlib._inflate(data[at:])
    except zlib.error as e:
        if "truncated" in str(e):
            raise EOFError("Compressed file ended before the end-of-stream marker was reached") from None
        raise
    at += used
    if len(data) - at < 8:
        raise EOFError("Compressed file ended before the end-of-stream marker was reached")
    crc, size = struct.unpack("<II", data[at:at + 8])
    if crc != zlib.crc32(text):
        raise BadGzipFile("CRC check failed %s != %s" % (hex(crc), hex(zlib.crc32(text))))
    if size != len(text) & 0xffffffff:
        raise BadGzipFile("Incorrect length of data produced")
    at += 8
    while at < len(data) and data[at] == 0:
        at += 1
    return text, at


def decompress(data):
    """The text of all members of data."""
    data = bytes(data)
    parts, at = [], 0
    while at < len(data):
        text, at = _member(data, at)
        parts.append(text)
    return b"".join(parts)


def _pack(data, level, mtime, name=b""):
    extra = 2 if level == _BEST else 4 if level == 1 else 0
    stamp = int(time.time() if mtime is None else mtime)
    header = struct.pack("<3sBLBB", b"\x1f\x8b\x08", 8 if name else 0, stamp, extra, 255)
    if name:
        header += name + b"\0"
    return header + zlib.compress(data, level, -15) + struct.pack("<LL", zlib.crc32(data), len(data) & 0xffffffff)


def compress(data, compresslevel=_BEST, *, mtime=None):
    """One member that holds data."""
    return _pack(data, compresslevel, mtime)


class GzipFile(io.BufferedIOBase):
    """A binary file that is compressed."""

    def __init__(self, filename=None, mode=None, compresslevel=_BEST, fileobj=None, mtime=None):
        if mode and ("t" in mode or "U" in mode):
            raise ValueError("Invalid mode: %r" % mode)
        if mode and "b" not in mode:
            mode += "b"
        self.myfileobj = None
        if fileobj is None:
            fileobj = self.myfileobj = builtins.open(filename, mode or "rb")
        if filename is None:
            filename = getattr(fileobj, "name", "")
            if not isinstance(filename, (str, bytes)):
                filename = ""
        else:
            filename = os.fspath(filename)
        if mode is None:
            mode = getattr(fileobj, "mode", "rb")
        if mode.startswith("r"):
            self.mode = READ
        elif mode.startswith(("w", "a", "x")):
            self.mode = WRITE
        else:
            raise ValueError("Invalid mode: %r" % mode)
        self.name = filename
        self.fileobj = fileobj
        self.compresslevel = compresslevel
        self._mtime = mtime
        self._text = None if self.mode == READ else io.BytesIO()

    @property
    def closed(self):
        return self.fileobj is None

    @property
    def mtime(self):
        return self._mtime

    def __repr__(self):
        return "<gzip %s %s>" % (repr(self.fileobj)[1:-1], hex(id(self)))

    def _reading(self):
        if self.fileobj is None:
            raise ValueError("I/O operation on closed file.")
        if self.mode != READ:
            raise OSError(9, "read() on write-only GzipFile object")
        if self._text is None:
            self._text = io.BytesIO(decompress(self.fileobj.read()))
        return self._text

    def readable(self):
        return self.mode == READ

    def writable(self):
        return self.mode == WRITE

    def seekable(self):
        return True

    def read(self, size=-1):
        return self._reading().read(size)

    def read1(self, size=-1):
        return self._reading().read(io.DEFAULT_BUFFER_SIZE if size < 0 else size)

    def peek(self, n):
        text = self._reading()
        at = text.tell()
        data = text.read(n)
        text.seek(at)
        return data

    def readinto(self, b):
        data = self._reading().read(len(b))
        b[:len(data)] = data
        return len(data)

    def readline(self, size=-1):
        return self._reading().readline(size)

    def readlines(self, hint=-1):
        return self._reading().readlines(hint)

    def __iter__(self):
        return self

    def __next__(self):
        line = self._reading().readline()
        if not line:
            raise StopIteration
        return line

    def write(self, data):
        if self.fileobj is None:
            raise ValueError("I/O operation on closed file")
        if self.mode != WRITE:
            raise OSError(9, "write() on read-only GzipFile object")
        if isinstance(data, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        return self._text.write(data)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def seek(self, offset, whence=0):
        if self.mode == READ:
            return self._reading().seek(offset, whence)
        if whence == 1:
            offset += self._text.tell()
        elif whence != 0:
            raise ValueError("Seek from end not supported")
        if offset < self._text.tell():
            raise OSError("Negative seek in write mode")
        self._text.write(bytes(offset - self._text.tell()))
        return offset

    def rewind(self):
        self.seek(0)

    def tell(self):
        return self._reading().tell() if self.mode == READ else self._text.tell()

    def flush(self, zlib_mode=2):
        if self.fileobj is None:
            raise ValueError("I/O operation on closed file.")

    def fileno(self):
        return self.fileobj.fileno()

    def close(self):
        fileobj, self.fileobj = self.fileobj, None
        if fileobj is None:
            return
        try:
            if self.mode == WRITE:
                name = os.path.basename(self.name)
                name = name.encode("latin-1", "ignore") if isinstance(name, str) else name
                if name.endswith(b".gz"):
                    name = name[:-3]
                fileobj.write(_pack(self._text.getvalue(), self.compresslevel, self._mtime, name))
        finally:
            if self.myfileobj is not None:
                self.myfileobj.close()
                self.myfileobj = None

    def __enter__(self):
        if self.fileobj is None:
            raise ValueError("I/O operation on closed file.")
        return self

    def __exit__(self, *exc):
        self.close()


def open(filename, mode="rb", compresslevel=_BEST, encoding=None, errors=None, newline=None):
    """A compressed file, binary or (with "t" in its mode) of text."""
    if "t" in mode:
        if "b" in mode:
            raise ValueError("Invalid mode: %r" % mode)
    else:
        for name, value in (("encoding", encoding), ("errors", errors), ("newline", newline)):
            if value is not None:
                raise ValueError("Argument %r not supported in binary mode" % name)
    binary = mode.replace("t", "")
    if isinstance(filename, (str, bytes)) or hasattr(filename, "__fspath__"):
        file = GzipFile(filename, binary, compresslevel)
    elif hasattr(filename, "read") or hasattr(filename, "write"):
        file = GzipFile(None, binary, compresslevel, filename)
    else:
        raise TypeError("filename must be a str or bytes object, or a file")
    if "t" in mode:
        return io.TextIOWrapper(file, encoding, errors, newline)
    return file
