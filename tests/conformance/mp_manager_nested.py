# Objects of a manager that methods of others make, proxies in other objects, initializers, managers in processes that a manager's user starts.
import os
from multiprocessing import Manager, Process, current_process
from multiprocessing.managers import BaseProxy, SyncManager


class Tree:
    def __init__(self):
        self.kids = []
        self.depth = 0

    def kid(self):
        t = Tree()
        t.depth = self.depth + 1
        self.kids.append(t)
        return t

    def count(self):
        return len(self.kids)

    def squares(self, n):
        for i in range(n):
            yield i * i

    def table(self):
        return {"depth": self.depth}

    def depths(self):
        return [self.depth, *(k.depth for k in self.kids)]


class TreeProxy(BaseProxy):
    _exposed_ = ("kid", "count", "squares", "depths", "__getattribute__")
    _method_to_typeid_ = {"kid": "Kid", "squares": "Iterator", "depths": "list"}

    def kid(self):
        return self._callmethod("kid")

    def count(self):
        return self._callmethod("count")

    def squares(self, n):
        return self._callmethod("squares", (n,))

    def depths(self):
        return self._callmethod("depths")

    @property
    def depth(self):
        return self._callmethod("__getattribute__", ("depth",))


class Settings:
    def get(self):
        return os.environ.get("FROM_INITIALIZER"), current_process().name, current_process().daemon


class OwnManager(SyncManager):
    pass


OwnManager.register("Tree", Tree, TreeProxy)
OwnManager.register("Kid", None, TreeProxy)
OwnManager.register("Open", Tree, exposed=("kid", "squares", "table"), method_to_typeid={"kid": "Kid", "squares": "Iterator", "table": "dict"})
OwnManager.register("Remade", Tree, exposed=("kid",), method_to_typeid={"kid": "Remade"})
OwnManager.register("Settings", Settings)


def initialize(a, b):
    os.environ["FROM_INITIALIZER"] = a + b


def fail():
    raise ValueError("initializer")


def use(tree, d, answers):
    d["tree"] = tree
    d["list"].append(current_process().name)
    answers.put((tree.count(), tree.depth, d["tree"].count()))


def own(answers):
    with Manager() as m:
        l = m.list([1])
        l.append(2)
        answers.put(list(l))


def main():
    m = OwnManager()
    m.start(initialize, ("a", "b"))
    print(m.Settings().get())
    answers, d, l = m.Queue(), m.dict(), m.list()
    t = m.Tree()
    k = t.kid()
    k.kid()
    print(t.count(), k.count(), k.depth, type(k).__name__)
    d["list"] = l
    p = Process(target=use, args=(t, d, answers))
    p.start()
    print(answers.get())
    p.join()
    print(list(l), d["tree"].count(), type(d["list"]).__name__)
    depths = t.depths()
    depths.append(5)
    print(depths, type(depths).__name__, t.depths())
    it = t.squares(3)
    print(next(it), it.__next__(), list(it), type(it).__name__)
    try:
        next(it)
    except StopIteration:
        print("stop")
    o = m.Open()
    print(type(o.kid()).__name__, o.table().copy(), type(o.table()).__name__, [*o.squares(4)])
    try:
        m.Remade().kid()
    except Exception as e:
        print(type(e).__name__, str(e).splitlines()[-2])
    d["deep"] = m.dict(x=m.list([m.list([1])]))
    d["deep"]["x"][0].append(7)
    print(list(d["deep"]["x"][0]), len(d))
    ns = m.Namespace()
    ns.l = m.list([1])
    ns.l.append(2)
    print(list(ns.l), [list(x) for x in m.list([m.list([i]) for i in range(3)])])
    p = Process(target=own, args=(answers,))
    p.start()
    print(answers.get())
    p.join()
    m.shutdown()
    m = OwnManager()
    try:
        m.start(fail)
    except EOFError as e:
        print(repr(e))


if __name__ == "__main__":
    main()
