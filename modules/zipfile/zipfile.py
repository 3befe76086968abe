"""The module zipfile: archives whose members are stored or deflated."""
import builtins
import io
import os
import struct
import time
import zlib

__all__ = ["BadZipFile", "BadZipfile", "ZIP_STORED", "ZIP_DEFLATED", "is_zipfile", "ZipInfo", "ZipFile", "LargeZipFile"]

ZIP_STORED = 0
ZIP_DEFLATED = 8
_END = b"PK\5\6"
_LIMIT = 0xffffffff


class BadZipFile(Exception):
    """What is read is no archive, or is damaged."""


class LargeZipFile(Exception):
    """The archive would need the extensions for large ones."""


BadZipfile = error = BadZipFile


def _end(data):
    """Where the record at the archive's end begins, -1 if there is none."""
    at = data.rfind(_END, max(0, len(data) - 22 - 65535))
    return at if 0 <= at <= len(data) - 22 else -1


def is_zipfile(filename):
    try:
        if hasattr(filename, "read"):
            at = filename.tell()
            filename.seek(0)
            data = filename.read()
            filename.seek(at)
        else:
            with builtins.open(filename, "rb") as f:
                data = f.read()
    except OSError:
        return False
    return _end(data) >= 0


def _filemode(mode):
    """A mode as ls shows it."""
    kind = {0o100000: "-", 0o40000: "d", 0o120000: "l"}.get(mode & 0o170000, "?")
    return kind + "".join(c if mode >> 8 - i & 1 else "-" for i, c in enumerate("rwxrwxrwx"))


class ZipInfo:
    """What an archive says of one member."""

    def __init__(self, filename="NoName", date_time=(1980, 1, 1, 0, 0, 0)):
        self.orig_filename = filename
        self.filename = filename.split("\0")[0].replace(os.sep, "/")
        if date_time[0] < 1980:
            raise ValueError("ZIP does not support timestamps before 1980")
        self.date_time = date_time
        self.compress_type = ZIP_STORED
        self.comment = b""
        self.extra = b""
        self.create_system = 3
        self.flag_bits = 0
        self.external_attr = 0
        self.header_offset = 0
        self.CRC = 0
        self.compress_size = 0
        self.file_size = 0

    def is_dir(self):
        return self.filename.endswith("/")

    def __repr__(self):
        parts = ["<ZipInfo filename=%r" % self.filename]
        if self.compress_type != ZIP_STORED:
            parts.append(" compress_type=%s" % {ZIP_DEFLATED: "deflate"}.get(self.compress_type, self.compress_type))
        high = self.external_attr >> 16
        if high:
            parts.append(" filemode=%r" % _filemode(high))
        if not self.is_dir() or self.file_size:
            parts.append(" file_size=%r" % self.file_size)
        if (not self.is_dir() or self.compress_size) and (self.compress_type != ZIP_STORED or self.file_size != self.compress_size):
            parts.append(" compress_size=%r" % self.compress_size)
        return "".join(parts) + ">"

    def _stamp(self):
        y, mo, d, h, m, s = self.date_time
        return h << 11 | m << 5 | s // 2, (y - 1980) << 9 | mo << 5 | d

    def _name(self):
        try:
            return self.filename.encode("ascii"), self.flag_bits
        except UnicodeEncodeError:
            return self.filename.encode("utf-8"), self.flag_bits | 0x800


class _Member(io.BytesIO):
    """A member that is being read or written."""

    def __init__(self, data, name, done=None):
        super().__init__(data)
        self.name = name
        self._done = done

    def close(self):
        done, self._done = self._done, None
        if done is not None:
            done(self.getvalue())
        super().close()


class ZipFile:
    """An archive. What is written to it reaches the file when it is closed."""

    fp = None

    def __init__(self, file, mode="r", compression=ZIP_STORED, allowZip64=True, compresslevel=None, *, strict_timestamps=True,
                 metadata_encoding=None):
        if mode not in ("r", "w", "x", "a"):
            raise ValueError("ZipFile requires mode 'r', 'w', 'x', or 'a'")
        if compression not in (ZIP_STORED, ZIP_DEFLATED):
            raise NotImplementedError("That compression method is not supported")
        self.mode = mode
        self.compression = compression
        self.compresslevel = compresslevel
        self.comment = b""
        self.filelist = []
        self.NameToInfo = {}
        self._own = not hasattr(file, "read") and not hasattr(file, "write")
        self._data = b""
        self._new = []
        if self._own:
            file = os.fspath(file)
            self.filename = file
            if mode == "a" and not os.path.exists(file):
                mode = "w"
            self.fp = builtins.open(file, {"r": "rb", "w": "wb", "x": "xb", "a": "r+b"}[mode])
        else:
            self.fp = file
            self.filename = getattr(file, "name", None)
        try:
            if mode in ("r", "a"):
                self.fp.seek(0)
                self._data = self.fp.read()
                if mode == "r" or self._data:
                    self._directory()
        except BaseException:
            if self._own:
                self.fp.close()
            self.fp = None
            raise

    def _directory(self):
        data = self._data
        at = _end(data)
        if at < 0:
            raise BadZipFile("File is not a zip file")
        count, size, offset, n = struct.unpack("<HLLH", data[at + 10:at + 22])
        self.comment = data[at + 22:at + 22 + n]
        if offset == _LIMIT or count == 0xffff:
            raise NotImplementedError("archives with the extensions for large ones are not part of mpstar")
        self._shift = at - size - offset
        at -= size
        if at < 0 or self._shift < 0:
            raise BadZipFile("Bad offset for central directory")
        for _ in range(count):
            if data[at:at + 4] != b"PK\1\2" or at + 46 > len(data):
                raise BadZipFile("Bad magic number for central directory")
            (system, flags, method, clock, day, crc, packed, size, n, extra, comment, attr, offset) = struct.unpack(
                "<xB2xHHHHLLLHHH4xLL", data[at + 4:at + 46])
            name = data[at + 46:at + 46 + n]
            name = name.decode("utf-8") if flags & 0x800 else name.decode("latin-1")
            info = ZipInfo(name, ((day >> 9) + 1980, day >> 5 & 15, day & 31, clock >> 11, clock >> 5 & 63, (clock & 31) * 2))
            info.create_system, info.flag_bits, info.compress_type, info.CRC = system, flags, method, crc
            info.compress_size, info.file_size, info.external_attr, info.header_offset = packed, size, attr, offset + self._shift
            at += 46 + n
            info.extra = data[at:at + extra]
            at += extra
            info.comment = data[at:at + comment]
            at += comment
            self._add(info)

    def _add(self, info):
        self.filelist.append(info)
        self.NameToInfo[info.filename] = info

    def _open(self):
        if self.fp is None:
            raise ValueError("Attempt to use ZIP archive that was already closed")

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.close()

    def __repr__(self):
        if self.fp is None:
            return "<zipfile.ZipFile [closed]>"
        shown = " filename=%r" % self.filename if self._own else " file=%r" % self.fp
        return "<zipfile.ZipFile%s mode=%r>" % (shown, self.mode)

    def namelist(self):
        return [info.filename for info in self.filelist]

    def infolist(self):
        return self.filelist

    def getinfo(self, name):
        info = self.NameToInfo.get(name)
        if info is None:
            raise KeyError("There is no item named %r in the archive" % name)
        return info

    def printdir(self, file=None):
        print("%-46s %19s %12s" % ("File Name", "Modified    ", "Size"), file=file)
        for info in self.filelist:
            print("%-46s %s %12d" % (info.filename, "%d-%02d-%02d %02d:%02d:%02d" % info.date_time, info.file_size), file=file)

    def read(self, name, pwd=None):
        self._open()
        info = name if isinstance(name, ZipInfo) else self.getinfo(name)
        for written, data in self._new:
            if written is info:
                return data
        if info.flag_bits & 1:
            raise RuntimeError("File %r is encrypted, password required for extraction" % info.filename)
        data, at = self._data, info.header_offset
        if data[at:at + 4] != b"PK\3\4":
            raise BadZipFile("Bad magic number for file header")
        n, extra = struct.unpack("<HH", data[at + 26:at + 30])
        at += 30 + n + extra
        packed = data[at:at + info.compress_size]
        if info.compress_type == ZIP_STORED:
            text = packed
        elif info.compress_type == ZIP_DEFLATED:
            text = zlib.decompress(packed, -15)
        else:
            raise NotImplementedError("That compression method is not supported")
        if zlib.crc32(text) != info.CRC:
            raise BadZipFile("Bad CRC-32 for file %r" % info.filename)
        return text

    def testzip(self):
        for info in self.filelist:
            try:
                self.read(info)
            except BadZipFile:
                return info.filename

    def open(self, name, mode="r", pwd=None, *, force_zip64=False):
        if mode not in ("r", "w"):
            raise ValueError('open() requires mode "r" or "w"')
        if mode == "r":
            return _Member(self.read(name, pwd), getattr(name, "filename", name))
        info = name if isinstance(name, ZipInfo) else ZipInfo(name, time.localtime()[:6])
        info.compress_type = self.compression
        return _Member(b"", info.filename, lambda data: self.writestr(info, data))

    def _place(self, info, path):
        name = os.path.splitdrive(info.filename)[1]
        parts = [part for part in name.split("/") if part not in ("", os.curdir, os.pardir)]
        return os.path.normpath(os.path.join(path, *parts))

    def extract(self, member, path=None, pwd=None):
        info = member if isinstance(member, ZipInfo) else self.getinfo(member)
        target = self._place(info, os.getcwd() if path is None else os.fspath(path))
        if os.path.dirname(target):
            os.makedirs(os.path.dirname(target), exist_ok=True)
        if info.is_dir():
            os.makedirs(target, exist_ok=True)
        else:
            data = self.read(info, pwd)
            with builtins.open(target, "wb") as f:
                f.write(data)
        return target

    def extractall(self, path=None, members=None, pwd=None):
        for member in list(self.namelist() if members is None else members):
            self.extract(member, path, pwd)

    def writestr(self, zinfo_or_arcname, data, compress_type=None, compresslevel=None):
        self._open()
        if self.mode == "r":
            raise ValueError("write() requires mode 'w', 'x', or 'a'")
        if isinstance(data, str):
            data = data.encode("utf-8")
        info = zinfo_or_arcname
        if not isinstance(info, ZipInfo):
            info = ZipInfo(info, time.localtime()[:6])
            info.compress_type = self.compression
            info.external_attr = 0o40775 << 16 | 0x10 if info.is_dir() else 0o600 << 16
        if compress_type is not None:
            info.compress_type = compress_type
        if info.filename in self.NameToInfo:
            import warnings
            warnings.warn("Duplicate name: %r" % info.filename, stacklevel=2)
        info.file_size = len(data)
        info.CRC = zlib.crc32(data)
        self._new.append((info, bytes(data)))
        self._add(info)

    def write(self, filename, arcname=None, compress_type=None, compresslevel=None):
        self._open()
        if self.mode == "r":
            raise ValueError("write() requires mode 'w', 'x', or 'a'")
        st = os.stat(filename)
        isdir = os.path.isdir(filename)
        name = os.path.normpath(os.path.splitdrive(os.fspath(filename if arcname is None else arcname))[1]).lstrip(os.sep)
        info = ZipInfo(name + "/" if isdir else name, time.localtime(st.st_mtime)[:6])
        info.external_attr = (st.st_mode & 0xffff) << 16 | (0x10 if isdir else 0)
        info.compress_type = ZIP_STORED if isdir else self.compression if compress_type is None else compress_type
        if isdir:
            self.writestr(info, b"")
        else:
            with builtins.open(filename, "rb") as f:
                self.writestr(info, f.read())

    def mkdir(self, zinfo_or_directory, mode=511):
        name = zinfo_or_directory if zinfo_or_directory.endswith("/") else zinfo_or_directory + "/"
        info = ZipInfo(name, time.localtime()[:6])
        info.external_attr = (0o40000 | mode) << 16 | 0x10
        self.writestr(info, b"")

    def close(self):
        if self.fp is None:
            return
        try:
            if self.mode != "r" and (self._new or self.mode != "a"):
                self._save()
        finally:
            fp, self.fp = self.fp, None
            if self._own:
                fp.close()

    def _save(self):
        at = _end(self._data)
        body = b""
        if at >= 0:  # the new members take the place of the old directory
            size = struct.unpack("<L", self._data[at + 12:at + 16])[0]
            body = self._data[:at - size]
        parts, at = [body], len(body)
        for info, data in self._new:
            packed = data
            if info.compress_type == ZIP_DEFLATED:
                packed = zlib.compress(data, -1 if self.compresslevel is None else self.compresslevel, -15)
            elif info.compress_type != ZIP_STORED:
                raise NotImplementedError("That compression method is not supported")
            info.compress_size, info.header_offset = len(packed), at
            name, flags = info._name()
            parts.append(struct.pack("<4sHHHHHLLLHH", b"PK\3\4", 20, flags, info.compress_type, *info._stamp(), info.CRC, len(packed), len(data),
                                     len(name), 0) + name + packed)
            at += len(parts[-1])
        if at > _LIMIT or len(self.filelist) >= 0xffff:
            raise LargeZipFile("Zipfile size would require ZIP64 extensions")
        start = at
        for info in self.filelist:
            name, flags = info._name()
            parts.append(struct.pack("<4sBBHHHHHLLLHHHHHLL", b"PK\1\2", 20, info.create_system, 20, flags, info.compress_type, *info._stamp(),
                                     info.CRC, info.compress_size, info.file_size, len(name), len(info.extra), len(info.comment), 0, 0,
                                     info.external_attr, info.header_offset) + name + info.extra + info.comment)
            at += len(parts[-1])
        n = len(self.filelist)
        parts.append(struct.pack("<4sHHHHLLH", _END, 0, 0, n, n, at - start, start, len(self.comment)) + self.comment)
        if self.mode == "a":
            self.fp.seek(0)
        self.fp.write(b"".join(parts))
        if self.mode == "a":
            self.fp.truncate()
        self.fp.flush()
