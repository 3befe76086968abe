import abc
import sys
from types import GenericAlias, MappingProxyType, new_class

__all__ = [
    "FrozenInstanceError", "InitVar", "KW_ONLY", "MISSING", "Field", "asdict", "astuple", "dataclass", "field", "fields",
    "is_dataclass", "make_dataclass", "replace",
]


class FrozenInstanceError(AttributeError):
    """An attribute of a frozen instance was to be changed."""


class _MISSING_TYPE:
    pass


MISSING = _MISSING_TYPE()


class _KW_ONLY_TYPE:
    pass


KW_ONLY = _KW_ONLY_TYPE()


class _FieldKind:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name


_FIELD, _CLASSVAR, _INITVAR = _FieldKind("_FIELD"), _FieldKind("_FIELD_CLASSVAR"), _FieldKind("_FIELD_INITVAR")
_FIELDS, _PARAMS = "__dataclass_fields__", "__dataclass_params__"
_EMPTY = MappingProxyType({})


class InitVar:
    """Marks a parameter of __init__ that is handed to __post_init__ and is no field."""

    __slots__ = ("type",)

    def __init__(self, type):
        self.type = type

    def __class_getitem__(cls, type):
        return InitVar(type)

    def __repr__(self):
        name = self.type.__name__ if isinstance(self.type, type) else repr(self.type)
        return "dataclasses.InitVar[%s]" % name


class Field:
    """What is known of a field of a data class."""

    __slots__ = ("name", "type", "default", "default_factory", "repr", "hash", "init", "compare", "metadata", "kw_only", "_field_type")

    def __init__(self, default, default_factory, init, repr, hash, compare, metadata, kw_only):
        self.name = self.type = None
        self.default, self.default_factory = default, default_factory
        self.init, self.repr, self.hash, self.compare = init, repr, hash, compare
        self.metadata = _EMPTY if metadata is None else MappingProxyType(metadata)
        self.kw_only = kw_only
        self._field_type = None

    def __repr__(self):
        return ("Field(name=%r,type=%r,default=%r,default_factory=%r,init=%r,repr=%r,hash=%r,compare=%r,metadata=%r,"
                "kw_only=%r,_field_type=%r)") % (
            self.name, self.type, self.default, self.default_factory, self.init, self.repr, self.hash, self.compare,
            self.metadata, self.kw_only, self._field_type)

    def __set_name__(self, owner, name):
        func = getattr(type(self.default), "__set_name__", None)
        if func:
            func(self.default, owner, name)

    __class_getitem__ = classmethod(GenericAlias)


class _DataclassParams:
    __slots__ = ("init", "repr", "eq", "order", "unsafe_hash", "frozen")

    def __init__(self, init, repr, eq, order, unsafe_hash, frozen):
        self.init, self.repr, self.eq = init, repr, eq
        self.order, self.unsafe_hash, self.frozen = order, unsafe_hash, frozen

    def __repr__(self):
        return "_DataclassParams(%s)" % ",".join("%s=%r" % (n, getattr(self, n)) for n in self.__slots__)


def field(*, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None, compare=True, metadata=None, kw_only=MISSING):
    """Say more of a field than its default."""
    if default is not MISSING and default_factory is not MISSING:
        raise ValueError("cannot specify both default and default_factory")
    return Field(default, default_factory, init, repr, hash, compare, metadata, kw_only)


def _names(kind, annotation, name):
    """Whether an annotation is typing.ClassVar, dataclasses.InitVar ... , given as a value or as text."""
    if isinstance(annotation, str):
        text = annotation.strip().split("[")[0].split(".")[-1]
        return text == name
    if name == "InitVar":
        return annotation is InitVar or type(annotation) is InitVar
    if name == "KW_ONLY":
        return annotation is KW_ONLY
    typing = sys.modules.get("typing")
    return typing is not None and (annotation is typing.ClassVar or getattr(annotation, "__origin__", None) is typing.ClassVar)


def _get_field(cls, name, annotation, kw_only):
    default = getattr(cls, name, MISSING)
    if isinstance(default, Field):
        f = default
    else:
        if type(default).__name__ == "getset_descriptor":
            default = MISSING
        f = field(default=default)
    f.name, f.type = name, annotation
    f._field_type = _FIELD
    if _names(_CLASSVAR, annotation, "ClassVar"):
        f._field_type = _CLASSVAR
    elif _names(_INITVAR, annotation, "InitVar"):
        f._field_type = _INITVAR
    if f._field_type in (_CLASSVAR, _INITVAR) and f.default_factory is not MISSING:
        raise TypeError("field %s cannot have a default factory" % f.name)
    if f._field_type in (_FIELD, _INITVAR):
        if f.kw_only is MISSING:
            f.kw_only = kw_only
    elif f.kw_only is not MISSING:
        raise TypeError("field %s is a ClassVar but specifies kw_only" % f.name)
    if f._field_type is _FIELD and getattr(type(f.default), "__hash__", None) is None:
        raise ValueError("mutable default %s for field %s is not allowed: use default_factory" % (type(f.default), f.name))
    return f


class _Factory:
    def __repr__(self):
        return "<factory>"


_HAS_DEFAULT_FACTORY = _Factory()


def _make(name, params, body, env, qualname):
    """Compile a method. env is what its text refers to besides builtins."""
    text = "def __make(%s):\n def %s(%s):\n%s\n return %s" % (
        ", ".join(env), name, ", ".join(params), "\n".join("  " + line for line in body), name)
    ns = {}
    exec(text, {"__name__": "dataclasses"}, ns)
    f = ns["__make"](**env)
    f.__qualname__ = qualname
    return f


def _init(cls, fields, frozen, has_post_init):
    seen_default = None
    positional = [f for f in fields if f.init and not f.kw_only]
    for f in positional:
        if f.default is not MISSING or f.default_factory is not MISSING:
            seen_default = f
        elif seen_default is not None:
            raise TypeError("non-default argument %r follows default argument" % f.name)
    env = {"__missing": MISSING, "__factory": _HAS_DEFAULT_FACTORY, "__set": object.__setattr__}
    self = "__dataclass_self__" if any(f.name == "self" for f in fields) else "self"
    params, kw_params, body = [self], [], []
    for f in fields:
        env["__default_" + f.name] = f.default
        env["__factory_" + f.name] = f.default_factory
        if f.init:
            param = f.name
            if f.default is not MISSING:
                param += "=__default_" + f.name
            elif f.default_factory is not MISSING:
                param += "=__factory"
            (kw_params if f.kw_only else params).append(param)
        if f._field_type is _INITVAR:
            continue
        if f.default_factory is not MISSING:
            value = "__factory_%s()" % f.name
            if f.init:
                value += " if %s is __factory else %s" % (f.name, f.name)
        elif f.init:
            value = f.name
        elif f.default is not MISSING and "__slots__" in cls.__dict__:
            value = "__default_" + f.name
        else:
            continue
        if frozen:
            body.append("__set(%s, %r, %s)" % (self, f.name, value))
        else:
            body.append("%s.%s = %s" % (self, f.name, value))
    if has_post_init:
        body.append("%s.__post_init__(%s)" % (self, ", ".join(f.name for f in fields if f._field_type is _INITVAR)))
    if kw_params:
        params += ["*"] + kw_params
    init = _make("__init__", params, body or ["pass"], env, cls.__qualname__ + ".__init__")
    notes = {f.name: f.type for f in fields if f.init}
    notes["return"] = None
    init.__annotations__ = notes
    return init


_ACTIVE = []


def _repr(fields):
    names = [f.name for f in fields if f.repr]

    def __repr__(self):
        if any(x is self for x in _ACTIVE):
            return "..."
        _ACTIVE.append(self)
        try:
            return "%s(%s)" % (self.__class__.__qualname__, ", ".join("%s=%r" % (n, getattr(self, n)) for n in names))
        finally:
            _ACTIVE.pop()
    return __repr__


def _compare(name, op, names):
    part = lambda x: "(%s)" % "".join("%s.%s," % (x, n) for n in names)
    return _make(name, ["self", "other"], [
        "if other.__class__ is self.__class__:",
        "  return %s %s %s" % (part("self"), op, part("other")),
        "return NotImplemented",
    ], {}, name)


def _hash(names):
    return _make("__hash__", ["self"], ["return hash((%s))" % "".join("self.%s," % n for n in names)], {}, "__hash__")


def _set_new(cls, name, value):
    if name in cls.__dict__:
        return True
    if hasattr(value, "__qualname__"):
        value.__qualname__ = cls.__qualname__ + "." + name
    setattr(cls, name, value)
    return False


def _frozen_methods(cls, names):
    def __setattr__(self, name, value):
        if type(self) is cls or name in names:
            raise FrozenInstanceError("cannot assign to field %r" % name)
        super(cls, self).__setattr__(name, value)

    def __delattr__(self, name):
        if type(self) is cls or name in names:
            raise FrozenInstanceError("cannot delete field %r" % name)
        super(cls, self).__delattr__(name)
    return __setattr__, __delattr__


def _process(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots, weakref_slot):
    all_fields = {}
    any_frozen_base = has_bases = False
    for base in reversed(cls.__mro__[1:]):
        base_fields = base.__dict__.get(_FIELDS)
        if base_fields is not None:
            has_bases = True
            for f in base_fields.values():
                all_fields[f.name] = f
            if base.__dict__[_PARAMS].frozen:
                any_frozen_base = True
    own = []
    kw_only_seen = False
    annotations = cls.__dict__.get("__annotations__")
    if annotations is None:
        annotations = cls.__annotations__
    for name, annotation in annotations.items():
        if _names(None, annotation, "KW_ONLY"):
            if kw_only_seen:
                raise TypeError("%r is KW_ONLY, but KW_ONLY has already been specified" % name)
            kw_only_seen = True
            kw_only = True
            continue
        own.append(_get_field(cls, name, annotation, kw_only))
    for f in own:
        all_fields[f.name] = f
        if isinstance(cls.__dict__.get(f.name), Field):
            if f.default is MISSING:
                delattr(cls, f.name)
            else:
                setattr(cls, f.name, f.default)
    for name, value in list(cls.__dict__.items()):
        if isinstance(value, Field) and name not in annotations:
            raise TypeError("%r is a field but has no type annotation" % name)
    if has_bases:
        if any_frozen_base and not frozen:
            raise TypeError("cannot inherit non-frozen dataclass from a frozen one")
        if not any_frozen_base and frozen:
            raise TypeError("cannot inherit frozen dataclass from a non-frozen one")
    setattr(cls, _FIELDS, all_fields)
    setattr(cls, _PARAMS, _DataclassParams(init, repr, eq, order, unsafe_hash, frozen))
    class_hash = cls.__dict__.get("__hash__", MISSING)
    explicit_hash = not (class_hash is MISSING or class_hash is None and "__eq__" in cls.__dict__)
    if order and not eq:
        raise ValueError("eq must be true if order is true")
    inits = [f for f in all_fields.values() if f._field_type in (_FIELD, _INITVAR)]
    if init:
        _set_new(cls, "__init__", _init(cls, inits, frozen, hasattr(cls, "__post_init__")))
    listed = [f for f in all_fields.values() if f._field_type is _FIELD]
    if repr:
        _set_new(cls, "__repr__", _repr(listed))
    compared = [f.name for f in listed if f.compare]
    had_hash = "__hash__" in cls.__dict__
    if eq:
        _set_new(cls, "__eq__", _compare("__eq__", "==", compared))
    if order:
        for name, op in (("__lt__", "<"), ("__le__", "<="), ("__gt__", ">"), ("__ge__", ">=")):
            if _set_new(cls, name, _compare(name, op, compared)):
                raise TypeError("Cannot overwrite attribute %s in class %s. Consider using functools.total_ordering" % (name, cls.__name__))
    if frozen:
        for f in zip(("__setattr__", "__delattr__"), _frozen_methods(cls, [f.name for f in listed])):
            if _set_new(cls, *f):
                raise TypeError("Cannot overwrite attribute %s in class %s" % (f[0], cls.__name__))
    hashed = [f.name for f in listed if (f.compare if f.hash is None else f.hash)]
    if unsafe_hash:
        if explicit_hash:
            raise TypeError("Cannot overwrite attribute __hash__ in class %s" % cls.__name__)
        cls.__hash__ = _hash(hashed)
    elif eq and frozen:
        if not explicit_hash:
            cls.__hash__ = _hash(hashed)
    elif eq and not explicit_hash:
        cls.__hash__ = None
    if not cls.__dict__.get("__doc__"):
        cls.__doc__ = cls.__name__ + _signature(inits)
    if match_args:
        _set_new(cls, "__match_args__", tuple(f.name for f in inits if f.init and not f.kw_only))
    if weakref_slot and not slots:
        raise TypeError("weakref_slot is True but slots is False")
    if slots:
        cls = _with_slots(cls, frozen, [f.name for f in listed])
    if isinstance(cls, abc.ABCMeta):
        abc.update_abstractmethods(cls)
    return cls


def _show(annotation):
    if annotation is None:
        return "None"
    if isinstance(annotation, str):
        return "%r" % annotation
    if isinstance(annotation, type) and not isinstance(annotation, GenericAlias):
        if annotation.__module__ == "builtins":
            return annotation.__qualname__
        return "%s.%s" % (annotation.__module__, annotation.__qualname__)
    return "%r" % (annotation,)


def _signature(inits):
    parts = []
    star = False
    for f in [f for f in inits if f.init and not f.kw_only] + [f for f in inits if f.init and f.kw_only]:
        if f.kw_only and not star:
            star = True
            parts.append("*")
        part = "%s: %s" % (f.name, _show(f.type))
        if f.default is not MISSING:
            part += " = %r" % (f.default,)
        elif f.default_factory is not MISSING:
            part += " = <factory>"
        parts.append(part)
    return "(%s)" % ", ".join(parts)


def _with_slots(cls, frozen, names):
    if "__slots__" in cls.__dict__:
        raise TypeError("%s already specifies __slots__" % cls.__name__)
    ns = dict(cls.__dict__)
    inherited = set()
    for base in cls.__mro__[1:-1]:
        slots = base.__dict__.get("__slots__", ())
        inherited.update((slots,) if isinstance(slots, str) else slots)
    ns["__slots__"] = tuple(n for n in names if n not in inherited)
    notes = cls.__annotations__
    for name in names:
        ns.pop(name, None)
    for name in ("__dict__", "__weakref__"):
        ns.pop(name, None)
    qualname = cls.__qualname__
    ns["__module__"] = cls.__module__
    new = type(cls)(cls.__name__, cls.__bases__, ns)
    new.__qualname__ = qualname
    new.__annotations__ = notes
    if frozen:
        new.__setattr__, new.__delattr__ = _frozen_methods(new, names)
        # What gives objects their state sets attributes, which these objects refuse.
        if "__getstate__" not in ns and "__setstate__" not in ns:
            new.__getstate__, new.__setstate__ = _frozen_getstate, _frozen_setstate
    return new


def _frozen_getstate(self):
    return [getattr(self, f.name) for f in fields(self)]


def _frozen_setstate(self, state):
    for f, value in zip(fields(self), state):
        object.__setattr__(self, f.name, value)


def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False, frozen=False, match_args=True,
              kw_only=False, slots=False, weakref_slot=False):
    """Class decorator that adds __init__, __repr__, __eq__ ... made of the annotated names."""
    def wrap(cls):
        return _process(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots, weakref_slot)
    return wrap if cls is None else wrap(cls)


def fields(class_or_instance):
    """Return the fields of a data class or of an instance, as a tuple."""
    try:
        all_fields = getattr(class_or_instance, _FIELDS)
    except AttributeError:
        raise TypeError("must be called with a dataclass type or instance") from None
    return tuple(f for f in all_fields.values() if f._field_type is _FIELD)


def _is_instance(obj):
    return hasattr(type(obj), _FIELDS)


def is_dataclass(obj):
    """Report whether something is a data class or an instance of one."""
    return hasattr(obj if isinstance(obj, type) else type(obj), _FIELDS)


def _convert(obj, inner):
    if _is_instance(obj):
        return inner(obj)
    if isinstance(obj, tuple) and hasattr(obj, "_fields"):
        return type(obj)(*[_convert(v, inner) for v in obj])
    if isinstance(obj, (list, tuple)):
        return type(obj)(_convert(v, inner) for v in obj)
    if isinstance(obj, dict):
        pairs = [(_convert(k, inner), _convert(v, inner)) for k, v in obj.items()]
        if hasattr(obj, "default_factory"):
            new = type(obj)(obj.default_factory)
            new.update(pairs)
            return new
        return type(obj)(pairs)
    if isinstance(obj, (int, float, str, bytes, type(None), type)) or callable(obj):
        return obj
    import copy
    return copy.deepcopy(obj)


def asdict(obj, *, dict_factory=dict):
    """Return the fields of an instance as a dict, and so on inside."""
    if not _is_instance(obj):
        raise TypeError("asdict() should be called on dataclass instances")
    return dict_factory([(f.name, _convert(getattr(obj, f.name), lambda o: asdict(o, dict_factory=dict_factory))) for f in fields(obj)])


def astuple(obj, *, tuple_factory=tuple):
    """Return the fields of an instance as a tuple, and so on inside."""
    if not _is_instance(obj):
        raise TypeError("astuple() should be called on dataclass instances")
    return tuple_factory([_convert(getattr(obj, f.name), lambda o: astuple(o, tuple_factory=tuple_factory)) for f in fields(obj)])


def replace(obj, /, **changes):
    """Return an instance with some fields changed."""
    if not _is_instance(obj):
        raise TypeError("replace() should be called on dataclass instances")
    for f in getattr(obj, _FIELDS).values():
        if f._field_type is _CLASSVAR:
            continue
        if not f.init:
            if f.name in changes:
                raise ValueError("field %s is declared with init=False, it cannot be specified with replace()" % f.name)
            continue
        if f.name not in changes:
            if f._field_type is _INITVAR and f.default is MISSING:
                raise ValueError("InitVar %r must be specified with replace()" % f.name)
            changes[f.name] = getattr(obj, f.name)
    return obj.__class__(**changes)


def make_dataclass(cls_name, fields, *, bases=(), namespace=None, init=True, repr=True, eq=True, order=False, unsafe_hash=False,
                   frozen=False, match_args=True, kw_only=False, slots=False, weakref_slot=False):
    """Make a data class of names, of pairs (name, type), or of triples (name, type, default)."""
    import keyword
    namespace = dict(namespace or {})
    annotations, defaults = {}, {}
    for item in fields:
        if isinstance(item, str):
            name, kind = item, "typing.Any"
        elif len(item) == 2:
            name, kind = item
        elif len(item) == 3:
            name, kind, defaults[name] = item[0], item[1], item[2]
        else:
            raise TypeError("Invalid field: %r" % (item,))
        if not isinstance(name, str) or not name.isidentifier():
            raise TypeError("Field names must be valid identifiers: %r" % (name,))
        if keyword.iskeyword(name):
            raise TypeError("Field names must not be keywords: %r" % (name,))
        if name in annotations:
            raise TypeError("Field name duplicated: %r" % (name,))
        annotations[name] = kind
    namespace.update(defaults)
    namespace["__annotations__"] = annotations
    cls = new_class(cls_name, bases, {}, lambda ns: ns.update(namespace))
    cls.__module__ = "types"
    return dataclass(cls, init=init, repr=repr, eq=eq, order=order, unsafe_hash=unsafe_hash, frozen=frozen, match_args=match_args,
                     kw_only=kw_only, slots=slots, weakref_slot=weakref_slot)
