__all__ = ["ChainMap", "Counter", "OrderedDict", "UserDict", "UserList", "UserString", "defaultdict", "deque", "namedtuple"]


class defaultdict(dict):
    """A dict that makes the value of a missing key by calling default_factory."""

    def __init__(self, default_factory=None, /, *args, **kwargs):
        if default_factory is not None and not callable(default_factory):
            raise TypeError("first argument must be callable or None")
        super().__init__(*args, **kwargs)
        self.default_factory = default_factory

    def __missing__(self, key):
        if self.default_factory is None:
            raise KeyError(key)
        self[key] = value = self.default_factory()
        return value

    def __repr__(self):
        return "%s(%r, %s)" % (type(self).__name__, self.default_factory, dict.__repr__(self))

    def copy(self):
        return type(self)(self.default_factory, self)

    def __reduce__(self):
        args = () if self.default_factory is None else (self.default_factory,)
        return type(self), args, None, None, iter(self.items())

    __copy__ = copy

    def __or__(self, other):
        if not isinstance(other, dict):
            return NotImplemented
        new = self.copy()
        new.update(other)
        return new

    def __ror__(self, other):
        if not isinstance(other, dict):
            return NotImplemented
        new = type(self)(self.default_factory, other)
        new.update(self)
        return new


class OrderedDict(dict):
    """A dict whose order counts when it is compared, and can be changed."""

    def __init__(self, /, *args, **kwds):
        if len(args) > 1:
            raise TypeError("expected at most 1 arguments, got %d" % len(args))
        _fill(self, args, kwds)

    def update(self, /, *args, **kwds):
        """Set pairs of a mapping or an iterable, and of keyword arguments."""
        if len(args) > 1:
            raise TypeError("update() takes at most 1 positional argument (%d given)" % len(args))
        _fill(self, args, kwds)

    def setdefault(self, key, default=None):
        """Return the value of a key, which is set to the default if it is missing."""
        if key in self:
            return self[key]
        self[key] = default
        return default

    def __repr__(self):
        if not self:
            return "%s()" % type(self).__name__
        return "%s(%r)" % (type(self).__name__, list(self.items()))

    def __eq__(self, other):
        if isinstance(other, OrderedDict):
            return dict.__eq__(self, other) and list(self) == list(other)
        return dict.__eq__(self, other)

    def __ne__(self, other):
        return not self == other

    def popitem(self, last=True):
        """Remove and return the last pair, or the first."""
        if not self:
            raise KeyError("dictionary is empty")
        key = next(reversed(self) if last else iter(self))
        return (key, self.pop(key))

    def move_to_end(self, key, last=True):
        """Move a key to the end, or to the beginning."""
        value = dict.pop(self, key)
        dict.__setitem__(self, key, value)
        if not last:
            from _collections_order import move_first
            move_first(self)

    def copy(self):
        new = type(self)()
        _fill(new, (self,), {})
        return new

    def __reduce__(self):
        return type(self), (), vars(self).copy() or None, None, iter(self.items())

    @classmethod
    def fromkeys(cls, iterable, value=None):
        self = cls()
        for key in iterable:
            self[key] = value
        return self

    def __or__(self, other):
        if not isinstance(other, dict):
            return NotImplemented
        new = type(self)(self)
        _fill(new, (other,), {})
        return new

    def __ror__(self, other):
        if not isinstance(other, dict):
            return NotImplemented
        new = type(self)(other)
        _fill(new, (self,), {})
        return new

    def __ior__(self, other):
        _fill(self, (other,), {})
        return self


def _fill(self, args, kwds):
    """Update a dict by its own __setitem__, if its class has one."""
    for cls in type(self).__mro__:
        if cls is OrderedDict:
            dict.update(self, *args, **kwds)
            return
        if "__setitem__" in vars(cls):
            break
    for other in args:
        if type(other) is dict:
            for key, value in other.items():
                self[key] = value
        elif hasattr(other, "keys"):
            for key in other.keys():
                self[key] = other[key]
        else:
            for key, value in other:
                self[key] = value
    for key, value in kwds.items():
        self[key] = value


class Counter(dict):
    """A dict that counts: elements are its keys, their counts its values."""

    def __init__(self, iterable=None, /, **kwds):
        super().__init__()
        self.update(iterable, **kwds)

    def __missing__(self, key):
        return 0

    def total(self):
        """Sum of the counts."""
        return sum(self.values())

    def most_common(self, n=None):
        """The n elements with the largest counts and those counts, or all."""
        pairs = sorted(self.items(), key=lambda pair: pair[1], reverse=True)
        return pairs if n is None else pairs[:max(n, 0)]

    def elements(self):
        """An iterator over the elements, each as often as its count says."""
        return (key for key, n in self.items() for _ in range(n))

    @classmethod
    def fromkeys(cls, iterable, v=None):
        raise NotImplementedError("Counter.fromkeys() is undefined.  Use Counter(iterable) instead.")

    def __add_all(self, sign, iterable, kwds):
        if iterable is not None:
            if hasattr(iterable, "items") and hasattr(iterable, "keys"):
                if not self and sign > 0:
                    dict.update(self, iterable)
                else:
                    for key, n in iterable.items():
                        self[key] = self.get(key, 0) + sign * n
            else:
                get = self.get
                for key in iterable:
                    self[key] = get(key, 0) + sign
        for key, n in kwds.items():
            self[key] = self.get(key, 0) + sign * n

    def update(self, iterable=None, /, **kwds):
        """Add the counts of an iterable or of a mapping."""
        self.__add_all(1, iterable, kwds)

    def subtract(self, iterable=None, /, **kwds):
        """Subtract the counts of an iterable or of a mapping."""
        self.__add_all(-1, iterable, kwds)

    def __reduce__(self):
        return type(self), (dict(self),)

    def copy(self):
        return type(self)(self)

    def __delitem__(self, key):
        if key in self:
            super().__delitem__(key)

    def __repr__(self):
        if not self:
            return "%s()" % type(self).__name__
        try:
            pairs = self.most_common()
        except TypeError:
            pairs = self.items()
        return "%s({%s})" % (type(self).__name__, ", ".join(["%r: %r" % pair for pair in pairs]))

    def __eq__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return all(self[key] == other[key] for c in (self, other) for key in c)

    def __ne__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return not self == other

    def __le__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return all(self[key] <= other[key] for c in (self, other) for key in c)

    def __lt__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return self <= other and self != other

    def __ge__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return other <= self

    def __gt__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return other < self

    def __combine(self, other, count):
        result = Counter()
        for c in (self, other):
            for key in c:
                n = count(self[key], other[key])
                if n > 0 and key not in result:
                    result[key] = n
        return result

    def __add__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return self.__combine(other, lambda a, b: a + b)

    def __sub__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return self.__combine(other, lambda a, b: a - b)

    def __or__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return self.__combine(other, max)

    def __and__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return self.__combine(other, min)

    def __pos__(self):
        return self + Counter()

    def __neg__(self):
        return Counter() - self

    def __replace(self, result):
        self.clear()
        dict.update(self, result)
        return self

    def __iadd__(self, other):
        return self.__replace(self + other)

    def __isub__(self, other):
        return self.__replace(self - other)

    def __ior__(self, other):
        return self.__replace(self | other)

    def __iand__(self, other):
        return self.__replace(self & other)


class deque:
    """A list that is as fast at its left end as at its right, and can have a longest length."""

    # The elements are __items[__head:]. What lies before is free for appendleft.

    def __hash__(self):
        raise TypeError("unhashable type: 'collections.deque'")

    def __init__(self, iterable=(), maxlen=None):
        if maxlen is not None:
            if not isinstance(maxlen, int):
                raise TypeError("an integer is required")
            if maxlen < 0:
                raise ValueError("maxlen must be non-negative")
        self.__items = []
        self.__head = 0
        self.__changes = 0
        self.__maxlen = maxlen
        self.extend(iterable)

    maxlen = property(lambda self: self.__maxlen, doc="how many items it holds at most; None is any number")

    def __len__(self):
        return len(self.__items) - self.__head

    def __shrink(self):
        items, head = self.__items, self.__head
        if head > 16 and head * 2 > len(items):
            del items[:head]
            self.__head = 0

    def append(self, x, /):
        self.__changes += 1
        self.__items.append(x)
        if self.__maxlen is not None and len(self) > self.__maxlen:
            self.popleft()

    def appendleft(self, x, /):
        self.__changes += 1
        if self.__head == 0:
            free = len(self.__items) + 8
            self.__items[:0] = [None] * free
            self.__head = free
        self.__head -= 1
        self.__items[self.__head] = x
        if self.__maxlen is not None and len(self) > self.__maxlen:
            self.pop()

    def pop(self):
        if len(self.__items) == self.__head:
            raise IndexError("pop from an empty deque")
        self.__changes += 1
        return self.__items.pop()

    def popleft(self):
        items, head = self.__items, self.__head
        if len(items) == head:
            raise IndexError("pop from an empty deque")
        self.__changes += 1
        x = items[head]
        items[head] = None
        self.__head = head + 1
        if head > 16:
            self.__shrink()
        return x

    def extend(self, iterable, /):
        if iterable is self:
            iterable = list(self)
        for x in iterable:
            self.append(x)

    def extendleft(self, iterable, /):
        if iterable is self:
            iterable = list(self)
        for x in iterable:
            self.appendleft(x)

    def __list(self):
        return self.__items[self.__head:]

    def __replace(self, items):
        self.__changes += 1
        self.__items = items
        self.__head = 0

    def clear(self):
        self.__replace([])

    def copy(self):
        return type(self)(self, self.__maxlen)

    def __reduce__(self):
        args = () if self.__maxlen is None else ((), self.__maxlen)
        own = {name: value for name, value in vars(self).items() if not name.startswith("_deque__")}
        return type(self), args, own or None, iter(self)

    __copy__ = copy

    def count(self, x, /):
        return self.__list().count(x)

    def index(self, x, *args):
        try:
            return self.__list().index(x, *args)
        except ValueError:
            raise ValueError("%r is not in deque" % (x,)) from None

    def insert(self, i, x, /):
        if self.__maxlen is not None and len(self) >= self.__maxlen:
            raise IndexError("deque already at its maximum size")
        items = self.__list()
        items.insert(i, x)
        self.__replace(items)

    def remove(self, x, /):
        items = self.__list()
        try:
            items.remove(x)
        except ValueError:
            raise ValueError("%r is not in deque" % (x,)) from None
        self.__replace(items)

    def reverse(self):
        self.__replace(self.__list()[::-1])

    def rotate(self, n=1, /):
        items = self.__list()
        if items:
            n %= len(items)
            self.__replace([*items[-n:], *items[:-n]] if n else items)

    def __at(self, i):
        if not isinstance(i, int):
            raise TypeError("sequence index must be integer, not '%s'" % type(i).__name__)
        n = len(self)
        if not -n <= i < n:
            raise IndexError("deque index out of range")
        return self.__head + i % n

    def __getitem__(self, i):
        return self.__items[self.__at(i)]

    def __setitem__(self, i, x):
        self.__items[self.__at(i)] = x

    def __delitem__(self, i):
        at = self.__at(i)
        self.__changes += 1
        del self.__items[at]

    def __walk(self, step):
        changes = self.__changes
        i, n = (0, len(self)) if step > 0 else (len(self) - 1, -1)
        while i != n:
            yield self.__items[self.__head + i]
            if self.__changes != changes:
                raise RuntimeError("deque mutated during iteration")
            i += step

    def __iter__(self):
        return self.__walk(1)

    def __reversed__(self):
        return self.__walk(-1)

    def __contains__(self, x):
        return x in self.__list()

    def __repr__(self):
        end = ")" if self.__maxlen is None else ", maxlen=%d)" % self.__maxlen
        return "%s(%r%s" % (type(self).__name__, [x if x is not self else ... for x in self], end)

    def __eq__(self, other):
        return self.__list() == other.__list() if isinstance(other, deque) else NotImplemented

    def __ne__(self, other):
        return self.__list() != other.__list() if isinstance(other, deque) else NotImplemented

    def __lt__(self, other):
        return self.__list() < other.__list() if isinstance(other, deque) else NotImplemented

    def __le__(self, other):
        return self.__list() <= other.__list() if isinstance(other, deque) else NotImplemented

    def __gt__(self, other):
        return self.__list() > other.__list() if isinstance(other, deque) else NotImplemented

    def __ge__(self, other):
        return self.__list() >= other.__list() if isinstance(other, deque) else NotImplemented

    def __add__(self, other):
        if not isinstance(other, deque):
            raise TypeError('can only concatenate deque (not "%s") to deque' % type(other).__name__)
        new = self.copy()
        new.extend(other)
        return new

    def __iadd__(self, other):
        self.extend(other)
        return self

    def __mul__(self, n):
        return type(self)(self.__list() * n, self.__maxlen) if isinstance(n, int) else NotImplemented

    __rmul__ = __mul__

    def __imul__(self, n):
        items = self.__list() * n
        self.clear()
        self.extend(items)
        return self


_KEYWORDS = frozenset(
    "False None True and as assert async await break class continue def del elif else except finally for from global if import in is "
    "lambda nonlocal not or pass raise return try while with yield".split())


def namedtuple(typename, field_names, *, rename=False, defaults=None, module=None):
    """Return a class of tuples whose items have names."""
    if isinstance(field_names, str):
        field_names = field_names.replace(",", " ").split()
    names = [str(name) for name in field_names]
    typename = str(typename)
    if rename:
        seen = set()
        for i, name in enumerate(names):
            if not name.isidentifier() or name in _KEYWORDS or name.startswith("_") or name in seen:
                names[i] = "_%d" % i
            seen.add(name)
    for name in [typename] + names:
        if not name.isidentifier():
            raise ValueError("Type names and field names must be valid identifiers: %r" % name)
        if name in _KEYWORDS:
            raise ValueError("Type names and field names cannot be a keyword: %r" % name)
    seen = set()
    for name in names:
        if name.startswith("_") and not rename:
            raise ValueError("Field names cannot start with an underscore: %r" % name)
        if name in seen:
            raise ValueError("Encountered duplicate field name: %r" % name)
        seen.add(name)
    fields = tuple(names)
    values = ()
    if defaults is not None:
        values = tuple(defaults)
        if len(values) > len(fields):
            raise TypeError("Got more default values than field names")
    field_defaults = dict(zip(fields[len(fields) - len(values):], values))

    # A function of the fields, so that mistakes in calls read as they do for one.
    space = {"_new": tuple.__new__}
    parameters = []
    for name in fields:
        if name in field_defaults:
            space["_default_" + name] = field_defaults[name]
            parameters.append("%s=_default_%s" % (name, name))
        else:
            parameters.append(name)
    exec("def __new__(_cls, %s):\n    return _new(_cls, (%s))\n" % (", ".join(parameters), "".join([name + ", " for name in fields])), space)
    new = space["__new__"]
    new.__qualname__ = typename + ".__new__"

    def _make(cls, iterable):
        result = tuple.__new__(cls, iterable)
        if len(result) != len(fields):
            raise TypeError("Expected %d arguments, got %d" % (len(fields), len(result)))
        return result

    def _replace(self, /, **kwds):
        result = self._make([kwds.pop(name) if name in kwds else value for name, value in zip(fields, self)])
        if kwds:
            raise ValueError("Got unexpected field names: %r" % (list(kwds),))
        return result

    def __repr__(self):
        return type(self).__name__ + "(" + ", ".join(["%s=%r" % pair for pair in zip(fields, self)]) + ")"

    def _asdict(self):
        return dict(zip(fields, self))

    def __getnewargs__(self):
        return tuple(self)

    namespace = {
        "__doc__": "%s(%s)" % (typename, ", ".join(fields)),
        "__slots__": (),
        "_fields": fields,
        "_field_defaults": field_defaults,
        "__new__": new,
        "_make": classmethod(_make),
        "_replace": _replace,
        "__repr__": __repr__,
        "_asdict": _asdict,
        "__getnewargs__": __getnewargs__,
        "__match_args__": fields,
        "__module__": module or "__main__",
    }
    for i, name in enumerate(fields):
        namespace[name] = _item(i)
    return type(typename, (tuple,), namespace)


def _item(i):
    return property(lambda self: tuple.__getitem__(self, i), _read_only, doc="Alias for field number %d" % i)


def _read_only(self, value):
    raise AttributeError("can't set attribute")


class ChainMap:
    """Several mappings as one: lookups try them in turn, changes go to the first."""

    def __init__(self, *maps):
        self.maps = list(maps) or [{}]

    def __missing__(self, key):
        raise KeyError(key)

    def __getitem__(self, key):
        for m in self.maps:
            try:
                return m[key]
            except KeyError:
                pass
        return self.__missing__(key)

    def get(self, key, default=None):
        return self[key] if key in self else default

    def __merged(self):
        merged = {}
        for m in reversed(self.maps):
            merged.update(m)
        return merged

    def __len__(self):
        return len(self.__merged())

    def __iter__(self):
        return iter(self.__merged())

    def __contains__(self, key):
        return any(key in m for m in self.maps)

    def __bool__(self):
        return any(self.maps)

    def keys(self):
        return self.__merged().keys()

    def values(self):
        return self.__merged().values()

    def items(self):
        return self.__merged().items()

    def __eq__(self, other):
        if isinstance(other, ChainMap):
            other = other.__merged()
        return self.__merged() == other if isinstance(other, dict) else NotImplemented

    __hash__ = None

    def __repr__(self):
        return "%s(%s)" % (type(self).__name__, ", ".join([repr(m) for m in self.maps]))

    @classmethod
    def fromkeys(cls, iterable, *args):
        return cls(dict.fromkeys(iterable, *args))

    def copy(self):
        return type(self)(self.maps[0].copy(), *self.maps[1:])

    __copy__ = copy

    def new_child(self, m=None, **kwargs):
        if m is None:
            m = kwargs
        elif kwargs:
            m.update(kwargs)
        return type(self)(m, *self.maps)

    @property
    def parents(self):
        return type(self)(*self.maps[1:])

    def __setitem__(self, key, value):
        self.maps[0][key] = value

    def __delitem__(self, key):
        try:
            del self.maps[0][key]
        except KeyError:
            raise KeyError("Key not found in the first mapping: %r" % (key,)) from None

    def popitem(self):
        try:
            return self.maps[0].popitem()
        except KeyError:
            raise KeyError("No keys found in the first mapping.") from None

    def pop(self, key, *args):
        try:
            return self.maps[0].pop(key, *args)
        except KeyError:
            raise KeyError("Key not found in the first mapping: %r" % (key,)) from None

    def setdefault(self, key, default=None):
        if key not in self:
            self[key] = default
        return self[key]

    def update(self, *args, **kwargs):
        self.maps[0].update(*args, **kwargs)

    def clear(self):
        self.maps[0].clear()


_USER = ("UserDict", "UserList", "UserString")


def __getattr__(name):
    # Few scripts need these, and they bring collections.abc.
    if name in _USER:
        import _collections_user
        return getattr(_collections_user, name)
    raise AttributeError("module 'collections' has no attribute %r" % name)
