# Comprehensions: lists, sets, dicts, nesting, conditions, scope.
print([x * 2 for x in range(5)])
print([(x, y) for x in range(3) for y in "ab" if x != 1])
print({x % 3 for x in range(10)} == {0, 1, 2})
print({k: len(k) for k in ("a", "bb", "ccc")})
print([[c for c in row] for row in ("ab", "cd")])
print([x if x % 2 else -x for x in range(5)])
print([a + b for a, b in zip([1, 2], [3, 4])])
print([n for n in range(30) if n % 2 if n % 3])
x = "outer"
print([x for x in range(3)], x)
matrix = [[1, 2, 3], [4, 5, 6]]
print([[row[i] for row in matrix] for i in range(3)])
print([y := 5, y ** 2], [last := n for n in range(3)], last)
print({v: k for k, v in {"a": 1, "b": 2}.items()})
print(sorted({w.lower() for w in "The the THE".split()}))
print([*range(3), *"ab"], {**{"a": 1}, "b": 2, **{"a": 3}}, (*[1], 2), {*"a", *"a"})


class C:
    n = 3
    rows = [i for i in range(n)]


print(C.rows)
print([f(2) for f in (lambda v: v + 1, abs, str)])
print([first for first, *_ in ("abc", "de")])
