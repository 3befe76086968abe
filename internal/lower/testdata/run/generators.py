def count(n):
    for i in range(n):
        yield i
print(list(count(3)), sum(count(4)), [x * 2 for x in count(3)])
def echo():
    got = None
    while True:
        got = yield got
        if got == "stop":
            return "done"
g = echo()
next(g)
print(g.send(1), g.send(2))
try:
    g.send("stop")
except StopIteration as e:
    print("stopped", e.value)
def chain(*its):
    for it in its:
        yield from it
print(list(chain([1], count(2), "ab")))
def rebinds(n):
    n += 1
    while n:
        yield n
        n -= 1
print(list(rebinds(2)))
def with_try():
    try:
        yield 1
        yield 2
        return
    finally:
        print("closing")
for x in with_try():
    print(x)
def ret():
    r = yield from inner()
    yield r
def inner():
    yield 1
    return 2
print(list(ret()))
gen = (i * i for i in range(3))
print(next(gen), next(gen), next(gen), next(gen, "end"))
n = 10
gen = (n for _ in range(2))
n = 20
print(list(gen))
def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b
for f in fib():
    if f > 20:
        break
    print(f, end=" ")
print()
def closure():
    total = 0
    def add():
        nonlocal total
        for i in range(3):
            total += i
            yield total
    r = list(add())
    return r, total
print(closure())
print(list((a, b) for a in range(2) for b in range(2) if a != b))
fs = list(lambda: i for i in range(3))
print([f() for f in fs])
print(dict((k, k * 2) for k in range(2)))
def in_loop(items):
    out = []
    for item in items:
        try:
            out.append(any(item % d == 0 for d in range(2, item)))
        except TypeError:
            out.append("type")
    return out
print(in_loop([4, 5, None]))
print(list(map_like(lambda q: q + 1, [1, 2])) if False else "ok")
def args(*a, **k):
    yield a
    yield k
print(list(args(1, 2, z=3)))
