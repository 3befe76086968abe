class A:
    def __init__(self, x=None): self.x = x
    def __iadd__(self, o): self.log = ('iadd', o); return self
    def __mul__(self, o): return ('mul', o)
log = []
def f(v, t): log.append(t); return v
a = A([1]); b = A('s')
xs = [[1, 'a'], [A(), (1,)]]
i = 0
def g(xs, i, a, b, z):
    xs[i][i] += z
    xs[i][i + 1] += 'b'
    xs[i + 1][i] += 5
    xs[i + 1][i + 1] += (2, 3)
    f(xs, 1)[f(1, 2)][f(0, 3)] *= f(7, 4)
    f(b, 5).x += f('t', 6)
    f(a, 7).x += f([2], 8)
    a.x *= f(2, 9)
    def h(): a.x += f([3], 10); return a.x
    return h()
print(g(xs, 0, a, b, 41), xs[0], xs[1][1], xs[1][0], a.x, b.x, log)
d = {(1, 2): 'x'}
def k(d, p, q):
    d[p, q] += 'y'
    d[p, q + 0] *= 2
    try:
        d[q, p] += 'z'
    except KeyError as e: print('KeyError', e)
    try:
        d[p][q][p] += 1
    except KeyError as e: print('KeyError', e)
    for j in range(3):
        def m(): return j
        d[1, m() + 2] = d.get((1, m() + 2), '') + 'x'
        d[1, m() + 2] += 'w' * m()
    return d
print(k(d, 1, 2))
x = A('q')
def change(): global x; x = A('new'); return 'r'
old = x
x.x += change()
print(x.x, old.x)
l = [1, 2, 3]; n = 0
def nxt(): global n; n += 1; return n
l[nxt()] += nxt()
l[nxt() - 1] *= nxt()
print(l)
def gen(o):
    o[len(o) - 1] += yield 1
    o[-1] *= yield 2
z = [4, 'v']
gg = gen(z); next(gg); print(gg.send('w'))
try: gg.send(2)
except StopIteration: pass
print(z)
try: f(a, 0).nope += 1
except AttributeError as e: print(e)
try: f(5, 0)[1 + 1] += 1
except TypeError as e: print(e)
try: f((1, 2), 0)[0 + 1] += 1
except TypeError as e: print(e)
t = ([1], 2)
try: f(t, 0)[1 - 1] += [2]
except TypeError as e: print(e, t)
class C:
    v = [[1], 'a']
    v[0 + 0] += [2]
    v[1 + 0] += 'b'
    for q in range(2): v[0][q] *= 'c'
    print(v)
xs[1][0] = A("k")
if i == 0:
    xs[i + 1][0].y = 'y'; xs[i + 1][0].y += f('u', 3)
print(xs[1][0].y, [k for k in globals() if not k.isidentifier()], sorted(vars(C))[-2:])
exec("w = {}\nw['a' + 'b'] = 'a'\nw['a' + 'b'] += str(1)\nprint(w)")
while True:
    xs[i + 0][1] += f('zz', 1); break
else: pass
print(xs[0])
f(l, 0)[0 - 1] += 1
def joined(x, i, y):
    x[i + 1] += y
    x[i + 2][i] += y
    return x
print(joined([0, [1], [[2]]], 0, 'ab'), joined([0, [1], [[2]]], 0, (3, 4)))
def loops(x, y):
    for i in range(2):
        x[i + 0] += y
        A.v[i - 1] += y
    return x
A.v = [[], []]
print(loops([[1], [2]], 'xy'), A.v)
