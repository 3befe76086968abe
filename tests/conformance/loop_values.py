# Loops over all kinds of values: what package quick does itself, and what it leaves to others.
import math
def ints():
    x = 1
    out = []
    for i in range(70):
        x = x * 3 + i
        out.append(x)
        if x > 2**63: x = -x
    return out
print(ints())
def mixed():
    t = 0
    for v in [1, 2.5, True, 3, False, 1e308, 2**70, -0.0, 7]:
        t = t + v
        print(t, type(t), v * 2, v == 1, v < 2, -v, v and 1, not v)
mixed()
def divs():
    for a in (7, -7, 7.5, -7.5, 2**64, True):
        for b in (2, -2, 0, 2.0, 0.0, -3):
            r = []
            for op in range(6):
                try:
                    if op == 0: r.append(a / b)
                    elif op == 1: r.append(a // b)
                    elif op == 2: r.append(a % b)
                    elif op == 3: r.append(a ** b)
                    elif op == 4: r.append(divmod(a, b))
                    else: r.append(a << b)
                except Exception as e:
                    r.append(type(e).__name__ + str(e))
            print(a, b, r)
divs()
nan = float('nan')
def nans(l):
    n = 0
    for x in l:
        for y in l:
            if x < y: n += 1
            if x == y: n += 100
            if x != y: n += 10000
    return n
print(nans([nan, 1, 2.0, nan]))
def words(s):
    d = {}
    for w in s.split():
        d[w] = d.get(w, 0) + 1
    for k in sorted(d): print(k, d[k])
    return d
words("a b a c b a é é")
def matrix(n):
    m = [[0] * n for _ in range(n)]
    for i in range(n):
        for j in range(n):
            m[i][j] += i * j
            m[-1][-1] += 1
    return m
print(matrix(3))
def strs():
    s = ""
    for i, c in enumerate("héllo"):
        s += c * i
    for a, b in zip("ab", [1, 2]):
        s += a + str(b)
    return s[::-1], len(s), s[1:3]
print(strs())
def errs():
    for f in (lambda: [1][5], lambda: {}['k'], lambda: 1 + 'a'):
        try: f()
        except Exception as e: print(type(e).__name__, e)
errs()
def e1(l):
    for i in range(5):
        l[i] += 1
try: e1([1, 2])
except IndexError as e: print(e)
def e2():
    for a, b in [(1, 2), (1, 2, 3)]: pass
try: e2()
except ValueError as e: print(e)
def e3():
    for x in 5: pass
try: e3()
except TypeError as e: print(e)
def e4(d):
    for k in d: d[k + 'x'] = 1
try: e4({'a': 1})
except RuntimeError as e: print(e)
class P:
    def __init__(self): self.t = 0
    def __lt__(self, o): raise ValueError('lt')
    def __bool__(self): raise ValueError('bool')
    def __eq__(self, o): return 'eq'
    def __iter__(self): yield 1; raise KeyError('it')
    def __getattr__(self, n): raise AttributeError('no ' + n)
    def run(self, n):
        for i in range(n): self.t += i
        return self.t
def e5(p):
    for i in range(1):
        if p < 1: pass
def e6(p):
    while p: pass
def e7(p):
    for i in p: print(i)
def e8(p):
    for i in range(2): print(p == i)
def e9(p):
    for i in range(2): p.zz
for e in (e5, e6, e7, e8, e9):
    try: e(P())
    except Exception as x: print(e.__name__, type(x).__name__, x)
print(P().run(10))
print(sum(i * 0.1 for i in range(10)), sum(i for i in [1, 2.5, 2**70]), sum(x for x in []))
try: print(sum(x for x in "ab"))
except TypeError as e: print(e)
print(any(x > 3 for x in range(10)), all(x < 3 for x in range(10)), max(x % 7 for x in range(20)), min((x for x in []), default=4))
print([[i, j] for i in range(3) if i for j in range(i)], {i: i * i for i in range(4)}, {i % 2 for i in range(5)})
def fact(n): return 1 if n < 2 else n * fact(n - 1)
print(fact(25))
def ack(m, n):
    if m == 0: return n + 1
    if n == 0: return ack(m - 1, 1)
    return ack(m - 1, ack(m, n - 1))
print(ack(2, 9))
def hanoi(n, a, b, c):
    if n == 0: return 0
    return hanoi(n - 1, a, c, b) + 1 + hanoi(n - 1, c, b, a)
print(hanoi(10, 'a', 'b', 'c'))
def outer(k):
    def inner(n):
        s = 0
        for i in range(n):
            s += i * k
        return s
    r = []
    for j in range(3):
        r.append(inner(j))
        fs = [lambda: j]
    return r, fs[0]()
print(outer(3))
def coll(n):
    steps = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps += 1
    else:
        print("done")
    return steps
print(coll(27))
i = 0
while i < 5:
    i += 1
    if i == 3: continue
    for j in range(3):
        if j == i: break
    else:
        print("no break", i)
print(i, j)
def gen(n):
    for i in range(n):
        r = yield i * i
        if r: print("got", r)
g = gen(4); print(next(g), g.send("x"), list(g))
def bits(n):
    c = 0
    while n:
        c += n & 1
        n >>= 1
    return c
print(bits(2**64 - 1), bits(255), math.isqrt(17))
def walrus(l):
    while (n := len(l)) > 2: l.pop()
    return n, [y := 5, y ** 2], l
print(walrus([1, 2, 3, 4]))
print(sum(i * i for i in range(10**6, 3 * 10**6)), sum(-i**3 for i in range(10**5, 2*10**6)), sum(x for x in [2**62, 2**62, 2**62, 0.5]), sum(x for x in [2**62, 2**62, -2**62, -2**62, 5]))
from math import sin, cos, sqrt, log
import math
def fl(n):
    t = 0
    for i in range(n): t += sin(cos(i)) + math.sqrt(i) + log(i + 1)
    return t
print(fl(100))
for bad in (lambda: [sqrt(x) for x in (4, -1)], lambda: [log(x) for x in (1, 0)], lambda: [sin(x) for x in (1, 'a')], lambda: [math.exp(x) for x in (1, 1000)]):
    try: print(bad())
    except Exception as e: print(type(e).__name__, e)
import array
from multiprocessing import Array
def arr(a, n):
    for i in range(n):
        a[i % 5] += i * 2
    try:
        for i in range(10): a[i] = i
    except IndexError as e: print(e)
    return list(a)
print(arr(array.array('i', [0] * 5), 20), arr(Array('d', 5, lock=False), 20), arr(bytearray(5), 7))
try: arr(array.array('b', [100] * 5), 100)
except OverflowError as e: print(e)
