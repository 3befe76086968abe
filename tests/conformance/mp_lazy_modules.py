# A child uses functions of modules that its parent has imported and not used, with literals that are no ASCII.
import statistics
import textwrap
from functools import partial
from multiprocessing import Pipe, Pool, Process

NAME = "Zoë"
scale = 2
table = {"double": lambda x: x * scale, "name": lambda: NAME + "é"}


def counter(start):
    n = start

    def step(by=1):
        nonlocal n
        n += by
        return (n, scale, NAME)

    return step


step = counter(10)


def later(x):
    return undefined_before(x) + scale


class Shape:
    """A shape."""

    sides = 4

    def area(self, w, h=3):
        return w * h * scale

    @staticmethod
    def name():
        return NAME

    @classmethod
    def make(cls):
        return cls()

    def again(self):
        return [super().__repr__()[:1], self.area(2), Shape.sides]


def undefined_before(x):
    return x + 100


def child(conn):
    import __main__

    conn.send([table["double"](4), table["name"](), step(), step(5), later(1), Shape.make().area(5), Shape().again(), Shape.name()])
    conn.send([__main__.scale, __main__.NAME, sorted(__main__.table), __main__.later is later, hasattr(__main__, "nothing")])
    conn.send(statistics.mean([1, 2, 3]))
    conn.send(partial(later, 5)())
    grandchild = Process(target=leaf, args=(conn, step))
    grandchild.start()
    grandchild.join()


def leaf(conn, f):
    conn.send([f(), f is step, table["name"](), later(2)])
    conn.send(textwrap.shorten("a child looks into this module first", 20))


if __name__ == "__main__":
    ours, theirs = Pipe()
    p = Process(target=child, args=(theirs,))
    p.start()
    for _ in range(6):
        print(ours.recv())
    p.join()
    print(step(), p.exitcode)
    with Pool(2) as pool:
        print(pool.map(later, [1, 2]), pool.apply(Shape().area, (2,)), pool.apply(Shape.name), pool.map(Shape.make().area, [1, 2]))
    scale = 3
    later = undefined_before
    p = Process(target=child, args=(theirs,))
    p.start()
    for _ in range(6):
        print(ours.recv())
    p.join()
