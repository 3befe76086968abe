# Comparing and looking into containers of containers, and giving items to what is long, where the source does not show types.

def same(a, b): return a == b
def diff(a, b): return a != b
def less(a, b): return a < b
def most(a, b): return a >= b
def has(l, x): return x in l
def hasnot(l, x): return x not in l
def add(a, b): return a + b

def loop(a, b):
    found = []
    for i in range(2):
        try:
            found.append((a == b, a < b, a in b))
        except TypeError as e:
            found.append(str(e))
    return found

class A:
    def __init__(self, n): self.n = n
    def __eq__(self, o): return isinstance(o, A) and self.n == o.n
    def __lt__(self, o): return self.n < o.n if isinstance(o, A) else NotImplemented
    def __hash__(self): return hash(self.n)
    def __repr__(self): return 'A(%d)' % self.n
    def put(self, d, k, v): d[k] = v
    def more(self, d, k): d[k] += 1

nan = float('nan')
x, y = [1], [1]
for i in range(6): x, y = [x] * 3, [y] * 3
t = (1, 2)
u = (1, 2)
for i in range(8): t, u = (t, t), (u, u)
s = 'ab' * 600000
values = [x, y, [x], [y, 1], t, u, [t], [], [[]], [1, [2]], [1, [3]], (1, (2, [3])), (1, (2, [4])), {1: [2]}, {1: [3]}, {1: {2: 3}}, {1, 2}, {2, 1}, {1},
          {(1, 2)}, [nan, [nan]], [A(1), [A(2)]], [A(1), [A(3)]], [s], [s + 'x'], list(range(70)), list(range(71)), tuple(range(70)), {i: i for i in range(70)},
          set(range(70)), [None, [None]], [True, [1]], [1, [1.0]], 'abc', 5, None]
show = lambda v: 'long' if len(repr(v)) > 60 else repr(v)
errors = set()
for i, a in enumerate(values):
    row = []
    for b in values:
        found = ''
        for f in (same, diff, less, most) if isinstance(a, set) else (same, diff, less, most, has, hasnot):
            try:
                found += 'T' if f(a, b) else 'F'
            except TypeError as e:
                found += 'e'
                errors.add(str(e))
        row.append(found)
    print(i, show(a), ' '.join(row))
for e in sorted(errors): print(e)
for a, b in [(x, y), (t, u), ([1, [2]], [1, [3]]), ([A(1)], [A(1)]), ([1, [2]], [[1, [2]]]), ({1: [2]}, {1: [2]}), ([nan], [nan])]:
    print(show(a), show(b), loop(a, b))
print(add([[1]], [[2]]), add(([1],), ([2],)), len(add(list(range(70)), [[1]])))
for a, b in [([[1]], 1), (([1],), [1]), ([[1]], None), ({1: [1]}, {2: [2]})]:
    try:
        add(a, b)
    except TypeError as e:
        print(e)

def put(d, k, v): d[k] = v
def more(d, k): d[k] += 1
def append(l, v): l.append(v)
def add_to(s, v): s.add(v)
def default(d, k, v): return d.setdefault(k, v)
def default1(d, k): return d.setdefault(k)

def attempt(f, *args):
    try:
        return f(*args)
    except (TypeError, KeyError, IndexError, AttributeError, ValueError, RuntimeError) as e:
        return type(e).__name__, str(e)

big = list(range(9000))
d = dict.fromkeys(range(13310), 0)
e = set(range(13310))
for i in range(5000):
    append(big, i)
    put(d, -i, i)
    more(d, -i)
    add_to(e, -i)
    default(d, 'k%d' % i, [])
print(len(big), sum(big), len(d), len(e), d[-3], default(d, 'k3', 1), default1(d, 'new'), d['new'], list(d)[:3], list(d)[-2:], sum(d[-i] for i in range(5000)))
l = [1, 2, 3]
tup = (1, 2)
A(1).put(l, 1, 'x')
A(1).put(d, A(1), 'y')
A(1).more(d, 1)
print(l, d[A(1)], d[1])
for f, args in [(put, (l, 5, 1)), (put, (l, 'a', 1)), (put, (tup, 0, 1)), (put, ('abc', 0, 'x')), (put, (d, [1], 2)), (put, (None, 1, 2)), (put, (A(1), 1, 2)),
                (more, (d, 'absent')), (more, (l, 9)), (append, (tup, 1)), (append, (None, 1)), (append, (A(1), 1)), (append, ({}, 1)), (add_to, ([], 1)),
                (add_to, (frozenset(), 1)), (add_to, (e, [1])), (default, ([], 1, 2)), (default, (d, [1], 2)), (default, (d, A(1), 2)), (add_to, (e, A(1)))]:
    print(f.__name__, attempt(f, *args))
import collections
o = collections.OrderedDict()
q = collections.deque([1])
c = collections.Counter()
dd = collections.defaultdict(list)
put(o, 1, 2); append(q, 2); more(c, 'a'); default(dd, 1, 2); put(dd, 2, 3); default(o, 5, 6)
print(o, q, c, dd)
class L(list):
    def append(self, v): super().append((v, v))
class D(dict):
    def __setitem__(self, k, v): super().__setitem__(k, [v])
    def setdefault(self, k, v=None): return 'own'
m, n = L(), D()
append(m, 1); put(n, 1, 2); print(m, n, default(n, 1, 2))
b = bytearray(b'a')
append(b, 98)
print(b, attempt(append, b, 300), attempt(append, [], *[]))
for k in range(3):
    l.append(k)
    e.add(k)
    d.setdefault(k, k)
print(len(l), len(e), l.append(1), e.add(1), d.setdefault(1), attempt(lambda: l.append()), attempt(lambda: l.append(1, 2)), attempt(lambda: e.add()), attempt(lambda: d.setdefault()))
def frozen():
    for i in l: l.append(i) if len(l) < 20 else None
    return len(l)
print(frozen())
def growing(d):
    for k in d:
        d[k + 0.5] = 1
print(attempt(growing, {1: 2}))
