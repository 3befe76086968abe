import sys

__all__ = [
    "CONFORM", "CONTINUOUS", "EJECT", "Enum", "EnumCheck", "EnumMeta", "EnumType", "Flag", "FlagBoundary", "IntEnum", "IntFlag",
    "KEEP", "NAMED_FLAGS", "ReprEnum", "STRICT", "StrEnum", "UNIQUE", "auto", "global_enum", "global_enum_repr",
    "global_flag_repr", "global_str", "member", "nonmember", "property", "show_flag_values", "unique", "verify",
]

_property = property
Enum = Flag = ReprEnum = None
_unset = object()


class auto:
    """Stands for a value that the enumeration chooses."""

    def __init__(self, value=_unset):
        self.value = value

    def __repr__(self):
        return "auto(%r)" % (self.value,)

    # In a body, READ | WRITE combines values that are chosen only when the body is done.
    def __or__(self, other):
        return _Combined(lambda x, y: x | y, self, other)

    def __and__(self, other):
        return _Combined(lambda x, y: x & y, self, other)

    def __xor__(self, other):
        return _Combined(lambda x, y: x ^ y, self, other)

    def __add__(self, other):
        return _Combined(lambda x, y: x + y, self, other)

    def __invert__(self):
        return _Combined(lambda x, y: ~x, self, self)

    def __ror__(self, other):
        return _Combined(lambda x, y: y | x, self, other)

    def __rand__(self, other):
        return _Combined(lambda x, y: y & x, self, other)

    def __rxor__(self, other):
        return _Combined(lambda x, y: y ^ x, self, other)


class _Combined(auto):
    """The value of an operation on values that are to be chosen."""

    def __init__(self, op, x, y):
        self.op, self.x, self.y = op, x, y

    @_property
    def value(self):
        x, y = [v.value if isinstance(v, auto) else v for v in (self.x, self.y)]
        return self.op(x, y)


class member:
    """Forces a name of an enumeration's body to be a member."""

    def __init__(self, value):
        self.value = value


class nonmember:
    """Keeps a name of an enumeration's body from being a member."""

    def __init__(self, value):
        self.value = value


class property:
    """A property of members that a member of the same name may hide on the class."""

    def __init__(self, fget=None, fset=None, fdel=None, doc=None):
        self.fget, self.fset, self.fdel = fget, fset, fdel
        self.__doc__ = doc or getattr(fget, "__doc__", None)
        self.name = None

    def __set_name__(self, owner, name):
        self.name = name
        self.clsname = owner.__name__

    def __get__(self, instance, owner=None):
        if instance is None:
            try:
                return owner._member_map_[self.name]
            except KeyError:
                raise AttributeError("%r has no attribute %r" % (owner, self.name)) from None
        if self.fget is None:
            raise AttributeError("%r member has no attribute %r" % (owner, self.name))
        return self.fget(instance)

    def __set__(self, instance, value):
        if self.fset is None:
            raise AttributeError("<enum %r> cannot set attribute %r" % (self.clsname, self.name))
        self.fset(instance, value)

    def setter(self, fset):
        return type(self)(self.fget, fset, self.fdel)


def _is_dunder(name):
    return len(name) > 4 and name[:2] == name[-2:] == "__" and name[2] != "_" and name[-3] != "_"


def _is_sunder(name):
    return len(name) > 2 and name[0] == name[-1] == "_" and name[1] != "_" and name[-2] != "_"


def _is_descriptor(value):
    kind = type(value)
    return hasattr(kind, "__get__") or hasattr(kind, "__set__") or hasattr(kind, "__delete__") or isinstance(
        value, (staticmethod, classmethod, _property)) or kind.__name__ == "function"


def _is_private(cls_name, name):
    prefix = "_%s__" % cls_name.lstrip("_")
    return name.startswith(prefix) and not name.endswith("__")


def _data_type(bases):
    """The class that gives members their values: int of class C(int, Enum)."""
    for base in bases:
        for c in base.__mro__:
            if c is object:
                continue
            if Enum is not None and issubclass(c, Enum):
                if c._member_type_ is not object:
                    return c._member_type_
                continue
            if c in (int, str, float, bytes, tuple, list, dict, complex, bool) or "__new__" in c.__dict__ or "__dataclass_fields__" in c.__dict__:
                return base if not (Enum is not None and issubclass(base, Enum)) else c
    return object


class EnumType(type):
    """The metaclass of enumerations."""

    @classmethod
    def __prepare__(metacls, cls, bases, **kwds):
        return {}

    def __new__(metacls, name, bases, ns, *, boundary=None, _simple=False, **kwds):
        if Enum is None:
            return super().__new__(metacls, name, bases, ns)
        for base in bases:
            if isinstance(base, EnumType) and base._member_names_:
                raise TypeError("<enum %r> cannot extend %r" % (name, base))
        ignore = ns.pop("_ignore_", ())
        if isinstance(ignore, str):
            ignore = ignore.replace(",", " ").split()
        for key in ignore:
            ns.pop(key, None)
        body, members = {}, []
        generate = ns.get("_generate_next_value_")
        if isinstance(generate, staticmethod):
            generate = generate.__func__
        parent = None
        for base in reversed(bases):
            if isinstance(base, EnumType):
                parent = base
        if generate is None:
            generate = parent._generate_next_value_
        values = []
        for key, value in ns.items():
            if _is_sunder(key) or _is_dunder(key) or _is_private(name, key):
                if key == "_order_":
                    continue
                body[key] = value
            elif isinstance(value, nonmember):
                body[key] = value.value
            elif not isinstance(value, member) and _is_descriptor(value):
                body[key] = value
            elif key == "mro":
                raise ValueError("invalid enum member name(s) 'mro'")
            else:
                if isinstance(value, member):
                    value = value.value
                if isinstance(value, auto):
                    if value.value is _unset:
                        value.value = generate(key, 1, len(values), values[:])
                    value = value.value
                elif isinstance(value, tuple) and any(isinstance(v, auto) for v in value):
                    made = []
                    for v in value:
                        if isinstance(v, auto):
                            if v.value is _unset:
                                v.value = generate(key, 1, len(values), values[:])
                            v = v.value
                        made.append(v)
                    value = tuple(made)
                values.append(value)
                members.append((key, value))
        new_member = body.pop("__new__", None)
        if isinstance(new_member, staticmethod):
            new_member = new_member.__func__
        data = _data_type(bases)
        body["_member_names_"] = []
        body["_member_map_"] = {}
        body["_value2member_map_"] = {}
        body["_unhashable_values_"] = []
        body["_member_type_"] = data
        if boundary is not None or parent is None:
            body["_boundary_"] = boundary
        cls = super().__new__(metacls, name, bases, body, **kwds)
        if data is not object and issubclass(cls, ReprEnum or ()):
            pass
        elif data is not object and "__format__" not in body and ReprEnum is not None:
            pass
        saved = new_member
        if saved is None:
            for c in cls.__mro__[1:]:
                saved = c.__dict__.get("_new_member_")
                if saved is not None or c is Enum:
                    break
            if isinstance(saved, staticmethod):
                saved = saved.__func__
        else:
            type.__setattr__(cls, "_new_member_", staticmethod(saved))
        is_flag = Flag is not None and issubclass(cls, Flag)
        all_bits = 0
        single_bits = 0
        for key, value in members:
            args = value if isinstance(value, tuple) else (value,)
            if data is tuple:
                args = (args,)
            if saved is not None:
                item = saved(cls, *args)
                if not hasattr(item, "_value_"):
                    item._value_ = value if data is object else data(*args)
            elif data is object or "__dataclass_fields__" in data.__dict__:
                item = object.__new__(cls)
                item._value_ = value if data is object else data(*args)
            else:
                item = data.__new__(cls, *args)
                item._value_ = data(*args)
            value = item._value_
            item._name_ = key
            item.__objclass__ = cls
            if hasattr(cls, "__init__") and cls.__init__ is not object.__init__:
                item.__init__(*args)
                value = item._value_
            known = None
            try:
                known = cls._value2member_map_.get(value)
            except TypeError:
                for other in cls._unhashable_values_:
                    if other._value_ == value:
                        known = other
            if known is not None:
                cls._member_map_[key] = known
                item = known
            else:
                item._sort_order_ = len(cls._member_names_)
                listed = True
                if is_flag:
                    if not isinstance(value, int):
                        raise TypeError("%s must be an int; got %r" % (key, value))
                    listed = value > 0 and value & (value - 1) == 0
                    all_bits |= value
                    if listed:
                        single_bits |= value
                if listed:
                    cls._member_names_.append(key)
                cls._member_map_[key] = item
                try:
                    cls._value2member_map_[value] = item
                except TypeError:
                    cls._unhashable_values_.append(item)
            if not isinstance(getattr(cls, key, None), property) or key not in ("name", "value"):
                type.__setattr__(cls, key, item)
        if is_flag:
            type.__setattr__(cls, "_flag_mask_", all_bits)
            type.__setattr__(cls, "_singles_mask_", single_bits)
            type.__setattr__(cls, "_all_bits_", 2 ** max(all_bits, 0).bit_length() - 1)
        return cls

    def __init__(cls, *args, **kwds):
        pass

    def __call__(cls, value=_unset, names=None, *values, module=None, qualname=None, type=None, start=1, boundary=None):
        if cls._member_map_ or names is None:
            if value is _unset:
                raise TypeError("EnumType.__call__() missing 1 required positional argument: 'value'")
            if names is not None:
                value = (value, names) + values
            return cls.__new__(cls, value)
        return cls._create_(value, names, module=module, qualname=qualname, type=type, start=start, boundary=boundary)

    def _create_(cls, class_name, names, *, module=None, qualname=None, type=None, start=1, boundary=None):
        metacls = cls.__class__
        bases = (cls,) if type is None else (type, cls)
        if isinstance(names, str):
            names = names.replace(",", " ").split()
        ns = {}
        if isinstance(names, dict):
            names = list(names.items())
        names = list(names)
        previous = []
        for i, item in enumerate(names):
            if isinstance(item, str):
                value = cls._generate_next_value_(item, start, i, previous[:])
                previous.append(value)
                ns[item] = value
            else:
                ns[item[0]] = item[1]
                previous.append(item[1])
        ns["__module__"] = module or "__main__"
        if qualname is not None:
            ns["__qualname__"] = qualname
        return metacls(class_name, bases, ns, boundary=boundary)

    def __bool__(cls):
        return True

    def __contains__(cls, value):
        if isinstance(value, cls):
            return True
        if not isinstance(value, Enum):
            import warnings
            warnings.warn("in 3.12 __contains__() will no longer raise TypeError, but will return True or\n"
                          "False depending on whether the value is a member or the value of a member", DeprecationWarning, stacklevel=2)
            raise TypeError("unsupported operand type(s) for 'in': '%s' and '%s'" % (
                type(value).__qualname__, cls.__class__.__qualname__))
        return False

    def __getattr__(cls, name):
        raise AttributeError(name)

    def __delattr__(cls, attr):
        if attr in cls._member_map_:
            raise AttributeError("%r cannot delete member %r." % (cls.__name__, attr))
        super().__delattr__(attr)

    def __setattr__(cls, name, value):
        if name in cls.__dict__.get("_member_map_", {}):
            raise AttributeError("cannot reassign member %r" % (name,))
        super().__setattr__(name, value)

    def __dir__(cls):
        names = ["__class__", "__contains__", "__doc__", "__getitem__", "__init_subclass__", "__iter__", "__len__",
                 "__members__", "__module__", "__name__", "__qualname__"]
        return sorted(set(names) | set(cls._member_names_))

    def __getitem__(cls, name):
        return cls._member_map_[name]

    def __iter__(cls):
        return (cls._member_map_[name] for name in cls._member_names_)

    def __len__(cls):
        return len(cls._member_names_)

    @_property
    def __members__(cls):
        from types import MappingProxyType
        return MappingProxyType(cls._member_map_)

    def __repr__(cls):
        if Flag is not None and issubclass(cls, Flag):
            return "<flag %r>" % cls.__name__
        return "<enum %r>" % cls.__name__

    def __reversed__(cls):
        return (cls._member_map_[name] for name in reversed(cls._member_names_))


EnumMeta = EnumType


class Enum(metaclass=EnumType):
    """A set of names bound to values that are unique and constant."""

    _member_names_ = []
    _member_map_ = {}
    _value2member_map_ = {}
    _unhashable_values_ = []
    _member_type_ = object

    def __new__(cls, value):
        if type(value) is cls:
            return value
        try:
            return cls._value2member_map_[value]
        except KeyError:
            pass
        except TypeError:
            pass
        for item in cls._unhashable_values_:
            if item._value_ == value:
                return item
        if not cls._member_map_:
            raise TypeError("%r has no members defined" % (cls,))
        result = cls._missing_(value)
        if isinstance(result, cls):
            return result
        if result is None:
            raise ValueError("%r is not a valid %s" % (value, cls.__qualname__))
        raise TypeError("error in %s._missing_: returned %r instead of None or a valid member" % (cls.__name__, result))

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        if not last_values:
            return start
        try:
            return sorted(last_values)[-1] + 1
        except TypeError:
            for last in reversed(last_values):
                try:
                    return last + 1
                except TypeError:
                    pass
            return start

    @classmethod
    def _missing_(cls, value):
        return None

    @property
    def name(self):
        """The name of the member."""
        return self._name_

    @property
    def value(self):
        """The value of the member."""
        return self._value_

    def __repr__(self):
        data = type(self)._member_type_
        shown = repr(self._value_)
        if "__dataclass_fields__" in getattr(data, "__dict__", ()):
            shown = ", ".join("%s=%r" % (f, getattr(self._value_, f)) for f in data.__dataclass_fields__)
        return "<%s.%s: %s>" % (type(self).__name__, self._name_, shown)

    def __str__(self):
        return "%s.%s" % (type(self).__name__, self._name_)

    def __dir__(self):
        names = ["__class__", "__doc__", "__eq__", "__hash__", "__module__", "name", "value"]
        for c in type(self).__mro__:
            for name in c.__dict__:
                if name[0] != "_" and name not in type(self)._member_map_:
                    names.append(name)
        return sorted(set(names))

    def __format__(self, spec):
        return str.__format__(str(self), spec)

    def __hash__(self):
        return hash(self._name_)

    def __eq__(self, other):
        return self is other if type(self)._member_type_ is object else NotImplemented

    def __reduce_ex__(self, proto):
        return (self.__class__, (self._value_,))

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


del Enum.__eq__


class ReprEnum(Enum):
    """An enumeration whose members have str() and format() of their data type."""

    def __str__(self):
        return type(self)._member_type_.__str__(self._value_)

    def __format__(self, spec):
        return format(self._value_, spec)


class IntEnum(int, ReprEnum):
    """An enumeration whose members are ints."""

    __repr__ = Enum.__repr__
    __str__ = ReprEnum.__str__
    __format__ = ReprEnum.__format__
    __reduce_ex__ = Enum.__reduce_ex__


class StrEnum(str, ReprEnum):
    """An enumeration whose members are strings."""

    __repr__ = Enum.__repr__
    __str__ = ReprEnum.__str__
    __format__ = ReprEnum.__format__
    __reduce_ex__ = Enum.__reduce_ex__

    def __new__(cls, *values):
        if len(values) > 3:
            raise TypeError("too many arguments for str(): %r" % (values,))
        if len(values) == 1 and not isinstance(values[0], str):
            raise TypeError("%r is not a string" % (values[0],))
        value = str(*values)
        item = str.__new__(cls, value)
        item._value_ = value
        return item

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return name.lower()


class FlagBoundary(StrEnum):
    """What a flag does with bits that no member has."""

    STRICT = auto()
    CONFORM = auto()
    EJECT = auto()
    KEEP = auto()


STRICT, CONFORM, EJECT, KEEP = list(FlagBoundary)


def _bits(value):
    while value:
        bit = value & -value
        yield bit
        value ^= bit


class Flag(Enum, boundary=STRICT):
    """An enumeration whose members can be combined with the operators on bits."""

    _flag_mask_ = _singles_mask_ = _all_bits_ = 0

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        if not last_values:
            return start if start is not None else 1
        return 2 ** max(last_values).bit_length()

    @classmethod
    def _missing_(cls, value):
        if not isinstance(value, int):
            raise ValueError("%r is not a valid %s" % (value, cls.__qualname__))
        mask = cls._flag_mask_
        if not ~cls._all_bits_ <= value <= cls._all_bits_ or value & (cls._all_bits_ ^ mask):
            if cls._boundary_ is STRICT:
                width = max(value.bit_length(), mask.bit_length())
                raise ValueError("%r invalid value %r\n    given %s\n  allowed %s" % (
                    cls, value, _binary(value, width), _binary(mask, width)))
            if cls._boundary_ is CONFORM:
                value &= mask
            elif cls._boundary_ is EJECT:
                return value
        if value < 0:
            if cls._boundary_ in (EJECT, KEEP):
                value = max(cls._all_bits_ + 1, 2 ** value.bit_length()) + value
            else:
                value &= mask
        known = cls._value2member_map_.get(value)
        if known is not None:
            return known
        item = object.__new__(cls) if cls._member_type_ is object else int.__new__(cls, value)
        item._value_ = value
        names = [m._name_ for m in cls if m._value_ & value]
        unknown = value & ~mask
        if unknown:
            names.append(hex(unknown) if False else str(unknown))
        item._name_ = "|".join(names) if names and value else None
        if value == 0:
            item._name_ = None
        item.__objclass__ = cls
        item._sort_order_ = len(cls._member_names_)
        cls._value2member_map_[value] = item
        return item

    def __contains__(self, other):
        if not isinstance(other, self.__class__):
            raise TypeError("unsupported operand type(s) for 'in': %r and %r" % (
                type(other).__qualname__, self.__class__.__qualname__))
        return other._value_ & self._value_ == other._value_

    def __iter__(self):
        cls = type(self)
        return (cls._value2member_map_[bit] for bit in _bits(self._value_ & cls._flag_mask_) if bit in cls._value2member_map_)

    def __len__(self):
        return bin(self._value_).count("1")

    def __repr__(self):
        name = type(self).__name__
        if self._name_ is None:
            return "<%s: %r>" % (name, self._value_)
        return "<%s.%s: %r>" % (name, self._name_, self._value_)

    def __str__(self):
        name = type(self).__name__
        if self._name_ is None:
            return "%s(%r)" % (name, self._value_)
        return "%s.%s" % (name, self._name_)

    def __bool__(self):
        return bool(self._value_)

    def _other(self, other):
        if isinstance(other, self.__class__):
            return other._value_
        if type(self)._member_type_ is not object and isinstance(other, type(self)._member_type_):
            return int(other)
        return None

    def __or__(self, other):
        bits = self._other(other)
        return NotImplemented if bits is None else self.__class__(self._value_ | bits)

    def __and__(self, other):
        bits = self._other(other)
        return NotImplemented if bits is None else self.__class__(self._value_ & bits)

    def __xor__(self, other):
        bits = self._other(other)
        return NotImplemented if bits is None else self.__class__(self._value_ ^ bits)

    def __invert__(self):
        cls = self.__class__
        if cls._boundary_ in (EJECT, KEEP):
            return cls(~self._value_)
        return cls(cls._singles_mask_ & ~self._value_)

    __ror__, __rand__, __rxor__ = __or__, __and__, __xor__


def _binary(value, width):
    """0b and the bits, with a sign bit in front, as the message of a wrong flag shows them."""
    if value < 0:
        return "0b1 " + bin((1 << width) + value)[2:].rjust(width, "1")
    return "0b0 " + bin(value)[2:].rjust(width, "0")


class IntFlag(int, ReprEnum, Flag, boundary=KEEP):
    """A flag whose members are ints."""

    __repr__ = Flag.__repr__
    __str__ = ReprEnum.__str__
    __format__ = ReprEnum.__format__
    __or__, __and__, __xor__ = Flag.__or__, Flag.__and__, Flag.__xor__
    __ror__, __rand__, __rxor__ = Flag.__or__, Flag.__and__, Flag.__xor__
    __invert__ = Flag.__invert__
    __contains__ = Flag.__contains__
    __bool__ = Flag.__bool__
    __reduce_ex__ = Enum.__reduce_ex__


def unique(enumeration):
    """Class decorator that refuses two names for one value."""
    aliases = ["%s -> %s" % (name, item._name_) for name, item in enumeration.__members__.items() if name != item._name_]
    if aliases:
        raise ValueError("duplicate values found in %r: %s" % (enumeration, ", ".join(aliases)))
    return enumeration


class EnumCheck(StrEnum):
    """What verify can check."""

    CONTINUOUS = "no skipped integer values"
    NAMED_FLAGS = "multi-flag aliases may not contain unnamed flags"
    UNIQUE = "one name per value"


CONTINUOUS, NAMED_FLAGS, UNIQUE = list(EnumCheck)


class verify:
    """Class decorator that checks an enumeration."""

    def __init__(self, *checks):
        self.checks = checks

    def __call__(self, enumeration):
        for check in self.checks:
            if check is UNIQUE:
                aliases = ["%s -> %s" % (n, m._name_) for n, m in enumeration.__members__.items() if n != m._name_]
                if aliases:
                    raise ValueError("aliases found in %r: %s" % (enumeration, ", ".join(aliases)))
            elif check is CONTINUOUS:
                values = set(m._value_ for m in enumeration)
                if len(values) < 2:
                    continue
                low, high = min(values), max(values)
                if issubclass(enumeration, Flag):
                    missing = [2 ** i for i in range(low.bit_length(), high.bit_length() - 1) if 2 ** i not in values]
                else:
                    missing = [i for i in range(low + 1, high) if i not in values]
                if missing:
                    raise ValueError("invalid enum %r: missing values %s" % (
                        enumeration.__name__, ", ".join(str(m) for m in missing)))
            elif check is NAMED_FLAGS:
                for name, item in enumeration._member_map_.items():
                    if item._value_ & ~enumeration._singles_mask_:
                        raise ValueError("invalid Flag %r: alias %s is missing value %s [use enum.show_flag_values(value) for details]" % (
                            enumeration.__name__, name, hex(item._value_ & ~enumeration._singles_mask_)))
        return enumeration


def show_flag_values(value):
    """Return the bits of a flag as a list of ints."""
    return list(_bits(int(value._value_ if isinstance(value, Flag) else value)))


def global_enum_repr(self):
    return "%s.%s" % (type(self).__module__.split(".")[-1], self._name_)


def global_flag_repr(self):
    module = type(self).__module__.split(".")[-1]
    if self._name_ is None:
        return "%s.%s(%r)" % (module, type(self).__name__, self._value_)
    return "|".join("%s.%s" % (module, name) for name in self._name_.split("|"))


def global_str(self):
    return type(self).__name__ + "(%r)" % (self._value_,) if self._name_ is None else self._name_


def global_enum(cls, update_str=False):
    """Class decorator that puts the members into the module too."""
    cls.__repr__ = global_flag_repr if issubclass(cls, Flag) else global_enum_repr
    if not issubclass(cls, ReprEnum) or update_str:
        cls.__str__ = global_str
    vars(sys.modules[cls.__module__]).update(cls._member_map_)
    return cls
