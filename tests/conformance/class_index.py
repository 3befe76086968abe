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
