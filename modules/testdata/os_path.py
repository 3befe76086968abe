import os.path
from os import path

names = ['', '/', '//', '///', 'a', '/a', 'a/', 'a/b', '/a/b', '//a/b', 'a//b', 'a/b/', './a', '../a', 'a/..', 'a/../..', '/..', '/../a', 'a/./b', 'a.b', '.a', 'a.', '..', '...', '.a.b', 'a.b/c', 'a/.b', 'a/b.c.d', '..a', '...a.b', 'é/ü.x']
for n in names:
    print(repr(n), path.split(n), path.splitext(n), path.basename(n), path.dirname(n), path.normpath(n), path.isabs(n), path.splitdrive(n), path.normcase(n))
    print(path.relpath(n or '.', 'a'), path.relpath(n or '.', '/x/y') == path.relpath(path.abspath(n or '.'), '/x/y'), path.join('x', n), path.join(n, 'y'), path.join('x/', n, 'z'))
for a, b in [('a/b/c', 'a/d'), ('/a/b', '/'), ('/', '/a'), ('a', 'a'), ('../x', 'y'), ('.', '..')]:
    print(path.relpath(a, b))
print(path.commonpath(['/usr/lib', '/usr/local/lib']), path.commonpath(['a/b', 'a/b/c']), path.commonpath(['a']), path.commonpath(['/a', '/b']), path.commonpath([b'/a/b', b'/a/c']))
print(path.commonprefix(['abc', 'abd', 'ab']), path.commonprefix(['', 'a']), path.commonprefix(['é1', 'é2']))
os.environ['HOME'] = '/home/me'
print(path.expanduser('~'), path.expanduser('~/x'), path.expanduser('x~'), path.expanduser('~nobodyatall/x'), path.expanduser(b'~/b'))
print(path.exists('/nope'), path.isfile('/'), path.isdir('/'), path.islink('/'), path.ismount('/'), path.lexists('/'), path.exists('a\0b'))
print(path.abspath('/a/../b'), path.abspath('.') == os.getcwd(), path.join(b'a', b'b'), path.split(b'/a/b'), path.realpath('/nope/../x'), path.abspath('') == os.getcwd())
