"""The ends of a dict: taking its last and its first items, many times, and moving keys of an OrderedDict to either end."""
from collections import Counter, OrderedDict, defaultdict

MANY = 150_000
for cls in (dict, OrderedDict, Counter):
    d = cls.fromkeys(range(MANY), 1) if cls is not Counter else Counter(range(MANY))
    total = 0
    while d:
        total += d.popitem()[0]
    print(cls.__name__, total, d)
d = dict.fromkeys(range(5000))  # CPython looks at all that was there before the first
while len(d) > 3:
    del d[next(iter(d))]
print(d)
d = dict.fromkeys(range(5000))
while len(d) > 3:
    del d[next(reversed(d))]
print(d)
d = OrderedDict.fromkeys(range(MANY))
while len(d) > 2:
    d.popitem(last=False)
print(d)

cache = OrderedDict()
for i in range(MANY):
    cache[i * 7 % 1000] = i
    cache.move_to_end(i * 7 % 1000, last=i % 3 > 0)
    if len(cache) > 100:
        cache.popitem(last=i % 2 == 0)
print(list(cache.items())[:5], list(cache)[-5:], len(cache))

d = OrderedDict((c, i) for i, c in enumerate("abcde"))
for key, last in (("c", True), ("c", False), ("a", False), ("e", True), ("e", False), ("b", True)):
    d.move_to_end(key, last=last)
    print(key, last, "".join(d), "".join(reversed(d)), list(reversed(d.items()))[:2], d == dict(d))
try:
    d.move_to_end("x")
except KeyError as e:
    print("KeyError", e)
try:
    d.move_to_end("x", last=False)
except KeyError as e:
    print("KeyError", e)
one = OrderedDict(a=1)
one.move_to_end("a", last=False)
print(one, one.popitem(), one)
for empty in ({}, OrderedDict(), defaultdict(int)):
    try:
        empty.popitem()
    except KeyError as e:
        print(type(empty).__name__, e)


class Noted(OrderedDict):
    def __setitem__(self, key, value):
        print("set", key)
        super().__setitem__(key, value)

    def __delitem__(self, key):
        print("del", key)
        super().__delitem__(key)


n = Noted()
n["a"] = 1
n["b"] = 2
n.move_to_end("a")
n.move_to_end("a", last=False)
print(list(n))

d = dict.fromkeys("abcdef", 0)
it = reversed(d)
print(next(it), it.__length_hint__(), list(it), list(it))
it = reversed(d.items())
print(next(it))
d["g"] = 1
try:
    next(it)
except RuntimeError as e:
    print(e)
for i in range(20):
    d[i] = i
    if i % 3 == 0:
        d.popitem()
print(d, next(reversed(d)), next(reversed(d.values())), list(reversed(d))[:3])
d.clear()
print(list(reversed(d)))
d["z"] = 1
print(d.popitem(), d)
