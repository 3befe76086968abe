# tracebacks of many shapes, each printed by a helper
import sys, traceback
def show(f, *a):
    try:
        f(*a)
    except BaseException:
        print(traceback.format_exc(), end="")
    print("-" * 10)
def a1(): return 1 / 0
def a2(): return a1() + 1
show(a2)
def b1():
    try:
        a2()
    except ZeroDivisionError as e:
        raise ValueError("wrapped") from e
show(b1)
def b2():
    try:
        a2()
    except ZeroDivisionError:
        raise KeyError("during")
show(b2)
def b3():
    try:
        a2()
    except ZeroDivisionError:
        raise KeyError("none") from None
show(b3)
def c1():
    try:
        a2()
    except ZeroDivisionError:
        raise
show(c1)
def c2():
    try:
        a2()
    except ZeroDivisionError as e:
        raise e
show(c2)
def c3():
    try:
        try:
            a2()
        finally:
            x = 1
    finally:
        y = 2
show(c3)
def c4():
    try:
        try:
            a2()
        except KeyError:
            pass
    except IndexError:
        pass
show(c4)
def c5():
    try:
        raise ValueError(1)
    finally:
        raise TypeError(2)
show(c5)
class CM:
    def __enter__(self): return self
    def __exit__(self, *a): return False
class CM2:
    def __enter__(self): return self
    def __exit__(self, *a): raise RuntimeError("exit")
def d1():
    with CM():
        a2()
show(d1)
def d2():
    with CM2():
        a2()
show(d2)
def d3():
    with CM() as c, CM2() as d:
        pass
show(d3)
def gen():
    yield 1
    a2()
def e1():
    for x in gen():
        pass
show(e1)
def e2():
    return list(gen())
show(e2)
def e3():
    yield from gen()
def e4():
    for q in e3(): pass
show(e4)
def rec(n):
    if n: rec(n - 1)
    else: a1()
show(rec, 10)
class Deep:
    def __init__(self): self.go()
    def go(self): raise NotImplementedError
show(Deep)
show(lambda: Deep())
show(lambda: [1, 2][5])
show(lambda: {}["k"])
show(lambda: {"a": {"b": 1}}["a"]["c"]["d"])
show(lambda: None.foo)
show(lambda: "a" + 1)
show(lambda: int("x"))
show(lambda: undefined_name)
def unb():
    print(zz)
    zz = 1
show(unb)
def g1():
    try:
        raise ValueError("a")
    except ValueError:
        try:
            raise TypeError("b")
        except TypeError:
            raise KeyError("c")
show(g1)
def note():
    e = ValueError("noted"); e.add_note("note 1"); e.add_note("note\n2"); raise e
show(note)
class MyErr(Exception): pass
class MyErr2(Exception):
    def __str__(self): return "custom"
class Mod:
    class Nested(Exception): pass
def h1(): raise MyErr
def h2(): raise MyErr2(1)
def h3(): raise Mod.Nested("x", 2)
def h4(): raise Exception
def h5(): raise Exception("multi\nline")
show(h1); show(h2); show(h3); show(h4); show(h5)
def ctx():
    try: 1/0
    except ZeroDivisionError:
        try: [][0]
        except IndexError: pass
        raise ValueError("only first")
show(ctx)
def loop():
    for i in range(3):
        try:
            if i == 2: raise ValueError(i)
        except KeyError:
            pass
show(loop)
def multi():
    x = (1 +
         2 +
         a1())
    return x
show(multi)
def call(f, *a, **k): return f(*a, **k)
show(lambda: call(a1, 1))
show(lambda: call(1))
def deco(f):
    def w(*a): return f(*a)
    return w
@deco
def decorated(x): return x.y
show(decorated, 1)
def tback():
    try: a2()
    except ZeroDivisionError as e:
        tb = e.__traceback__
        while tb:
            print(tb.tb_lineno, tb.tb_frame.f_code.co_name); tb = tb.tb_next
        print(sys.exc_info()[0], sys.exc_info()[1] is e)
    print(sys.exc_info())
tback()
def swallow():
    try: a2()
    finally: return 5
print(swallow())
def order():
    try: print("body"); return "r"
    finally: print("final")
print(order())
def order2():
    for i in range(3):
        try:
            if i == 1: continue
            if i == 2: break
            print("i", i)
        except ValueError: pass
        else: print("else", i)
        finally: print("fin", i)
order2()
e1_ = None
try:
    try: raise ValueError("A")
    except ValueError as e: e1_ = e; raise KeyError("B")
except KeyError as k: print(k.__context__ is e1_, k.__cause__, k.__suppress_context__)
try: e
except NameError as n: print(n)
assert True, "no"
show(lambda: exec("assert 1 == 2, 'msg'") if False else None)
def asr():
    assert 1 == 2, "msg %d" % 3
show(asr)
raise MyErr("final one")
