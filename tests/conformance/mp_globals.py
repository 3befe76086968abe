# What a child has of its parent's globals, by whichever way it looks for them.
import sys
from multiprocessing import Process, Queue, SimpleQueue

fact = lambda n: 1 if n < 2 else n * fact(n - 1)
even = lambda n: n == 0 or odd(n - 1)
odd = lambda n: n != 0 and even(n - 1)
table = {"fact": fact, "even": even, "own": lambda: sorted(table), "plain": None}
pair = ([1, 2], {"k": [3]})
shared = [0]
both = {"a": shared, "b": shared}
limit = 3


def plain(x, times=2):
    return x * times + limit


def helper(x):
    return [plain(x), table["fact"](x)]


table["plain"] = plain


class Box:
    size = 5
    items = shared

    def get(self):
        return plain(self.size) + len(both)


box = Box()


def nothing(q):
    q.put("nothing")


def by_names(q):
    q.put([helper(4), table["even"](10), table["own"](), pair, box.get(), Box().get()])


def by_module(q):
    import __main__
    m = sys.modules["__main__"]
    q.put([__main__.limit, m.pair, m.table["fact"](5), getattr(m, "helper")(2), "both" in dir(m), "gone" in dir(m)])


def same(q):
    both["a"].append(1)
    q.put([both["b"], shared, Box.items, both["a"] is shared, Box.items is shared, table["plain"] is plain, table["fact"] is fact])


def call(q, tasks):
    while True:
        task = tasks.get()
        if task is None:
            return
        fn, args = task
        q.put(fn(*args))


def grandchild(q):
    pair[0].append(9)
    p = Process(target=by_names, args=(q,))
    p.start()
    p.join()
    q.put(pair[0])


def nested(q):
    def inner():
        return [helper(1) for _ in range(limit)]
    q.put(inner())


def default(q, f=plain):
    q.put(f(10))


if __name__ == "__main__":
    for target in (nothing, by_names, by_module, same, nested, default):
        q = SimpleQueue()
        p = Process(target=target, args=(q,))
        p.start()
        pair[0].append(0)  # the child has it as it was
        print(target.__name__, q.get())
        p.join()
        pair[0].pop()
    q = SimpleQueue()
    p = Process(target=grandchild, args=(q,))
    p.start()
    print("grandchild", q.get(), q.get())
    p.join()
    q, tasks = Queue(), Queue()
    p = Process(target=call, args=(q, tasks))
    p.start()
    for task in ((helper, (3,)), (plain, (1,)), (box.get, ()), (sorted, ([3, 1],)), None):
        tasks.put(task)
    for _ in range(4):
        print("call", q.get())
    p.join()
    print(pair, shared, limit)
