# string.Formatter: its parts, what a derived class replaces, and errors.
import string

f = string.Formatter()
for e in ("f.format('{} {1}', 1, 2)", "f.format('{0} {}', 1, 2)", "f.format('{} {}', 1, 2)", "f.format('{1} {0!r}', 'a', 'b')",
          "f.format('{x.y[0]!r:>5}', x=1)", "f.format()", "f.format('{}')", "f.format('{a}')", "f.format('{a:>{w}.{p}f}|', a=2.5, w=8, p=2)",
          "list(f.parse('a{b!r:c}{{d}}{}'))", "list(f.parse('a{'))", "list(f.parse('a}'))", "list(f.parse('{a'))", "f.format('{:{}}', 1, 5)",
          "f.format('{!x}', 1)", "list(f.parse('{a!rb}'))", "f.get_field('a.b[0].c', (), {'a': 1})", "f.vformat('{0}{a}', (1,), {'a': 2})",
          "list(f.parse('{a:{b}{c}}x'))", "f.format('{a[0]}{a[x]}', a={0: 1, 'x': 2})", "list(f.parse(''))", "f.format('{{}} {{{}}}', 1)",
          "f.format('{0.real} {0.imag:.1f}', 3.5)", "f.format('{a!s:>4}{b!a}', a=None, b='é')", "list(f.parse('{a[}]}'))",
          "f.check_unused_args(set(), (), {})", "f.convert_field('x', 'r')", "f.format_field(3.14159, '.2f')", "f.get_value(1, 'abc', {})"):
    try:
        print(e, '->', repr(eval(e)))
    except Exception as x:
        print(e, '->', type(x).__name__, x)


class Lenient(string.Formatter):
    def get_value(self, key, args, kwargs):
        try:
            return super().get_value(key, args, kwargs)
        except (KeyError, IndexError):
            return '<%s>' % key

    def format_field(self, value, spec):
        return value.upper() if spec == 'up' else super().format_field(value, spec)

    def check_unused_args(self, used, args, kwargs):
        print('used', sorted(used, key=str), 'of', args, sorted(kwargs))


print(Lenient().format('{0} {2} {name} {other:up}', 'a', 'b', name='n', more=1))
