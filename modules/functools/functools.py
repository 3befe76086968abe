from _functools import partial

__all__ = [
    "update_wrapper", "wraps", "WRAPPER_ASSIGNMENTS", "WRAPPER_UPDATES", "total_ordering", "cache", "cmp_to_key",
    "lru_cache", "reduce", "partial", "partialmethod", "singledispatch", "singledispatchmethod", "cached_property",
]

WRAPPER_ASSIGNMENTS = ("__module__", "__name__", "__qualname__", "__doc__", "__annotations__")
WRAPPER_UPDATES = ("__dict__",)


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """Make wrapper look like wrapped: its name, documentation and attributes."""
    for name in assigned:
        try:
            value = getattr(wrapped, name)
        except AttributeError:
            continue
        setattr(wrapper, name, value)
    for name in updated:
        getattr(wrapper, name).update(getattr(wrapped, name, {}))
    wrapper.__wrapped__ = wrapped
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """Decorator that applies update_wrapper to the function it decorates."""
    return partial(update_wrapper, wrapped=wrapped, assigned=assigned, updated=updated)


# For each operator a class may define: the others, from its result and whether the two are equal.
# The rule gets (result, self == other) and returns the other operator's result.
_DERIVED = {
    "__lt__": (("__gt__", lambda r, eq: not r and not eq), ("__le__", lambda r, eq: r or eq), ("__ge__", lambda r, eq: not r)),
    "__le__": (("__ge__", lambda r, eq: not r or eq), ("__lt__", lambda r, eq: r and not eq), ("__gt__", lambda r, eq: not r)),
    "__gt__": (("__lt__", lambda r, eq: not r and not eq), ("__ge__", lambda r, eq: r or eq), ("__le__", lambda r, eq: not r)),
    "__ge__": (("__le__", lambda r, eq: not r or eq), ("__gt__", lambda r, eq: r and not eq), ("__lt__", lambda r, eq: not r)),
}


def _derive(root, name, rule):
    def operator(self, other):
        result = getattr(type(self), root)(self, other)
        if result is NotImplemented:
            return result
        return rule(result, self == other)
    operator.__name__ = name
    operator.__qualname__ = "_%s_from%s" % (name[2:-2], root[1:-2])
    return operator


def total_ordering(cls):
    """Class decorator that adds the ordering operators a class lacks."""
    defined = set()
    for c in cls.__mro__:
        if c is not object:
            defined.update(op for op in _DERIVED if op in c.__dict__)
    for root in ("__lt__", "__le__", "__gt__", "__ge__"):
        if root in defined:
            break
    else:
        raise ValueError("must define at least one ordering operation: < > <= >=")
    for name, rule in _DERIVED[root]:
        if name not in defined:
            setattr(cls, name, _derive(root, name, rule))
    return cls


def cmp_to_key(mycmp):
    """Turn a comparison function into a key function."""
    class KeyWrapper:
        __slots__ = ("obj",)
        __hash__ = None

        def __init__(self, obj):
            self.obj = obj

        def __lt__(self, other):
            return mycmp(self.obj, other.obj) < 0

        def __gt__(self, other):
            return mycmp(self.obj, other.obj) > 0

        def __eq__(self, other):
            return mycmp(self.obj, other.obj) == 0

        def __le__(self, other):
            return mycmp(self.obj, other.obj) <= 0

        def __ge__(self, other):
            return mycmp(self.obj, other.obj) >= 0

    return KeyWrapper


_nothing = object()


def reduce(function, iterable, initial=_nothing, /):
    """Combine the items of an iterable into one value, two at a time from the left."""
    try:
        it = iter(iterable)
    except TypeError:
        raise TypeError("reduce() arg 2 must support iteration") from None
    if initial is _nothing:
        for initial in it:
            break
        else:
            raise TypeError("reduce() of empty iterable with no initial value")
    for x in it:
        initial = function(initial, x)
    return initial


class partialmethod:
    """A method with some of its arguments given."""

    def __init__(self, func, /, *args, **keywords):
        if not callable(func) and not hasattr(func, "__get__"):
            raise TypeError("%r is not callable or a descriptor" % (func,))
        if isinstance(func, partialmethod):
            args = func.args + args
            keywords = {**func.keywords, **keywords}
            func = func.func
        self.func = func
        self.args = args
        self.keywords = keywords

    def __repr__(self):
        parts = [repr(self.func)]
        parts += [repr(a) for a in self.args]
        parts += ["%s=%r" % item for item in self.keywords.items()]
        return "functools.partialmethod(%s)" % ", ".join(parts)

    def __get__(self, obj, cls=None):
        func = self.func
        if hasattr(func, "__get__"):
            bound = func.__get__(obj, cls)
            if bound is not func:
                return partial(bound, *self.args, **self.keywords)
        if obj is None:
            return lambda self_, /, *args, **keywords: func(self_, *self.args, *args, **{**self.keywords, **keywords})
        return partial(func, obj, *self.args, **self.keywords)


class _CacheInfo(tuple):
    __slots__ = ()

    def __new__(cls, hits, misses, maxsize, currsize):
        return tuple.__new__(cls, (hits, misses, maxsize, currsize))

    hits = property(lambda self: self[0])
    misses = property(lambda self: self[1])
    maxsize = property(lambda self: self[2])
    currsize = property(lambda self: self[3])

    _fields = ("hits", "misses", "maxsize", "currsize")

    def _asdict(self):
        return dict(zip(self._fields, self))

    def __repr__(self):
        return "CacheInfo(hits=%r, misses=%r, maxsize=%r, currsize=%r)" % tuple(self)


_CacheInfo.__name__ = _CacheInfo.__qualname__ = "CacheInfo"


class _lru_cache_wrapper:
    def __init__(self, func, maxsize, typed):
        self.__func = func
        self.__maxsize = maxsize
        self.__typed = typed
        self.cache_clear()

    def cache_clear(self):
        """Forget all results and start counting anew."""
        self.__cache = {}
        self.__hits = self.__misses = 0

    def cache_info(self):
        """Report cache statistics"""
        return _CacheInfo(self.__hits, self.__misses, self.__maxsize, len(self.__cache))

    def __call__(self, /, *args, **keywords):
        maxsize = self.__maxsize
        if maxsize == 0:
            self.__misses += 1
            return self.__func(*args, **keywords)
        if not keywords and not self.__typed:
            # A single int or str is its own key, so that 3 and 3.0 are cached apart.
            key = args[0] if len(args) == 1 and type(args[0]) in (int, str) else args
        else:
            key = (args, tuple(keywords.items()))
            if self.__typed:
                key += (tuple([type(a) for a in args]), tuple([type(a) for a in keywords.values()]))
        cache = self.__cache
        result = cache.get(key, _nothing)
        if result is not _nothing:
            self.__hits += 1
            if maxsize is not None:
                del cache[key]  # to the end: the dict's order is that of last use
                cache[key] = result
            return result
        self.__misses += 1
        result = self.__func(*args, **keywords)
        cache[key] = result
        if maxsize is not None and len(cache) > maxsize:
            del cache[next(iter(cache))]
        return result

    def __get__(self, obj, cls=None):
        if obj is None:
            return self
        return partial(self, obj)

    def __reduce__(self):
        return self.__qualname__

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __repr__(self):
        return "<functools._lru_cache_wrapper object at 0x%x>" % id(self)


def lru_cache(maxsize=128, typed=False):
    """Decorator that keeps the results of the last maxsize calls."""
    if callable(maxsize) and isinstance(typed, bool):
        func, size = maxsize, 128
        return _cached(func, size, typed)
    if isinstance(maxsize, int):
        maxsize = max(maxsize, 0)
    elif maxsize is not None:
        raise TypeError("Expected first argument to be an integer, a callable, or None")
    return lambda func: _cached(func, maxsize, typed)


def _cached(func, maxsize, typed):
    if not callable(func):
        raise TypeError("the first argument must be callable")
    # The attributes of func come first: func may be such a wrapper itself.
    wrapper = update_wrapper(_lru_cache_wrapper.__new__(_lru_cache_wrapper), func)
    wrapper.__init__(func, maxsize, typed)
    wrapper.cache_parameters = lambda: {"maxsize": maxsize, "typed": typed}
    return wrapper


def cache(user_function, /):
    """Decorator that keeps the results of all calls."""
    return lru_cache(maxsize=None)(user_function)


class cached_property:
    """A property that is computed once per instance and then an attribute of it."""

    def __init__(self, func):
        self.func = func
        self.attrname = None
        self.__doc__ = func.__doc__

    def __set_name__(self, owner, name):
        if self.attrname is None:
            self.attrname = name
        elif name != self.attrname:
            raise TypeError("Cannot assign the same cached_property to two different names (%r and %r)." % (self.attrname, name))

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        if self.attrname is None:
            raise TypeError("Cannot use cached_property instance without calling __set_name__ on it.")
        try:
            attributes = instance.__dict__
        except AttributeError:
            raise TypeError("No '__dict__' attribute on %r instance to cache %r property." % (type(instance).__name__, self.attrname)) from None
        value = attributes.get(self.attrname, _nothing)
        if value is _nothing:
            value = self.func(instance)
            setattr(instance, self.attrname, value)
        return value


def _closest(cls, registry):
    """Return the class of the registry that stands for cls: one it derives from, or one that counts it among its own."""
    derived = cls.__mro__
    for i, c in enumerate(derived):
        # An abstract class goes before the bases of the class that is the last to belong to it.
        rest = derived[i + 1:]
        if c in registry:
            return c
        virtual = [r for r in registry
                   if r not in derived and issubclass(cls, r) and not any(issubclass(base, r) for base in rest)]
        matches = [r for r in virtual if not any(other is not r and issubclass(other, r) for other in virtual)]
        if len(matches) > 1:
            raise RuntimeError("Ambiguous dispatch: %s or %s" % (matches[0], matches[1]))
        if matches:
            return matches[0]
    return object


def _is_union(cls):
    from typing import Union, get_args, get_origin
    from types import UnionType
    return get_origin(cls) in (Union, UnionType) and all(isinstance(arg, type) for arg in get_args(cls))


def singledispatch(func):
    """Make a function that has a variant for each type of what it is called with first."""
    registry = {object: func}
    name = getattr(func, "__name__", "singledispatch function")
    found = {}

    def dispatch(cls):
        if cls not in found:
            found[cls] = registry[_closest(cls, registry)]
        return found[cls]

    def register(cls, func=None):
        if isinstance(cls, type) or _is_union(cls):
            if func is None:
                return lambda f: register(cls, f)
        elif func is not None:
            raise TypeError("Invalid first argument to `register()`. %r is not a class or union type." % (cls,))
        else:
            func = cls
            if not getattr(func, "__annotations__", {}):
                raise TypeError("Invalid first argument to `register()`: %r. Use either `@register(some_class)` or plain "
                                "`@register` on an annotated function." % (func,))
            from typing import get_type_hints
            argument, cls = next(iter(get_type_hints(func).items()))
            if not isinstance(cls, type) and not _is_union(cls):
                raise TypeError("Invalid annotation for %r. %r is not a class." % (argument, cls))
        if isinstance(cls, type):
            registry[cls] = func
        else:
            from typing import get_args
            for arg in get_args(cls):
                registry[arg] = func
        found.clear()
        return func

    def wrapper(*args, **keywords):
        if not args:
            raise TypeError("%s requires at least 1 positional argument" % name)
        return dispatch(type(args[0]))(*args, **keywords)

    wrapper.register = register
    wrapper.dispatch = dispatch
    wrapper.registry = registry
    wrapper._clear_cache = found.clear
    return update_wrapper(wrapper, func)


class singledispatchmethod:
    """singledispatch for methods: self does not count."""

    def __init__(self, func):
        if not callable(func) and not hasattr(func, "__get__"):
            raise TypeError("%r is not callable or a descriptor" % (func,))
        self.dispatcher = singledispatch(func)
        self.func = func

    def register(self, cls, method=None):
        return self.dispatcher.register(cls, func=method)

    def __get__(self, obj, cls=None):
        def method(*args, **keywords):
            found = self.dispatcher.dispatch(type(args[0]))
            if hasattr(found, "__get__"):
                return found.__get__(obj, cls)(*args, **keywords)
            return partial(found, obj)(*args, **keywords) if obj is not None else found(*args, **keywords)
        method.register = self.register
        return update_wrapper(method, self.func)
