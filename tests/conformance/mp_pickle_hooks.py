from multiprocessing import Pipe, Pool, Queue


class State:
    def __init__(self):
        self.a, self.cache = 1, lambda: 2

    def __getstate__(self):
        return {"a": self.a}

    def __setstate__(self, state):
        self.__dict__.update(state)
        self.cache = "rebuilt"


class Reduced:
    def __init__(self, a):
        self.a, self.made = a, "by __init__"

    def __reduce__(self):
        return (Reduced, (self.a,))


class Cycle:
    def __getstate__(self):
        return {"me": self, "list": [self]}


class Items(list):
    def __reduce__(self):
        return (Items, (), {"tag": "t"}, iter(self))


class Bad:
    def __getstate__(self):
        raise ValueError("not today")


def work(x):
    return type(x).__name__, x.a


if __name__ == "__main__":
    a, b = Pipe()
    for v in [State(), Reduced([1]), Cycle(), Items([1, 2])]:
        a.send([v, v])
        x, y = b.recv()
        print(type(x).__name__, x is y, sorted(vars(x)))
    a.send(State())
    print(b.recv().cache)
    a.send(Reduced(5))
    r = b.recv()
    print(r.a, r.made)
    a.send(Cycle())
    c = b.recv()
    print(c.me is c, c.list[0] is c)
    a.send(Items("xy"))
    i = b.recv()
    print(list(i), i.tag)
    try:
        a.send(Bad())
    except ValueError as e:
        print(e)
    q = Queue()
    q.put(State())
    print(vars(q.get()))
    with Pool(1) as p:
        print(p.map(work, [State(), Reduced(3)]))
