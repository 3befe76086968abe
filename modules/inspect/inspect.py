import collections
import linecache
import sys
import types

_KINDS = ("POSITIONAL_ONLY", "POSITIONAL_OR_KEYWORD", "VAR_POSITIONAL", "KEYWORD_ONLY", "VAR_KEYWORD")
_WORDS = ("positional-only", "positional or keyword", "variadic positional", "keyword-only", "variadic keyword")

CO_OPTIMIZED, CO_NEWLOCALS, CO_VARARGS, CO_VARKEYWORDS, CO_NESTED, CO_GENERATOR = 1, 2, 4, 8, 16, 32
GEN_CREATED, GEN_RUNNING, GEN_SUSPENDED, GEN_CLOSED = "GEN_CREATED", "GEN_RUNNING", "GEN_SUSPENDED", "GEN_CLOSED"


class ClassFoundException(Exception):
    """A class statement was found."""


class EndOfBlock(Exception):
    """A block of source text ends."""


def ismodule(object):
    return isinstance(object, types.ModuleType)


def isclass(object):
    return isinstance(object, type)


def isfunction(object):
    return isinstance(object, types.FunctionType)


def ismethod(object):
    return isinstance(object, types.MethodType)


def isbuiltin(object):
    return isinstance(object, types.BuiltinFunctionType)


def isgeneratorfunction(object):
    f = _plain(object)
    return isfunction(f) and bool(f.__code__.co_flags & CO_GENERATOR)


def isgenerator(object):
    return isinstance(object, types.GeneratorType)


def iscoroutinefunction(object):
    return False


def iscoroutine(object):
    return False


def isasyncgenfunction(object):
    return False


def isasyncgen(object):
    return False


def isawaitable(object):
    return hasattr(type(object), "__await__")


def istraceback(object):
    return isinstance(object, types.TracebackType)


def isframe(object):
    return isinstance(object, types.FrameType)


def iscode(object):
    return isinstance(object, types.CodeType)


def isroutine(object):
    return isbuiltin(object) or isfunction(object) or ismethod(object) or isinstance(object, types.MethodDescriptorType)


def isabstract(object):
    return isclass(object) and bool(getattr(object, "__abstractmethods__", None))


def isdatadescriptor(object):
    if isclass(object) or ismethod(object) or isfunction(object):
        return False
    return isinstance(object, property) or hasattr(type(object), "__set__") or hasattr(type(object), "__delete__")


def ismethoddescriptor(object):
    if isclass(object) or ismethod(object) or isfunction(object):
        return False
    return hasattr(type(object), "__get__") and not hasattr(type(object), "__set__")


def _plain(f):
    while True:
        if ismethod(f):
            f = f.__func__
        elif type(f).__name__ == "partial" and hasattr(f, "func"):
            f = f.func
        else:
            return f


def getmembers(object, predicate=None):
    """Return the attributes of an object as pairs, sorted by name."""
    found = []
    for name in sorted(set(dir(object))):
        try:
            value = getattr(object, name)
        except AttributeError:
            continue
        if predicate is None or predicate(value):
            found.append((name, value))
    return found


def getmro(cls):
    return cls.__mro__


def unwrap(func, *, stop=None):
    """Follow __wrapped__."""
    seen = {id(func)}
    while hasattr(func, "__wrapped__") and not (stop is not None and stop(func)):
        func = func.__wrapped__
        if id(func) in seen:
            raise ValueError("wrapper loop when unwrapping %r" % (func,))
        seen.add(id(func))
    return func


def cleandoc(doc):
    """Remove the indentation of a docstring."""
    lines = doc.expandtabs().split("\n")
    margin = min((len(l) - len(l.lstrip()) for l in lines[1:] if l.strip()), default=0)
    lines = [lines[0].lstrip()] + [l[margin:] for l in lines[1:]]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return "\n".join(lines)


def getdoc(object):
    """Return the docstring of an object, without its indentation, or that of what it overrides."""
    doc = getattr(object, "__doc__", None)
    if doc is None and isclass(object):
        for base in object.__mro__[1:-1]:
            if base.__doc__ is not None:
                doc = base.__doc__
                break
    return cleandoc(doc) if isinstance(doc, str) else None


def getmodule(object, _filename=None):
    """Return the module that something was defined in."""
    if ismodule(object):
        return object
    return sys.modules.get(getattr(object, "__module__", None))


def getmodulename(path):
    name = path.replace("\\", "/").rpartition("/")[2]
    return name[:-3] if name.endswith(".py") else None


def getfile(object):
    """The file where something was defined."""
    if ismodule(object):
        if getattr(object, "__file__", None):
            return object.__file__
        raise TypeError("%r is a built-in module" % (object,))
    if isclass(object):
        module = sys.modules.get(object.__module__)
        if getattr(module, "__file__", None):
            return module.__file__
        raise TypeError("%r is a built-in class" % (object,))
    f = _plain(object)
    if isfunction(f):
        return f.__code__.co_filename
    if iscode(f):
        return f.co_filename
    if istraceback(f):
        return f.tb_frame.f_code.co_filename
    if isframe(f):
        return f.f_code.co_filename
    raise TypeError("module, class, method, function, traceback, frame, or code object was expected, got %s" % type(object).__name__)


def getsourcefile(object):
    return getfile(object)


def findsource(object):
    """Return the lines of the file that something was defined in, and the index of its first one."""
    file = getfile(object)
    lines = linecache.getlines(file)
    if not lines:
        raise OSError("could not get source code")
    if ismodule(object):
        return lines, 0
    if isclass(object):
        parts = object.__qualname__.split(".")
        for i, line in enumerate(lines):
            text = line.lstrip()
            if text.startswith("class " + parts[-1]) and not (text[6 + len(parts[-1]):7 + len(parts[-1])] or " ").isidentifier():
                while i > 0 and lines[i - 1].lstrip().startswith("@"):
                    i -= 1
                return lines, i
        raise OSError("could not find class definition")
    f = _plain(object)
    i = getattr(f, "__code__", f).co_firstlineno - 1
    return lines, i


def getblock(lines):
    """Return the lines at the top that belong to one def, class or statement."""
    first = 0
    while first < len(lines) and lines[first].lstrip().startswith("@"):
        first += 1
    indent = len(lines[0]) - len(lines[0].lstrip())
    depth, quote, last, header = 0, None, 0, True
    for i, line in enumerate(lines):
        text = line.strip()
        inside = depth > 0 or quote is not None
        if i > first and not inside and text and not header:
            if len(line) - len(line.lstrip()) <= indent:
                if text.startswith("#"):
                    break
                break
        if i >= first:
            depth, quote = _scan(line, depth, quote)
            if header and depth == 0 and quote is None:
                header = False
                if lines[first].lstrip().split("(")[0].split(" ")[0] not in ("def", "class", "async"):
                    return lines[:i + 1]
        if text and not (text.startswith("#") and not inside and len(line) - len(line.lstrip()) <= indent and i > first):
            last = i
    return lines[:last + 1]


def _scan(line, depth, quote):
    """How many brackets are open after a line, and which triple quotes."""
    i = 0
    while i < len(line):
        c = line[i]
        if quote is not None:
            if c == "\\":
                i += 1
            elif line.startswith(quote, i):
                i += len(quote) - 1
                quote = None
        elif c == "#":
            break
        elif c in "'\"":
            quote = c * 3 if line.startswith(c * 3, i) else c
            i += len(quote) - 1
        elif c in "([{":
            depth += 1
        elif c in ")]}":
            depth -= 1
        i += 1
    if quote is not None and len(quote) == 1:
        quote = None
    return depth, quote


def getsourcelines(object):
    """Return the lines of something's source text, and the number of the first one."""
    object = unwrap(object) if not isclass(object) and not ismodule(object) else object
    lines, i = findsource(object)
    if ismodule(object):
        return lines, 0
    return getblock(lines[i:]), i + 1


def getsource(object):
    """Return the source text of a module, class or function."""
    return "".join(getsourcelines(object)[0])


def getcomments(object):
    """Return the comment lines before something."""
    lines, i = findsource(object)
    found = []
    while i > 0 and lines[i - 1].lstrip().startswith("#"):
        i -= 1
        found.insert(0, lines[i].lstrip())
    return "".join(found) or None


class _Kind(int):
    def __repr__(self):
        return "<_ParameterKind.%s: %d>" % (_KINDS[int(self)], int(self))

    def __str__(self):
        return _KINDS[int(self)]

    @property
    def name(self):
        return _KINDS[int(self)]

    @property
    def description(self):
        return _WORDS[int(self)]


_kinds = [_Kind(i) for i in range(5)]


class _empty:
    """Says that there is no default or annotation."""


class Parameter:
    """A parameter of a function."""

    POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD, VAR_POSITIONAL, KEYWORD_ONLY, VAR_KEYWORD = _kinds
    empty = _empty

    def __init__(self, name, kind, *, default=_empty, annotation=_empty):
        self._kind = _kinds[int(kind)]
        if default is not _empty and int(kind) in (2, 4):
            raise ValueError("%s parameters cannot have default values" % self._kind.description)
        if not isinstance(name, str) or not name.isidentifier():
            raise ValueError("%r is not a valid parameter name" % (name,))
        self._name, self._default, self._annotation = name, default, annotation

    name = property(lambda self: self._name)
    kind = property(lambda self: self._kind)
    default = property(lambda self: self._default)
    annotation = property(lambda self: self._annotation)

    def replace(self, *, name=None, kind=None, annotation=None, default=None):
        return type(self)(self._name if name is None else name, self._kind if kind is None else kind,
                          default=self._default if default is None else default,
                          annotation=self._annotation if annotation is None else annotation)

    def __str__(self):
        text = self._name
        if self._annotation is not _empty:
            text += ": " + formatannotation(self._annotation)
        if self._default is not _empty:
            text += (" = %r" if self._annotation is not _empty else "=%r") % (self._default,)
        if int(self._kind) == 2:
            text = "*" + text
        elif int(self._kind) == 4:
            text = "**" + text
        return text

    def __repr__(self):
        return '<Parameter "%s">' % self

    def __eq__(self, other):
        if not isinstance(other, Parameter):
            return NotImplemented
        return (self._name, int(self._kind), self._default, self._annotation) == (
            other._name, int(other._kind), other._default, other._annotation)

    def __hash__(self):
        return hash((self._name, int(self._kind)))


def formatannotation(annotation, base_module=None):
    """Return the text of an annotation."""
    if getattr(annotation, "__module__", None) == "typing":
        return repr(annotation).replace("typing.", "")
    if isinstance(annotation, types.GenericAlias):
        return str(annotation)
    if isinstance(annotation, type):
        if annotation.__module__ in ("builtins", base_module):
            return annotation.__qualname__
        return annotation.__module__ + "." + annotation.__qualname__
    return repr(annotation)


class BoundArguments:
    """What the parameters of a signature are bound to."""

    def __init__(self, signature, arguments):
        self.signature, self.arguments = signature, arguments

    @property
    def args(self):
        found = []
        for name, p in self.signature.parameters.items():
            if int(p.kind) in (3, 4) or name not in self.arguments:
                break
            if int(p.kind) == 2:
                found.extend(self.arguments[name])
            else:
                found.append(self.arguments[name])
        return tuple(found)

    @property
    def kwargs(self):
        found, started = {}, False
        for name, p in self.signature.parameters.items():
            if not started:
                if int(p.kind) in (3, 4):
                    started = True
                elif name not in self.arguments:
                    started = True
                    continue
            if not started or name not in self.arguments:
                continue
            if int(p.kind) == 4:
                found.update(self.arguments[name])
            else:
                found[name] = self.arguments[name]
        return found

    def apply_defaults(self):
        """Add the defaults of the parameters that are not bound."""
        new = {}
        for name, p in self.signature.parameters.items():
            if name in self.arguments:
                new[name] = self.arguments[name]
            elif p.default is not _empty:
                new[name] = p.default
            elif int(p.kind) == 2:
                new[name] = ()
            elif int(p.kind) == 4:
                new[name] = {}
        self.arguments = new

    def __repr__(self):
        return "<BoundArguments (%s)>" % ", ".join("%s=%r" % item for item in self.arguments.items())


class Signature:
    """The parameters of a function and what it returns."""

    empty = _empty

    def __init__(self, parameters=None, *, return_annotation=_empty):
        self._parameters = types.MappingProxyType({p.name: p for p in parameters or ()})
        self._return_annotation = return_annotation

    parameters = property(lambda self: self._parameters)
    return_annotation = property(lambda self: self._return_annotation)

    @classmethod
    def from_callable(cls, obj, *, follow_wrapped=True, **kwargs):
        return signature(obj, follow_wrapped=follow_wrapped)

    def replace(self, *, parameters=None, return_annotation=None):
        return type(self)(self._parameters.values() if parameters is None else parameters,
                          return_annotation=self._return_annotation if return_annotation is None else return_annotation)

    def __eq__(self, other):
        if not isinstance(other, Signature):
            return NotImplemented
        return list(self._parameters.values()) == list(other._parameters.values()) and self._return_annotation == other._return_annotation

    def __hash__(self):
        return hash(tuple(self._parameters))

    def __str__(self):
        shown, slash, star = [], False, False
        for p in self._parameters.values():
            kind = int(p.kind)
            if kind == 0:
                slash = True
            elif slash:
                shown.append("/")
                slash = False
            if kind == 2:
                star = True
            elif kind == 3 and not star:
                shown.append("*")
                star = True
            shown.append(str(p))
        if slash:
            shown.append("/")
        text = "(%s)" % ", ".join(shown)
        if self._return_annotation is not _empty:
            text += " -> " + formatannotation(self._return_annotation)
        return text

    def __repr__(self):
        return "<Signature %s>" % self

    def bind(self, /, *args, **kwargs):
        """Bind arguments to the parameters as a call does."""
        return self._bind(args, kwargs, False)

    def bind_partial(self, /, *args, **kwargs):
        """The same; arguments may be missing."""
        return self._bind(args, kwargs, True)

    def _bind(self, args, kwargs, partial):
        bound, args, kwargs = {}, list(args), dict(kwargs)
        rest = None
        for name, p in self._parameters.items():
            kind = int(p.kind)
            if kind == 2:
                if args:
                    bound[name] = tuple(args)
                    args = []
            elif kind == 4:
                rest = name
            elif kind < 2 and args:
                if kind == 1 and name in kwargs:
                    raise TypeError("multiple values for argument %r" % name)
                bound[name] = args.pop(0)
            elif kind != 0 and name in kwargs:
                bound[name] = kwargs.pop(name)
            elif p.default is _empty and not partial:
                raise TypeError("missing a required argument: %r" % name)
        if args:
            raise TypeError("too many positional arguments")
        if kwargs:
            if rest is None:
                raise TypeError("got an unexpected keyword argument %r" % next(iter(kwargs)))
            bound[rest] = kwargs
        return BoundArguments(self, bound)


def signature(obj, *, follow_wrapped=True, globals=None, locals=None, eval_str=False):
    """Return the signature of something that can be called."""
    if not callable(obj):
        raise TypeError("%r is not a callable object" % (obj,))
    if ismethod(obj):
        sig = signature(obj.__func__, follow_wrapped=follow_wrapped)
        return sig.replace(parameters=list(sig.parameters.values())[1:])
    if follow_wrapped:
        obj = unwrap(obj, stop=lambda f: hasattr(f, "__signature__"))
        if ismethod(obj):
            return signature(obj)
    if getattr(obj, "__signature__", None) is not None:
        return obj.__signature__
    if isfunction(obj):
        return _of_function(obj)
    if type(obj).__name__ == "partial" and hasattr(obj, "func"):
        sig = signature(obj.func)
        params, given = [], len(obj.args)
        after = False
        for p in sig.parameters.values():
            if int(p.kind) < 2 and given:
                given -= 1
                continue
            if p.name in obj.keywords:
                after = True
                p = p.replace(kind=3, default=obj.keywords[p.name])
            elif after and int(p.kind) == 1:
                p = p.replace(kind=3)
            params.append(p)
        return sig.replace(parameters=params)
    if isclass(obj):
        for name in ("__new__", "__init__"):
            for base in obj.__mro__[:-1]:
                f = base.__dict__.get(name)
                if f is not None:
                    f = getattr(f, "__func__", f)
                    if isfunction(f):
                        sig = signature(f)
                        return sig.replace(parameters=list(sig.parameters.values())[1:])
        if object in obj.__mro__ and obj.__module__ != "builtins":
            return Signature()
        raise ValueError("no signature found for builtin type %r" % (obj,))
    call = getattr(type(obj), "__call__", None)
    if isfunction(call):
        sig = signature(call)
        return sig.replace(parameters=list(sig.parameters.values())[1:])
    raise ValueError("no signature found for builtin %r" % (obj,))


def _of_function(f):
    code = f.__code__
    names = code.co_varnames
    notes = f.__annotations__
    defaults = f.__defaults__ or ()
    kwdefaults = f.__kwdefaults__ or {}
    count, kwonly = code.co_argcount, code.co_kwonlyargcount
    params = []
    for i, name in enumerate(names[:count]):
        at = i - (count - len(defaults))
        params.append(Parameter(name, 0 if i < code.co_posonlyargcount else 1, annotation=notes.get(name, _empty),
                                default=defaults[at] if at >= 0 else _empty))
    i = count + kwonly
    if code.co_flags & CO_VARARGS:
        params.append(Parameter(names[i], 2, annotation=notes.get(names[i], _empty)))
        i += 1
    for name in names[count:count + kwonly]:
        params.append(Parameter(name, 3, annotation=notes.get(name, _empty), default=kwdefaults.get(name, _empty)))
    if code.co_flags & CO_VARKEYWORDS:
        params.append(Parameter(names[i], 4, annotation=notes.get(names[i], _empty)))
    return Signature(params, return_annotation=notes.get("return", _empty))


FullArgSpec = collections.namedtuple("FullArgSpec", "args varargs varkw defaults kwonlyargs kwonlydefaults annotations")
ArgInfo = collections.namedtuple("ArgInfo", "args varargs keywords locals")
ClosureVars = collections.namedtuple("ClosureVars", "nonlocals globals builtins unbound")
Traceback = collections.namedtuple("Traceback", "filename lineno function code_context index")
Attribute = collections.namedtuple("Attribute", "name kind defining_class object")


def getfullargspec(func):
    """Return names and defaults of a function's parameters."""
    try:
        sig = signature(func, follow_wrapped=False)
    except (TypeError, ValueError):
        raise TypeError("unsupported callable") from None
    args, varargs, varkw, defaults, kwonly, kwdefaults, notes = [], None, None, [], [], {}, {}
    if ismethod(func):
        args.append(func.__func__.__code__.co_varnames[0])
    for p in sig.parameters.values():
        kind = int(p.kind)
        if kind < 2:
            args.append(p.name)
            if p.default is not _empty:
                defaults.append(p.default)
        elif kind == 2:
            varargs = p.name
        elif kind == 3:
            kwonly.append(p.name)
            if p.default is not _empty:
                kwdefaults[p.name] = p.default
        else:
            varkw = p.name
        if p.annotation is not _empty:
            notes[p.name] = p.annotation
    if sig.return_annotation is not _empty:
        notes["return"] = sig.return_annotation
    return FullArgSpec(args, varargs, varkw, tuple(defaults) or None, kwonly, kwdefaults or None, notes)


def getcallargs(func, /, *args, **kwargs):
    """Return what the parameters of a function are bound to in a call."""
    bound = signature(func).bind(*args, **kwargs)
    bound.apply_defaults()
    return bound.arguments


def get_annotations(obj, *, globals=None, locals=None, eval_str=False):
    """Return a copy of the annotations."""
    notes = dict(getattr(obj, "__annotations__", None) or {})
    if eval_str:
        names = getattr(obj, "__globals__", None) or vars(sys.modules[obj.__module__])
        notes = {k: eval(v, dict(names) if globals is None else globals, locals) if isinstance(v, str) else v for k, v in notes.items()}
    return notes


def getattr_static(obj, attr, default=_empty):
    """Return an attribute without calling descriptors or __getattr__."""
    if not isclass(obj) and attr in getattr(obj, "__dict__", ()):
        return obj.__dict__[attr]
    for base in (obj if isclass(obj) else type(obj)).__mro__:
        if attr in base.__dict__:
            return base.__dict__[attr]
    if default is not _empty:
        return default
    raise AttributeError(attr)


def classify_class_attrs(cls):
    """Return the attributes of a class with what they are and where they come from."""
    found = []
    for name in sorted(dir(cls)):
        for base in cls.__mro__:
            if name in base.__dict__:
                value = base.__dict__[name]
                kind = ("static method" if isinstance(value, staticmethod) else "class method" if isinstance(value, classmethod)
                        else "property" if isinstance(value, property) else "method" if isroutine(value) else "data")
                found.append(Attribute(name, kind, base, value))
                break
    return found


_FrameInfo = collections.namedtuple("_FrameInfo", ("frame", "filename", "lineno", "function", "code_context", "index"))
_Traceback = collections.namedtuple("_Traceback", ("filename", "lineno", "function", "code_context", "index"))
ArgInfo = collections.namedtuple("ArgInfo", "args varargs keywords locals")
ClosureVars = collections.namedtuple("ClosureVars", "nonlocals globals builtins unbound")


class FrameInfo(_FrameInfo):
    """A frame and where it is."""

    def __new__(cls, frame, filename, lineno, function, code_context, index, *, positions=None):
        self = super().__new__(cls, frame, filename, lineno, function, code_context, index)
        self.positions = positions
        return self


class Traceback(_Traceback):
    """Where a frame or an entry of a traceback is."""

    def __new__(cls, filename, lineno, function, code_context, index, *, positions=None):
        self = super().__new__(cls, filename, lineno, function, code_context, index)
        self.positions = positions
        return self


def currentframe():
    """Return the frame of the caller."""
    return sys._getframe(1)


def getframeinfo(frame, context=1):
    """Tell where a frame or an entry of a traceback is, with so many source lines around it."""
    if istraceback(frame):
        lineno, frame = frame.tb_lineno, frame.tb_frame
    elif isframe(frame):
        lineno = frame.f_lineno
    else:
        raise TypeError("%r is not a frame or traceback object" % (frame,))
    filename = frame.f_code.co_filename
    lines = index = None
    if context > 0:
        found = linecache.getlines(filename)
        if found:
            start = max(0, min(lineno - 1 - context // 2, len(found) - context))
            lines, index = found[start:start + context], lineno - 1 - start
    return Traceback(filename, lineno, frame.f_code.co_name, lines, index)


def getlineno(frame):
    return frame.f_lineno


def _frame_info(frame, place):
    return FrameInfo(frame, *place)


def getouterframes(frame, context=1):
    """List a frame and those of its callers."""
    found = []
    while frame:
        found.append(_frame_info(frame, getframeinfo(frame, context)))
        frame = frame.f_back
    return found


def getinnerframes(tb, context=1):
    """List the frames of a traceback, the innermost last."""
    found = []
    while tb:
        found.append(_frame_info(tb.tb_frame, getframeinfo(tb, context)))
        tb = tb.tb_next
    return found


def stack(context=1):
    """List the frames of the caller and of its callers."""
    return getouterframes(sys._getframe(1), context)


def trace(context=1):
    """List the frames between the current one and where the exception that is being handled was raised."""
    return getinnerframes(sys.exc_info()[2], context)


def getargvalues(frame):
    """Return the names of a frame's parameters, and its variables."""
    code = frame.f_code
    n = code.co_argcount + code.co_kwonlyargcount
    names = list(code.co_varnames)
    varargs = keywords = None
    if code.co_flags & CO_VARARGS:
        varargs, n = names[n], n
        rest = n + 1
    else:
        rest = n
    if code.co_flags & CO_VARKEYWORDS:
        keywords = names[rest]
    return ArgInfo(names[:n], varargs, keywords, frame.f_locals)


def formatargvalues(args, varargs, varkw, locals, formatarg=str, formatvarargs=lambda name: "*" + name,
                    formatvarkw=lambda name: "**" + name, formatvalue=lambda value: "=" + repr(value)):
    """Show what getargvalues returned."""
    specs = [formatarg(name) + formatvalue(locals[name]) for name in args]
    if varargs:
        specs.append(formatvarargs(varargs) + formatvalue(locals[varargs]))
    if varkw:
        specs.append(formatvarkw(varkw) + formatvalue(locals[varkw]))
    return "(" + ", ".join(specs) + ")"


def getgeneratorstate(generator):
    """Return one of GEN_CREATED, GEN_RUNNING, GEN_SUSPENDED, GEN_CLOSED."""
    if generator.gi_running:
        return GEN_RUNNING
    if generator.gi_suspended:
        return GEN_SUSPENDED
    if generator.gi_frame is None:
        return GEN_CLOSED
    return GEN_CREATED


def getclosurevars(func):
    """Tell what the names stand for that a function finds outside itself."""
    raise NotImplementedError("inspect.getclosurevars() is not part of mpstar: its programs do not list the names that they use")


def getgeneratorlocals(generator):
    """Tell what the variables of a generator hold."""
    raise NotImplementedError("inspect.getgeneratorlocals() is not part of mpstar: the variables of a generator that waits can't be looked at")
