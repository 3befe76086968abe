class MyList(list):
    def sum(self): return sum(self)
    def append(self, x): print("append", x); super().append(x)
l = MyList([1, 2, 3]); l.append(4); print(l, len(l), l[0], l[1:3], l.sum(), 3 in l, l == [1, 2, 3, 4], [1, 2, 3, 4] == l, isinstance(l, list), sorted(l, reverse=True), l + [9], list(l), type(l).__name__)
l[0] = 100; del l[1]; l.extend([7]); print(l, l.index(7), l.pop(), repr(l), str(l), bool(MyList()), [*l])
for x in l: print(x, end=" ")
print()
class L2(list):
    def __init__(self, *a): super().__init__(a); self.tag = "t"
print(L2(1, 2), L2(1).tag, L2() == [])
class DD(dict):
    def __missing__(self, k): self[k] = v = k * 2; return v
    def __getattr__(self, k): return self[k]
d = DD(a=1); print(d["a"], d["zz"], d, d.a, len(d), list(d), "a" in d, d.get("q"), sorted(d.items()), {**d}, isinstance(d, dict))
d["n"] = 5; del d["a"]; print(d); d.update(b=3); print(d.pop("b"), list(d.keys()))
def kw(**k): return sorted(k)
print(kw(**d))
class D3(dict):
    def __setitem__(self, k, v): super().__setitem__(k, v * 10)
e = D3(); e["x"] = 1; print(e, e["x"])
class S(str):
    def shout(self): return self.upper() + "!"
s = S("abc"); print(s, s.shout(), s + "d", len(s), s[1], s == "abc", "abc" == s, s in "xabcx", s.upper(), [s], f"{s:>5}", "b" in s, isinstance(s, str), "-".join([s, s]), hash(s) == hash("abc"), type(s + "x").__name__, "%s" % s, s.startswith("a"))
class I(int):
    def __new__(cls, v, name=None):
        o = super().__new__(cls, v); o.name = name; return o
    def __repr__(self): return "I(%d)" % self
i = I(5, name="five"); print(i + 1, 2 * i, i == 5, 5 == i, i > 3, i.name, repr(i), int(i), i // 2, i % 3, -i, [10, 20, 30, 40, 50, 60][int(i)], i.bit_length(), hash(i), f"{i:03d}", type(i + 1).__name__)
class T(tuple):
    def __new__(cls, a, b): return super().__new__(cls, (a, b))
    @property
    def first(self): return self[0]
t = T(1, 2); print(t, t.first, len(t), t == (1, 2), t + (3,), hash(t) == hash((1, 2)), list(t)); a, b = t; print(a, b)
class F(float): pass
print(F(1.5) + 1, F("2.5"), round(F(2.567), 1))
class St(set):
    def add2(self, x): self.add(x); self.add(x + 1)
z = St([1]); z.add2(5); print(sorted(z), len(z), 5 in z)
class E(Exception):
    def __init__(self, code, msg): super().__init__(msg); self.code = code
    def __str__(self): return f"[{self.code}] {super().__str__()}"
try: raise E(3, "bad")
except E as e: print(e, e.args, e.code, repr(e))
class KE(KeyError): pass
print(str(KE("a")), repr(KE("a")), isinstance(KE(), LookupError))
class OE(OSError): pass
print(OE(2, "m", "f"), OE(2, "m").errno)
import queue
try: queue.Queue().get_nowait()
except queue.Empty as e: print(repr(e), e.args)
