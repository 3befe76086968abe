# What errors of operators say: the operator of an augmented assignment with its "=", shifts by what is no int, indexes beyond all sizes.


def plain(x, y):
    x ^= y


def looped(x, y):
    for i in range(2):
        x ^= y


def item(x, y):
    d = {0: x}
    d[0] += y


def item_looped(x, y):
    d = [x]
    for i in range(1):
        d[i] -= y


class Box:
    pass


def attribute(x, y):
    box = Box()
    box.v = x
    for i in range(1):
        box.v |= y


def power(x, y):
    x **= y


def divided(x, y):
    x //= (y + 0 if y == 0 else y)


def inner(x, y):
    x += (x - y)


def compared(x, y):
    return (x >= 0) + (x ^ y)


def shifted(x, y):
    return x << y


def shifted_looped(x, y):
    for i in range(1):
        z = x >> y
    return z


def shift_assigned(x, y):
    for i in range(1):
        x >>= y


def shift_assigned_plain(x, y):
    x <<= y


def joined(x, y):
    x += y


def show(f, *args):
    try:
        print(f.__name__, f(*args))
    except Exception as e:
        print(f.__name__, args, type(e).__name__, e)


for f in plain, looped, item, item_looped, attribute, power, divided, inner, compared, joined:
    for x, y in (1, "s"), (1.5, None), ([1], 2), ("s", 1), ({1: 2}, 3), (None, [1]):
        show(f, x, y)
for f in shifted, shifted_looped, shift_assigned, shift_assigned_plain:
    for y in "s", 1.5, None, [1], (), {}:
        show(f, 1, y)


def read(x, i):
    return x[i]


def store(x, i):
    x[i] = 1


def store_looped(x, i):
    for k in range(1):
        x[i] = 1


def add(x, i):
    for k in range(1):
        x[i] += 1


for f in read, store, store_looped, add:
    for i in 5, -5, 2**40, 2**62, 2**63, -(2**70):
        show(f, [1], i)
for f in read, store, store_looped, add:
    show(f, bytearray(b"abc"), 5)
for i in 5, 2**40, 2**63:
    show(read, (1,), i)
    show(read, "abc", i)
    show(read, b"abc", i)
    show(read, range(3), i)
