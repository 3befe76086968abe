class V:
    def __init__(self, x, y): self.x, self.y = x, y
    def __repr__(self): return f"V({self.x!r}, {self.y!r})"
    def __str__(self): return f"<{self.x},{self.y}>"
    def __add__(self, o):
        if isinstance(o, V): return V(self.x + o.x, self.y + o.y)
        return NotImplemented
    def __radd__(self, o): return ("radd", o)
    def __sub__(self, o): return "sub"
    def __mul__(self, k): return V(self.x * k, self.y * k)
    __rmul__ = __mul__
    def __iadd__(self, o): self.x += 100; return self
    def __neg__(self): return V(-self.x, -self.y)
    def __pos__(self): return "pos"
    def __invert__(self): return "inv"
    def __abs__(self): return 5
    def __eq__(self, o): return isinstance(o, V) and (self.x, self.y) == (o.x, o.y)
    def __lt__(self, o): return (self.x, self.y) < (o.x, o.y)
    def __hash__(self): return hash((self.x, self.y))
    def __bool__(self): return bool(self.x or self.y)
    def __len__(self): return 2
    def __getitem__(self, i): return ("item", i)
    def __setitem__(self, i, v): print("set", i, v)
    def __delitem__(self, i): print("del", i)
    def __contains__(self, v): return v in (self.x, self.y)
    def __iter__(self): yield self.x; yield self.y
    def __call__(self, *a, **k): return a, k
    def __format__(self, spec): return f"fmt({spec})"
    def __matmul__(self, o): return "mat"
    def __pow__(self, o): return "pow"
    def __rpow__(self, o): return "rpow"
    def __truediv__(self, o): return "div"
    def __floordiv__(self, o): return "fdiv"
    def __mod__(self, o): return "mod"
    def __rmod__(self, o): return "rmod"
    def __and__(self, o): return "and"
    def __or__(self, o): return "or"
    def __xor__(self, o): return "xor"
    def __lshift__(self, o): return "lsh"
    def __rshift__(self, o): return "rsh"
    def __index__(self): return 3
    def __int__(self): return 33
    def __float__(self): return 3.5
    def __getattr__(self, n):
        if n.startswith("dyn_"): return n
        raise AttributeError(n)
v = V(1, 2); w = V(3, 4)
print(v, repr(v), [v], f"{v}", f"{v!r}", f"{v:abc}", str(v), "%s %r" % (v, v), "{} {!r} {:q}".format(v, v, v))
print(v + w, 5 + v, v - 1, v * 3, 3 * v, -v, +v, ~v, abs(v))
try: v + 5
except TypeError as e: print(e)
u = v; u += w; print(u, u is v)
print(v == V(101, 2), v != w, v < w, w > v, {V(1, 1): "k"}[V(1, 1)], V(1, 1) in [V(1, 1)], V(1,1) in {V(1,1)})
print(bool(V(0, 0)), bool(v), len(v), v[5], v["a"], v[1:2], v[::2], v[1, 2], v[...])
v[1] = 2; v[1:3] = 4; del v[0]; del v[2:5]
print(2 in v, 9 in v, 9 not in v, list(v), tuple(v), [*v], {*v} == set(v), sorted(v))
a, b = v; print(a, b); print(max(v), sum(v), list(zip(v, v)), list(enumerate(v)), list(map(str, v)))
print(v(1, 2, k=3), v @ w, v ** 2, 2 ** v, v / 1, v // 1, v % 1, 1 % v, v & 1, v | 1, v ^ 1, v << 1, v >> 1)
print(int(v), float(v), hex(v), range(v), "ab" * v if False else "")
print(v.dyn_x)
try: v.other
except AttributeError as e: print(e)
try: v >= w
except TypeError as e: print(e)
class N: pass
n = N()
for op in ["n + 1", "1 + n", "n < n", "n < 1", "1 < n", "n[0]", "len(n)", "-n", "n()", "iter(n)", "for_", "1 in n", "n @ n", "n ** 2", "with_", "int(n)", "n += 1", "float(n)", "[1][n]", "'%d' % n", "n % 2", "hash([])", "{}[[]]", "{[]}", "{[]: 1}", "n.x", "range(n)", "n[1:2]", "del n[0]", "n[0] = 1", "sum(n)", "'a' + n", "n + 'a'", "[1] + n", "n | n", "next(n)", "a, b = n", "a, *b = n", "f(*n)", "f(**n)"]:
    try:
        if op == "for_":
            for i in n: pass
        elif op == "with_":
            with n: pass
        elif op == "n += 1": n += 1
        elif op == "del n[0]": del n[0]
        elif op == "n[0] = 1": n[0] = 1
        elif op == "a, b = n": a, b = n
        elif op == "a, *b = n": a, *b = n
        elif op == "n + 1": n + 1
        elif op == "1 + n": 1 + n
        elif op == "n < n": n < n
        elif op == "n < 1": n < 1
        elif op == "1 < n": 1 < n
        elif op == "n[0]": n[0]
        elif op == "len(n)": len(n)
        elif op == "-n": -n
        elif op == "n()": n()
        elif op == "iter(n)": iter(n)
        elif op == "1 in n": 1 in n
        elif op == "n @ n": n @ n
        elif op == "n ** 2": n ** 2
        elif op == "int(n)": int(n)
        elif op == "float(n)": float(n)
        elif op == "[1][n]": [1][n]
        elif op == "'%d' % n": '%d' % n
        elif op == "n % 2": n % 2
        elif op == "hash([])": hash([])
        elif op == "{}[[]]": {}[[]]
        elif op == "{[]}": {[]}
        elif op == "{[]: 1}": {[]: 1}
        elif op == "n.x": n.x
        elif op == "range(n)": range(n)
        elif op == "n[1:2]": n[1:2]
        elif op == "sum(n)": sum(n)
        elif op == "'a' + n": 'a' + n
        elif op == "n + 'a'": n + 'a'
        elif op == "[1] + n": [1] + n
        elif op == "n | n": n | n
        elif op == "next(n)": next(n)
    except Exception as e:
        print(op, "->", type(e).__name__, e)
class EqOnly:
    def __eq__(self, o): return True
try: hash(EqOnly())
except TypeError as e: print(e)
try: {EqOnly(): 1}
except TypeError as e: print(e)
print(EqOnly() == 5, EqOnly() != 5, 5 == EqOnly(), [EqOnly()] == [3])
class Sub(V):
    def __radd__(self, o): return "sub radd"
print(V(1, 1) + Sub(1, 1))
class GI:
    def __getitem__(self, i):
        if i > 3: raise IndexError
        return i * i
print(list(GI()), 9 in GI(), [x for x in GI()], dict(enumerate(GI())))
class It:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 3: raise StopIteration
        return self.n
print(list(It()), sum(It()), [a for a in It()], max(It()))
i = It(); print(next(i), next(i), next(i), next(i, "end"))
class BadIter:
    def __iter__(self): return 5
try: list(BadIter())
except TypeError as e: print(e)
class BadLen:
    def __len__(self): return -1
try: len(BadLen())
except ValueError as e: print(e)
class BadBool:
    def __bool__(self): return 5
try: bool(BadBool())
except TypeError as e: print(e)
try:
    if BadBool(): print("no")
except TypeError as e: print(e)
class BadStr:
    def __str__(self): return 5
    def __repr__(self): return None
try: str(BadStr())
except TypeError as e: print(e)
try: repr(BadStr())
except TypeError as e: print(e)
class Raises:
    def __bool__(self): raise ValueError("bool")
    def __eq__(self, o): raise ValueError("eq")
    def __hash__(self): raise ValueError("hash")
    def __iter__(self): raise ValueError("iter")
    def __len__(self): raise ValueError("len")
    def __contains__(self, x): raise ValueError("contains")
    def __getattr__(self, n): raise ValueError("getattr " + n)
    def __repr__(self): raise ValueError("repr")
r = Raises()
def tries(f):
    try: print(f())
    except ValueError as e: print("VE", e)
tries(lambda: not r); tries(lambda: r == 1); tries(lambda: r == r); tries(lambda: {r: 1}); tries(lambda: list(r)); tries(lambda: len(r))
tries(lambda: 1 in r); tries(lambda: r.foo); tries(lambda: repr(r)); tries(lambda: [r] == [r]); tries(lambda: [Raises()] == [r]); tries(lambda: r in [Raises()]); tries(lambda: 1 if r else 2); tries(lambda: r and 1)
tries(lambda: {}.get(r)); tries(lambda: r in {1: 2}); tries(lambda: sorted([r, 1], key=lambda q: q == 1)); tries(lambda: hasattr(r, "x")); tries(lambda: "%s" % r); tries(lambda: [x for x in r]); tries(lambda: (lambda *a: a)(*r))
while True:
    try:
        while r: pass
    except ValueError as e:
        print("loop", e); break
def gg():
    for x in r: yield x
tries(lambda: list(gg()))
class TO:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return self.v == o.v
    def __lt__(self, o): return self.v < o.v
print(TO(2) > TO(1), sorted([TO(3), TO(1)], key=lambda t: t.v)[0].v, max([TO(3), TO(5)], key=lambda t: t.v).v)
print(sorted([V(3, 1), V(1, 2), V(2, 2)]), min(V(3, 1), V(1, 2)))
