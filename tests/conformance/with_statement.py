# with: order of enter and exit, swallowed exceptions, several managers, return inside.
class M:
    def __init__(self, name, swallow=False):
        self.name, self.swallow = name, swallow

    def __enter__(self):
        print("enter", self.name)
        return self.name.upper()

    def __exit__(self, kind, value, tb):
        print("exit", self.name, kind and kind.__name__, value)
        return self.swallow


with M("a") as a:
    print(a)
with M("b") as b, M("c") as c:
    print(b, c)
with (M("p") as p, M("q")):
    print(p)
with M("s", swallow=True):
    raise ValueError("swallowed")
try:
    with M("outer"):
        with M("inner"):
            raise KeyError("passes")
except KeyError as e:
    print("got", e)


def f():
    for i in range(3):
        with M("loop%d" % i):
            if i == 0:
                continue
            return "returned"


print(f())
with M("t") as (x):
    pass
try:
    with 3:
        pass
except TypeError as e:
    print(e)


class NoExit:
    def __enter__(self):
        return 1


try:
    with NoExit():
        pass
except TypeError as e:
    print(e)
