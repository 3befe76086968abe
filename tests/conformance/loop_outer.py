# Loops of functions inside others, whose variables change while the loop runs: on another thread, or between the values of a generator.
def a():
    i = 1; out = []
    def g():
        for y in [3, 1, 2]: yield y + i
    for i in g(): out.append(i)
    return out
def b():
    i = 1; out = []
    def g():
        return i
    for i in range(3): out.append(g())
    return out
def c():
    i = 1; out = []
    def g():
        y = 0
        while y < 3:
            y += 1
            yield y + i
    for i in g(): out.append(i)
    return out
def d():
    i = 1; out = []
    def g():
        yield i
        yield i
        yield i
    for k in g():
        i += 1
        out.append(k)
    return out
def e():
    i = 1
    def g():
        yield i
        for y in [1, 2]:
            yield i
    it = g(); out = [next(it)]
    i = 5; out.append(next(it))
    i = 7; out.append(next(it))
    return out
def f():
    i = 1
    def g():
        r = []
        for y in [1, 2, 3]:
            h()
            r.append(i)
        return r
    def h():
        nonlocal i
        i += 10
    return g()
def k():
    i = 1
    def h():
        nonlocal i
        i += 10
    def g():
        r = []
        for y in [1, 2, 3]:
            h()
            r.append(i)
        return r
    return g()
def m():
    i = 1
    def g():
        r = []
        for y in [1, 2, 3]:
            yield i
            r.append(i)
        yield r
    out = []
    for v in g():
        i += 1
        out.append(v)
    return out
def n():
    i = 1
    def set(v):
        nonlocal i
        i = v
    def g():
        return [set(x) or i for x in range(3)]
    return g()
for t in a, b, c, d, e, f, k, m, n: print(t.__name__, t())


def threads():
    import threading
    stop = False
    seen = threading.Event()

    def worker():
        k = 0
        while not stop:
            k += 1
            if k == 10:
                seen.set()

    t = threading.Thread(target=worker, daemon=True)
    t.start()
    seen.wait(60)
    stop = True
    t.join(60)
    return t.is_alive()


flag = False


def of_the_module():
    import threading
    global flag
    seen = threading.Event()

    def worker():
        k = 0
        while not flag:
            k += 1
            if k == 10:
                seen.set()

    t = threading.Thread(target=worker, daemon=True)
    t.start()
    seen.wait(60)
    flag = True
    t.join(60)
    return t.is_alive()


print(threads(), of_the_module())
