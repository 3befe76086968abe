from _abc import ABC, ABCMeta

__all__ = [
    "ABC", "ABCMeta", "abstractclassmethod", "abstractmethod", "abstractproperty", "abstractstaticmethod",
    "get_cache_token", "update_abstractmethods",
]


def abstractmethod(funcobj):
    """Mark a method as one that subclasses must define."""
    funcobj.__isabstractmethod__ = True
    return funcobj


def abstractproperty(fget=None, fset=None, fdel=None, doc=None):
    """A property that subclasses must define. Prefer property over abstractmethod."""
    return property(abstractmethod(fget) if fget is not None else None, fset, fdel, doc)


def abstractclassmethod(callable):
    """A class method that subclasses must define. Prefer classmethod over abstractmethod."""
    return classmethod(abstractmethod(callable))


def abstractstaticmethod(callable):
    """A static method that subclasses must define. Prefer staticmethod over abstractmethod."""
    return staticmethod(abstractmethod(callable))


def get_cache_token():
    """Return a number that changes when a class is registered; always 0 here, where nothing is cached."""
    return 0


def update_abstractmethods(cls):
    """Compute anew which methods of a class are abstract."""
    if not hasattr(cls, "__abstractmethods__"):
        return cls
    names = set()
    for base in cls.__bases__:
        for name in getattr(base, "__abstractmethods__", ()):
            if getattr(getattr(cls, name, None), "__isabstractmethod__", False):
                names.add(name)
    for name, value in vars(cls).items():
        if getattr(value, "__isabstractmethod__", False):
            names.add(name)
    cls.__abstractmethods__ = frozenset(names)
    return cls
