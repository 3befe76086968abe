package builtin_test

// scriptTable are Python scripts that use builtins and the methods of the engine's
// types as scripts do. "show" prints a result or an exception.
var scriptTable = func() map[string]string {
	const show = `
def show(f, *args, **kwargs):
    try:
        print(repr(f(*args, **kwargs)))
    except BaseException as e:
        print(type(e).__name__, e)
`
	table := make(map[string]string, len(scriptBodies))
	for name, body := range scriptBodies {
		table[name] = show + body
	}
	return table
}()

var scriptBodies = map[string]string{
	"list": `
xs = [3, 1, 2]
xs.sort(); print(xs)
xs.sort(key=lambda v: -v); print(xs)
xs.sort(reverse=True, key=str); print(xs)
xs.append(5); xs.extend((6, 7)); xs.insert(0, 'a'); xs.insert(-1, 'b'); xs.insert(99, 'c'); print(xs)
print(xs.pop(), xs.pop(0), xs.pop(-2), xs)
xs.remove(6); xs.reverse(); print(xs, xs.count(1), xs.index(2), xs.copy() is xs)
xs.clear(); print(xs)
show(lambda: [].pop())
show(lambda: [1].pop(5))
show(lambda: [1].remove(2))
show(lambda: [1].index(2))
show(lambda: [1, 'a'].sort())
show(lambda: [1].foo)
show(lambda: [1].append())
show(lambda: [1].sort(5))
xs = [1, 2, 3, 4]
for x in xs:
    if x % 2 == 0:
        xs.remove(x)
print(xs)
for x in xs:
    if len(xs) < 6:
        xs.append(x * 10)
print(xs)
it = iter(xs)
print(next(it), next(it)); xs.append(0)
print(list(it), next(it, 'end'))
print([1, 2] + [3], [1] * 3, [1, 2] < [1, 3], [1] == [1.0], 2 in [1, 2])
nan = float('nan')
print([nan].index(nan), nan in [nan], [nan].count(nan))
class P:
    def __init__(self, x): self.x = x
    def __lt__(self, o): return self.x < o.x
    def __eq__(self, o): return self.x == o.x
    def __repr__(self): return f'P({self.x})'
ps = [P(3), P(1), P(2)]
ps.sort(); print(ps, ps.index(P(2)), P(3) in ps, ps.count(P(1)))
print(sorted(ps, reverse=True), max(ps), min(ps), sorted(ps, key=lambda p: -p.x))
class Bad:
    def __lt__(self, o): raise KeyError('boom')
show(sorted, [Bad(), Bad()])
show(max, [Bad(), Bad()])
show([5].index, 'a')
print(list.append, [].append.__name__, list.__name__)
f = xs.append; f('bound'); print(xs[-1])
list.append(xs, 'unbound'); print(xs[-1])
`,
	"dict": `
d = {'a': 1, 'b': 2}
print(d.keys(), d.values(), d.items(), len(d.keys()), 'a' in d.keys(), ('a', 1) in d.items(), 2 in d.values())
ks = d.keys(); d['c'] = 3; print(ks, list(ks), list(reversed(ks)))
for k, v in d.items(): print(k, v)
for k in d: d[k] += 1
print(d, d.get('z'), d.get('z', 0), d.pop('a'), d.pop('a', None), d.popitem(), d)
print(d.setdefault('x', []), d.setdefault('b', 9), d)
d.update({'q': 1}, r=2); d.update([('s', 3)]); print(d)
def grow():
    for k in d: d[k + 'x'] = 1
def shrink():
    for k in d: del d[k]
def grow_items():
    for k, v in d.items(): d[k * 2] = 0
show(grow); show(shrink); show(grow_items)
show(d.pop, 'nope'); show({}.popitem); show(lambda: {}['k']); show(lambda: {}[5]); show(lambda: {[]: 1})
show(d.get); show(d.update, 5); show(d.update, [1]); show(d.keys, 1); show(lambda: d.foo); show(lambda: d.get([]))
print(dict.fromkeys('ab', 0), dict(a=1), dict([(1, 2)]), dict({'a': 1}, b=2), d.copy() == d, d.copy() is d)
print({'a': 1} | {'b': 2}, {'a': 1} == {'a': 1.0}, {'a': 1}.keys() & {'a', 'z'}, {'a': 1}.keys() | ['z'] == {'a', 'z'})
print({'a': 1}.keys() == {'a'}, {'a': 1}.items() == {('a', 1)}, {'a'} == {'a': 1}.keys(), {1: 2}.keys() <= {1, 2})
print(type({}.keys()), isinstance({}.items(), list), sorted({'b': 1, 'a': 2}.items(), key=lambda t: t[1]))
d = {1: 'a', 2: 'b'}
d[3] = d.values(); print(d)
class Count(dict):
    def __missing__(self, k): return 0
c = Count(); c['a'] += 1; c['a'] += 1; print(c, c['zz'], c.get('zz'), list(c.items()), len(c), dict(c), isinstance(c, dict))
class D(dict):
    def __setitem__(self, k, v): super().__setitem__(k, v * 2)
x = D(a=1); x['b'] = 4; print(x, x.keys())
class Keys:
    def keys(self): return ['p', 'q']
    def __getitem__(self, k): return k * 2
print(dict(Keys()), {**Keys()})
`,
	"set": `
print({3, 1, 2}, {10, 5, 1}, set([100, 8, 16, 0]), {-1, -2, 5}, {True, 0}, {1.5, 2}, set(range(20, 0, -1)))
for x in {10, 5, 1}: print(x, end=' ')
print([x for x in {33, 1, 65}], list({9, 8}), tuple({9, 8}), sorted({3, 1}), sum({1, 2}))
s = {1, 2}
s.add(3); s.discard(9); s |= {4}; s -= {1}; s ^= {2, 7}; s &= {3, 4, 7}; print(s)
s.update([8], (9,)); s.intersection_update({8, 9}); s.difference_update([8]); s.symmetric_difference_update([1, 2]); print(sorted(s))
print(s.union([5], {6}), s.intersection([1]), s.difference([1]), s.symmetric_difference([7, 4]), s.copy() == s, s.isdisjoint([77]))
print({1} < {1, 2}, {1, 2} <= {1, 2}, {1} > {2}, {1, 2} >= {1}, {1} == {1.0}, {1} != {2}, {1} | {2}, {1, 2} & {2}, {1} - {1}, {1} ^ {2})
show(set().pop); show({1}.remove, 2); show({1}.remove, 'a'); show({1}.add, []); show(lambda: {1} | [1]); show(lambda: {1} < [1]); show(lambda: {1} + {2})
print(set(), set('a'), len({1, 1.0}), {frozenset([1]), frozenset([1])}, frozenset(), frozenset('a'))
print(frozenset([1, 2]) == {1, 2}, {1, 2} == frozenset([2, 1]), frozenset([1]) | {2}, {2} | frozenset([1]), frozenset([1]) < {1, 2})
print({1: 2}.keys() - [1], hash(frozenset([1])) == hash(frozenset([1.0])), {frozenset([1]): 'x'}[frozenset({1})], frozenset([1]) in {frozenset([1])})
s = {1, 2, 3}
def change():
    for x in s: s.add(x + 10)
show(change)
print(s.pop() in (1, 2, 3, 11), {1, 2}.pop())
print(isinstance(s, set), type(frozenset()), issubclass(frozenset, set))
show(lambda: frozenset([1]).add)
show(lambda: hash({1}))
print({(1, 2), (0, 5), (3, 4)}, {1, (1,)}, {2**61, 2**61 - 1, 3})
print({x % 7 for x in range(30, 0, -3)}, {*'a', *[1]} == {1, 'a'})
`,
	"iterators": `
print(iter([]), iter(()), iter(''), iter({}), iter({1}), iter(range(3)), iter({}.items()), map(str, []), filter(None, []), zip(), enumerate([]), reversed([]), reversed(()), iter(b''), iter('é'))
print(type(map(str, [])), type(iter([])), isinstance(zip(), zip))
m = map(lambda x: x * 2, [1, 2, 3]); print(next(m), list(m), list(m))
z = zip([1, 2, 3], 'ab'); print(next(z), list(z))
e = enumerate('ab', 5); print(next(e), e.__next__(), next(e, None))
def gen():
    for i in range(3): yield i
print(list(map(lambda a, b: a + b, gen(), [10, 20, 30, 40])), list(zip(gen(), gen())), list(enumerate(gen())), sum(gen()), max(gen()), sorted(gen(), reverse=True))
print(dict(zip('ab', gen())), list(filter(lambda x: x % 2, gen())), any(x > 1 for x in gen()), all(gen()), list(reversed(list(gen()))), tuple(gen()), set(gen()), ''.join(str(x) for x in gen()))
it = iter([1, 2, 3, 4]); print(list(zip(it, it)))
def bad(x): raise ValueError(f'bad {x}')
show(lambda: list(map(bad, [1])))
show(lambda: [x for x in map(bad, [1])])
def loop():
    for x in map(bad, [7]): pass
show(loop)
show(lambda: sorted([1], key=bad)); show(lambda: max([1], key=bad)); show(lambda: list(filter(bad, [1]))); show(lambda: sum(map(bad, [1]))); show(lambda: any(map(bad, [1])))
class It:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 3: raise StopIteration
        return self.n
print(list(It()), sum(It()), [x for x in It()], max(It()), list(zip(It(), It())), dict(enumerate(It())), next(It()), sorted(It(), reverse=True), list(map(str, It())), 2 in It())
class Seq:
    def __getitem__(self, i):
        if i > 2: raise IndexError
        return i * i
    def __len__(self): return 3
print(list(Seq()), list(reversed(Seq())), iter(Seq()), 4 in Seq(), list(enumerate(Seq())))
class NoIter: pass
show(iter, NoIter()); show(list, NoIter()); show(next, NoIter()); show(next, [1]); show(len, NoIter()); show(sum, NoIter()); show(zip, NoIter(), []); show(reversed, NoIter()); show(lambda: 1 in NoIter())
class BadIter:
    def __iter__(self): return 5
show(list, BadIter()); show(iter, BadIter())
n = [0]
def count():
    n[0] += 1
    return n[0]
print(list(iter(count, 4)))
show(next, iter([])); show(next, gen(), 1)
print([a for a, b in zip([1, 2], [3, 4])], [i for i, x in enumerate('ab')], *map(str, [1, 2]))
first, *rest = map(int, '123'); print(first, rest)
a, b = zip(*[(1, 2), (3, 4)]); print(a, b)
r = range(10); print(r[2:5], r[-1], list(r[::-3]), 5 in r, r.index(4), r == range(0, 10), len(r), r.start, r.stop, r.step, list(reversed(r))[:2])
for i in range(3, 0, -1): print(i, end=' ')
print(list(range(0)), range(5, 5) == range(0), hash(range(3)) == hash(range(3)), {range(2): 1}[range(0, 2)])
show(lambda: range(3)[5]); show(lambda: range(1, 2, 0)); show(range, 'a'); show(range)
print(list(zip(range(3), [True, False], 'xyz')), sum([[1], [2]], []), sum((0.1, 0.2)), sum([True, True]), min('b', 'a'), max(3, 1.5), min([], default=None))
`,
	"numbers": `
print(int('0x1f', 16), int(3.9), int('  12 '), int('1_000'), int(True), int(b'7'), int('-0b11', 0), int())
print(float('inf'), float('1e5'), float('nan'), float(3), float(' -1.5 '), float())
print((255).bit_length(), (255).to_bytes(2, 'big'), int.from_bytes(b'\x00\xff', 'big'), (5).bit_count(), (7).real, (7).imag, (3).conjugate(), (10).as_integer_ratio())
print((1.5).is_integer(), (2.0).is_integer(), (0.5).as_integer_ratio(), (1.5).hex(), float.fromhex('0x1.8p+0'), (2.5).real)
print(round(2.5), round(3.5), round(2.675, 2), round(1234, -2), round(-2.5), round(2.567, 1), type(round(2.0)), type(round(2.0, 0)))
print(divmod(7, -2), divmod(7.5, 2), pow(2, 10), pow(2, -1), pow(2, 10, 1000), pow(3, -1, 7), abs(-5), abs(-2.5), abs(True))
print(hex(255), oct(8), bin(5), hex(-255), chr(97), chr(8364), ord('a'), ord('€'), chr(0x1f600))
print(sum([1, 2.5, True]), max(1, 2.0), min(2, 2.0), True + True, 5 // 2, -5 // 2, 5 % -3, 2 ** 100, 7 / 2)
for f, a in [(int, 'x'), (int, None), (int, []), (float, 'x'), (float, None), (chr, -1), (ord, 'ab'), (ord, 5), (hex, 1.5), (abs, 'a'), (round, 'a'), (int, float('nan')), (int, float('inf')), (divmod, 1), (sum, 5), (len, 5), (bin, 'a')]:
    show(f, a)
show(divmod, 1, 0); show(divmod, 1.0, 0); show(pow, 0, -1); show(pow, 2, 2, 0); show(lambda: 1 // 0); show(lambda: 1 % 0); show(lambda: 1 / 0)
class N:
    def __int__(self): return 42
    def __float__(self): return 4.2
    def __index__(self): return 7
    def __abs__(self): return 'abs'
    def __round__(self, n=None): return ('round', n)
    def __divmod__(self, o): return ('divmod', o)
    def __rdivmod__(self, o): return ('rdivmod', o)
    def __bool__(self): return False
    def __len__(self): return 3
    def __hash__(self): return 99
    def __format__(self, spec): return f'<{spec}>'
    def __pow__(self, o, m=None): return ('pow', o, m)
n = N()
print(int(n), float(n), abs(n), round(n), round(n, 2), divmod(n, 2), divmod(2, n), bool(n), len(n), hash(n), format(n, 'x'), f'{n:y}', hex(n), bin(n), chr(n) == '\x07', range(n), pow(n, 2), pow(n, 2, 3), bytes(n), int('11', n), n ** 5)
class I(int):
    def double(self): return self * 2
i = I(5); print(i, i + 1, i.double(), isinstance(i, int), I('12'), hash(i) == hash(5), type(i + 1), i.bit_length(), repr(i), f'{i:03d}', '%d' % i, abs(I(-3)), round(i), divmod(i, 2), sum([i, i]), max(i, 3), str(i), range(i))
class F(float): pass
f = F(1.5); print(f, f + 1, f.is_integer(), round(f), int(f), F('2.5'), f'{f:.2f}')
print(hash(1) == hash(1.0) == hash(True), hash(2**61), hash(-1), hash(2.5), hash((1, 2)), hash(10**30))
print(isinstance(True, int), isinstance(1, (float, int)), issubclass(bool, int), callable(int), type(5), type(5.0), type(True), int.__name__, 5 .__class__)
`,
	"objects": `
class A:
    """Doc of A."""
    cls = 1
    def __init__(self): self.x = 1
    def m(self): return self.x
    @property
    def p(self): return self.x * 2
    @staticmethod
    def s(a): return a
    @classmethod
    def c(cls, a): return (cls.__name__, a)
a = A()
print(getattr(a, 'x'), getattr(a, 'nope', 'dflt'), hasattr(a, 'm'), hasattr(a, 'zz'), a.p, A.s(1), a.c(2), vars(a), callable(a), callable(a.m))
setattr(a, 'y', 5); print(a.y, vars(a)); delattr(a, 'y'); print(hasattr(a, 'y'))
show(getattr, a, 'nope'); show(setattr, 5, 'x', 1); show(delattr, a, 'nope'); show(getattr, a, 5); show(vars, 5)
print('x' in dir(a), 'm' in dir(A), 'append' in dir([]), 'x' in dir(), isinstance(a, A), isinstance(a, object), isinstance(A, type), issubclass(A, object), type(a), type(A), type(a) is A)
print(isinstance(1, int | str), isinstance(None, int | None), isinstance('a', (int, (str,))), type(None), type(...), type(NotImplemented))
show(isinstance, 1, 1); show(isinstance, 1, (str, 5)); show(issubclass, 1, int); show(issubclass, int, 1)
print(repr('a\n'), repr("it's"), str(5), str(b'a', 'utf-8'), str(['a']), ascii('é'), repr(None), format(3.14159, '.2f'), format('a', '>3'), format(1234567, ','))
print(A.__doc__, A.__name__, a.__class__.__name__, len.__name__, print.__name__, A.m.__qualname__, type(a.m), type(A.m), type(len))
print(bytes(3), bytes([1, 2]), bytes('é', 'utf-8'), bytearray(b'ab'), bytearray(2), b'abc'[0], b'abc'[1:], list(b'ab'), bytes.fromhex('0aff'), b'\xff'.hex())
for f, args in [(bytes, ('a',)), (bytes, (-1,)), (bytes, ([256],)), (str, (b'\xff', 'ascii')), (bytes, (1.5,)), (type, (1, 2)), (object, (1,)), (A, (1,)), (open, ('nope',))]:
    show(f, *args)
T = type('T', (A,), {'z': 3}); print(T, T().z, T().x, T.__mro__)
print(slice(1, 2), slice(1, 10, 2).indices(5))
print(id(a) == id(a), id(a) != id(A()), hash(a) == hash(a), a == a, a != A())
print(NotImplemented, Ellipsis, ..., __debug__, __name__)
x = 5
print(globals()['x'], 'x' in globals(), eval('x + 1'), [eval('2 * 3')])
exec('x = 7\ndef from_exec(): return x'); print(x, from_exec())
exec('q = 1', ns := {}); print(ns['q'])
def f(a, b=2):
    c = 3
    return sorted(locals().items())
print(f(1))
show(lambda: undefined_name)
show(exit, 3); show(quit); print(exit)
print(*[1, 2], sep='-', end='!\n'); print('a', 'b', sep=''); print(); print(None, True, 1.0)
class W:
    def __init__(self): self.parts = []
    def write(self, s): self.parts.append(s)
    def flush(self): self.parts.append('flushed')
w = W(); print(1, 'a', sep='+', file=w, flush=True); print(w.parts)
show(print, 1, foo=2); show(print, 1, sep=5); show(print, 1, file=5)
print(min([3, 1, 2], key=lambda v: -v), sorted(['b', 'A'], key=str.lower), list(map(str.upper, ['a'])), ','.join(map(str, [1, 2])))
print(all([]), any([]), bool(''), bool(' '), not [], callable(lambda: 1), list(map(len, ['a', 'bb'])), max('hello'), max({'a': 1, 'b': 2}, key={'a': 1, 'b': 2}.get))
print(__import__('math').floor(2.5) if False else 2)
`,
	"subclasses": `
class L(list):
    def __init__(self, *a):
        super().__init__(a)
        self.tag = 't'
    def append(self, x):
        super().append(x * 10)
    def __len__(self): return 99
l = L(1, 2); l.append(3); print(l, len(l), l.tag, l[0], l[-1], 30 in l, list(l), sorted(l), isinstance(l, list), l + [5], l == [1, 2, 30], [x for x in l], l.index(2))
l[0] = 'z'; del l[1]; l.extend([7]); l.sort(key=str); print(l, l.pop(), l)
class S(set):
    def add_all(self, *xs):
        for x in xs: self.add(x)
s = S(); s.add_all(1, 2); print(1 in s, len(s), sorted(s), s | {3}, s.issubset({1, 2}))
class T(tuple):
    def first(self): return self[0]
t = T([1, 2]); print(t, t.first(), len(t), t == (1, 2), t + (3,), list(t), hash(t) == hash((1, 2)))
class St(str):
    def shout(self): return self.upper() + '!'
x = St('hi'); print(x, x.shout(), x + '?', len(x), x == 'hi', x[0], 'h' in x, f'{x:>4}', x.replace('h', 'j'), isinstance(x, str), [x], {'hi': 1}.get(str(x)), ','.join([x, 'a']))
class O(dict):
    def __getattr__(self, k):
        try: return self[k]
        except KeyError: raise AttributeError(k)
    def __setattr__(self, k, v): self[k] = v
o = O(a=1); o.b = 2; print(o.a, o.b, o, 'b' in o, sorted(o), o.keys(), len(o)); show(lambda: o.zz)
class C(dict):
    def __init__(self): super().__init__(); self.n = 0
    def __getitem__(self, k): self.n += 1; return super().__getitem__(k)
c = C(); c['x'] = 1; c['x']; c['x']; print(c.n, c, c.get('x'), {**c})
print(list.__len__(l), dict.__getitem__(o, 'a'), [].__len__(), {}.__contains__(1), (1).__add__(2), 'a'.__add__('b'), [1].__eq__([1]), (1).__eq__('a'), [1, 2].__getitem__(1), 'abc'.__contains__('b'))
class Stack:
    def __init__(self): self._d = []
    def __contains__(self, x): return x in self._d
    def __iter__(self): return iter(self._d)
    def __bool__(self): return bool(self._d)
    def push(self, x): self._d.append(x)
k = Stack(); k.push(1); k.push(2); print(1 in k, list(k), bool(k), sum(k), [*k], max(k))
`,
	"files": `
with open('a.txt', 'w') as f:
    f.write('one\ntwo\n')
    print('three', 3, file=f)
    f.writelines(['x\n', 'y'])
print(f.closed, f)
with open('a.txt') as f:
    for line in f: print(repr(line))
with open('a.txt') as f:
    print(f.readline(), f.read(3), f.readlines(), [l for l in f])
print(open('a.txt').read().split('\n'), len(list(open('a.txt'))), sum(1 for _ in open('a.txt')))
for i, line in enumerate(open('a.txt')): print(i, line.strip())
with open('a.txt', 'a') as f: f.write('\nend')
print(open('a.txt').read()[-4:])
with open('b.bin', 'wb') as f: print(f.write(bytes(range(5))))
print(open('b.bin', 'rb').read(), list(open('b.bin', 'rb').read()))
try:
    open('missing.txt')
except FileNotFoundError as e:
    print(e, e.errno, e.filename, isinstance(e, OSError))
try:
    with open('a.txt', 'x') as f: pass
except FileExistsError as e: print(e)
try:
    with open('a.txt') as f: f.write('no')
except OSError as e: print(type(e), e)
try: f.read()
except ValueError as e: print(e)
first, *others = open('a.txt'); print(first, len(others))
print(sorted(open('a.txt')), max(open('a.txt')), 'two\n' in open('a.txt'), [int(x) for x in '1 2'.split()], list(zip(open('a.txt'), range(2))))
a = open('c.txt', 'w', encoding='utf-8'); a.write('é€\n'); a.close(); print(open('c.txt', encoding='utf-8').read(), open('c.txt', 'rb').read())
with open('c.txt', encoding='utf-8') as src, open('d.txt', 'w', encoding='utf-8') as dst:
    for line in src: dst.write(line.upper())
print(open('d.txt', encoding='utf-8').read())
`,
}
