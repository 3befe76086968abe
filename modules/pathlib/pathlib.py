import fnmatch
import io
import os
import re

__all__ = ["PurePath", "PurePosixPath", "PureWindowsPath", "Path", "PosixPath", "WindowsPath"]


def _split(path, windows):
    """Return drive, root and the list of names."""
    if windows:
        path = path.replace("/", "\\")
        drive = ""
        if path[:2] == "\\\\" and path[2:3] not in ("", "\\"):
            server, _, rest = path[2:].partition("\\")
            share, sep, rest = rest.partition("\\")
            if share:
                drive = "\\\\" + server + "\\" + share
                path = "\\" + rest
        elif path[1:2] == ":" and path[:1].isalpha():
            drive, path = path[:2], path[2:]
        root = "\\" if path[:1] == "\\" else ""
        return drive, root, [n for n in path.split("\\") if n and n != "."]
    root = ""
    if path[:1] == "/":
        root = "//" if path[:2] == "//" and path[2:3] != "/" else "/"
    return "", root, [n for n in path.split("/") if n and n != "."]


class _Parents:
    def __init__(self, path):
        self._path = path
        self._count = len(path._names)

    def __len__(self):
        return self._count

    def __getitem__(self, i):
        if isinstance(i, slice):
            return tuple([self[k] for k in range(*i.indices(len(self)))])
        if not -len(self) <= i < len(self):
            raise IndexError(i)
        if i < 0:
            i += len(self)
        p = self._path
        return p._make(p.drive, p.root, p._names[:len(p._names) - i - 1])

    def __iter__(self):
        for i in range(len(self)):
            yield self[i]

    def __repr__(self):
        return "<%s.parents>" % type(self._path).__name__


class PurePath:
    """A path that is only computed with: no file is looked at."""

    _windows = os.name == "nt"

    def __new__(cls, *args):
        if cls is PurePath:
            cls = PureWindowsPath if os.name == "nt" else PurePosixPath
        return object.__new__(cls)

    def __init__(self, *args):
        drive, root, names = "", "", []
        for a in args:
            if isinstance(a, PurePath):
                d, r, more = a.drive, a.root, a._names
                if a._windows != self._windows:
                    d, r, more = _split(str(a), self._windows)
            else:
                s = os.fspath(a)
                if not isinstance(s, str):
                    raise TypeError("argument should be a str object or an os.PathLike object returning str, not %r" % type(a))
                d, r, more = _split(s, self._windows)
            if d and d.lower() != drive.lower() or r and (not self._windows or d):
                drive, root, names = d or drive, r, list(more)
            elif r:
                root, names = r, list(more)
            else:
                names = names + list(more)
                drive = d or drive
        self.drive, self.root, self._names = drive, root, names

    def _make(self, drive, root, names):
        p = object.__new__(type(self))
        p.drive, p.root, p._names = drive, root, list(names)
        return p

    @property
    def _sep(self):
        return "\\" if self._windows else "/"

    @property
    def anchor(self):
        return self.drive + self.root

    @property
    def parts(self):
        return ((self.anchor,) if self.anchor else ()) + tuple(self._names)

    def __str__(self):
        return self.anchor + self._sep.join(self._names) or "."

    def __fspath__(self):
        return str(self)

    def as_posix(self):
        return str(self).replace("\\", "/") if self._windows else str(self)

    def __bytes__(self):
        return os.fsencode(str(self))

    def __repr__(self):
        return "%s(%r)" % (type(self).__name__, self.as_posix())

    def as_uri(self):
        if not self.is_absolute():
            raise ValueError("relative path can't be expressed as a file URI")
        safe = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~/"
        if self._windows:
            safe += ":"
        quoted = "".join([chr(b) if chr(b) in safe else "%%%02X" % b for b in self.as_posix().encode()])
        return ("file:///" if self._windows and self.drive[:1] != "\\" else "file:" if self._windows else "file://") + quoted

    def _key(self):
        s = (self.drive, self.root, tuple(self._names))
        if self._windows:
            return (self.drive.lower(), self.root, tuple([n.lower() for n in self._names]))
        return s

    def _compare(self, other):
        return isinstance(other, PurePath) and other._windows == self._windows

    def __eq__(self, other):
        return self._key() == other._key() if self._compare(other) else NotImplemented

    def __hash__(self):
        return hash(self._key())

    def __lt__(self, other):
        return self._order() < other._order() if self._compare(other) else NotImplemented

    def __le__(self, other):
        return self._order() <= other._order() if self._compare(other) else NotImplemented

    def __gt__(self, other):
        return self._order() > other._order() if self._compare(other) else NotImplemented

    def __ge__(self, other):
        return self._order() >= other._order() if self._compare(other) else NotImplemented

    def _order(self):
        return [p.lower() for p in self.parts] if self._windows else list(self.parts)

    def __truediv__(self, other):
        if not isinstance(other, (str, PurePath)) and not hasattr(other, "__fspath__"):
            return NotImplemented
        return self.joinpath(other)

    def __rtruediv__(self, other):
        if not isinstance(other, str) and not hasattr(other, "__fspath__"):
            return NotImplemented
        return type(self)(other, self)

    def joinpath(self, *others):
        return type(self)(self, *others)

    @property
    def name(self):
        return self._names[-1] if self._names else ""

    @property
    def suffix(self):
        i = self.name.rfind(".")
        return self.name[i:] if 0 < i < len(self.name) - 1 else ""

    @property
    def suffixes(self):
        if self.name.endswith("."):
            return []
        return ["." + s for s in self.name.lstrip(".").split(".")[1:]]

    @property
    def stem(self):
        i = self.name.rfind(".")
        return self.name[:i] if 0 < i < len(self.name) - 1 else self.name

    def _named(self):
        if not self.name:
            raise ValueError("%r has an empty name" % (self,))

    def with_name(self, name):
        self._named()
        d, r, names = _split(name, self._windows)
        if not name or d or r or len(names) != 1 or name[-1] == self._sep:
            raise ValueError("Invalid name %r" % name)
        return self._make(self.drive, self.root, self._names[:-1] + [name])

    def with_stem(self, stem):
        return self.with_name(stem + self.suffix)

    def with_suffix(self, suffix):
        if self._sep in suffix or suffix and not suffix.startswith(".") or suffix == ".":
            raise ValueError("Invalid suffix %r" % suffix)
        self._named()
        return self._make(self.drive, self.root, self._names[:-1] + [self.stem + suffix])

    @property
    def parent(self):
        return self._make(self.drive, self.root, self._names[:-1]) if self._names else self

    @property
    def parents(self):
        return _Parents(self)

    def is_absolute(self):
        return bool(self.root) and (not self._windows or bool(self.drive))

    def is_reserved(self):
        return False

    def relative_to(self, *other):
        if not other:
            raise TypeError("need at least one argument")
        base = type(self)(*other)
        a, b = self._key(), base._key()
        n = len(base._names)
        if a[:2] != b[:2] or a[2][:n] != b[2]:
            raise ValueError("%r is not in the subpath of %r OR one path is relative and the other is absolute." % (str(self), str(base)))
        return self._make("", "", self._names[n:])

    def is_relative_to(self, *other):
        try:
            self.relative_to(*other)
        except ValueError:
            return False
        return True

    def match(self, path_pattern):
        d, r, names = _split(path_pattern, self._windows)
        if not (d or r or names):
            raise ValueError("empty pattern")
        fold = str.lower if self._windows else str
        if (d and fold(d) != fold(self.drive)) or (r and r != self.root):
            return False
        if (d or r) and len(names) != len(self._names) or len(names) > len(self._names):
            return False
        for name, pattern in zip(reversed(self._names), reversed(names)):
            if not fnmatch.fnmatchcase(fold(name), fold(pattern)):
                return False
        return True


class PurePosixPath(PurePath):
    _windows = False


class PureWindowsPath(PurePath):
    _windows = True


class Path(PurePath):
    """A path of the file system."""

    def __new__(cls, *args, **kwargs):
        if cls is Path:
            cls = WindowsPath if os.name == "nt" else PosixPath
        if cls._windows != (os.name == "nt"):
            raise NotImplementedError("cannot instantiate %r on your system" % cls.__name__)
        return object.__new__(cls)

    @classmethod
    def cwd(cls):
        return cls(os.getcwd())

    @classmethod
    def home(cls):
        return cls("~").expanduser()

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        pass

    def expanduser(self):
        if not self.anchor and self._names and self._names[0][:1] == "~":
            home = os.path.expanduser(self._names[0])
            if home[:1] == "~":
                raise RuntimeError("Could not determine home directory.")
            return type(self)(home, *self._names[1:])
        return self

    def absolute(self):
        return self if self.is_absolute() else type(self)(os.getcwd(), self)

    def resolve(self, strict=False):
        path = os.path.realpath(self)
        if strict:
            os.stat(path)
        return type(self)(path)

    def samefile(self, other_path):
        return os.path.samefile(self, other_path)

    def readlink(self):
        return type(self)(os.readlink(self))

    def stat(self, *, follow_symlinks=True):
        return os.stat(self, follow_symlinks=follow_symlinks)

    def lstat(self):
        return os.lstat(self)

    def owner(self):
        raise NotImplementedError("Path.owner() is unsupported on this system")

    def group(self):
        raise NotImplementedError("Path.group() is unsupported on this system")

    def exists(self):
        return os.path.exists(self)

    def is_dir(self):
        return os.path.isdir(self)

    def is_file(self):
        return os.path.isfile(self)

    def is_symlink(self):
        return os.path.islink(self)

    def is_mount(self):
        return os.path.ismount(self)

    def _is_kind(self, kind):
        try:
            return os.stat(self).st_mode & 0o170000 == kind
        except (OSError, ValueError):
            return False

    def is_block_device(self):
        return self._is_kind(0o060000)

    def is_char_device(self):
        return self._is_kind(0o020000)

    def is_fifo(self):
        return self._is_kind(0o010000)

    def is_socket(self):
        return self._is_kind(0o140000)

    def open(self, mode="r", buffering=-1, encoding=None, errors=None, newline=None):
        return io.open(self, mode, buffering, encoding, errors, newline)

    def read_text(self, encoding=None, errors=None):
        with self.open("r", -1, encoding, errors) as f:
            return f.read()

    def read_bytes(self):
        with self.open("rb") as f:
            return f.read()

    def write_text(self, data, encoding=None, errors=None, newline=None):
        if not isinstance(data, str):
            raise TypeError("data must be str, not %s" % type(data).__name__)
        with self.open("w", -1, encoding, errors, newline) as f:
            return f.write(data)

    def write_bytes(self, data):
        with self.open("wb") as f:
            return f.write(data)

    def touch(self, mode=0o666, exist_ok=True):
        if os.path.exists(self):
            if not exist_ok:
                raise FileExistsError(17, "File exists", str(self))
            if hasattr(os, "utime"):
                os.utime(self, None)
            return
        self.open("x" if not exist_ok else "a").close()

    def mkdir(self, mode=0o777, parents=False, exist_ok=False):
        try:
            os.mkdir(self, mode)
        except FileNotFoundError:
            if not parents or self.parent == self:
                raise
            self.parent.mkdir(parents=True, exist_ok=True)
            self.mkdir(mode, parents=False, exist_ok=exist_ok)
        except OSError:
            if not exist_ok or not self.is_dir():
                raise

    def chmod(self, mode, *, follow_symlinks=True):
        os.chmod(self, mode)

    def unlink(self, missing_ok=False):
        try:
            os.unlink(self)
        except FileNotFoundError:
            if not missing_ok:
                raise

    def rmdir(self):
        os.rmdir(self)

    def rename(self, target):
        os.rename(self, target)
        return type(self)(target)

    def replace(self, target):
        os.replace(self, target)
        return type(self)(target)

    def symlink_to(self, target, target_is_directory=False):
        os.symlink(target, self, target_is_directory)

    def hardlink_to(self, target):
        os.link(target, self)

    def iterdir(self):
        for name in os.listdir(self):
            yield self._make(self.drive, self.root, self._names + [name])

    def glob(self, pattern):
        """Yield the files below this directory that match a pattern."""
        yield from self._matching(pattern, [])

    def rglob(self, pattern):
        yield from self._matching(pattern, ["**"])

    def _matching(self, pattern, before):
        if not pattern:
            raise ValueError("Unacceptable pattern: %r" % pattern)
        d, r, names = _split(str(pattern), self._windows)
        if d or r:
            raise NotImplementedError("Non-relative patterns are unsupported")
        seen = set()
        for p in self._select(before + names, bool(pattern[-1] == self._sep)):
            if p not in seen:
                seen.add(p)
                yield p

    def _select(self, names, dironly=False):
        if not names:
            if not dironly or self.is_dir():
                yield self
            return
        head, rest = names[0], names[1:]
        if head == "**":
            yield from self._select(rest, dironly) if rest else [self]
            for p in self._children(True):
                if not p.is_symlink():
                    yield from p._select(names, dironly)
        elif "**" in head:
            raise ValueError("Invalid pattern: '**' can only be an entire path component")
        elif head == "..":
            yield from (self / "..")._select(rest, dironly)
        elif not re.search("[*?[]", head):
            p = self._make(self.drive, self.root, self._names + [head])
            if p.is_dir() if rest else p.exists():
                yield from p._select(rest, dironly)
        else:
            for p in self._children(bool(rest)):
                if fnmatch.fnmatch(p.name, head):
                    yield from p._select(rest, dironly)

    def _children(self, dironly):
        found = []
        try:
            with os.scandir(self) as entries:
                for e in entries:
                    try:
                        if not dironly or e.is_dir():
                            found.append(self._make(self.drive, self.root, self._names + [e.name]))
                    except OSError:
                        pass
        except OSError:
            pass
        return found


class PosixPath(Path, PurePosixPath):
    _windows = False


class WindowsPath(Path, PureWindowsPath):
    _windows = True
