# sys: arguments, exit, version, streams, limits.
import sys

print(len(sys.argv), sys.argv[0].endswith("mod_sys.py"), sys.version_info[:2], sys.version_info.major, sys.version_info >= (3, 8), sys.version.startswith("3.11"))
print(sys.maxsize, sys.byteorder, sys.getrecursionlimit(), sys.platform in ("linux", "darwin", "win32"), sys.maxunicode, sys.getdefaultencoding())
print("sys" in sys.modules, isinstance(sys.path, list), sys.float_info.max, sys.float_info.epsilon, sys.exc_info())
try:
    1 / 0
except ZeroDivisionError:
    print(sys.exc_info()[0], sys.exc_info()[1])
print(sys.stdout.encoding, sys.stderr.writable(), sys.stdin.read() == "")


def deep(n):
    return deep(n + 1)


try:
    deep(0)
except RecursionError as e:
    print(str(e)[:32])
try:
    sys.exit("caught")
except SystemExit as e:
    print(repr(e), e.code)
print("to stderr", file=sys.stderr)
sys.exit(5)
