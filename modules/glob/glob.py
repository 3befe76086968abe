import fnmatch
import os
import re

__all__ = ["escape", "glob", "iglob"]

_magic = re.compile("([*?[])")


def has_magic(s):
    return _magic.search(s.decode("latin-1") if isinstance(s, bytes) else s) is not None


def escape(pathname):
    drive, rest = os.path.splitdrive(pathname)
    if isinstance(pathname, bytes):
        return drive + re.sub(b"([*?[])", rb"[\1]", rest)
    return drive + _magic.sub(r"[\1]", rest)


def glob(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False):
    """Return a list of the paths that match a pattern."""
    return list(iglob(pathname, root_dir=root_dir, dir_fd=dir_fd, recursive=recursive, include_hidden=include_hidden))


def iglob(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False):
    if dir_fd is not None:
        raise NotImplementedError("glob(dir_fd=...) is not supported")
    pathname = os.fspath(pathname)
    if isinstance(pathname, bytes):
        for p in iglob(os.fsdecode(pathname), root_dir=root_dir, recursive=recursive, include_hidden=include_hidden):
            yield os.fsencode(p)
        return
    root = os.fspath(root_dir) if root_dir is not None else ""
    skip = recursive and pathname[:2] == "**"
    for p in _find(pathname, root, recursive, False, include_hidden):
        if skip and not p:
            skip = False
            continue
        yield p


def _find(pathname, root, recursive, dironly, hidden):
    dirname, basename = os.path.split(pathname)
    if not has_magic(pathname):
        if basename:
            if os.path.lexists(os.path.join(root, pathname)):
                yield pathname
        elif os.path.isdir(os.path.join(root, dirname)):
            yield pathname
        return
    if not dirname:
        yield from _names("", basename, root, recursive, dironly, hidden)
        return
    if dirname != pathname and has_magic(dirname):
        dirs = _find(dirname, root, recursive, True, hidden)
    else:
        dirs = [dirname]
    for d in dirs:
        for name in _names(d, basename, root, recursive, dironly, hidden):
            yield os.path.join(d, name)


def _names(dirname, basename, root, recursive, dironly, hidden):
    where = os.path.join(root, dirname)
    if not has_magic(basename):
        if basename:
            if os.path.lexists(os.path.join(where, basename)):
                yield basename
        elif os.path.isdir(where):
            yield basename
    elif recursive and basename == "**":
        if not dirname or os.path.isdir(where):
            yield ""
            yield from _below(where, dironly, hidden)
    else:
        names = [name for name in _list(where, dironly) if hidden or basename[0] == "." or name[0] != "."]
        yield from fnmatch.filter(names, basename)


def _list(where, dironly):
    names = []
    try:
        with os.scandir(where or os.curdir) as entries:
            for e in entries:
                try:
                    if not dironly or e.is_dir():
                        names.append(e.name)
                except OSError:
                    pass
    except OSError:
        pass
    return names


def _below(where, dironly, hidden):
    for name in _list(where, dironly):
        if hidden or name[0] != ".":
            yield name
            for inner in _below(os.path.join(where, name) if where else name, dironly, hidden):
                yield os.path.join(name, inner)
