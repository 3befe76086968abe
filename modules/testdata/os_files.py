import os

top = '/tmp/mpstar-test-%d' % os.getpid()
here = os.getcwd()
os.makedirs(top + '/a/b/c')
os.makedirs(top + '/a/b/c', exist_ok=True)
try:
    os.chdir(top)
    print(os.getcwd() == os.path.realpath(top), sorted(os.listdir()), os.listdir('a'), os.listdir(b'a'))
    os.mkdir('d', 0o755)
    for name in ('one', 'two', 'three'):
        with open('d/' + name, 'w') as f:
            f.write(name * 3)
    print(sorted(os.listdir('d')), os.path.getsize('d/three'), os.stat('d/one').st_size, oct(os.stat('d').st_mode))
    print([e.name for e in sorted(os.scandir('d'), key=lambda e: e.name)], [(e.is_file(), e.is_dir(), e.stat().st_size, e.path) for e in sorted(os.scandir('d'), key=lambda e: e.name)])
    with os.scandir('.') as it:
        print(sorted(e.name for e in it))
    os.rename('d/one', 'd/uno')
    os.replace('d/uno', 'd/two')
    print(sorted(os.listdir('d')), open('d/two').read())
    os.symlink('d', 'link')
    print(os.path.islink('link'), os.readlink('link'), os.path.isdir('link'), os.path.realpath('link') == os.path.realpath('d'), os.lstat('link').st_size)
    for root, dirs, files in os.walk('.'):
        dirs.sort()
        print(root, dirs, sorted(files))
    for root, dirs, files in os.walk(top, topdown=False):
        print(root[len(top):], sorted(dirs), sorted(files))
    for root, dirs, files in os.walk('.', followlinks=True):
        dirs[:] = sorted(x for x in dirs if x != 'b')
        print(root, dirs, sorted(files))
    errors = []
    print(list(os.walk('nope', onerror=errors.append)), errors)
    print(os.access('d/two', os.R_OK), os.access('d/two', os.X_OK), os.access('nope', os.F_OK))
    os.chmod('d/two', 0o600)
    print(oct(os.stat('d/two').st_mode & 0o777), os.path.samefile('d/two', top + '/d/two'))
    for f, args in [(os.mkdir, ('d',)), (os.rmdir, ('d',)), (os.remove, ('d',)), (os.rmdir, ('d/two',)), (os.mkdir, ('x/y',)), (os.listdir, ('d/two',)), (os.chdir, ('d/two',)),
                    (os.makedirs, ('d/two/x',)), (os.rename, ('nope', 'd')), (os.truncate, ('nope', 3)), (os.link, ('nope', 'x')), (os.symlink, ('x', 'd')), (os.removedirs, ('d',))]:
        try:
            print(f.__name__, f(*args))
        except OSError as e:
            print(f.__name__, type(e).__name__, e, e.errno, e.strerror, e.filename, e.filename2)
    os.truncate('d/two', 2)
    print(open('d/two').read())
    os.link('d/two', 'd/hard')
    print(os.stat('d/hard').st_nlink, os.path.samefile('d/hard', 'd/two'))
    os.remove('d/hard')
    os.unlink('d/two')
    os.remove('d/three')
    os.remove('link')
    os.removedirs('a/b/c')
    print(sorted(os.listdir('.')))
    os.rmdir('d')


    class P:
        def __init__(self, p): self.p = p
        def __fspath__(self): return self.p


    print(os.path.exists(P(top)), os.fspath(P('x')), os.path.join(P('a'), 'b', P('c')), os.fspath(b'x'), os.listdir(P('.')))
finally:
    os.chdir(here)
    os.removedirs(top)
print(os.path.exists(top))
print(os.system('exit 3') >> 8, os.system('true'), os.WEXITSTATUS(768), os.waitstatus_to_exitcode(os.system('exit 7')))
os.environ['MPSTAR_X'] = 'value'
print(os.system('test "$MPSTAR_X" = value'), os.path.expandvars('$MPSTAR_X/${MPSTAR_X}x/$NOPE/${NOPE}/$'), os.getenv('MPSTAR_X'))
print(os.name, os.sep, os.linesep == '\n', os.curdir, os.pardir, os.pathsep, os.devnull, os.extsep, os.altsep, os.path.sep)
print(os.getpid() > 0, os.getppid() > 0, os.cpu_count() >= 1, len(os.sched_getaffinity(0)) >= 1, len(os.urandom(8)), os.getloadavg()[0] >= 0, os.times().user >= 0, os.getuid() == os.geteuid())
try:
    os.kill(2**22 - 1, 0)
except ProcessLookupError as e:
    print(e)
os.kill(os.getpid(), 0)
