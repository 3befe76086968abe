# TextIOWrapper over binary files, and codecs.
import codecs
import io
import os
import sys
import tempfile
from multiprocessing import Process

sys.stdout = io.TextIOWrapper(sys.stdout.buffer, encoding='utf-8')
print("héllo", sys.stdout.encoding, sys.stdout.errors, sys.stdout.newlines, sys.stdout.line_buffering)
raw = 'a\r\nb\rc\nlast é𝄞'.encode()
for newline in (None, '', '\n', '\r', '\r\n'):
    f = io.TextIOWrapper(io.BytesIO(raw), encoding='utf-8', newline=newline)
    print(list(f), f.newlines)
    f = io.TextIOWrapper(io.BytesIO(raw), encoding='utf-8', newline=newline)
    print(repr(f.read(3)), repr(f.readline()), repr(f.read()), repr(f.read()), f.readline(2) == '')
    b = io.BytesIO()
    f = io.TextIOWrapper(b, 'latin-1', newline=newline)
    print(f.write('x\ny\n'), f.flush(), b.getvalue().replace(os.linesep.encode(), b'\n') if newline is None else b.getvalue())
f = io.TextIOWrapper(io.BytesIO(b'one\ntwo\nthree\n'), 'ascii')
print(f.readline(2), f.readline(), f.readlines(3), f.seek(4), f.read(), f.readable(), f.writable(), f.seekable())
big = io.TextIOWrapper(io.BytesIO(('é' * 10001 + '\n').encode() * 3), 'utf-8')
print([len(line) for line in big])
for make in (lambda: io.TextIOWrapper(io.BytesIO(b'\xff'), 'utf-8').read(), lambda: io.TextIOWrapper(1), lambda: io.TextIOWrapper(io.BytesIO(), 'nope'),
             lambda: io.TextIOWrapper(io.BytesIO(), newline='x'), lambda: io.TextIOWrapper(io.BytesIO()).write(b'x'),
             lambda: io.TextIOWrapper(io.BytesIO(), 'ascii').write('é'), lambda: io.TextIOWrapper(io.BytesIO(b'\xff'), 'ascii', 'replace').read() == '\ufffd'):
    try:
        print(make())
    except Exception as e:
        print(type(e).__name__, e)
with io.TextIOWrapper(io.BytesIO(b'x')) as f:
    print(f.closed)
print(f.closed)
try:
    f.read()
except ValueError as e:
    print(e)
f = io.TextIOWrapper(io.BytesIO(b'x'))
b = f.detach()
print(type(b).__name__, b.read())
try:
    f.read()
except ValueError as e:
    print(e)


def child():
    print('from a child: é')


if __name__ == '__main__':
    sys.stdout.flush()
    p = Process(target=child)
    p.start()
    p.join()
    out = io.BytesIO()
    w = codecs.getwriter('utf-8')(out)
    w.write('é')
    print(out.getvalue(), codecs.getreader('latin-1')(io.BytesIO(b'\xe9')).read())
    name = os.path.join(tempfile.mkdtemp(), 'x')
    with codecs.open(name, 'w', encoding='utf-8') as f:
        f.write('zwölf\r\nBoxkämpfer\n')
        f.writelines(['a', 'b\n'])
    with codecs.open(name, 'r', 'utf-8') as f:
        print(f.readline(), list(f), f.encoding)
    with codecs.open(name, encoding='utf-8') as f:
        print(repr(f.read()))
    with codecs.open(name, 'rb') as f:
        print(f.read())
    print(codecs.encode('abc', 'rot13'), codecs.encode(b'abc', 'hex'), codecs.decode(b'6162', 'hex'), codecs.encode(b'a', 'base64'), codecs.decode(b'\xe9', 'latin-1'))
    print(codecs.lookup('UTF8').name, codecs.lookup('latin-1').name, codecs.BOM_UTF8, codecs.lookup('ascii').encode('x'))
    print(list(codecs.iterdecode([b'a\xc3', b'\xa9'], 'utf-8')), list(codecs.iterencode(['é', ''], 'utf-8')))
    try:
        codecs.lookup('nope')
    except LookupError as e:
        print(e)
