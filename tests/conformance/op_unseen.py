# Operators whose operands the source does not show: all types, results and errors.

class Int(int):
    pass


class Str(str):
    pass


class List(list):
    def __add__(self, other):
        return 'List+'


class Adds:
    def __init__(self, n):
        self.n = n

    def __repr__(self):
        return 'Adds()'

    def __add__(self, other):
        return 'add', type(other).__name__

    def __radd__(self, other):
        return 'radd', type(other).__name__

    def __mul__(self, other):
        return 'mul', type(other).__name__

    def __rmul__(self, other):
        return 'rmul', type(other).__name__

    def __rsub__(self, other):
        return 'rsub', type(other).__name__

    def __ror__(self, other):
        return 'ror', type(other).__name__


class Plain:
    def __repr__(self):
        return 'Plain()'


values = [
    0, 3, 2.5, None, '', 'ab', 'é', b'xy', bytearray(b'z'), [], [1, 2], (), (3,), {}, {'k': 1}, {1, 2}, set(), frozenset([2]),
    range(2), Int(2), Str('s'), List([5]), Adds(1), Plain(), 1j, len,
]


def add(x, y): return x + y
def add_text(x): return x + 'a'
def text_add(x): return 'a' + x
def add_str(x, y): return str(x) + y
def str_add(x, y): return x + str(y)
def sub(x, y): return x - y
def double(x): return x * 2
def twice(x): return 2 * x
def many(x):
    if x is None and x - 1 > 2:
        return
    return x * 100


def union(x, y):
    if x is None and y is Plain:
        return x - y
    return x | y


def both(x, y):
    if x is None and y is Plain:
        return x - y
    return x & y


def either(x, y):
    if x is None and y is Plain:
        return x - y
    return x ^ y


def is_in(x, y): return x in y


def plus(x, y):
    x += y
    return x


def plus_text(x):
    x += 'a'
    return x


def minus(x, y):
    x -= y
    return x


def times(x):
    x *= 2
    return x


def rest(x, y):
    if x % y == 0:
        return True
    return False


def show(v):
    if isinstance(v, (set, frozenset)):
        return type(v).__name__ + str(sorted(v))
    s = repr(v)
    return s if len(s) < 60 else s[:20] + '...' + str(len(s))


def copied(v):
    return v.copy() if isinstance(v, (list, dict, set, bytearray)) else v


def attempt(f, *args):
    args = [copied(a) for a in args]
    try:
        r = f(*args)
        return show(r) + (' same' if r is args[0] and isinstance(r, (list, dict, set, bytearray)) else '')
    except Exception as e:
        return f'{type(e).__name__}: {e}'


for f in add_text, text_add, double, twice, many, plus_text, times:
    print('--', f.__name__)
    for v in values:
        print(show(v), '->', attempt(f, v))

for f in add, add_str, str_add, sub, union, both, either, is_in, plus, minus, rest:
    print('--', f.__name__)
    for x in values[::2]:
        for y in values[1::2] + ['ab', {1, 2}, {'k': 2}]:
            if f is is_in and isinstance(x, (Int, range, set)) or f is plus and isinstance(x, list) and isinstance(y, Adds):
                continue
            print(show(x), show(y), '->', attempt(f, x, y))


class Box:
    pass


b = Box()
b.text, b.list, b.number = 'a', [1], 1
b.text += 'b'
b.list += [2]
b.number += 2.5
print(b.text, b.list, b.number)


def grow(box, d, k, more):
    same = box.list
    box.list += more
    d[k] += more
    d['x'] += more
    return box.list is same


d = {'k': [0], 'x': [9]}
print(grow(b, d, 'k', (3, 4)), b.list, d)


def local(box, make):
    box.text += make()
    return box.text


def make():
    global b
    b = Box()
    b.text = 'new'
    return '!'


def by_global():
    b.text += make()


old = b
by_global()
print(old.text, b.text, local(old, make))
