from _operator import *
from _operator import __all__

__all__ = sorted(__all__ + ["attrgetter", "countOf", "indexOf", "itemgetter", "length_hint", "methodcaller"])


def countOf(a, b, /):
    """Number of items of a that are b or equal it."""
    return sum(1 for x in a if x is b or x == b)


def indexOf(a, b, /):
    """Index of the first item of a that is b or equals it."""
    for i, x in enumerate(a):
        if x is b or x == b:
            return i
    raise ValueError("sequence.index(x): x not in sequence")


def length_hint(obj, default=0, /):
    """How many items obj will about have."""
    if not isinstance(default, int):
        raise TypeError("'%s' object cannot be interpreted as an integer" % type(default).__name__)
    if hasattr(obj, "__len__"):
        return len(obj)
    if not hasattr(obj, "__length_hint__"):
        return default
    n = obj.__length_hint__()
    if n is NotImplemented:
        return default
    if not isinstance(n, int):
        raise TypeError("__length_hint__ must be an integer, not %s" % type(n).__name__)
    if n < 0:
        raise ValueError("__length_hint__() should return >= 0")
    return n


class attrgetter:
    """A function that reads attributes, given by dotted names."""

    def __init__(self, /, *attrs):
        if not attrs:
            raise TypeError("attrgetter expected 1 argument, got 0")
        self._names = attrs
        for name in self._names:
            if not isinstance(name, str):
                raise TypeError("attribute name must be a string")
        self._paths = [name.split(".") for name in self._names]

    def __call__(self, obj, /):
        found = []
        for path in self._paths:
            x = obj
            for name in path:
                x = getattr(x, name)
            found.append(x)
        return found[0] if len(found) == 1 else tuple(found)

    def __reduce__(self):
        return type(self), self._names

    def __repr__(self):
        return "operator.attrgetter(%s)" % ", ".join([repr(name) for name in self._names])


class itemgetter:
    """A function that reads items."""

    def __init__(self, /, *items):
        if not items:
            raise TypeError("itemgetter expected 1 argument, got 0")
        self._items = items

    def __call__(self, obj, /):
        if len(self._items) == 1:
            return getitem(obj, self._items[0])
        return tuple([getitem(obj, i) for i in self._items])

    def __reduce__(self):
        return type(self), self._items

    def __repr__(self):
        return "operator.itemgetter(%s)" % ", ".join([repr(i) for i in self._items])


class methodcaller:
    """A function that calls a method by its name."""

    def __init__(self, /, *args, **kwargs):
        if not args:
            raise TypeError("methodcaller needs at least one argument, the method name")
        name, *args = args
        if not isinstance(name, str):
            raise TypeError("method name must be a string")
        self._name = name
        self._args = tuple(args)
        self._kwargs = kwargs

    def __call__(self, obj, /):
        return getattr(obj, self._name)(*self._args, **self._kwargs)

    def __reduce__(self):
        if not self._kwargs:
            return type(self), (self._name,) + self._args
        from functools import partial
        return partial(type(self), self._name, **self._kwargs), self._args

    def __repr__(self):
        parts = [repr(x) for x in (self._name,) + self._args]
        parts += ["%s=%r" % pair for pair in self._kwargs.items()]
        return "operator.methodcaller(%s)" % ", ".join(parts)
