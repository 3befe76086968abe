# things scripts do
class Stack:
    def __init__(self): self._d = []
    def push(self, x): self._d.append(x)
    def pop(self):
        if not self._d: raise IndexError("empty stack")
        return self._d.pop()
    def __len__(self): return len(self._d)
s = Stack(); s.push(1); s.push(2); print(len(s), s.pop(), s.pop())
try: s.pop()
except IndexError as e: print("err:", e)
d = {"a": 1}
try: d["b"]
except KeyError as e: print("KeyError:", e, e.args, type(e.args[0]))
try: d[(1, "x")]
except KeyError as e: print(e, e.args)
try: d[None]
except KeyError as e: print(e)
try: d[1.5]
except KeyError as e: print(e)
try: d["it's"]
except KeyError as e: print(e)
try: d["é"]
except KeyError as e: print(e, len(e.args[0]))
class K:
    def __repr__(self): return "K!"
k = K()
try: d[k]
except KeyError as e: print(e, e.args[0] is k)
try: [1, 2, 3][10]
except IndexError as e: print(e)
l = [1]
try: l[5] = 1
except IndexError as e: print(e)
try: del l[5]
except IndexError as e: print(e)
try: (1, 2)[5]
except IndexError as e: print(e)
try: "abc"[5]
except IndexError as e: print(e)
t_ = "abc"
try: t_["x"]
except TypeError as e: print(e)
try: l["x"]
except TypeError as e: print(e)
t_ = 1
try: t_[0]
except TypeError as e: print(e)
try: None.x
except AttributeError as e: print(e)
t_ = None
try: t_[0]
except TypeError as e: print(e)
try: x = 5; x()
except TypeError as e: print(e)
try: "a" + 1
except TypeError as e: print(e)
try: 1 + "a"
except TypeError as e: print(e)
try: [1] + (2,)
except TypeError as e: print(e)
try: 1 < "a"
except TypeError as e: print(e)
try: a, b = 1, 2, 3
except ValueError as e: print(e)
try: a, b, c = [1, 2]
except ValueError as e: print(e)
try: a, *b, c = [1]
except ValueError as e: print(e)
try: a, b = 5
except TypeError as e: print(e)
try:
    for q in 5: pass
except TypeError as e: print(e)
try: 1 / 0
except ZeroDivisionError as e: print(e)
try: 1 // 0
except ZeroDivisionError as e: print(e)
try: 1 % 0
except ZeroDivisionError as e: print(e)
try: 1.0 % 0
except ZeroDivisionError as e: print(e)
try: int("zz")
except ValueError as e: print(e)
try: float("zz")
except ValueError as e: print(e)
def f(a, b=1): pass
try: f()
except TypeError as e: print(e)
try: f(1, 2, 3)
except TypeError as e: print(e)
try: f(1, c=2)
except TypeError as e: print(e)
try: f(1, a=2)
except TypeError as e: print(e)
try: len(5)
except TypeError as e: print(e)
try: {}.foo
except AttributeError as e: print(e)
try: [].foo()
except AttributeError as e: print(e)
try: "".foo()
except AttributeError as e: print(e)
try: (5).foo
except AttributeError as e: print(e)
try: nosuch
except NameError as e: print(e)
def g():
    try: y
    except UnboundLocalError as e: print(e)
    y = 1
g()
def h():
    del zz
    zz = 1
try: h()
except UnboundLocalError as e: print(e)
for i in [1, 2, 3, 4]:
    try:
        if i == 1: raise ValueError("v")
        elif i == 2: raise KeyError("k")
        elif i == 3: raise OSError(2, "No such", "file")
        else: raise RuntimeError
    except (ValueError, KeyError) as e: print("first", repr(e))
    except OSError as e: print(e, e.errno, e.filename, type(e).__name__)
    except Exception as e: print("last", repr(e), str(e) == "")
    else: print("never")
    finally: print("finally", i)
def nested():
    try:
        try: raise ValueError("inner")
        except ValueError as e:
            raise RuntimeError("outer") from e
    except RuntimeError as e:
        return f"{e} <- {e.__cause__}"
print(nested())
def ret():
    for i in range(5):
        try:
            if i == 3: return i
        finally:
            print("f", i, end=" ")
print(ret())
def brk():
    while True:
        try: break
        finally: print("brk", end=" ")
    for i in range(3):
        try: continue
        finally: print("c", i, end=" ")
    return "ok"
print(brk())
class T:
    def __enter__(self): print("enter"); return 5
    def __exit__(self, t, v, tb): print("exit", t, v, tb is None); return t is ValueError
with T() as x: print(x)
with T(): raise ValueError("swallowed")
try:
    with T(): raise KeyError("not swallowed")
except KeyError as e: print(e)
def gen():
    with T() as v:
        yield v
for v in gen(): print("v", v)
def early():
    with T(): return "early"
print(early())
lst = [1, 2, 3, 4]
for v in lst:
    if v == 2: lst.remove(v)
print(lst)
dd = {1: 1, 2: 2}
try:
    for kk in dd: dd[kk + 10] = 0
except RuntimeError as e: print(e)
ss = {1, 2}
try:
    for kk in ss: ss.add(kk + 10)
except RuntimeError as e: print(e)
print([*range(3), *"ab"], {**d, "z": 1}, (lambda *a, **k: (a, k))(*[1], **{"q": 2}))
print(isinstance(ValueError(), Exception), issubclass(KeyError, LookupError), Exception.__mro__)
e1 = ValueError("a"); e2 = ValueError("a"); print(e1 == e2, e1 == e1, {e1: 1}[e1], str(e1), repr(e1), e1.args)
print(sorted([3, 1, 2], key=lambda v: -v), sorted("bca"), max([1, 5, 3], key=lambda v: -v))
import sys
try: sys.exit("bye")
except SystemExit as e: print("exit", e.code, repr(e))
try: raise KeyboardInterrupt
except BaseException as e: print(repr(e))
try: raise Exception("a", 1)
except Exception as e: print(e, e.args)
a = b = c = []
a.append(1); print(a is b, b is c, c)
x, (y, z), *w = 1, (2, 3), 4, 5; print(x, y, z, w)
def outer():
    n = 0
    def inc():
        nonlocal n
        n += 1; return n
    return inc
i1 = outer(); i1(); print(i1())
print(print, len, f"{len}", type(f), repr(Stack.push)[:21], str(s.push)[:26])
print((lambda: 0).__name__, f.__name__, s.push.__name__, Stack.__name__, type(s).__name__)
if (n := 5) > 3: print(n)
print(f"{n=} {n!r:>4} {n:04d} {'x':>{n}}")
assert n == 5
try: assert n == 6, f"n is {n}"
except AssertionError as e: print("assert", e)
global_list = []
def mod(): global_list.append(len(global_list)); return global_list
mod(); print(mod())
print(*(i for i in range(3)), sep="-")
print({i: i * i for i in range(3)}, {i % 2 for i in range(5)}, [i for i in range(3) for j in range(i)])
class Node:
    def __init__(self, v): self.v = v; self.next = None
n1 = Node(1); n1.next = n1; print(n1.next.next.v)
r = []; r.append(r); print(r, r == r); dct = {}; dct["me"] = dct; print(dct)
print(True + True, True == 1, 1.0 == 1, hash(1) == hash(1.0) == hash(True))
print(id(s) == id(s), s is s, None is None, [] is [])
