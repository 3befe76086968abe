import sys

print(sys.stdin.readline(), end='|')
print(repr(sys.stdin.readline(3)), repr(sys.stdin.read(4)))
print(sys.stdin.readlines())
print(repr(sys.stdin.read()), repr(sys.stdin.readline()))
sys.stdout.write('no newline')
sys.stdout.write('\n')
sys.stdout.writelines(['a\n', 'b\n'])
sys.stdout.flush()
print(sys.stdout.write('é\n'), sys.stdout is sys.__stdout__, sys.stdout.encoding, sys.stdout.name, sys.stdout.mode, sys.stdin.mode, sys.stdout.closed)
print(sys.stdout, sys.stdin, sys.stderr, sys.stdout.fileno(), sys.stdout.isatty(), sys.stdout.writable(), sys.stdin.readable())
sys.stdout.flush()
sys.stdout.buffer.write(b'raw\n')
sys.stdout.buffer.flush()
for f, args in [(sys.stdout.write, (3,)), (sys.stdin.write, ('x',)), (sys.stdout.read, ()), (sys.stdout.buffer.write, ('x',)), (sys.stdout.writelines, ([1],))]:
    try:
        f(*args)
    except Exception as e:
        print(type(e), e, isinstance(e, OSError), isinstance(e, ValueError))


class Tee:
    def __init__(self): self.parts = []
    def write(self, s): self.parts.append(s)
    def flush(self): self.parts.append('FLUSH')


old = sys.stdout
sys.stdout = tee = Tee()
print('hidden', 3)
print('more', end='', flush=True)
sys.stdout = old
print(tee.parts)
print('to stderr', file=sys.stderr)
print('to stdout', file=sys.stdout)
sys.stdout.reconfigure(line_buffering=True)
sys.stderr.write('err\n')
