def order(v, log=[]):
    log.append(v)
    return v
a = b = c = [1]
print(a is b, a is c)
a, b = 1, 2
a, b = b, a
print(a, b)
(a, [b, c]), d = (1, (2, 3)), 4
print(a, b, c, d)
a, *b = 1, 2, 3
print(a, b)
*a, b = "xyz"
print(a, b)
a, *b, c = range(6)
print(a, b, c)
(a, *b), c = [[1, 2, 3], 4]
print(a, b, c)
l = [0, 1, 2, 3, 4]
l[1:3] = ["a", "b", "c"]
print(l)
del l[0]
del l[1:3]
print(l)
l[0], l[1:2] = 5, [6, 7]
print(l)
d = {}
d["x"], d["y"] = 1, 2
d["x"] += 10
print(d)
del d["x"], d["y"]
print(d)
class O:
    pass
o = O()
o.n = 1
o.n += 5
o.l = [1]
o.l += [2]
o.l[0] **= 2
print(o.n, o.l)
i = 0
def nexti():
    global i
    i += 1
    return i
arr = [0, 0, 0, 0]
arr[nexti()] += 5
arr[nexti()] **= 2
print(arr, i)
x = [1]
y = x
x += [2]
print(y)
def f(s):
    s += [1]
    return s
z = []
f(z)
print(z)
s = {1}
t = s
t |= {2}
n = 5
n -= 2; n *= 3; n //= 2; n %= 3; n **= 2; n <<= 3; n |= 1; n ^= 3; n &= 254; n >>= 1
print(n)
st = "a"
st += "b"
st *= 2
print(st)
for o.n in range(3):
    pass
print(o.n)
for i, (p, *q) in enumerate([(1, 2, 3), (4, 5)]):
    print(i, p, q)
for d["k"] in "ab": print(d)
print([p + sum(q) for p, *q in [(1, 2, 3), (4, 5)]])
u: int = 3
v: "undefined" 
print(u)
del u
try:
    u
except NameError as e:
    print(e)
def fn():
    pass
fn.count = 1
fn.count += 1
print(fn.count, fn.__name__)
def deco(f):
    def wrapper(*args, **kw):
        wrapper.calls += 1
        return f(*args, **kw)
    wrapper.calls = 0
    return wrapper
@deco
def g(a, b=2): return a + b
print(g(1), g(1, b=5), g.calls)
x = y = z = 0
x, y = y, x = 1, 2
print(x, y)
del o.n
try:
    o.n
except AttributeError:
    print("gone")
