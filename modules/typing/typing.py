import abc
import sys
import types
from types import GenericAlias

__all__ = [
    "AbstractSet", "Annotated", "Any", "AnyStr", "AsyncContextManager", "AsyncGenerator", "AsyncIterable", "AsyncIterator",
    "Awaitable", "BinaryIO", "ByteString", "Callable", "ChainMap", "ClassVar", "Collection", "Concatenate", "Container",
    "ContextManager", "Coroutine", "Counter", "DefaultDict", "Deque", "Dict", "Final", "ForwardRef", "FrozenSet", "Generator",
    "Generic", "Hashable", "IO", "ItemsView", "Iterable", "Iterator", "KeysView", "List", "Literal", "LiteralString",
    "Mapping", "MappingView", "Match", "MutableMapping", "MutableSequence", "MutableSet", "NamedTuple", "Never", "NewType",
    "NoReturn", "NotRequired", "Optional", "OrderedDict", "ParamSpec", "ParamSpecArgs", "ParamSpecKwargs", "Pattern",
    "Protocol", "Required", "Reversible", "Self", "Sequence", "Set", "Sized", "SupportsAbs", "SupportsBytes",
    "SupportsComplex", "SupportsFloat", "SupportsIndex", "SupportsInt", "SupportsRound", "TYPE_CHECKING", "Text", "TextIO",
    "Tuple", "Type", "TypeAlias", "TypeGuard", "TypeVar", "TypeVarTuple", "TypedDict", "Union", "Unpack", "ValuesView",
    "assert_never", "assert_type", "cast", "clear_overloads", "dataclass_transform", "final", "get_args", "get_origin",
    "get_overloads", "get_type_hints", "is_typeddict", "no_type_check", "no_type_check_decorator", "overload",
    "reveal_type", "runtime_checkable",
]

TYPE_CHECKING = False
Text = str
_typing_names = set(__all__)


def _show(x):
    """A type as it is shown inside another."""
    if x is ...:
        return "..."
    if isinstance(x, GenericAlias):
        return repr(x)
    if isinstance(x, type):
        if x.__module__ == "builtins":
            return x.__qualname__
        return "%s.%s" % (x.__module__, x.__qualname__)
    if isinstance(x, types.FunctionType):
        return x.__name__
    if isinstance(x, list):
        return "[%s]" % ", ".join(_show(e) for e in x)
    return repr(x)


def _check(arg, message):
    """A type that was given as a parameter: None stands for its type, text for a forward reference."""
    if arg is None:
        return type(None)
    if isinstance(arg, str):
        return ForwardRef(arg)
    if callable(arg) or isinstance(arg, (_Form, _Alias, TypeVar, types.UnionType, list)) or arg is ...:
        return arg
    if type(arg) is tuple:
        raise TypeError("%s Got %.100r." % (message, arg))
    return arg


def _parameters(args):
    """The type variables among arguments, each once."""
    found = []
    for a in args:
        if isinstance(a, (TypeVar, ParamSpec, TypeVarTuple)):
            if a not in found:
                found.append(a)
        else:
            for p in getattr(a, "__parameters__", ()) if not isinstance(a, type) else ():
                if p not in found:
                    found.append(p)
    return tuple(found)


class _Form:
    """A name of this module that stands for a type: Any, Union ..."""

    def __init__(self, name, getitem=None):
        self._name = name
        self._getitem = getitem

    def __repr__(self):
        return "typing." + self._name

    def __reduce__(self):
        return self._name

    def __call__(self, *args, **kwds):
        raise TypeError("Cannot instantiate %r" % (self,))

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __instancecheck__(self, obj):
        raise TypeError("%r cannot be used with isinstance()" % (self,))

    def __subclasscheck__(self, cls):
        raise TypeError("%r cannot be used with issubclass()" % (self,))

    def __mro_entries__(self, bases):
        raise TypeError("Cannot subclass %r" % (self,))

    def __getitem__(self, parameters):
        if self._getitem is None:
            raise TypeError("%r is not subscriptable" % (self,))
        return self._getitem(self, parameters)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


class _Alias:
    """A type with arguments: List[int], Union[int, str] ... and the bare List.

    The origin may be given by its name: then its module is imported when the origin is
    first asked for, which for annotations is never.
    """

    def __init__(self, origin, args, name=None, bare=False):
        self._origin = origin
        self.__args__ = args
        self.__parameters__ = _parameters(args)
        self._name = name
        self._bare = bare

    def __getattr__(self, attr):
        if attr.startswith("__") and attr.endswith("__") or attr in ("_name", "_bare", "_origin"):
            raise AttributeError(attr)
        return getattr(self.__origin__, attr)

    @property
    def __origin__(self):
        origin = self._origin
        if isinstance(origin, str):
            module, _, name = origin.rpartition(".")
            origin = self._origin = getattr(__import__(module, fromlist=[name]), name)
        return origin

    @property
    def __module__(self):
        return "typing" if self._name else self.__origin__.__module__

    def __repr__(self):
        name = "typing." + self._name if self._name else _show(self.__origin__)
        if self._bare:
            return name
        if self._name == "Optional":
            return "typing.Optional[%s]" % ", ".join(_show(a) for a in self.__args__ if a is not type(None))
        if self._name == "Callable":
            if len(self.__args__) == 2 and self.__args__[0] is ...:
                return "typing.Callable[..., %s]" % _show(self.__args__[1])
            return "typing.Callable[[%s], %s]" % (", ".join(_show(a) for a in self.__args__[:-1]), _show(self.__args__[-1]))
        if self._name == "Literal":
            return "typing.Literal[%s]" % ", ".join(repr(a) for a in self.__args__)
        return "%s[%s]" % (name, ", ".join(_show(a) for a in self.__args__) or "()")

    def __eq__(self, other):
        if not isinstance(other, _Alias):
            return NotImplemented
        if self._origin is Union or self._origin is Literal:
            return self._origin is other._origin and set(self.__args__) == set(other.__args__)
        return self.__origin__ is other.__origin__ and self.__args__ == other.__args__ and self._bare == other._bare

    def __hash__(self):
        if self._origin is Union or self._origin is Literal:
            return hash(frozenset(self.__args__))
        return hash((self._bare, self.__args__))

    def __call__(self, *args, **kwargs):
        if isinstance(self._origin, _Form):
            raise TypeError("Cannot instantiate %r" % (self.__origin__,))
        if self._name and self._name not in ("Generic", "Protocol"):
            raise TypeError("Type %s cannot be instantiated; use %s() instead" % (self._name, self.__origin__.__name__))
        result = self.__origin__(*args, **kwargs)
        try:
            result.__orig_class__ = self
        except AttributeError:
            pass
        return result

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __mro_entries__(self, bases):
        if isinstance(self._origin, _Form):
            raise TypeError("Cannot subclass %r" % (self,))
        entries = [self.__origin__]
        if self._name and self.__origin__ not in (Generic, Protocol):
            if not any(isinstance(b, type) and issubclass(b, Generic) for b in bases) and Generic not in bases:
                entries.append(Generic)
        return tuple(e for e in entries if e not in bases)

    def __instancecheck__(self, obj):
        if self._origin is Union:
            return any(isinstance(obj, a) for a in self.__args__)
        if self._bare:
            return isinstance(obj, self.__origin__)
        raise TypeError("Subscripted generics cannot be used with class and instance checks")

    def __subclasscheck__(self, cls):
        if self._origin is Union:
            return any(issubclass(cls, a) for a in self.__args__)
        if self._bare:
            return issubclass(cls, self.__origin__)
        raise TypeError("Subscripted generics cannot be used with class and instance checks")

    def __iter__(self):
        yield Unpack[self]

    def __getitem__(self, args):
        if not isinstance(args, tuple):
            args = (args,)
        if self._bare:
            name, origin = self._name, self._origin
            if name == "Callable":
                return _callable(args)
            if name == "Tuple":
                if args == ():
                    return _Alias(origin, (), name)
                return _Alias(origin, tuple(_check(a, "Tuple[t0, t1, ...]: each t must be a type.") for a in args), name)
            want = _ARITY.get(name, 1)
            if want and len(args) != want and not (name == "Generator" and len(args) in (1, 3)):
                raise TypeError("Too %s arguments for %r; actual %d, expected %d" % (
                    "many" if len(args) > want else "few", self, len(args), want))
            return _Alias(origin, tuple(_check(a, "Parameters to generic types must be types.") for a in args), name)
        if not self.__parameters__:
            raise TypeError("%r is not a generic class" % (self,))
        if len(args) != len(self.__parameters__) and not any(isinstance(p, (ParamSpec, TypeVarTuple)) for p in self.__parameters__):
            raise TypeError("Too %s arguments for %r; actual %d, expected %d" % (
                "many" if len(args) > len(self.__parameters__) else "few", self, len(args), len(self.__parameters__)))
        return self._substitute(dict(zip(self.__parameters__, (_check(a, "") for a in args))))

    def _substitute(self, values):
        new = []
        for a in self.__args__:
            if isinstance(a, (TypeVar, ParamSpec, TypeVarTuple)):
                a = values.get(a, a)
            elif isinstance(a, _Alias) and a.__parameters__:
                a = a._substitute(values)
            new.append(a)
        if self._origin is Union:
            return Union[tuple(new)]
        return _Alias(self._origin, tuple(new), self._name)


def _callable(args):
    if len(args) != 2:
        raise TypeError("Callable must be used as Callable[[arg, ...], result].")
    params, result = args
    result = _check(result, "Callable[args, result]: result must be a type.")
    if isinstance(params, (list, tuple)):
        return _Alias("collections.abc.Callable", tuple(_check(p, "") for p in params) + (result,), "Callable")
    if params is not ... and not isinstance(params, (ParamSpec, _Alias)):
        raise TypeError("Callable[args, result]: args must be a list. Got %r" % (params,))
    return _Alias("collections.abc.Callable", (params, result), "Callable")


def _union(self, parameters):
    if parameters == ():
        raise TypeError("Cannot take a Union of no types.")
    if not isinstance(parameters, tuple):
        parameters = (parameters,)
    flat = []
    for p in parameters:
        p = _check(p, "Union[arg, ...]: each arg must be a type.")
        inner = [p]
        if isinstance(p, _Alias) and p._origin is Union or isinstance(p, types.UnionType):
            inner = p.__args__
        for q in inner:
            if q not in flat:
                flat.append(q)
    if len(flat) == 1:
        return flat[0]
    name = "Optional" if len(flat) == 2 and type(None) in flat else "Union"
    return _Alias(Union, tuple(flat), name)


def _optional(self, parameter):
    return Union[parameter, None]


def _literal(self, parameters):
    if not isinstance(parameters, tuple):
        parameters = (parameters,)
    flat = []
    for p in parameters:
        for v in p.__args__ if isinstance(p, _Alias) and p.__origin__ is Literal else (p,):
            if not any(v == w and type(v) is type(w) for w in flat):
                flat.append(v)
    return _Alias(Literal, tuple(flat), "Literal")


def _single(self, parameter):
    if isinstance(parameter, tuple):
        raise TypeError("%r accepts only single type." % (self,))
    return _Alias(self, (_check(parameter, "%r accepts only single type." % (self,)),), self._name)


def _several(self, parameters):
    if not isinstance(parameters, tuple):
        parameters = (parameters,)
    return _Alias(self, tuple(_check(p, "") for p in parameters), self._name)


class _AnyMeta(type):
    def __instancecheck__(self, obj):
        if self is Any:
            raise TypeError("typing.Any cannot be used with isinstance()")
        return super().__instancecheck__(obj)

    def __repr__(self):
        return "typing.Any" if self is Any else super().__repr__()


class Any(metaclass=_AnyMeta):
    """Any type at all."""

    def __new__(cls, *args, **kwargs):
        if cls is Any:
            raise TypeError("Any cannot be instantiated")
        return super().__new__(cls)


Union = _Form("Union", _union)
Optional = _Form("Optional", _optional)
Literal = _Form("Literal", _literal)
ClassVar = _Form("ClassVar", _single)
Final = _Form("Final", _single)
Required = _Form("Required", _single)
NotRequired = _Form("NotRequired", _single)
TypeGuard = _Form("TypeGuard", _single)
Unpack = _Form("Unpack", _single)
Concatenate = _Form("Concatenate", _several)
NoReturn, Never, Self = _Form("NoReturn"), _Form("Never"), _Form("Self")
LiteralString, TypeAlias = _Form("LiteralString"), _Form("TypeAlias")


class _AnnotatedAlias(_Alias):
    def __init__(self, origin, metadata):
        super().__init__(origin, (origin,))
        self.__metadata__ = metadata

    def __repr__(self):
        return "typing.Annotated[%s, %s]" % (_show(self.__origin__), ", ".join(repr(m) for m in self.__metadata__))

    def __eq__(self, other):
        if not isinstance(other, _AnnotatedAlias):
            return NotImplemented
        return self.__origin__ == other.__origin__ and self.__metadata__ == other.__metadata__

    def __hash__(self):
        return hash((self.__origin__, self.__metadata__))


class Annotated:
    """A type with remarks: Annotated[int, remark]."""

    def __new__(cls, *args, **kwargs):
        raise TypeError("Type Annotated cannot be instantiated.")

    def __class_getitem__(cls, params):
        if not isinstance(params, tuple) or len(params) < 2:
            raise TypeError("Annotated[...] should be used with at least two arguments (a type and an annotation).")
        origin, metadata = _check(params[0], ""), params[1:]
        if isinstance(origin, _AnnotatedAlias):
            origin, metadata = origin.__origin__, origin.__metadata__ + metadata
        return _AnnotatedAlias(origin, metadata)

    def __init_subclass__(cls, *args, **kwargs):
        raise TypeError("Cannot subclass typing.Annotated")


class ForwardRef:
    """Text that stands for a type."""

    def __init__(self, arg, is_argument=True, module=None, *, is_class=False):
        if not isinstance(arg, str):
            raise TypeError("Forward reference must be a string -- got %r" % (arg,))
        try:
            compile(arg, "<string>", "eval")
        except SyntaxError:
            raise SyntaxError("Forward reference must be an expression -- got %r" % (arg,)) from None
        self.__forward_arg__ = arg
        self.__forward_module__ = module

    def __eq__(self, other):
        return self.__forward_arg__ == other.__forward_arg__ if isinstance(other, ForwardRef) else NotImplemented

    def __hash__(self):
        return hash(self.__forward_arg__)

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __repr__(self):
        return "ForwardRef(%r)" % self.__forward_arg__


class _Variable:
    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __repr__(self):
        return ("+" if self.__covariant__ else "-" if self.__contravariant__ else "~") + self.__name__

    def __mro_entries__(self, bases):
        raise TypeError("Cannot subclass an instance of %s" % type(self).__name__)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    __covariant__ = __contravariant__ = False


class TypeVar(_Variable):
    """A type variable."""

    def __init__(self, name, *constraints, bound=None, covariant=False, contravariant=False):
        if covariant and contravariant:
            raise ValueError("Bivariant types are not supported.")
        if len(constraints) == 1:
            raise TypeError("A single constraint is not allowed")
        if constraints and bound is not None:
            raise TypeError("Constraints cannot be combined with bound=...")
        self.__name__ = name
        self.__bound__ = None if bound is None else _check(bound, "Bound must be a type.")
        self.__constraints__ = tuple(_check(c, "") for c in constraints)
        self.__covariant__, self.__contravariant__ = bool(covariant), bool(contravariant)


class ParamSpecArgs:
    def __init__(self, origin):
        self.__origin__ = origin

    def __repr__(self):
        return self.__origin__.__name__ + ".args"


class ParamSpecKwargs:
    def __init__(self, origin):
        self.__origin__ = origin

    def __repr__(self):
        return self.__origin__.__name__ + ".kwargs"


class ParamSpec(_Variable):
    """A variable that stands for the parameters of a function."""

    def __init__(self, name, *, bound=None, covariant=False, contravariant=False):
        self.__name__, self.__bound__ = name, bound
        self.__covariant__, self.__contravariant__ = bool(covariant), bool(contravariant)

    @property
    def args(self):
        return ParamSpecArgs(self)

    @property
    def kwargs(self):
        return ParamSpecKwargs(self)


class TypeVarTuple(_Variable):
    """A variable that stands for any number of types."""

    def __init__(self, name):
        self.__name__ = name

    def __iter__(self):
        yield Unpack[self]

    def __repr__(self):
        return self.__name__


AnyStr = TypeVar("AnyStr", bytes, str)
T = TypeVar("T")
KT = TypeVar("KT")
VT = TypeVar("VT")
T_co = TypeVar("T_co", covariant=True)


class Generic:
    """Base of classes that take types as arguments."""

    __slots__ = ()

    def __class_getitem__(cls, params):
        if not isinstance(params, tuple):
            params = (params,)
        if cls is Generic or cls is Protocol:
            if not params:
                raise TypeError("Parameter list to %s[...] cannot be empty" % cls.__name__)
            if not all(isinstance(p, _Variable) or isinstance(p, _Alias) and p.__origin__ is Unpack for p in params):
                raise TypeError("Parameters to %s[...] must all be type variables or parameter specification variables." % cls.__name__)
            if len(set(params)) != len(params):
                raise TypeError("Parameters to %s[...] must all be unique" % cls.__name__)
            return _Alias(cls, params, cls.__name__)
        wanted = cls.__parameters__
        if not wanted:
            raise TypeError("%r is not a generic class" % (cls,))
        if len(params) != len(wanted) and not any(isinstance(p, (ParamSpec, TypeVarTuple)) for p in wanted):
            raise TypeError("Too %s arguments for %r; actual %d, expected %d" % (
                "many" if len(params) > len(wanted) else "few", cls, len(params), len(wanted)))
        return _Alias(cls, tuple(_check(p, "") for p in params))

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        found = []
        for base in cls.__dict__.get("__orig_bases__", ()):
            for p in getattr(base, "__parameters__", ()) if not isinstance(base, type) else ():
                if p not in found:
                    found.append(p)
        cls.__parameters__ = tuple(found)


_NOT_MEMBERS = {
    "__abstractmethods__", "__annotations__", "__dict__", "__doc__", "__init__", "__init_subclass__", "__module__", "__new__",
    "__orig_bases__", "__parameters__", "__slots__", "__subclasshook__", "__weakref__", "__class_getitem__", "__qualname__",
    "_abc_registry", "_is_protocol", "_is_runtime_protocol", "__match_args__", "__hash__",
}


def _members(cls):
    names = set()
    for base in cls.__mro__[:-1]:
        if base.__name__ in ("Protocol", "Generic") and base.__module__ == "typing":
            continue
        for name in list(base.__dict__) + list(base.__annotations__ if isinstance(base, _ProtocolMeta) else ()):
            if name not in _NOT_MEMBERS:
                names.add(name)
    return names


class _ProtocolMeta(abc.ABCMeta):
    def __instancecheck__(cls, instance):
        if cls.__dict__.get("_is_protocol") and cls is not Protocol:
            if not cls.__dict__.get("_is_runtime_protocol"):
                raise TypeError("Instance and class checks can only be used with @runtime_checkable protocols")
            return all(hasattr(instance, name) for name in _members(cls))
        return super().__instancecheck__(instance)

    def __subclasscheck__(cls, other):
        if cls.__dict__.get("_is_protocol") and cls is not Protocol:
            if not cls.__dict__.get("_is_runtime_protocol"):
                raise TypeError("Instance and class checks can only be used with @runtime_checkable protocols")
            return all(hasattr(other, name) for name in _members(cls))
        return super().__subclasscheck__(other)

    def __call__(cls, *args, **kwargs):
        if cls.__dict__.get("_is_protocol"):
            raise TypeError("Protocols cannot be instantiated")
        return super().__call__(*args, **kwargs)


class Protocol(Generic, metaclass=_ProtocolMeta):
    """Base of protocols: classes that say what others must have."""

    __slots__ = ()
    _is_protocol = True

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        if "_is_protocol" not in cls.__dict__:
            cls._is_protocol = any(b is Protocol for b in cls.__bases__)


def runtime_checkable(cls):
    """Let isinstance() look whether an object has what a protocol asks for."""
    if not isinstance(cls, type) or not getattr(cls, "_is_protocol", False):
        raise TypeError("@runtime_checkable can be only applied to protocol classes, got %r" % (cls,))
    cls._is_runtime_protocol = True
    return cls


@runtime_checkable
class SupportsInt(Protocol):
    @abc.abstractmethod
    def __int__(self):
        pass


@runtime_checkable
class SupportsFloat(Protocol):
    @abc.abstractmethod
    def __float__(self):
        pass


@runtime_checkable
class SupportsComplex(Protocol):
    @abc.abstractmethod
    def __complex__(self):
        pass


@runtime_checkable
class SupportsBytes(Protocol):
    @abc.abstractmethod
    def __bytes__(self):
        pass


@runtime_checkable
class SupportsIndex(Protocol):
    @abc.abstractmethod
    def __index__(self):
        pass


@runtime_checkable
class SupportsAbs(Protocol[T_co]):
    @abc.abstractmethod
    def __abs__(self):
        pass


@runtime_checkable
class SupportsRound(Protocol[T_co]):
    @abc.abstractmethod
    def __round__(self, ndigits=0):
        pass


_ARITY = {}
for _name, _origin, _count in [
    ("List", list, 1), ("Set", set, 1), ("FrozenSet", frozenset, 1), ("Dict", dict, 2), ("Tuple", tuple, 0), ("Type", type, 1),
    ("Deque", "collections.deque", 1), ("DefaultDict", "collections.defaultdict", 2), ("OrderedDict", "collections.OrderedDict", 2),
    ("Counter", "collections.Counter", 1), ("ChainMap", "collections.ChainMap", 2),
    ("ContextManager", "contextlib.AbstractContextManager", 1),
    ("AsyncContextManager", "contextlib.AbstractAsyncContextManager", 1),
    ("Hashable", "collections.abc.Hashable", 0), ("Sized", "collections.abc.Sized", 0), ("Callable", "collections.abc.Callable", 2),
    ("AbstractSet", "collections.abc.Set", 1), ("Generator", "collections.abc.Generator", 3),
    ("AsyncGenerator", "collections.abc.AsyncGenerator", 2), ("Coroutine", "collections.abc.Coroutine", 3),
] + [(_n, "collections.abc." + _n, _c) for _n, _c in [
    ("Awaitable", 1), ("AsyncIterable", 1), ("AsyncIterator", 1), ("Iterable", 1), ("Iterator", 1), ("Reversible", 1),
    ("Container", 1), ("Collection", 1), ("MutableSet", 1), ("Mapping", 2), ("MutableMapping", 2), ("Sequence", 1),
    ("MutableSequence", 1), ("ByteString", 0), ("MappingView", 1), ("KeysView", 1), ("ItemsView", 2), ("ValuesView", 1),
]]:
    globals()[_name] = _Alias(_origin, (), _name, True)
    _ARITY[_name] = _count

Pattern = _Alias("re.Pattern", (), "Pattern", True)
Match = _Alias("re.Match", (), "Match", True)


class IO(Generic[AnyStr]):
    """What open() returns, for annotations."""

    __slots__ = ()


class BinaryIO(IO[bytes]):
    """A file of bytes, for annotations."""

    __slots__ = ()


class TextIO(IO[str]):
    """A file of text, for annotations."""

    __slots__ = ()


class NewType:
    """A name for a type that static checkers take for one of its own."""

    def __init__(self, name, tp):
        self.__name__ = name.rpartition(".")[2]
        self.__qualname__ = name
        self.__supertype__ = tp
        self.__module__ = "__main__"

    def __call__(self, x, /):
        return x

    def __repr__(self):
        return "%s.%s" % (self.__module__, self.__qualname__)

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __mro_entries__(self, bases):
        raise TypeError("Cannot subclass an instance of NewType. Perhaps you were looking for: `%s = NewType(%r, %s)`" % (
            bases[0].__name__, bases[0].__name__, self.__name__))


class _NamedTupleMeta(type):
    def __new__(cls, typename, bases, ns):
        if "_root_" in ns:
            del ns["_root_"]
            return super().__new__(cls, typename, bases, ns)
        notes = ns.get("__annotations__", {})
        defaults = []
        for name in notes:
            if name in ns:
                defaults.append(name)
            elif defaults:
                raise TypeError("Non-default namedtuple field %s cannot follow default field%s %s" % (
                    name, "s" if len(defaults) > 1 else "", ", ".join(defaults)))
        made = _namedtuple(typename, notes, [ns[n] for n in defaults], ns.get("__module__", "__main__"))
        made.__qualname__ = ns.get("__qualname__", typename)
        for key, value in ns.items():
            if key in ("__new__", "__init__", "__slots__", "__getnewargs__", "_fields", "_field_defaults", "_make", "_replace", "_asdict", "_source"):
                raise AttributeError("Cannot overwrite NamedTuple attribute " + key)
            if key not in ("__module__", "__qualname__", "__annotations__", "__orig_bases__") and key not in notes:
                setattr(made, key, value)
        return made


def _namedtuple(typename, notes, defaults, module):
    from collections import namedtuple
    made = namedtuple(typename, list(notes), defaults=defaults, module=module)
    made.__annotations__ = {n: _check(t, "") for n, t in notes.items()}
    return made


class _NamedTupleBase(metaclass=_NamedTupleMeta):
    _root_ = True


class _NamedTupleMaker:
    """A namedtuple whose fields have types."""

    __name__ = __qualname__ = "NamedTuple"
    __module__ = "typing"

    def __call__(self, typename, fields=None, /, **kwargs):
        if fields is None:
            fields = kwargs.items()
        elif kwargs:
            raise TypeError("Either list of fields or keywords can be provided to NamedTuple, not both")
        return _namedtuple(typename, dict(fields), (), "__main__")

    def __mro_entries__(self, bases):
        return (_NamedTupleBase,)

    def __repr__(self):
        return "<function NamedTuple at 0x%x>" % id(self)


NamedTuple = _NamedTupleMaker()


class _TypedDictMeta(type):
    def __new__(cls, name, bases, ns, total=True):
        made = super().__new__(cls, name, (dict,), {k: v for k, v in ns.items() if k != "__annotations__"})
        notes, required, optional = {}, set(), set()
        for base in bases:
            notes.update(base.__dict__.get("__annotations__", {}))
            required |= base.__dict__.get("__required_keys__", frozenset())
            optional |= base.__dict__.get("__optional_keys__", frozenset())
        for key, value in ns.get("__annotations__", {}).items():
            value = _check(value, "")
            notes[key] = value
            origin = getattr(value, "__origin__", None)
            if origin is Required or origin is not NotRequired and total:
                required.add(key)
                optional.discard(key)
            else:
                optional.add(key)
                required.discard(key)
        made.__annotations__ = notes
        made.__required_keys__, made.__optional_keys__ = frozenset(required), frozenset(optional)
        made.__total__ = total
        return made

    def __call__(cls, *args, **kwargs):
        return dict(*args, **kwargs)

    def __subclasscheck__(cls, other):
        raise TypeError("TypedDict does not support instance and class checks")

    def __instancecheck__(cls, other):
        raise TypeError("TypedDict does not support instance and class checks")


class _TypedDictBase(dict, metaclass=_TypedDictMeta):
    pass


class _TypedDictMaker:
    """A dict with known keys."""

    __name__ = __qualname__ = "TypedDict"
    __module__ = "typing"

    def __call__(self, typename, fields=None, /, *, total=True, **kwargs):
        return _TypedDictMeta(typename, (), {"__annotations__": dict(kwargs if fields is None else fields), "__module__": "__main__"}, total=total)

    def __mro_entries__(self, bases):
        return (_TypedDictBase,)

    def __repr__(self):
        return "<function TypedDict at 0x%x>" % id(self)


TypedDict = _TypedDictMaker()


def is_typeddict(tp):
    """Report whether a type is a TypedDict."""
    return isinstance(type(tp), type) and type(tp) is _TypedDictMeta


def cast(typ, val):
    """Return the value."""
    return val


def assert_type(val, typ, /):
    """Return the value."""
    return val


def assert_never(arg, /):
    """Fail: static checkers show that it is never called."""
    value = repr(arg)
    if len(value) > 100:
        value = value[:100] + "..."
    raise AssertionError("Expected code to be unreachable, but got: " + value)


def reveal_type(obj, /):
    """Write the type of a value to standard error and return the value."""
    print("Runtime type is %r" % type(obj).__name__, file=sys.stderr)
    return obj


def _set_mark(obj, name, value):
    try:
        setattr(obj, name, value)
    except (AttributeError, TypeError):
        pass
    return obj


def final(f):
    """Mark a class or method as not to be derived from or overridden."""
    return _set_mark(f, "__final__", True)


def no_type_check(arg):
    """Mark annotations as not being types."""
    return _set_mark(arg, "__no_type_check__", True)


def no_type_check_decorator(decorator):
    """Give a decorator the effect of no_type_check."""
    from functools import wraps

    @wraps(decorator)
    def wrapped(*args, **kwds):
        return no_type_check(decorator(*args, **kwds))
    return wrapped


def dataclass_transform(**kwargs):
    """Mark what makes classes like dataclasses."""
    def decorator(cls_or_fn):
        return _set_mark(cls_or_fn, "__dataclass_transform__", kwargs)
    return decorator


_overloads = {}


def _overload_dummy(*args, **kwds):
    raise NotImplementedError(
        "You should not call an overloaded function. A series of @overload-decorated functions outside a stub module should "
        "always be followed by an implementation that is not @overload-ed.")


def overload(func):
    """One of several signatures of a function that is defined after them."""
    f = getattr(func, "__func__", func)
    _overloads.setdefault((f.__module__, f.__qualname__), []).append(func)
    return _overload_dummy


def get_overloads(func):
    """Return the overloads of a function."""
    f = getattr(func, "__func__", func)
    return list(_overloads.get((f.__module__, f.__qualname__), []))


def clear_overloads():
    """Forget all overloads."""
    _overloads.clear()


def get_origin(tp):
    """Return list of List[int], Union of Union[int, str] ..."""
    if isinstance(tp, _AnnotatedAlias):
        return Annotated
    if isinstance(tp, (_Alias, GenericAlias, ParamSpecArgs, ParamSpecKwargs)):
        return tp.__origin__
    if tp is Generic:
        return Generic
    if isinstance(tp, types.UnionType):
        return types.UnionType
    return None


def _is_callable(tp):
    from collections.abc import Callable
    return tp.__origin__ is Callable


def get_args(tp):
    """Return (int,) of List[int] ..."""
    if isinstance(tp, _AnnotatedAlias):
        return (tp.__origin__,) + tp.__metadata__
    if isinstance(tp, (_Alias, GenericAlias)):
        args = tp.__args__
        if _is_callable(tp) and args and not (len(args) == 2 and (args[0] is ... or isinstance(args[0], ParamSpec))):
            args = (list(args[:-1]), args[-1])
        return args
    if isinstance(tp, types.UnionType):
        return tp.__args__
    return ()


def _evaluate(value, globalns, localns, extras):
    if value is None:
        return type(None)
    if isinstance(value, ForwardRef):
        value = value.__forward_arg__
    if isinstance(value, str):
        value = eval(value, globalns, localns)
        return _evaluate(value, globalns, localns, extras)
    if isinstance(value, _AnnotatedAlias):
        return value if extras else _evaluate(value.__origin__, globalns, localns, extras)
    if isinstance(value, _Alias) and not value._bare:
        if value.__origin__ in (Required, NotRequired) and not extras:
            return _evaluate(value.__args__[0], globalns, localns, extras)
        if value.__origin__ is Literal:
            return value
        args = tuple(_evaluate(a, globalns, localns, extras) if not isinstance(a, list) else a for a in value.__args__)
        if args == value.__args__:
            return value
        if value.__origin__ is Union:
            return Union[args]
        return _Alias(value.__origin__, args, value._name)
    return value


def get_type_hints(obj, globalns=None, localns=None, include_extras=False):
    """Return the annotations of a function, class or module, with text evaluated."""
    hints = {}
    if isinstance(obj, type):
        for base in reversed(obj.__mro__):
            if base is object or base.__module__ in ("builtins",):
                continue
            names = vars(sys.modules[base.__module__]) if globalns is None and base.__module__ in sys.modules else globalns or {}
            for name, value in getattr(base, "__annotations__", {}).items():
                hints[name] = _evaluate(value, dict(names), localns if localns is not None else dict(vars(base)), include_extras)
        return hints
    if isinstance(obj, types.ModuleType):
        names = vars(obj) if globalns is None else globalns
    else:
        while hasattr(obj, "__wrapped__"):
            obj = obj.__wrapped__
        names = getattr(obj, "__globals__", None) if globalns is None else globalns
        if names is None:
            names = vars(sys.modules.get(getattr(obj, "__module__", None), sys))
    notes = getattr(obj, "__annotations__", None)
    if notes is None:
        if callable(obj):
            return {}
        raise TypeError("%r is not a module, class, method, or function." % (obj,))
    for name, value in notes.items():
        hints[name] = _evaluate(value, dict(names), localns, include_extras)
    return hints
