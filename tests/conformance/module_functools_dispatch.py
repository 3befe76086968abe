# functools.singledispatch with abstract classes, unions and annotations.
from collections.abc import Iterable, Mapping, Sequence, Sized
from functools import singledispatch, singledispatchmethod


@singledispatch
def kind(x):
    return "object"


@kind.register(Sequence)
def _(x):
    return "sequence"


@kind.register
def mapping(x: Mapping):
    return "mapping"


@kind.register
def _(x: int | float):
    return "number"


@kind.register(type(None))
def _(x):
    return "none"


print([kind(v) for v in ([], (), {}, 1, 2.5, True, None, "x", {1})])


@kind.register(Iterable)
def _(x):
    return "iterable"


print(kind({1}), kind([]), kind.dispatch(dict) is mapping, sorted(c.__name__ for c in kind.registry))


class Box:
    def __len__(self):
        return 0

    def __iter__(self):
        return iter(())


kind.register(Sized, lambda x: "sized")
try:
    print(kind(Box()))
except RuntimeError as e:
    print(sorted(str(e).replace("Ambiguous dispatch: ", "").split(" or ")))


class Printer:
    @singledispatchmethod
    def show(self, x):
        return "show"

    @show.register
    def _(self, x: int):
        return "int"

    @show.register(str)
    @classmethod
    def _(cls, x):
        return cls.__name__


print(Printer().show(1), Printer().show([]), Printer().show(""))
for call in (lambda: kind.register(3), lambda: kind(), lambda: kind.register(lambda x: x)):
    try:
        call()
    except TypeError as e:
        print(str(e).partition("<function")[0])


def traced(f):
    print(f.__name__, {name: getattr(t, "__name__", t) for name, t in getattr(f, "__anno" + "tations__").items()})
    return f


@traced
def area(width: float, height: "float" = 1.0) -> float:
    return width * height


print((int | None).__args__, area(2, 3))
