import fnmatch
import os

__all__ = ["copyfileobj", "copyfile", "copymode", "copystat", "copy", "copy2", "copytree", "move", "rmtree", "Error",
           "SpecialFileError", "ExecError", "make_archive", "get_archive_formats", "disk_usage", "chown", "which",
           "get_terminal_size", "ignore_patterns", "SameFileError"]

COPY_BUFSIZE = 64 * 1024


class Error(OSError):
    pass


class SameFileError(Error):
    """The file would be copied onto itself."""


class SpecialFileError(OSError):
    """The file is of a kind, such as a named pipe, that cannot be copied."""


class ExecError(OSError):
    """A command has failed."""


class ReadError(OSError):
    """The file is no archive, or a damaged one."""


class RegistryError(Exception):
    """There is no such format of archives, or one already."""


def copyfileobj(fsrc, fdst, length=0):
    while True:
        part = fsrc.read(length or COPY_BUFSIZE)
        if not part:
            break
        fdst.write(part)


def _same(src, dst):
    try:
        return os.path.samefile(src, dst)
    except OSError:
        return False


def copyfile(src, dst, *, follow_symlinks=True):
    if _same(src, dst):
        raise SameFileError("%r and %r are the same file" % (src, dst))
    for name in (src, dst):
        try:
            mode = os.stat(name).st_mode
        except OSError:
            continue
        if mode & 0o170000 == 0o010000:
            raise SpecialFileError("`%s` is a named pipe" % os.fspath(name))
    if not follow_symlinks and os.path.islink(src):
        os.symlink(os.readlink(src), dst)
        return dst
    with open(src, "rb") as f:
        try:
            g = open(dst, "wb")
        except IsADirectoryError:
            if os.path.exists(dst):
                raise
            raise FileNotFoundError("Directory does not exist: %s" % dst)
        with g:
            copyfileobj(f, g)
    return dst


def copymode(src, dst, *, follow_symlinks=True):
    if follow_symlinks or not (os.path.islink(src) and os.path.islink(dst)):
        os.chmod(dst, os.stat(src).st_mode & 0o7777)


def copystat(src, dst, *, follow_symlinks=True):
    copymode(src, dst, follow_symlinks=follow_symlinks)
    if hasattr(os, "utime") and not os.path.islink(dst):
        st = os.stat(src)
        os.utime(dst, (st.st_atime, st.st_mtime))


def _target(src, dst):
    if os.path.isdir(dst):
        return os.path.join(dst, os.path.basename(src))
    return dst


def copy(src, dst, *, follow_symlinks=True):
    dst = _target(src, dst)
    copyfile(src, dst, follow_symlinks=follow_symlinks)
    copymode(src, dst, follow_symlinks=follow_symlinks)
    return dst


def copy2(src, dst, *, follow_symlinks=True):
    dst = _target(src, dst)
    copyfile(src, dst, follow_symlinks=follow_symlinks)
    copystat(src, dst, follow_symlinks=follow_symlinks)
    return dst


def ignore_patterns(*patterns):
    def ignored(path, names):
        found = []
        for pattern in patterns:
            found.extend(fnmatch.filter(names, pattern))
        return set(found)
    return ignored


def copytree(src, dst, symlinks=False, ignore=None, copy_function=copy2, ignore_dangling_symlinks=False, dirs_exist_ok=False):
    names = os.listdir(src)
    skip = ignore(os.fspath(src), names) if ignore is not None else ()
    os.makedirs(dst, exist_ok=dirs_exist_ok)
    errors = []
    for name in names:
        if name in skip:
            continue
        a, b = os.path.join(src, name), os.path.join(dst, name)
        try:
            if os.path.islink(a) and symlinks:
                os.symlink(os.readlink(a), b)
            elif os.path.islink(a) and not os.path.exists(a) and ignore_dangling_symlinks:
                continue
            elif os.path.isdir(a):
                copytree(a, b, symlinks, ignore, copy_function, ignore_dangling_symlinks, dirs_exist_ok)
            else:
                copy_function(a, b)
        except Error as e:
            errors.extend(e.args[0])
        except OSError as e:
            errors.append((a, b, str(e)))
    try:
        copystat(src, dst)
    except OSError as e:
        errors.append((src, dst, str(e)))
    if errors:
        raise Error(errors)
    return dst


def _raise(function, path, info):
    raise info[1]


def _skip(function, path, info):
    pass


def rmtree(path, ignore_errors=False, onerror=None, *, dir_fd=None):
    """Remove a directory and all it holds. Symbolic links are removed, not followed."""
    if dir_fd is not None:
        raise NotImplementedError("dir_fd unavailable on this platform")
    if ignore_errors:
        onerror = _skip
    elif onerror is None:
        onerror = _raise
    if os.path.islink(path):
        try:
            raise OSError("Cannot call rmtree on a symbolic link")
        except OSError as e:
            onerror(os.path.islink, path, (type(e), e, None))
        return
    _remove_tree(path, onerror)


def _remove_tree(path, onerror):
    try:
        with os.scandir(path) as it:
            entries = list(it)
    except OSError as e:
        onerror(os.scandir, path, (type(e), e, None))
        entries = []
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            _remove_tree(entry.path, onerror)
            continue
        try:
            os.unlink(entry.path)
        except OSError as e:
            onerror(os.unlink, entry.path, (type(e), e, None))
    try:
        os.rmdir(path)
    except OSError as e:
        onerror(os.rmdir, path, (type(e), e, None))


def move(src, dst, copy_function=copy2):
    real = dst
    if os.path.isdir(dst):
        if _same(src, dst):
            os.rename(src, dst)
            return
        real = os.path.join(dst, os.path.basename(os.fspath(src).rstrip(os.path.sep)))
        if os.path.exists(real):
            raise Error("Destination path '%s' already exists" % real)
    try:
        os.rename(src, real)
    except OSError:
        if os.path.islink(src):
            os.symlink(os.readlink(src), real)
            os.unlink(src)
        elif os.path.isdir(src):
            inside = os.path.join(os.path.abspath(dst), "").startswith(os.path.join(os.path.abspath(src), ""))
            if inside:
                raise Error("Cannot move a directory '%s' into itself '%s'." % (src, dst))
            copytree(src, real, copy_function=copy_function, symlinks=True)
            rmtree(src)
        else:
            copy_function(src, real)
            os.unlink(src)
    return real


def which(cmd, mode=os.F_OK | os.X_OK, path=None):
    """Return the path of the program that the name stands for, or None."""
    def usable(name):
        return os.path.exists(name) and os.access(name, mode) and not os.path.isdir(name)

    if os.path.dirname(cmd):
        return cmd if usable(cmd) else None
    if path is None:
        path = os.environ.get("PATH", os.defpath)
    if not path:
        return None
    endings = [""]
    if os.name == "nt":
        known = os.environ.get("PATHEXT", ".COM;.EXE;.BAT;.CMD").split(";")
        endings = [""] if any(cmd.lower().endswith(e.lower()) for e in known) else known
    for d in path.split(os.pathsep):
        for ending in endings:
            name = os.path.join(d, cmd + ending)
            if usable(name):
                return name
    return None


def get_terminal_size(fallback=(80, 24)):
    columns, lines = [int(v) if v.isdigit() else 0 for v in (os.environ.get("COLUMNS", ""), os.environ.get("LINES", ""))]
    if columns <= 0 or lines <= 0:
        try:
            size = os.get_terminal_size(1)
        except (AttributeError, ValueError, OSError, NotImplementedError):
            size = os.terminal_size(fallback)
        columns = columns if columns > 0 else size.columns or fallback[0]
        lines = lines if lines > 0 else size.lines or fallback[1]
    return os.terminal_size((columns, lines))


def _absent(name, instead):
    def absent(*args, **kwargs):
        raise NotImplementedError("shutil.%s() is not part of mpstar%s" % (name, instead))
    absent.__name__ = absent.__qualname__ = name
    return absent


make_archive = _absent("make_archive", "")
unpack_archive = _absent("unpack_archive", "")
get_archive_formats = _absent("get_archive_formats", "")
disk_usage = _absent("disk_usage", "")
chown = _absent("chown", "; use os.chown")
