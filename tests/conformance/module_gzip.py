# gzip and zlib: what is compressed comes back, what others compressed is read, and errors.
import gzip
import io
import os
import tempfile
import zlib

TEXT = b'The quick brown fox\njumps over the lazy dog.\n' * 200
for level in (-1, 0, 1, 6, 9):
    packed = zlib.compress(TEXT, level)
    print(level, zlib.decompress(packed) == TEXT, len(packed) < len(TEXT), packed[:1])
    assert zlib.decompress(zlib.compress(TEXT, level, -15), -15) == TEXT
OTHERS = b'x\xda\xcbH\xcd\xc9\xc9W(\xcf/\xcaIQ\xe4\x02\x00\x1d\x16\x04\xa0'
for e in ('zlib.compress("a")', 'zlib.decompress(b"abc")', 'zlib.decompress(b"")', 'zlib.decompress(zlib.compress(b"abc")[:-3])', 'zlib.crc32(b"abc")',
          'zlib.crc32(b"c", zlib.crc32(b"ab"))', 'zlib.adler32(b"abc")', 'zlib.adler32(b"c", zlib.adler32(b"ab"))', 'zlib.crc32("a")',
          'zlib.compress(b"a", 10)', 'zlib.MAX_WBITS', 'gzip.decompress(b"abc")', 'gzip.decompress(b"")',
          'gzip.decompress(gzip.compress(b"abc")[:-3])', 'gzip.decompress(gzip.compress(b"abc") + gzip.compress(b"def") + bytes(5))',
          'gzip.compress(b"abc", mtime=0)[:4]', 'gzip.open("/nonexistent/x")', 'gzip.open("x", "q")', 'gzip.open("x", "rbt")', 'gzip.open(1.5)',
          'gzip.open("x", "rb", encoding="utf-8")', 'gzip.GzipFile(fileobj=io.BytesIO(b"abc")).read()',
          'gzip.GzipFile(fileobj=io.BytesIO(b"abc")).write(b"x")', 'issubclass(gzip.BadGzipFile, OSError)', 'zlib.decompress(OTHERS)'):
    try:
        print(e, '->', eval(e))
    except Exception as x:
        print(e, '->', type(x).__name__, x)

name = os.path.join(tempfile.mkdtemp(), 'log.gz')
with gzip.open(name, 'wb') as f:
    print(f.write(TEXT), f.writable(), f.readable(), f.tell())
with gzip.open(name) as f:
    print(f.read(10), f.readline(), f.tell(), f.seek(0), len(f.read()), f.read(), os.path.basename(f.name))
with gzip.open(name) as f:
    print(sum(1 for line in f), f.closed)
print(f.closed)
with gzip.open(name, 'rt', encoding='ascii') as f:
    print(repr(f.readline()), sum(len(line) for line in f))
with gzip.open(name, 'at') as f:
    f.write('and more\n')
    print('one more', file=f)
with gzip.open(name) as f:
    for line in io.TextIOWrapper(f, encoding='ascii'):
        last = line
    print(repr(last))
out = io.BytesIO()
with gzip.GzipFile(fileobj=out, mode='w', filename='a.txt') as f:
    f.write(b'in memory')
print(gzip.decompress(out.getvalue()), b'a.txt' in out.getvalue(), out.closed)
try:
    f.write(b'x')
except ValueError as e:
    print(e)
