import os
import random as _random
import shutil as _shutil

__all__ = ["NamedTemporaryFile", "TemporaryFile", "SpooledTemporaryFile", "TemporaryDirectory", "mkstemp", "mkdtemp",
           "mktemp", "TMP_MAX", "gettempprefix", "tempdir", "gettempdir", "gettempprefixb", "gettempdirb"]

TMP_MAX = 10000
template = "tmp"
tempdir = None

_names = _random.SystemRandom()


def gettempprefix():
    return "tmp"


def gettempprefixb():
    return b"tmp"


def gettempdir():
    global tempdir
    if tempdir is None:
        candidates = [os.environ.get(name) for name in ("TMPDIR", "TEMP", "TMP")]
        candidates += [r"c:\temp", r"c:\tmp", r"\temp", r"\tmp"] if os.name == "nt" else ["/tmp", "/var/tmp", "/usr/tmp"]
        candidates.append(os.getcwd())
        for d in candidates:
            if d and os.path.isdir(d) and os.access(d, os.W_OK | os.X_OK):
                tempdir = os.path.abspath(d)
                break
        else:
            raise FileNotFoundError(2, "No usable temporary directory found in %s" % candidates)
    return tempdir


def gettempdirb():
    return os.fsencode(gettempdir())


def _candidates(suffix, prefix, dir):
    for v in (suffix, prefix):
        if v is not None and not isinstance(v, (str, bytes)):
            raise TypeError("unexpected type: %s" % type(v).__name__)
    dir = os.fspath(dir) if dir is not None else None
    given = [type(v) for v in (suffix, prefix, dir) if v is not None]
    as_bytes = bytes in given
    if as_bytes and str in given:
        raise TypeError("Can't mix bytes and non-bytes in path components.")
    if as_bytes:
        suffix, prefix, dir = [None if v is None else os.fsdecode(v) for v in (suffix, prefix, dir)]
    suffix = "" if suffix is None else suffix
    prefix = template if prefix is None else prefix
    dir = gettempdir() if dir is None else dir
    for _ in range(TMP_MAX):
        name = "".join([_names.choice("abcdefghijklmnopqrstuvwxyz0123456789_") for _ in range(8)])
        path = os.path.abspath(os.path.join(dir, prefix + name + suffix))
        yield path, os.fsencode(path) if as_bytes else path
    raise FileExistsError(17, "No usable temporary file name found")


def mkdtemp(suffix=None, prefix=None, dir=None):
    for path, result in _candidates(suffix, prefix, dir):
        try:
            os.mkdir(path, 0o700)
        except FileExistsError:
            continue
        return result


def mktemp(suffix="", prefix=template, dir=None):
    for path, result in _candidates(suffix, prefix, dir):
        if not os.path.lexists(path):
            return result


def mkstemp(suffix=None, prefix=None, dir=None, text=False):
    """Make a file; the descriptor is an open file's, which closes with the script."""
    for path, result in _candidates(suffix, prefix, dir):
        try:
            if hasattr(os, "open"):
                return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), result
            f = open(path, "xb")
        except FileExistsError:
            continue
        f.close()
        os.remove(path)
        raise NotImplementedError("tempfile.mkstemp() is not part of mpstar, which has no file descriptors: use NamedTemporaryFile")


def _open(mode, path, buffering, encoding, newline, errors):
    f = open(path, mode.replace("w", "x"), buffering, encoding, errors, newline)
    os.chmod(path, 0o600)
    return f


class _TemporaryFileWrapper:
    """A file that is removed when it is closed."""

    def __init__(self, file, name, delete=True):
        self.file = file
        self.name = name
        self.delete = delete
        self._removed = False

    def __getattr__(self, name):
        return getattr(self.__dict__["file"], name)

    def __enter__(self):
        self.file.__enter__()
        return self

    def __exit__(self, exc, value, tb):
        self.close()

    def __iter__(self):
        for line in self.file:
            yield line

    def __repr__(self):
        return "<tempfile._TemporaryFileWrapper object at 0x%x>" % id(self)

    def close(self):
        self.file.close()
        if self.delete and not self._removed:
            self._removed = True
            try:
                os.unlink(self.name)
            except FileNotFoundError:
                pass


_left = []


def _at_exit(thing):
    if not _left:
        import atexit
        atexit.register(_clean)
    _left.append(thing)


def _clean():
    for thing in _left:
        try:
            thing()
        except OSError:
            pass


def NamedTemporaryFile(mode='w+b', buffering=-1, encoding=None, newline=None, suffix=None, prefix=None, dir=None, delete=True, *, errors=None):
    for path, name in _candidates(suffix, prefix, dir):
        try:
            file = _open(mode, path, buffering, encoding, newline, errors)
        except FileExistsError:
            continue
        wrapper = _TemporaryFileWrapper(file, name, delete)
        if delete:
            _at_exit(wrapper.close)
        return wrapper


def TemporaryFile(mode='w+b', buffering=-1, encoding=None, newline=None, suffix=None, prefix=None, dir=None, *, errors=None):
    for path, name in _candidates(suffix, prefix, dir):
        try:
            file = _open(mode, path, buffering, encoding, newline, errors)
        except FileExistsError:
            continue
        if os.name == "nt":
            wrapper = _TemporaryFileWrapper(file, name)
            _at_exit(wrapper.close)
            return wrapper
        os.unlink(path)
        return file


def SpooledTemporaryFile(max_size=0, mode='w+b', buffering=-1, encoding=None, newline=None, suffix=None, prefix=None, dir=None, *, errors=None):
    return TemporaryFile(mode, buffering, encoding, newline, suffix, prefix, dir, errors=errors)


class TemporaryDirectory:
    """A directory that is removed with all it holds: when the with statement ends, by cleanup(), or at exit."""

    def __init__(self, suffix=None, prefix=None, dir=None, ignore_cleanup_errors=False):
        self.name = mkdtemp(suffix, prefix, dir)
        self._ignore = ignore_cleanup_errors
        self._gone = False
        _at_exit(self.cleanup)

    def __repr__(self):
        return "<%s %r>" % (type(self).__name__, self.name)

    def __enter__(self):
        return self.name

    def __exit__(self, exc, value, tb):
        self.cleanup()

    def cleanup(self):
        if not self._gone:
            self._gone = True
            if os.path.lexists(self.name):
                _shutil.rmtree(self.name, ignore_errors=self._ignore)
