import collections.abc as _abc

__all__ = [
    "ref", "proxy", "getweakrefcount", "getweakrefs", "WeakKeyDictionary", "ReferenceType", "ProxyTypes", "WeakValueDictionary",
    "WeakSet", "WeakMethod", "finalize",
]

_PLAIN = (int, float, str, bytes, tuple, list, dict, type(None), bool, range)


def _check(obj):
    # Instances of classes that derive from these can be referred to, as in CPython.
    if type(obj) in _PLAIN:
        raise TypeError("cannot create weak reference to '%s' object" % type(obj).__name__)


class ref:
    """A reference to an object. It never goes dead: mpstar counts no references."""

    __slots__ = ("_object", "__callback__")

    def __init__(self, obj, callback=None):
        _check(obj)
        self._object = obj
        self.__callback__ = callback

    def __call__(self):
        return self._object

    def __eq__(self, other):
        if not isinstance(other, ref):
            return NotImplemented
        return self._object == other._object

    def __hash__(self):
        return hash(self._object)

    def __reduce__(self):
        raise TypeError("cannot pickle 'weakref.ReferenceType' object")

    def __repr__(self):
        return "<weakref at 0x%x; to '%s' at 0x%x>" % (id(self), type(self._object).__name__, id(self._object))


ref.__name__ = ref.__qualname__ = "ReferenceType"
ReferenceType = KeyedRef = ref


class WeakMethod(ref):
    """A reference to a bound method."""


def proxy(obj, callback=None):
    """Return the object itself: it does not go away as long as something refers to it."""
    _check(obj)
    return obj


ProxyType = CallableProxyType = object
ProxyTypes = (ProxyType, CallableProxyType)


def getweakrefcount(obj):
    """Return 0: references are not counted."""
    return 0


def getweakrefs(obj):
    """Return []: references are not counted."""
    return []


class _Dictionary(_abc.MutableMapping):
    def __init__(self, other=(), /, **kw):
        self.data = {}
        self.update(other, **kw)

    def __getitem__(self, key):
        return self.data[key]

    def __setitem__(self, key, value):
        self._check(key, value)
        self.data[key] = value

    def __delitem__(self, key):
        del self.data[key]

    def __contains__(self, key):
        return key in self.data

    def __iter__(self):
        return iter(list(self.data))

    def __len__(self):
        return len(self.data)

    def __repr__(self):
        return "<%s at 0x%x>" % (type(self).__name__, id(self))

    def copy(self):
        new = type(self)()
        new.data.update(self.data)
        return new

    __copy__ = copy


class WeakValueDictionary(_Dictionary):
    """A mapping; here its values stay as long as it does."""

    def _check(self, key, value):
        _check(value)

    def itervaluerefs(self):
        return iter(self.valuerefs())

    def valuerefs(self):
        return [ref(v) for v in self.data.values()]


class WeakKeyDictionary(_Dictionary):
    """A mapping; here its keys stay as long as it does."""

    def _check(self, key, value):
        _check(key)

    def keyrefs(self):
        return [ref(k) for k in self.data]


class WeakSet(_abc.MutableSet):
    """A set; here its elements stay as long as it does."""

    def __init__(self, data=None):
        self.data = set()
        for item in data or ():
            self.add(item)

    def __contains__(self, item):
        return item in self.data

    def __iter__(self):
        return iter(list(self.data))

    def __len__(self):
        return len(self.data)

    def add(self, item):
        _check(item)
        self.data.add(item)

    def discard(self, item):
        self.data.discard(item)

    def remove(self, item):
        self.data.remove(item)

    def update(self, other):
        for item in other:
            self.add(item)

    def copy(self):
        return type(self)(self.data)


class finalize:
    """Calls a function once, at the end of the program if not before: objects are not collected earlier."""

    atexit = True

    def __init__(self, obj, func, /, *args, **kwargs):
        import atexit
        _check(obj)
        self._call = (obj, func, args, kwargs)
        atexit.register(self._at_exit)

    def _at_exit(self):
        if self.atexit:
            self()

    def __call__(self, _=None):
        """Call the function if it was not called before."""
        call, self._call = self._call, None
        if call is not None:
            return call[1](*call[2], **call[3])

    def detach(self):
        """Give the call up, and return its parts."""
        call, self._call = self._call, None
        return call

    def peek(self):
        """Return the parts of the call that is to come."""
        return self._call

    @property
    def alive(self):
        return self._call is not None
