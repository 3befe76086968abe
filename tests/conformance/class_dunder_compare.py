# Special methods of comparison and hashing.
class Version:
    def __init__(self, text):
        self.parts = tuple(int(p) for p in text.split("."))

    def __eq__(self, other):
        if not isinstance(other, Version):
            return NotImplemented
        return self.parts == other.parts

    def __lt__(self, other):
        return self.parts < other.parts

    def __le__(self, other):
        return self.parts <= other.parts

    def __hash__(self):
        return hash(self.parts)

    def __repr__(self):
        return ".".join(map(str, self.parts))


a, b, c = Version("1.10"), Version("1.9"), Version("1.10")
print(a == c, a != c, a == b, a != b, a == "1.10", a != 3)
print(b < a, b > a, a <= c, a >= c, max(a, b), min([a, b]), sorted([a, b]))
print(len({a, b, c}), {a: "x"}[c], c in [b, a], [b, a].index(c), [a, c, b].count(a))
try:
    a < "2"
except AttributeError as e:
    print(e)


class OnlyEq:
    def __eq__(self, other):
        return True


try:
    hash(OnlyEq())
except TypeError as e:
    print(e)
print(OnlyEq() == 5, 5 == OnlyEq(), OnlyEq() != 5, OnlyEq() in [1, 2])


class Plain:
    pass


p = Plain()
print(p == p, p == Plain(), p != Plain(), p in [p], hash(p) == hash(p))
try:
    p < Plain()
except TypeError as e:
    print(e)
try:
    sorted([p, Plain()])
except TypeError as e:
    print(e)
