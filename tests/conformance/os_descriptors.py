# File descriptors: pipes that children inherit, files, and the standard streams under their numbers.
import multiprocessing as mp
import os
import tempfile
import threading

def child(r, w):
    os.close(r)
    with os.fdopen(w, 'w') as f:
        f.write('hello from child\n')
        f.write('second line\n')

def echo(r, w, *others):
    for x in others:
        os.close(x)
    while True:
        b = os.read(r, 5)
        if not b:
            break
        os.write(w, b.upper())
    os.close(w)

def main():
    r, w = os.pipe()
    print(r >= 3, w == r + 1)
    p = mp.get_context("fork").Process(target=child, args=(r, w))
    p.start()
    os.close(w)
    with os.fdopen(r) as f:
        for line in f:
            print('got', line.rstrip())
    p.join()
    print(p.exitcode)
    a, b = os.pipe()
    c, d = os.pipe()
    p = mp.get_context("fork").Process(target=echo, args=(a, d, b, c))
    p.start()
    os.close(a)
    os.close(d)
    print(os.write(b, b'abcdefghijkl'))
    os.close(b)
    out = b''
    while True:
        x = os.read(c, 100)
        if not x:
            break
        out += x
    print(out)
    p.join()
    os.close(c)
    for f in (lambda: os.read(c, 1), lambda: os.close(99), lambda: os.write(a, b'x'), lambda: os.fdopen('a'), lambda: open(77),
              lambda: os.read('a', 1), lambda: os.write(b, 'x')):
        try:
            print(f())
        except Exception as e:
            print(type(e).__name__, e)
    r, w = os.pipe()
    t = threading.Thread(target=lambda: os.write(w, b'from thread'))
    res = []
    t2 = threading.Thread(target=lambda: res.append(os.read(r, 100)))
    t2.start()
    t.start()
    t.join()
    t2.join()
    print(res)
    os.close(r)
    try:
        os.write(w, b'x')
    except BrokenPipeError as e:
        print(type(e).__name__, e)
    os.close(w)
    name = os.path.join(tempfile.mkdtemp(), 'fd.txt')
    fd = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    os.write(fd, b'line\n')
    os.write(fd, b'two\n')
    os.close(fd)
    fd = os.open(name, os.O_RDONLY)
    print(os.read(fd, 3), os.read(fd, 100), os.read(fd, 1))
    os.close(fd)
    with open(os.open(name, os.O_RDONLY)) as f:
        print(f.read())
    try:
        os.open('/nonexistent/x', os.O_RDONLY)
    except OSError as e:
        print(type(e).__name__, e)
    print(flush=True)
    os.write(1, b'direct\n')
    with open(1, 'w', closefd=False) as f:
        f.write('via open\n')
    r, w = os.pipe()
    f = os.fdopen(w, 'wb')
    f.write(b'x' * 10)
    f.close()
    print(os.read(r, 20), f.closed)
    try:
        os.close(w)
    except OSError as e:
        print(e)

if __name__ == '__main__':
    main()
