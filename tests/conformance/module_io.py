"""io: StringIO, BytesIO, the classes of files."""
import contextlib
import io
import os


def t(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)


s = io.StringIO()
print("hello", 3, file=s)
s.write("two\nthree")
print(repr(s.getvalue()), s.tell(), s.seek(0), s.readline(), s.read(2), s.readlines())
s.seek(2)
s.write("XY")
print(repr(s.getvalue()), s.truncate(4), repr(s.getvalue()), s.seek(8), s.write("é"), repr(s.getvalue()))
for line in io.StringIO("a\nb\r\nc"):
    print(repr(line))
print([x for x in io.StringIO("a\r\nb\rc", newline=None)], [x for x in io.StringIO("a\r\nb\rc", newline="")], list(io.StringIO("a\nb", newline="\r\n")))
with io.StringIO("x") as f:
    print(f.read(), f.closed, f.readable(), f.seekable(), f.isatty())
print(f.closed)
t(lambda: f.read()); t(lambda: s.write(b"x")); t(lambda: s.seek(-1)); t(lambda: s.seek(1, 1)); t(lambda: s.fileno()); t(lambda: io.StringIO(3)); t(lambda: s.truncate(-1))
b = io.BytesIO(b"abc\ndef")
print(b.read(2), b.readline(), b.tell(), b.seek(-2, 2), b.read(), b.write(b"!!"), b.getvalue(), b.seek(12), b.write(b"z"), b.getvalue())
buf = bytearray(3)
print(b.seek(0), b.readinto(buf), buf, list(io.BytesIO(b"1\n2")), b.truncate(3), b.getvalue())
t(lambda: b.write("x")); t(lambda: io.BytesIO("x")); t(lambda: b.seek(-1))
b.close()
t(lambda: b.read()); t(lambda: b.getvalue())
out = io.StringIO()
with contextlib.redirect_stdout(out):
    print("caught")
print(repr(out.getvalue()))
with open("module_io.tmp", "w+") as f:
    print(isinstance(f, io.TextIOBase), isinstance(f, io.IOBase), isinstance(f, io.TextIOWrapper), isinstance(f, io.BufferedIOBase))
with io.open("module_io.tmp", "rb") as f:
    print(isinstance(f, io.BufferedReader), isinstance(f, io.IOBase), isinstance(f, io.RawIOBase))
    t(lambda: f.write(b""))
    try:
        f.write(b"")
    except io.UnsupportedOperation as e:
        print(isinstance(e, OSError), isinstance(e, ValueError))
os.remove("module_io.tmp")
print(isinstance(io.StringIO(), io.TextIOBase), isinstance(io.BytesIO(), io.BufferedIOBase), isinstance(io.BytesIO(), io.IOBase), io.SEEK_END, io.DEFAULT_BUFFER_SIZE)
print(type(io.StringIO()), type(io.BytesIO()))
