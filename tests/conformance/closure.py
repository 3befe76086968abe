# Closures, nonlocal, global, late binding, defaults that are evaluated once.
def counter():
    n = 0

    def step():
        nonlocal n
        n += 1
        return n

    return step


a, b = counter(), counter()
print(a(), a(), b(), a())
print([f() for f in [lambda: i for i in range(3)]])
print([f() for f in [lambda i=i: i for i in range(3)]])
total = 0


def add(x):
    global total, fresh
    total += x
    fresh = "made in a function"


add(5)
add(6)
print(total, fresh)


def gather(x, into=[]):
    into.append(x)
    return into


print(gather(1), gather(2), gather(3, []))


def outer():
    x = "outer"

    def middle():
        def inner():
            nonlocal x
            x = "changed by inner"
        inner()
        return x
    return middle(), x


print(outer())


def unbound():
    try:
        print(later)
    except UnboundLocalError as e:
        print(type(e).__name__, e)
    later = 1


unbound()
try:
    nowhere
except NameError as e:
    print(type(e).__name__, e)


def fact(n):
    return 1 if n < 2 else n * fact(n - 1)


print(fact(20))


def compose(*fs):
    def run(x):
        for f in reversed(fs):
            x = f(x)
        return x
    return run


print(compose(str, lambda x: x + 1, abs)(-5))
x = 1


def read_then_exec():
    x = 2
    class Inner:
        y = x
    return Inner.y


print(read_then_exec())
del x
print("x" in globals())
