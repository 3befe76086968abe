# functools: every public name, its results, reprs and errors.
import functools
from functools import *
from functools import partial, cached_property, _lru_cache_wrapper
from multiprocessing import Pool
def add(a, b=2, *c, **k): "adds"; return (a, b, c, k)
def show(fn, *a, **k):
    try: print(fn(*a, **k))
    except Exception as e: print(type(e).__name__, e)
p = partial(add, 1, x=3)
show(p); show(p, 5, y=4, x=9); print(p.args, p.keywords, p.func is add)
print(repr(partial(print, 1, sep='')), repr(partial(int, base=2)), partial(int, base=2)('101'))
q = partial(p, 7, x=8); print(q.args, q.keywords, q.func is add)
show(partial); show(partial, 3); 
show(lambda: setattr(p, 'func', 3))
p.note = 'n'; print(p.note, p.__dict__)
class MyP(partial): pass
print(isinstance(MyP(add), partial))
show(reduce, lambda a, b: a*b, [1,2,3,4]); show(reduce, lambda a,b:a, []); show(reduce, lambda a,b:a+b, [], 5); show(reduce, add, 4); show(reduce, lambda a, b: a+b, 'abc', 'z')
def deco(f):
    @wraps(f)
    def inner(*a, **k):
        "inner doc"
        return f(*a, **k)
    return inner
@deco
def hello(name: str) -> str:
    "says hello"
    return 'hello ' + name
hello2 = deco(hello); hello.attr = 5; hello3 = deco(hello)
print(hello('x'), hello.__name__, hello.__doc__, hello.__qualname__, hello.__module__, hello.__annotations__, hello3.attr, hello.__wrapped__('y'), hello3.__wrapped__ is hello)
@lru_cache(maxsize=None)
def fib(n): return n if n < 2 else fib(n-1) + fib(n-2)
print(fib(80), fib.cache_info(), fib.cache_parameters(), fib.__name__)
fib.cache_clear(); print(fib.cache_info(), fib.cache_info().hits, tuple(fib.cache_info()))
calls = []
@lru_cache(maxsize=2)
def sq(x, *, k=0): calls.append(x); return x
for v in [1,2,1,3,2,1, 1.0]: sq(v)
sq(1, k=0); sq(2, k=1)
print(calls, sq.cache_info()); show(sq, []); show(sq)
@lru_cache
def tt(x): return type(x).__name__
print(tt(1), tt(1.0), tt('1'))
@lru_cache(typed=True)
def ty(x, y=1): return type(x).__name__
print(ty(1), ty(1.0), ty(True), ty.cache_info(), ty.cache_parameters())
show(lru_cache, 'x'); show(lambda: lru_cache(maxsize=-5)(tt).cache_info())
@cache
def cc(a, b): return a+b
print(cc(1,2), cc(1,2), cc.cache_info())
class A:
    n = 0
    @lru_cache
    def m(self, x): A.n += 1; return x
    @cached_property
    def cp(self): "doc of cp"; A.n += 10; return 42
    def base(self, a, b=0): return (a, b)
    pm = partialmethod(base, 5)
    pm2 = partialmethod(base, b=6)
a = A(); a.m(1); a.m(1); print(a.cp, a.cp, A.n, a.__dict__, A.cp.__doc__, a.pm(), a.pm(b=3), a.pm2(1), A.pm(a))
@total_ordering
class V:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return self.v == o.v
    def __lt__(self, o): return self.v < o.v if isinstance(o, V) else NotImplemented
print(V(1) < V(2), V(1) <= V(1), V(2) > V(1), V(1) >= V(2), V(1) != V(2), sorted([V(3), V(1)])[0].v, max(V(1), V(5)).v)
show(lambda: V(1) < 3); show(lambda: V(1) > 3)
@total_ordering
class G:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return self.v == o.v
    def __ge__(self, o): return self.v >= o.v
print([(G(a) < G(b), G(a) <= G(b), G(a) > G(b), G(a) >= G(b)) for a in (1,2) for b in (1,2)])
show(lambda: total_ordering(type('X', (), {})))
print(sorted([3,1,2], key=cmp_to_key(lambda a, b: b - a)), sorted('bca', key=cmp_to_key(lambda a, b: (a > b) - (a < b))))
K = cmp_to_key(lambda a, b: a - b); print(K(1) < K(2), K(1) == K(1), K(3).obj, K(1) >= K(2))
@singledispatch
def kind(x, y=0): return 'other'
@kind.register
def _(x: int, y=0): return 'int' + str(y)
@kind.register(list)
def _list(x, y=0): return 'list'
kind.register(str, lambda x: 'str')
class L(list): pass
print(kind(1), kind(True, 4), kind([]), kind(L()), kind('s'), kind(1.5), kind.__name__, kind.dispatch(bool)(1), sorted(c.__name__ for c in kind.registry))
show(kind)
show(kind.register, 5, 6)
class Neg:
    @singledispatchmethod
    def neg(self, arg): raise NotImplementedError("Cannot negate")
    @neg.register
    def _(self, arg: int): return -arg
    @neg.register(bool)
    def _(self, arg): return not arg
print(Neg().neg(5), Neg().neg(True)); show(Neg().neg, 'x')
def mul(k, x): return k * x
with Pool(2) as pool:
    print(pool.map(partial(mul, 3), [1, 2, 3])); print(pool.map(partial(add, b=9), [1])); print(pool.map(fib, [10, 20])); print(pool.map(hello, ['a']))
show(wraps); show(update_wrapper, 3)
print(functools.WRAPPER_ASSIGNMENTS, functools.WRAPPER_UPDATES)
show(lambda: functools.nothing_here)
print([n for n in functools.__all__ if not hasattr(functools, n)])
