"""What io.TextIOWrapper(buffer) makes: text over a binary file that is an object of the script's. (The text files of open() are native.)"""
from _io import TextIOBase, UnsupportedOperation

_CHUNK = 8192
_MULTIBYTE = ("utf-16", "utf_16", "utf16", "utf-32", "utf_32", "utf32")


class TextIOWrapper(TextIOBase):
    __module__ = "_io"

    def __init__(self, buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False):
        if encoding is not None and not isinstance(encoding, str):
            raise TypeError("TextIOWrapper() argument 'encoding' must be str or None, not %s" % type(encoding).__name__)
        if newline is not None and not isinstance(newline, str):
            raise TypeError("TextIOWrapper() argument 'newline' must be str or None, not %s" % type(newline).__name__)
        if newline not in (None, "", "\n", "\r", "\r\n"):
            raise ValueError("illegal newline value: %s" % newline)
        for name in ("readable", "writable", "seekable"):
            getattr(buffer, name)
        self._encoding = "UTF-8" if encoding in (None, "locale") else encoding
        self._errors = errors or "strict"
        try:
            "".encode(self._encoding)
        except LookupError:
            raise LookupError("unknown encoding: %s" % encoding) from None
        self._buffer = buffer
        self._newline = newline
        self._line_buffering = bool(line_buffering)
        self._write_through = bool(write_through)
        self._started = False
        self._reset()

    def _reset(self):
        self._raw = b""       # read and not yet decoded
        self._text = ""       # decoded and not yet asked for
        self._held = ""       # a carriage return that may be half a line's end
        self._ended = False
        self._seen = []

    @property
    def buffer(self):
        return self._buffer

    @property
    def encoding(self):
        return self._encoding

    @property
    def errors(self):
        return self._errors

    @property
    def newlines(self):
        if not self._seen:
            return None
        return self._seen[0] if len(self._seen) == 1 else tuple(self._seen)

    @property
    def line_buffering(self):
        return self._line_buffering

    @property
    def write_through(self):
        return self._write_through

    @property
    def name(self):
        return self._whole().name

    @property
    def closed(self):
        return self._whole().closed

    def _whole(self):
        if self._buffer is None:
            raise ValueError("underlying buffer has been detached")
        return self._buffer

    def _check(self):
        if self._whole().closed:
            raise ValueError("I/O operation on closed file.")

    def __repr__(self):
        parts = ["_io.TextIOWrapper"]
        for attr in ("name", "mode"):
            value = getattr(self._buffer, attr, None) if attr == "name" else self.__dict__.get(attr)
            if value is not None:
                parts.append("%s=%r" % (attr, value))
        parts.append("encoding=%r" % self._encoding)
        return "<" + " ".join(parts) + ">"

    def reconfigure(self, *, encoding=None, errors=None, newline="unchanged", line_buffering=None, write_through=None):
        if (encoding is not None or errors is not None or newline != "unchanged") and self._started:
            raise UnsupportedOperation("It is not possible to set the encoding or newline of stream after the first read")
        if encoding is not None:
            "".encode(encoding)
            self._encoding = encoding
            self._errors = errors or "strict"
        elif errors is not None:
            self._errors = errors
        if newline != "unchanged":
            self._newline = newline
        self.flush()
        if line_buffering is not None:
            self._line_buffering = bool(line_buffering)
        if write_through is not None:
            self._write_through = bool(write_through)

    def readable(self):
        return self._whole().readable()

    def writable(self):
        return self._whole().writable()

    def seekable(self):
        return self._whole().seekable()

    def isatty(self):
        return self._whole().isatty()

    def fileno(self):
        return self._whole().fileno()

    def flush(self):
        self._check()
        self._buffer.flush()

    def detach(self):
        buffer = self._whole()
        buffer.flush()
        self._buffer = None
        return buffer

    def close(self):
        if self._buffer is not None and not self._buffer.closed:
            try:
                self._buffer.flush()
            finally:
                self._buffer.close()

    def __enter__(self):
        self._check()
        return self

    def __exit__(self, *exc):
        self.close()

    def write(self, text, /):
        if not isinstance(text, str):
            raise TypeError("write() argument must be str, not %s" % type(text).__name__)
        self._check()
        out = text
        if self._newline in ("\r", "\r\n"):
            out = text.replace("\n", self._newline)
        self._buffer.write(out.encode(self._encoding, self._errors))
        if self._line_buffering and ("\n" in text or "\r" in text):
            self._buffer.flush()
        self._text, self._raw, self._held, self._ended = "", b"", "", False
        return len(text)

    def writelines(self, lines, /):
        for line in lines:
            self.write(line)

    def _decode(self, last):
        """The text of what has been read; bytes of a character that is not complete stay behind."""
        raw = self._raw
        try:
            text = raw.decode(self._encoding, self._errors if last else "strict")
            self._raw = b""
            return text
        except UnicodeDecodeError as e:
            if last:
                raise
            if len(raw) - e.start <= 4 and "unexpected end" in e.reason:
                self._raw = raw[e.start:]
                return raw[:e.start].decode(self._encoding, self._errors)
            self._raw = b""
            return raw.decode(self._encoding, self._errors)

    def _more(self):
        """Reads and decodes another chunk; False at the end."""
        if self._ended:
            return False
        self._started = True
        read = getattr(self._buffer, "read1", None) or self._buffer.read
        if self._encoding.lower().startswith(_MULTIBYTE):
            chunk = self._buffer.read()
            self._ended = True
        else:
            chunk = read(_CHUNK)
            self._ended = not chunk
        self._raw += chunk
        text = self._held + self._decode(self._ended)
        self._held = ""
        if self._newline in (None, ""):
            if text.endswith("\r") and not self._ended:
                text, self._held = text[:-1], "\r"
            self._notice(text)
            if self._newline is None:
                text = text.replace("\r\n", "\n").replace("\r", "\n")
        self._text += text
        return not self._ended or bool(text)

    def _notice(self, text):
        crlf = text.count("\r\n")
        for mark, n in (("\r", text.count("\r") - crlf), ("\n", text.count("\n") - crlf), ("\r\n", crlf)):
            if n and mark not in self._seen:
                self._seen = [m for m in ("\r", "\n", "\r\n") if m == mark or m in self._seen]

    def read(self, size=-1, /):
        self._check()
        if not self._buffer.readable():
            raise UnsupportedOperation("not readable")
        if size is None or size < 0:
            while self._more():
                pass
            text, self._text = self._text, ""
            return text
        while len(self._text) < size and self._more():
            pass
        text, self._text = self._text[:size], self._text[size:]
        return text

    def _line_end(self, start):
        """The index after the first line's end, -1 if there is none yet."""
        text = self._text
        if self._newline == "":
            for i in range(start, len(text)):
                if text[i] == "\n":
                    return i + 1
                if text[i] == "\r":
                    return i + 2 if text[i + 1:i + 2] == "\n" else i + 1
            return -1
        mark = self._newline or "\n"
        i = text.find(mark, max(0, start - 1))
        return -1 if i < 0 else i + len(mark)

    def readline(self, size=-1, /):
        self._check()
        if not self._buffer.readable():
            raise UnsupportedOperation("not readable")
        start = 0
        while True:
            end = self._line_end(start)
            start = len(self._text)
            if end >= 0 or 0 <= size <= start or not self._more():
                break
        if end < 0:
            end = len(self._text)
        if size is not None and size >= 0:
            end = min(end, size)
        line, self._text = self._text[:end], self._text[end:]
        return line

    def readlines(self, hint=-1, /):
        lines, total = [], 0
        for line in self:
            lines.append(line)
            total += len(line)
            if hint is not None and 0 < hint <= total:
                break
        return lines

    def __iter__(self):
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def seek(self, cookie, whence=0, /):
        self._check()
        if not self.seekable():
            raise UnsupportedOperation("underlying stream is not seekable")
        if whence == 1 and cookie != 0:
            raise UnsupportedOperation("can't do nonzero cur-relative seeks")
        if whence == 2 and cookie != 0:
            raise UnsupportedOperation("can't do nonzero end-relative seeks")
        if whence == 1:
            cookie, whence = self.tell(), 0
        self._buffer.flush()
        self._reset()
        return self._buffer.seek(cookie, whence)

    def tell(self):
        self._check()
        if not self.seekable():
            raise UnsupportedOperation("underlying stream is not seekable")
        ahead = self._text + self._held
        return self._buffer.tell() - len(self._raw) - len(ahead.encode(self._encoding, self._errors))

    def truncate(self, size=None, /):
        self._check()
        self._buffer.flush()
        return self._buffer.truncate(self.tell() if size is None else size)
