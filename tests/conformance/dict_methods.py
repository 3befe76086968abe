# Dicts: methods, views, order, merging, errors.
d = {"b": 1, "a": 2}
d["c"] = 3; d["b"] = 9
print(d, len(d), list(d), d.get("x"), d.get("x", 0), "a" in d, d.pop("a"), d.pop("zz", None), d)
print(d.setdefault("n", []), d.setdefault("b", 5), d)
d["n"].append(1)
print(d.keys(), d.values(), d.items())
k = d.keys(); d["late"] = 1; print(k, len(k), "late" in k)
print(d.popitem(), d)
d.update({"b": 0}, z=26); d.update([("y", 25)]); print(d)
print({**d, "b": 2}, d | {"q": 1}, dict(a=1, b=2), dict([("k", "v")]), dict({"a": 1}, b=2), dict.fromkeys("ab", 0), dict(zip("xy", (1, 2))))
e = {"p": 1}; e |= {"q": 2}; print(e, {"a": 1} == {"a": 1.0}, {"a": 1, "b": 2} == {"b": 2, "a": 1})
print({"a": 1, "b": 2}.keys() & {"a", "z"}, {"a": 1}.keys() | {"b"} == {"a", "b"}, {"a": 1}.items() - {("a", 1)}, {"a": 1}.keys() == {"a"})
for key, value in sorted(d.items(), key=lambda kv: str(kv[0])):
    print(key, value, end="; ")
print(list(reversed({"a": 1, "b": 2})), max({"a": 3, "b": 1}, key={"a": 3, "b": 1}.get), {1: "int", 1.0: "float"})
del d["b"]; c = d.copy(); c.clear(); print(c, d, bool(c))
print({(1, 2): "t", None: "n", 1.5: "f", "é": "u", b"b": "y", frozenset([1]): "fs"})
r = {}; r["me"] = r; print(r)
for bad in (lambda: {}["k"], lambda: {[]: 1}, lambda: {}.popitem(), lambda: {}.pop("k"), lambda: dict([1]), lambda: {{}: 1}, lambda: {}.nope, lambda: {1: 2} + {}, lambda: dict([(1, 2, 3)]), lambda: dict(5)):
    try:
        bad()
    except (KeyError, TypeError, AttributeError, ValueError) as e:
        print(type(e).__name__, e)
