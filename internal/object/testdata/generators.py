import traceback
def simple():
    print("start")
    x = yield 1
    print("got", x)
    try:
        y = yield 2
        print("y", y)
    except ValueError as e:
        print("caught", e)
        yield "from except"
    finally:
        print("finally")
    return "result"
g = simple()
print(g.__name__, g.__qualname__, type(g), iter(g) is g, g.gi_running)
print(next(g)); print(g.send("A")); 
try: g.send("B")
except StopIteration as e: print("stop", e.value, e.args)
try: next(g)
except StopIteration as e: print("again", e.value, e.args)
print(next(g, "default"), list(g))
g = simple(); next(g); next(g); print(g.throw(ValueError("boom")))
try: next(g)
except StopIteration as e: print(e.value)
g = simple()
try: g.send(5)
except TypeError as e: print(e)
g.close(); print(list(g))
g = simple(); next(g); next(g); g.close(); print("closed", g.gi_frame)
g = simple(); next(g); next(g)
try: g.throw(KeyError, "k")
except KeyError as e: print("KE", e)
g = simple()
try: g.throw(KeyError("first"))
except KeyError as e: print("KE", e)
print(list(g))
def sub():
    try:
        a = yield "s1"
        print("sub got", a)
        b = yield "s2"
        print("sub got", b)
    except GeneratorExit:
        print("sub exit"); raise
    except KeyError as e:
        print("sub caught", e); yield "recovered"
    return "subresult"
def outer():
    r = yield from sub()
    print("r =", r)
    r = yield from [10, 20]
    print("list r =", r)
    r = yield from range(2)
    return "done"
g = outer(); print(next(g), g.send("x"), g.send("y"), next(g), list(g))
g = outer(); next(g); print(g.throw(KeyError("t"))); print(next(g)); g.close()
g = outer(); next(g); g.close()
def ignore():
    try: yield 1
    except GeneratorExit: yield 2
g = ignore(); next(g)
try: g.close()
except RuntimeError as e: print(e)
def reenter():
    yield next(me)
me = reenter()
try: next(me)
except ValueError as e: print(e)
def stopper():
    yield 1
    raise StopIteration("inner")
g = stopper(); next(g)
try: next(g)
except RuntimeError as e: print(e, repr(e.__cause__), repr(e.__context__))
def stopper2():
    yield next(iter([]))
try: list(stopper2())
except RuntimeError as e: print(e, type(e.__cause__).__name__)
print(list(x * x for x in range(4)), sum(i for i in range(10) if i % 2), (x for x in []).__name__)
def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b
f = fib(); print([next(f) for _ in range(10)])
for i, v in enumerate(fib()):
    if i > 5: break
    print(v, end=" ")
print()
def tree(n):
    if n:
        yield from tree(n - 1); yield n; yield from tree(n - 1)
print(list(tree(4)))
def w():
    class CM:
        def __enter__(self): print("enter"); return self
        def __exit__(self, *a): print("exit", a[0] and a[0].__name__); return True
    with CM():
        yield 1
        raise ValueError
    yield 2
print(list(w()))
def a(): yield 1; yield 2; yield 3
x, y, z = a(); print(x, y, z)
p, *q = a(); print(p, q)
try: x, y = a()
except ValueError as e: print(e)
try: x, y, z, zz = a()
except ValueError as e: print(e)
print(dict(zip("abc", a())), max(a()), sorted(a(), reverse=True), 2 in a(), 5 in a(), set(a()), tuple(a()), *a())
def err():
    yield 1
    1 / 0
try:
    for v in err(): print(v)
except ZeroDivisionError: print("zde")
try: list(map(lambda v: v, err()))
except ZeroDivisionError: print("zde2")
try: sum(err())
except ZeroDivisionError: print("zde3")
try: [*err()]
except ZeroDivisionError: print("zde4")
try: print(*err())
except ZeroDivisionError: print("zde5")
try: q1, q2 = err()
except ZeroDivisionError: print("zde6")
try:
    l = []; l.extend(err())
except ZeroDivisionError: print("zde7", l)
try:
    l = []; l += err()
except ZeroDivisionError: print("zde8", l)
try: "".join(str(x) for x in err())
except ZeroDivisionError: print("zde9")
try: dict(err())
except (ZeroDivisionError, TypeError) as e: print(type(e).__name__, e)
try: 7 in err()
except ZeroDivisionError: print("zde10")
class Tree:
    def __init__(self, v, l=None, r=None): self.v, self.l, self.r = v, l, r
    def __iter__(self):
        if self.l: yield from self.l
        yield self.v
        if self.r: yield from self.r
print(list(Tree(2, Tree(1), Tree(4, Tree(3)))))
def ctxgen():
    try: yield 1
    except ValueError as e:
        print("ctx", repr(e.__context__)); raise KeyError("k")
g = ctxgen(); next(g)
try:
    try: 1 / 0
    except ZeroDivisionError: g.throw(ValueError("v"))
except KeyError as e: print(repr(e.__context__), repr(e.__context__.__context__))
def showgen():
    yield 1
    raise ValueError("in gen")
def user():
    for x in showgen(): pass
try: user()
except ValueError: print(traceback.format_exc(), end='')
def deep(n):
    if n == 0: raise ValueError("deep")
    yield from deep(n - 1)
try: list(deep(3))
except ValueError: print(traceback.format_exc(), end='')
lam = lambda: (yield 5)
print(list(lam()))
def gen_locals():
    for i in range(3):
        def inner(): return i
        yield inner
print([f() for f in gen_locals()], [f() for f in list(gen_locals())])
class SendIt:
    def __iter__(self): return self
    def __next__(self): return "n"
    def send(self, v): raise StopIteration("sent %s" % v)
def delegates():
    r = yield from SendIt()
    print("r", r)
g = delegates(); print(next(g))
try: g.send(3)
except StopIteration: print("end")
n = 0
def many():
    yield 1
gs = [many() for _ in range(2000)]
for g in gs: n += next(g)
print(n)
