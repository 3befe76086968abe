x = "global"
def outer():
    x = "outer"
    def inner():
        nonlocal x
        x = "changed"
        return x
    print(inner(), x)
    class C:
        x = "class"
        y = x
        z = [x for _ in range(2)]
        def m(self):
            return x
        w = lambda self: x
    c = C()
    print(c.x, c.y, c.z, c.m(), c.w())
outer()
print(x)

def setglobal():
    global g, x
    g = 1
    x = "set"
setglobal()
print(g, x)

class D:
    x = x + "!"
    def f(self): return x
    for i in range(3):
        v = i
    if v: w = v
    try:
        t = 1
    finally:
        u = t + 1
    del t
print(D.x, D().f(), D.i, D.v, D.w, D.u, hasattr(D, "t"))

print([x for x in range(3)], x)
print([(a, b) for a in range(3) for b in range(a) if b or a > 1])
print({k: v for k, v in [("a", 1), ("b", 2)]}, sorted({c for c in "hello"}))
fs = [lambda: i for i in range(3)]
print([f() for f in fs])
fs = [[lambda: j for j in [i]] for i in range(3)]
print([f[0]() for f in fs])

def walrus(data):
    if (n := len(data)) > 2:
        print("long", n)
    while (m := data.pop()) != 1:
        print(m)
    out = [y := e * 2 for e in data]
    return n, m, out, y
print(walrus([5, 6, 1, 2, 3]))
print([last := i for i in range(3)], last)

def counter():
    n = 0
    def inc(by=1):
        nonlocal n
        n += by
        return n
    return inc
c1, c2 = counter(), counter()
print(c1(), c1(5), c2())

def deleted():
    v = 1
    del v
    try:
        return v
    except UnboundLocalError:
        return "unbound"
print(deleted())

def late():
    def g(): return h()
    def h(): return "h"
    return g()
print(late())

def shadow(list):
    print(list)
    len = 3
    return len
print(shadow(2), len([1]))

class P:
    __secret = 1
    def get(self):
        return self.__secret
    def set(self, v):
        self.__secret = v
    def __hidden(self): return "hidden"
    def call(self): return self.__hidden()
p = P(); p.set(9)
print(p.get(), p._P__secret, P._P__secret, p.call())

def f(a, b=x, /, c=2, *, d, e=5):
    return (a, b, c, d, e)
print(f(1, d=4), f(1, 2, 3, d=4, e=6))

def rebinding():
    x = 1
    def g():
        x = 2
        def h():
            nonlocal x
            x += 1
            return x
        return h() + x
    return g(), x
print(rebinding())

if True:
    cond = "yes"
for cond2 in []:
    pass
else:
    print("else", cond)

def param_captured(n):
    def add():
        nonlocal n
        n += 1
        return n
    add(); add()
    return n
print(param_captured(5))

def classes_in_function(v):
    class K:
        attr = v
        def get(self): return v, K.__name__
    return K
print(classes_in_function(3)().get(), classes_in_function(3).__qualname__)
print((lambda a, *b, k=1: (a, b, k))(1, 2, 3, k=4))
lam = lambda q: (q := q + 1) * q
print(lam(3))
