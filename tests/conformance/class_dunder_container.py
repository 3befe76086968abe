# Special methods of containers and calls: len, getitem, contains, iter, call, del.
class Grid:
    def __init__(self, w, h):
        self.w, self.h, self.cells = w, h, {}

    def __len__(self):
        return self.w * self.h

    def __getitem__(self, key):
        if isinstance(key, slice):
            return ("slice", key.start, key.stop, key.step)
        if key not in self.cells:
            raise KeyError(key)
        return self.cells[key]

    def __setitem__(self, key, value):
        self.cells[key] = value

    def __delitem__(self, key):
        del self.cells[key]

    def __contains__(self, value):
        return value in self.cells.values()

    def __iter__(self):
        return iter(sorted(self.cells))

    def __reversed__(self):
        return reversed(sorted(self.cells))

    def __call__(self, *args, **kwargs):
        return args, kwargs


g = Grid(3, 4)
g[0, 1] = "a"
g[2, 2] = "b"
print(len(g), g[0, 1], "b" in g, "z" in g, list(g), list(reversed(g)), bool(g), bool(Grid(0, 1)))
print(g[1:2], g[::3], g[:], g(1, 2, x=3))
g[0, 1] += "!"
print(g[0, 1])
del g[0, 1]
print([*g], callable(g), callable(3))
try:
    g[0, 1]
except KeyError as e:
    print("KeyError", e)


class Old:
    "Iterates by __getitem__ alone."

    def __getitem__(self, i):
        if i > 3:
            raise IndexError(i)
        return i * i


print(list(Old()), 9 in Old(), 10 in Old(), max(Old()), list(enumerate(Old())))
x, y, *z = Old()
print(x, y, z)
n = 3
for bad in (lambda: len(n), lambda: n[0], lambda: iter(n), lambda: 1 in n, lambda: n()):
    try:
        bad()
    except (TypeError, NameError) as e:
        print(type(e).__name__, e)
