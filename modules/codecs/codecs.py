"""The module codecs: encodings by name, and files that encode and decode."""
import builtins
import sys

__all__ = ["lookup", "open", "BOM", "BOM_BE", "BOM_LE", "BOM_UTF8", "BOM_UTF16", "BOM_UTF16_LE", "BOM_UTF16_BE", "BOM_UTF32",
           "BOM_UTF32_LE", "BOM_UTF32_BE", "CodecInfo", "StreamReader", "StreamWriter", "StreamReaderWriter", "getencoder",
           "getdecoder", "getreader", "getwriter", "encode", "decode", "iterencode", "iterdecode"]

BOM_UTF8 = b"\xef\xbb\xbf"
BOM_LE = BOM_UTF16_LE = b"\xff\xfe"
BOM_BE = BOM_UTF16_BE = b"\xfe\xff"
BOM_UTF32_LE = b"\xff\xfe\0\0"
BOM_UTF32_BE = b"\0\0\xfe\xff"
BOM = BOM_UTF16 = BOM_UTF16_LE if sys.byteorder == "little" else BOM_UTF16_BE
BOM_UTF32 = BOM_UTF32_LE if sys.byteorder == "little" else BOM_UTF32_BE

_NAMES = {"utf8": "utf-8", "u8": "utf-8", "utf": "utf-8", "utf8sig": "utf-8-sig", "utf16": "utf-16", "utf16le": "utf-16-le",
          "utf16be": "utf-16-be", "utf32": "utf-32", "utf32le": "utf-32-le", "utf32be": "utf-32-be", "latin1": "iso8859-1",
          "latin": "iso8859-1", "l1": "iso8859-1", "iso88591": "iso8859-1", "8859": "iso8859-1", "ascii": "ascii", "usascii": "ascii",
          "646": "ascii"}
_ROT13 = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", "NOPQRSTUVWXYZABCDEFGHIJKLMnopqrstuvwxyzabcdefghijklm")


def _plain(encoding):
    return encoding.lower().replace("-", "").replace("_", "").replace(" ", "")


def _base64(function, x):
    import base64
    return getattr(base64, function)(x)


def _text_over(stream, encoding, errors):
    from _text_io import TextIOWrapper
    return TextIOWrapper(stream, encoding, errors, "\n")


# What is no encoding of text: what encoding and decoding do.
_OTHERS = {
    "rot13": (lambda x: x.translate(_ROT13), lambda x: x.translate(_ROT13), "rot13"),
    "hex": (lambda x: bytes(x).hex().encode(), lambda x: bytes.fromhex(bytes(x).decode("ascii")), "hex"),
    "base64": (lambda x: _base64("encodebytes", x), lambda x: _base64("decodebytes", x), "base64"),
}
_OTHERS["hexcodec"] = _OTHERS["hex"]
_OTHERS["base64codec"] = _OTHERS["base64"]


class CodecInfo(tuple):
    """What lookup() tells of an encoding."""

    def __new__(cls, encode, decode, streamreader=None, streamwriter=None, incrementalencoder=None, incrementaldecoder=None, name=None):
        self = tuple.__new__(cls, (encode, decode, streamreader, streamwriter))
        self.name = name
        self.encode = encode
        self.decode = decode
        self.streamreader = streamreader
        self.streamwriter = streamwriter
        self.incrementalencoder = incrementalencoder
        self.incrementaldecoder = incrementaldecoder
        return self

    def __repr__(self):
        return "<codecs.CodecInfo object for encoding %s at %#x>" % (self.name, id(self))


def _stream(base, encoding):
    class Stream(base):
        _encoding_name = encoding
    Stream.__name__ = Stream.__qualname__ = base.__name__
    Stream.__module__ = "encodings." + encoding.replace("-", "_")
    return Stream


def lookup(encoding, /):
    plain = _plain(encoding)
    if plain in _OTHERS:
        to, back, name = _OTHERS[plain]
        return CodecInfo(lambda x, errors="strict": (to(x), len(x)), lambda x, errors="strict": (back(x), len(x)), name=name)
    "".encode(encoding)
    name = _NAMES.get(plain, encoding.lower())
    return CodecInfo(lambda x, errors="strict": (x.encode(name, errors), len(x)),
                     lambda x, errors="strict": (bytes(x).decode(name, errors), len(x)),
                     _stream(StreamReader, name), _stream(StreamWriter, name), name=name)


def encode(obj, encoding="utf-8", errors="strict"):
    return lookup(encoding).encode(obj, errors)[0]


def decode(obj, encoding="utf-8", errors="strict"):
    return lookup(encoding).decode(obj, errors)[0]


def getencoder(encoding):
    return lookup(encoding).encode


def getdecoder(encoding):
    return lookup(encoding).decode


def getreader(encoding):
    return lookup(encoding).streamreader


def getwriter(encoding):
    return lookup(encoding).streamwriter


def iterencode(iterator, encoding, errors="strict"):
    for text in iterator:
        if text:
            yield text.encode(encoding, errors)


def iterdecode(iterator, encoding, errors="strict"):
    rest = b""
    for chunk in iterator:
        rest += chunk
        try:
            text, rest = rest.decode(encoding, errors), b""
        except UnicodeDecodeError as e:
            if len(rest) - e.start > 4 or "unexpected end" not in e.reason:
                raise
            text, rest = rest[:e.start].decode(encoding, errors), rest[e.start:]
        if text:
            yield text
    if rest:
        yield rest.decode(encoding, errors)


class _Stream:
    """A file that encodes or decodes; what it does not know itself the file below does."""

    _encoding_name = "utf-8"

    def __init__(self, stream, errors="strict"):
        self.stream = stream
        self.errors = errors

    def __getattr__(self, name):
        if name == "stream":
            raise AttributeError(name)
        return getattr(self.stream, name)

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.stream.close()


class StreamWriter(_Stream):
    def write(self, object):
        self.stream.write(object.encode(self._encoding_name, self.errors))

    def writelines(self, list):
        self.write("".join(list))

    def reset(self):
        pass


class StreamReader(_Stream):
    def __init__(self, stream, errors="strict"):
        self.stream = stream
        self.errors = errors
        self._over = _text_over(stream, self._encoding_name, errors)

    def read(self, size=-1, chars=-1, firstline=False):
        return self._over.read(chars if chars >= 0 else size)

    def readline(self, size=None, keepends=True):
        line = self._over.readline()
        return line if keepends else line.rstrip("\r\n")

    def readlines(self, sizehint=None, keepends=True):
        return self.read().splitlines(keepends)

    def reset(self):
        self._over = _text_over(self.stream, self._encoding_name, self.errors)

    def seek(self, offset, whence=0):
        self.stream.seek(offset, whence)
        self.reset()

    def __iter__(self):
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line


class StreamReaderWriter(_Stream):
    encoding = "unknown"

    def __init__(self, stream, Reader, Writer, errors="strict"):
        self.stream = stream
        self.errors = errors
        self.reader = Reader(stream, errors)
        self.writer = Writer(stream, errors)

    def read(self, size=-1):
        return self.reader.read(size)

    def readline(self, size=None):
        return self.reader.readline(size)

    def readlines(self, sizehint=None):
        return self.reader.readlines(sizehint)

    def __iter__(self):
        return self

    def __next__(self):
        return next(self.reader)

    def write(self, data):
        return self.writer.write(data)

    def writelines(self, list):
        return self.writer.writelines(list)

    def reset(self):
        self.reader.reset()

    def seek(self, offset, whence=0):
        self.stream.seek(offset, whence)
        self.reader.reset()


def open(filename, mode="r", encoding=None, errors="strict", buffering=-1):
    if encoding is not None and "b" not in mode:
        mode = mode.replace("U", "") + "b"
    file = builtins.open(filename, mode, buffering)
    if encoding is None:
        return file
    try:
        info = lookup(encoding)
        wrapped = StreamReaderWriter(file, info.streamreader, info.streamwriter, errors)
        wrapped.encoding = encoding
        return wrapped
    except:
        file.close()
        raise
