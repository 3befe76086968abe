class Place:
    """Stands for an int where an index is wanted."""

    def __init__(self, value):
        self.value = value

    def __index__(self):
        return self.value


class Count(int):
    pass


def at(seq, i):
    return seq[i]


for seq in ([10, 20, 30], (1, 2, 3), "abc", b"abc", range(5, 9)):
    print(at(seq, Place(1)), at(seq, Count(2)), seq[Place(0):Place(2)], at(seq, slice(1, None)))
print(hex(Place(255)), bin(Place(5)), range(Place(3)), list(range(10))[Place(-1)])
try:
    at([1], Place(4))
except IndexError as e:
    print(e)
try:
    at([1], "x")
except TypeError as e:
    print(e)


class Times:
    def __init__(self, n): self.n = n
    def __index__(self): return self.n


class Sevenfold(Times):
    def __mul__(self, other): return "mul"
    def __rmul__(self, other): return "rmul"


class Broken:
    def __index__(self): return "2"


def product(x, y): return x * y


def product_in_place(x, y):
    x *= y
    return x


def product_in_loop(x, y):
    for i in range(1):
        r = x * y
    return r


for f in (product, product_in_place, product_in_loop):
    for x, y in (([1], Times(2)), (Times(2), [1]), ("ab", Times(3)), (Times(2), "é"), ((1,), Times(2)), (b"a", Times(2)), (bytearray(b"a"), Times(2)),
                 ([1], Times(-1)), ([1], Sevenfold(2)), (Sevenfold(2), [1]), ([1], Broken()), ([1], object()), (1, Times(2)), (Times(2), Times(2)), ([1], 1.5)):
        try:
            print(f.__name__, f(x, y))
        except TypeError as e:
            print(f.__name__, e)
