# Sets: operators and methods, frozenset, comparison, errors.
a, b = {1, 2, 3}, {3, 4}
print(a | b, a & b, a - b, a ^ b, a.union([9]), a.intersection((1, 9)), a.difference({1}), a.symmetric_difference({1, 7}))
a.add(5); a.discard(77); a.remove(1); a.update([6], (7,)); print(sorted(a), len(a), 5 in a)
print({1} < {1, 2}, {1, 2} <= {1, 2}, {1} > set(), {1}.issubset([1, 2]), {1, 2}.issuperset({1}), {1}.isdisjoint({2}), {1, 2} == {2, 1})
c = a.copy(); c.clear(); print(c, set(), set("a"), {*()}, bool(c))
a &= {5, 6}; a |= {8}; a -= {5}; a ^= {8, 9}; print(sorted(a))
f = frozenset([1, 2]); print(f, f | {3}, {f: "key"}[frozenset([2, 1])], {f} == {frozenset([2, 1])}, frozenset(), f == {1, 2}, isinstance(f, set))
print(sorted({x % 3 for x in range(9)}), {1, 1.0}, len({"a", "b", "a"}), sorted(set("hello")), {(1, 2)})
p = {"only"}; print(p.pop(), p)
a = {1, 2}; a.intersection_update({2, 3}); a.difference_update({9}); a.symmetric_difference_update({4}); print(sorted(a))
for bad in (lambda: {[]}, lambda: set().pop(), lambda: {1}.remove(2), lambda: {1} + {2}, lambda: frozenset().add(1), lambda: set(3), lambda: {1} | [2]):
    try:
        bad()
    except (KeyError, TypeError, AttributeError) as e:
        print(type(e).__name__, e)
