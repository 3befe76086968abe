# Lists: methods, slices and slice assignment, deletion, errors.
a = [3, 1, 2]
a.append(5); a.extend((7, 8)); a.insert(1, 9); a.insert(-1, 6); a += [0]
print(a, len(a), a.pop(), a.pop(0), a.index(5), a.count(9), 9 in a)
a.remove(9); a.reverse(); print(a)
a.sort(); print(a, sorted(a, reverse=True), list(reversed(a)))
b = a.copy(); b.clear(); print(a, b)
x = list(range(10))
print(x[2:5], x[:3], x[7:], x[-3:], x[::3], x[::-1], x[8:2:-2], x[20:], x[-100:2])
x[2:5] = ["a"]; print(x)
x[::2] = [0] * len(x[::2]); print(x)
x[1:1] = [9, 9]; print(x)
del x[0], x[-1]; print(x)
del x[1:3]; print(x)
del x[::2]; print(x)
x[:] = []; print(x)
m = [[0] * 2 for _ in range(2)]; m[0][1] = 5; print(m, [[0] * 2] * 2)
print([1, 2] + [3], [1] * 3, [1, 2] == [1, 2], [1, 2] < [1, 3], [1] < [1, 0], [[]] * 2, list("ab"), list({"k": 1}), [None, True])
r = [1]; r.append(r); print(r)
words = ["banana", "kiwi", "Apple"]
words.sort(key=str.lower); print(words)
words.sort(key=len, reverse=True); print(words)
print(sorted([(2, "b"), (1, "z"), (2, "a")]), sorted([1, 2, 3, 4], key=lambda v: (v % 2, -v)), sorted({"b": 1, "a": 2}))
for bad in (lambda: [][0], lambda: [].pop(), lambda: [1].remove(2), lambda: [1].index(2), lambda: [1] + (2,), lambda: sorted([1, "a"]), lambda: [1, 2].pop(5), lambda: [].nope, lambda: exec("x = [1, 2]; x[::2] = [1, 2, 3]"), lambda: [1].sort(3)):
    try:
        bad()
    except (IndexError, ValueError, TypeError, AttributeError) as e:
        print(type(e).__name__, e)
t = (1, 2, 2)
print(t.count(2), t.index(2), t + (3,), t * 2, t[1:], t[::-1], (), (1,), tuple([1]), t == (1, 2, 2), hash(t) == hash((1, 2, 2)))
try:
    t[0] = 1
except TypeError as e:
    print(e)


class Own(list):
    pass


own = Own([1, 2])
own += own
print(own)
own.extend(own)
print(own, type(own).__name__)
