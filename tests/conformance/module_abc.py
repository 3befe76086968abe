import abc, collections


def f(): pass


class A(abc.ABC):
    @abc.abstractmethod
    def f(self): ...
    @property
    @abc.abstractmethod
    def p(self): ...
try: A()
except TypeError as e: print(e)
class B(A):
    def f(self): return 1
    p = 3
print(B().f(), issubclass(B, A), isinstance(B(), A))
import collections.abc as ca
print(isinstance([], ca.Sequence), isinstance({}, ca.Mapping), isinstance((x for x in []), ca.Generator), isinstance('a', ca.Iterable), isinstance(3, ca.Iterable), isinstance(len, ca.Callable), isinstance({}.keys(), ca.KeysView), issubclass(list, ca.MutableSequence), isinstance(range(3), ca.Sequence), isinstance(iter([]), ca.Iterator),isinstance([], ca.Hashable), isinstance(set(), ca.Set), isinstance(collections.deque(), ca.MutableSequence))
class Seq(ca.Sequence):
    def __init__(self, *a): self.a = a
    def __getitem__(self, i): return self.a[i]
    def __len__(self): return len(self.a)
q = Seq(1,2,3); print(2 in q, q.index(3), list(reversed(q)), list(q), q.count(1))
class MM(ca.MutableMapping):
    def __init__(self): self.d = {}
    def __getitem__(self, k): return self.d[k]
    def __setitem__(self, k, v): self.d[k] = v
    def __delitem__(self, k): del self.d[k]
    def __iter__(self): return iter(self.d)
    def __len__(self): return len(self.d)
mm = MM(); mm['a'] = 1; mm.update(b=2); print(dict(mm), mm.get('z'), mm.pop('a'), list(mm.items()), 'b' in mm, mm.setdefault('c', 3))
class It:
    def __iter__(self): return iter([1])
print(isinstance(It(), ca.Iterable), list(It()))
try: ca.Sequence()
except TypeError as e: print(e)
from collections import UserDict, UserList
class UD(UserDict):
    def __setitem__(self, k, v): super().__setitem__(k, v*2)
u = UD(a=1); u['b'] = 2; print(u, u['a'], len(u)); print(UserList([1,2]) + [3])
import types
ns = types.SimpleNamespace(a=1, b='x'); print(ns, ns.a, ns == types.SimpleNamespace(a=1,b='x'))
print(types.MappingProxyType({'a':1}), types.FunctionType is type(lambda:0), isinstance(f, types.FunctionType), isinstance((i for i in ()), types.GeneratorType), types.MethodType(lambda self: self, 3)())
