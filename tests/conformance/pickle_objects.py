# Pickles and copies of objects that need some help: slots, notes, names, state apart from args.
import collections
import copy
import dataclasses
import datetime
import functools
import io
import operator
import pickle
from collections import abc


def both(x, protocols=(2, 4)):
    return [pickle.loads(pickle.dumps(x, p)) for p in protocols] + [copy.copy(x), copy.deepcopy(x)]


def refused(x):
    try:
        return pickle.dumps(x)
    except Exception as e:
        return type(e).__name__ + ": " + str(e).split(" at 0x")[0]


@dataclasses.dataclass(frozen=True, slots=True)
class Frozen:
    a: int
    b: list


class Slots:
    __slots__ = ("a", "__hidden")

    def __init__(self):
        self.a, self.__hidden = 1, 3

    def hidden(self):
        return self.__hidden


class Maker:
    def __init__(self, v):
        self.v = v

    @classmethod
    def of(cls, v):
        return cls(v * 2)

    def __reduce__(self):
        return Maker.of, (self.v,)


class Set(set):
    pass


class Frozenset(frozenset):
    pass


class Bytes(bytearray):
    pass


@functools.lru_cache
def cached(a):
    return a


def add(a, b=0, c=0):
    return a, b, c


def noted():
    e = ValueError("x")
    e.add_note("first")
    e.add_note("second")
    return e


def stream(kind, content):
    s = kind(content)
    s.read(2)
    s.extra = [5]
    return s


print(both(Frozen(1, [2])))
print([(s.a, s.hidden()) for s in both(Slots())])
print([m.v for m in both(Maker(1))])
print([both(c([97])) for c in (Set, Frozenset, Bytes)], Set(), Frozenset(), Bytes())
print([f is cached for f in both(cached)])
print([(e.args, e.__notes__) for e in both(noted())])
print([(e.args, e.name, e.path) for e in both(ImportError("m", name="n", path="p"))])
print([(e.errno, e.filename, e.filename2) for e in both(OSError(2, "m", "f", None, "g"))])
for s in (stream(io.StringIO, "abcd"), stream(io.BytesIO, b"abcd")):
    print([(c.getvalue(), c.tell(), c.extra) for c in both(s)])
    s.close()
    print(refused(s))
print([f("abc") for f in both(operator.methodcaller("replace", "b", "x"))], [f("a b") for f in both(operator.methodcaller("split", sep=" "))])
print([f(5) for f in both(operator.attrgetter("real", "imag"))], [f([1, 2, 3]) for f in both(operator.itemgetter(0, slice(1, 3)))])
print([(f(2), f.args, f.keywords) for f in both(functools.partial(add, 1, c=3))])
print(both(collections.UserDict(a=1)), both(collections.UserList([1])), both(collections.UserString("q")))
print([c is abc.Mapping for c in both(abc.Mapping)], pickle.dumps(abc.Iterable, 0), pickle.loads(b"c_abcoll\nIterable\n.") is abc.Iterable)
print([z is datetime.timezone.utc for z in both(datetime.timezone.utc)], both(list[int]))
for x in (cached.__wrapped__.__code__, {}.keys(), io, (i for i in ""), property()):
    print(refused(x))
try:
    copy.copy(io)
except TypeError as e:
    print(e)
