import os
import sys

print(sys.version_info, sys.version_info[:3], sys.version_info >= (3, 8), sys.version_info < (3, 6), sys.version_info.major, sys.version[:6])
print(sys.version_info == (3, 11, 7, 'final', 0), (3, 8) <= sys.version_info, len(sys.version_info), sys.version_info[1])
print(sys.hexversion, sys.maxsize, sys.maxunicode, sys.byteorder, sys.platform, sys.float_repr_style)
print(sys.float_info, sys.int_info, sys.hash_info, sys.float_info.epsilon)
print(sys.getrecursionlimit(), sys.setrecursionlimit(2000), sys.getrecursionlimit())
print(sys.getdefaultencoding(), sys.getfilesystemencoding(), sys.getswitchinterval(), sys.intern('a'), sys.gettrace(), sys.getprofile(), sys.settrace(None))
print(sys.exc_info(), sys.exception())
try:
    1 / 0
except ZeroDivisionError as e:
    t, v, tb = sys.exc_info()
    print(t, v, v is e, sys.exception() is e, tb is not None)
print(sys.exc_info())
print('os' in sys.modules, 'nope' in sys.modules, sys.modules['os'] is os, sys.modules.get('nope'), __name__ in sys.modules)
try:
    sys.modules['nope']
except KeyError as e:
    print(repr(e))
print([sys.getsizeof(x) for x in (0, 1, 2**30, 2**100, 1.5, True, None, '', 'abc', 'é', '日', '😀', b'', b'abc', [], [1, 2], (), (1, 2), {}, {1: 2}, {'a': 1}, set(), range(3))])
for args in [(), (0,), (3,), ('message',), (None,), ((1, 2),)]:
    try:
        sys.exit(*args)
    except SystemExit as e:
        print(args, repr(e), e.code)
print(len(sys.argv), os.path.basename(sys.argv[0]), type(sys.path), type(sys.argv))
for f, args in [(sys.exit, (1, 2)), (sys.setrecursionlimit, (0,)), (sys.setrecursionlimit, ('a',)), (sys.intern, (3,)), (sys.setswitchinterval, (0,)), (sys.getsizeof, ())]:
    try:
        f(*args)
    except Exception as e:
        print(type(e).__name__, e)
try:
    sys.nope
except AttributeError as e:
    print(e)
try:
    sys.version_info.major = 4
except AttributeError as e:
    print(e)
try:
    type(sys.version_info)()
except TypeError as e:
    print(e)
sys.excepthook(ValueError, ValueError('shown'), None)
sys.displayhook([1, 2])
sys.displayhook(None)
