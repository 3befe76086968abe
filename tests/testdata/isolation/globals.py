# Whatever a child changes, the parent and the child's siblings do not see, and
# what the parent changes after the start the child does not see.
import sys
import time
import random
import multiprocessing as mp


class Base:
    shared = []
    count = 0

    def __init__(self):
        self.items = []


class Derived(Base):
    own = {}

    @property
    def size(self):
        return len(self.items) + len(self.shared)

    @classmethod
    def grow(cls, x):
        cls.shared.append(x)
        cls.count += 1

    @staticmethod
    def put(x, into=[]):
        into.append(x)
        return into


class Slots:
    __slots__ = ("a", "b")

    def __init__(self):
        self.a = []
        self.b = 1


class L(list):
    pass


class D(dict):
    pass


class S(str):
    pass


class I(int):
    pass


class Key:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return hash(self.n)

    def __eq__(self, other):
        return isinstance(other, Key) and self.n == other.n


def make_counter():
    n = 0
    log = []

    def bump():
        nonlocal n
        n += 1
        log.append(n)
        return n, len(log)

    bump.peek = lambda: n
    return bump


def make_class(items):
    class Local:
        data = items

        def add(self, x):
            self.data.append(x)
            return len(self.data)

    return Local


def default(x, seen=[]):
    seen.append(x)
    return len(seen)


def attributed():
    pass


attributed.calls = []
attributed.n = 0

number = 1
lst = [1]
dct = {"a": [1]}
st = {1}
ba = bytearray(b"abc")
obj = Derived()
slots = Slots()
sub_list, sub_dict = L([1]), D(a=1)
sub_list.extra = [1]
sub_str, sub_int = S("s"), I(3)
sub_str.extra, sub_int.extra = [1], [2]
keyed = {Key(1): [1], Key(2): [2]}
key = next(iter(keyed))
nested = [lst, dct, (lst, [dct])]
cycle = []
cycle.append(cycle)
ring = {"self": None}
ring["self"] = ring
append = lst.append
bump = make_counter()
Local = make_class(lst)
error = ValueError("bad", lst)
error.items = lst
view = dct.keys()
rnd = random.Random(5)
time.foo = [1]


def change(tag):
    global number
    number += 1
    lst.append(tag)
    dct["a"].append(tag)
    dct[tag] = tag
    st.add(tag)
    ba.extend(b"x")
    obj.items.append(tag)
    obj.fresh = tag
    slots.a.append(tag)
    slots.b = tag
    Derived.grow(tag)
    Derived.own[tag] = 1
    Derived.put(tag)
    Base.added = tag
    sub_list.append(tag)
    sub_list.extra.append(tag)
    sub_dict[tag] = 1
    sub_str.extra.append(tag)
    sub_int.extra.append(tag)
    keyed[key].append(tag)
    keyed[Key(tag)] = [tag]
    cycle.append(tag)
    ring["self"]["more"] = tag
    append(tag)
    bump()
    Local().add(tag)
    default(tag)
    attributed.calls.append(tag)
    attributed.n += 1
    error.items.append(tag)
    error.args[1].append(tag)
    time.foo.append(tag)
    time.bar = tag
    rnd.random()
    random.seed(tag)


def state():
    return repr((
        number, lst, dct, sorted(st, key=str), bytes(ba), obj.items, hasattr(obj, "fresh"), slots.a, slots.b,
        Derived.shared, Derived.count, Base.count, Derived.own, Derived.put.__defaults__, hasattr(Base, "added"), obj.size,
        sub_list, sub_list.extra, sub_dict, sub_str.extra, sub_int.extra, sub_str + "", sub_int + 0,
        keyed[Key(1)], len(keyed), len(cycle), sorted(ring), bump.peek(),
        Local.data, default.__defaults__, attributed.calls, attributed.n, error.args, error.items,
        time.foo, hasattr(time, "bar"), list(view),
    ))


def sharing():
    return [
        nested[0] is lst, nested[1] is dct, nested[2][0] is lst, nested[2][1][0] is dct, cycle[0] is cycle,
        ring["self"] is ring, append.__self__ is lst, Local.data is lst, error.items is lst, error.args[1] is lst,
        key in keyed, any(k is key for k in keyed), Derived.shared is Base.shared, type(obj) is Derived,
        Derived.__mro__[1] is Base, Local().add.__func__ is Local.add, isinstance(sub_list, L), type(sub_int) is I,
        sys.modules["time"] is time, time.foo is time.foo,
    ]


def child(tag, arg, again, ready, go):
    print(tag, "sharing", sharing(), arg is lst, again is arg, flush=True)
    before = state()
    ready.set()
    go.wait()
    print(tag, "saw the parent's changes:", state() != before, flush=True)
    first = rnd.random()
    change(tag)
    print(tag, state(), first, flush=True)
    arg.append("arg")
    print(tag, lst[-1], flush=True)
    if tag < 12:
        p = mp.Process(target=grandchild, args=(tag * 10, lst))
        p.start()
        p.join()
        print(tag, lst[-1], number, flush=True)


def grandchild(tag, arg):
    print(tag, "sharing", sharing(), arg is lst, flush=True)
    change(tag)
    print(tag, state(), flush=True)


if __name__ == "__main__":
    print(state())
    print(sharing())
    for tag in (11, 12):
        ready, go = mp.Event(), mp.Event()
        p = mp.Process(target=child, args=(tag, lst, lst, ready, go))
        p.start()
        ready.wait()
        change(7)
        go.set()
        p.join()
        print(p.exitcode)
        print("parent", state())
