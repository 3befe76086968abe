# An OrderedDict's subclass with item methods of its own.
import copy
import pickle
from collections import OrderedDict
class Log(OrderedDict):
    def __setitem__(self, k, v):
        print("set", k, v); super().__setitem__(k, v)
    def __delitem__(self, k):
        print("del", k); super().__delitem__(k)
    def __getitem__(self, k):
        print("get", k); return super().__getitem__(k)
d = Log([("a", 1), ("b", 2)], c=3)
d.update({"d": 4}); d.update([("e", 5)], f=6); d |= {"g": 7}
print(list(d))
d.setdefault("h", 8); d.setdefault("a", 9)
print(d.pop("a"), d.pop("zz", None)); print(d.popitem(), d.popitem(False))
d.move_to_end("c")
c = d.copy(); print(type(c)); c = copy.copy(d); print(type(c))
d | {"x": 1}; {"x": 1} | d
Log.fromkeys("ab", 0)
print(d == c)
d.clear()
class K:
    def keys(self): return ["k1", "k2"]
    def __getitem__(self, k): return k * 2
print(OrderedDict(K())); Log(K())
for args in ((1,), ({}, {}), (None,)):
    try: print(OrderedDict(*args))
    except Exception as e: print(type(e).__name__, e)
    try: print(OrderedDict().update(*args))
    except Exception as e: print(type(e).__name__, e)
p = pickle.dumps(Log(a=1)); pickle.loads(p)
class Up(OrderedDict):
    def __setitem__(self, k, v): super().__setitem__(k.upper(), v)
print(Up(a=1), Up({"b": 2}), Up([("c", 3)]))
class Init(OrderedDict):
    def __init__(self, *a, **k): print("init", a, k); super().__init__(*a, **k)
print(Init({"a": 1}), Init.fromkeys("ab"))
print(OrderedDict({"self": 1}, self=2), OrderedDict(self=3, other=4))
class U(OrderedDict):
    def update(self, *a, **k): print("update"); super().update(*a, **k)
U(a=1)
