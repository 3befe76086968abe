"""Memory that processes find by a name, and lists kept in such."""

import struct
from _shared_memory import SharedMemory
from types import GenericAlias

__all__ = ["SharedMemory", "ShareableList"]

# The layout is CPython's, so that a list has the same size: the number of items, the offsets of the items and of their end,
# the items, and for each item eight bytes of struct format and one byte that says what it is.
_PLAIN, _TEXT, _BYTES, _NONE = range(4)
_FORMATS = {int: "q", float: "d", bool: "xxxxxxx?", type(None): "xxxxxx?x"}


def _kind(value):
    if isinstance(value, str):
        return _TEXT
    if isinstance(value, bytes):
        return _BYTES
    return _NONE if value is None else _PLAIN


def _encoded(value):
    return value.encode("utf-8") if isinstance(value, str) else value


class ShareableList:
    """A list of fixed length, of numbers, texts, bytes and None, that several processes see."""

    def __init__(self, sequence=None, *, name=None):
        if sequence is None and name is not None:
            self._attach(SharedMemory(name))
            return
        items = sequence or ()
        formats, kinds, starts = [], [], [0]
        for item in items:
            if isinstance(item, (str, bytes)):
                room = 8 * (len(_encoded(item)) // 8 + 1)
                formats.append("%ds" % room)
            else:
                room = 8
                formats.append(_FORMATS[type(item)])
            kinds.append(_kind(item))
            starts.append(starts[-1] + room)
        n = len(formats)
        for format in formats:
            assert len(format) <= 8
        self._list_len, self._starts = n, starts
        self.shm = SharedMemory(name, create=True, size=8 * (n + 2) + starts[-1] + 9 * n)
        if sequence is None:
            return
        buf = self.shm.buf
        struct.pack_into("%dq" % (n + 2), buf, 0, n, *starts)
        position = 0
        for item in items:
            if position == n:
                break
            struct.pack_into(formats[position], buf, self._offset(position), _encoded(item) if kinds[position] else item)
            self._describe(position, formats[position], kinds[position])
            position += 1
        if position != n:
            raise struct.error("pack_into expected %d items for packing (got %d)" % (n, position))

    def _attach(self, shm):
        self.shm = shm
        self._list_len = len(self)
        self._starts = list(struct.unpack_from("%dq" % (self._list_len + 1), shm.buf, 8))

    def _offset(self, position):
        return 8 * (self._list_len + 2) + self._starts[position]

    def _describe(self, position, format, kind):
        formats = self._offset(self._list_len)
        struct.pack_into("8s", self.shm.buf, formats + 8 * position, format.encode())
        self.shm.buf[formats + 8 * self._list_len + position] = kind

    def _format(self, position):
        return bytes(struct.unpack_from("8s", self.shm.buf, self._offset(self._list_len) + 8 * position)[0]).rstrip(b"\0").decode()

    def _position(self, position, message):
        if not position >= 0:
            position += self._list_len
        if not 0 <= position < self._list_len:
            raise IndexError(message)
        return position

    def __getitem__(self, position):
        position = self._position(position, "index out of range")
        (value,) = struct.unpack_from(self._format(position), self.shm.buf, self._offset(position))
        kind = self.shm.buf[self._offset(self._list_len) + 8 * self._list_len + position]
        if kind == _NONE:
            return None
        if kind == _PLAIN:
            return value
        value = value.rstrip(b"\0")
        return value.decode("utf-8") if kind == _TEXT else value

    def __setitem__(self, position, value):
        position = self._position(position, "assignment index out of range")
        encoded = _encoded(value)
        if isinstance(value, (str, bytes)):
            room = self._starts[position + 1] - self._starts[position]
            if len(encoded) > room:
                raise ValueError("bytes/str item exceeds available storage")
            format = "%ds" % room
        else:
            format = _FORMATS[type(value)]
        data = struct.pack(format, encoded if _kind(value) != _NONE else False)
        self._describe(position, format, _kind(value))
        start = self._offset(position)
        self.shm.buf[start:start + len(data)] = data

    def __len__(self):
        return struct.unpack_from("q", self.shm.buf, 0)[0]

    def __iter__(self):
        position = 0
        while position < len(self):
            yield self[position]
            position += 1

    def __repr__(self):
        return "%s(%r, name=%r)" % (type(self).__name__, list(self), self.shm.name)

    def __getstate__(self):
        return self.shm

    def __setstate__(self, shm):
        self._attach(shm)

    @property
    def format(self):
        """The struct formats of the items, one after the other."""
        return "".join([self._format(position) for position in range(self._list_len)])

    def count(self, value):
        """How many items equal value."""
        return sum([value == item for item in self])

    def index(self, value):
        """The position of the first item that equals value; ValueError if none does."""
        for position, item in enumerate(self):
            if value == item:
                return position
        raise ValueError(f"{value!r} not in this container")

    __class_getitem__ = classmethod(GenericAlias)
