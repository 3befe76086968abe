# Generators: iteration, expressions, laziness, return values, yield from.
def count(n):
    print("begin", end=" ")
    for i in range(n):
        yield i
    print("end", end=" ")
    return "result"


print(list(count(3)))
g = count(2)
print(type(g).__name__, next(g), next(g))
try:
    next(g)
except StopIteration as e:
    print("stop", e.value)
print(next(g, "default"))


def both():
    r = yield from count(2)
    print("got", r, end=" ")
    yield from "xy"
    yield from [10, 20]


print(list(both()))
squares = (i * i for i in range(5) if i % 2)
print(next(squares), list(squares), list(squares))
print(sum(i for i in range(10)), max(len(w) for w in ("a", "bbb")), any(x > 2 for x in (1, 2)), all(x for x in ()))


def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b


it = fib()
print([next(it) for _ in range(10)])
for x in fib():
    if x > 50:
        print(x)
        break


def tree(t):
    if t:
        left, v, right = t
        yield from tree(left)
        yield v
        yield from tree(right)


print(list(tree(((None, 1, None), 2, (None, 3, None)))))


def guarded():
    try:
        yield 1
        yield 2
    finally:
        print("closed")


h = guarded()
print(next(h))
h.close()
print(list(h))
a, *rest = count(4)
print(a, rest)
print(dict((k, v) for k, v in zip("ab", count(2))), tuple(count(2)), *count(2))
