import collections as _collections
import re as _re
import sys as _sys
import types as _types

__all__ = ["pprint", "pformat", "isreadable", "isrecursive", "saferepr", "PrettyPrinter", "pp"]

_WORD = _re.compile(r"\S+\s*|\s+")


def pprint(object, stream=None, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True,
           underscore_numbers=False):
    """Print object to stream, or to sys.stdout, over as many lines as width asks for."""
    PrettyPrinter(indent, width, depth, stream, compact=compact, sort_dicts=sort_dicts,
                  underscore_numbers=underscore_numbers).pprint(object)


def pformat(object, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True, underscore_numbers=False):
    """The text that pprint prints, without its last newline."""
    return PrettyPrinter(indent, width, depth, compact=compact, sort_dicts=sort_dicts,
                         underscore_numbers=underscore_numbers).pformat(object)


def pp(object, *args, sort_dicts=False, **kwargs):
    """pprint, with the keys of dicts in the order that they came in."""
    pprint(object, *args, sort_dicts=sort_dicts, **kwargs)


def saferepr(object):
    """repr(object), with a mark where an object holds itself."""
    return PrettyPrinter().format(object, {}, None, 0)[0]


def isreadable(object):
    """Whether eval() could make the object anew from saferepr's text."""
    return PrettyPrinter().isreadable(object)


def isrecursive(object):
    """Whether the object holds itself."""
    return PrettyPrinter().isrecursive(object)


class _Order:
    """A key for sorting of what may have no order: by type, then by id."""

    def __init__(self, value):
        self.value = value

    def __lt__(self, other):
        a, b = self.value, other.value
        try:
            return a < b
        except TypeError:
            return (str(type(a)), id(a)) < (str(type(b)), id(b))


def _by_key(item):
    return _Order(item[0])


def _order_of_item(item):
    return (_Order(item[0]), _Order(item[1]))


def _loop(value):
    return "<Recursion on %s with id=%d>" % (type(value).__name__, id(value))


class PrettyPrinter:
    """Lays out values by the options given: a value on one line where it fits, else each member on a line."""

    def __init__(self, indent=1, width=80, depth=None, stream=None, *, compact=False, sort_dicts=True,
                 underscore_numbers=False):
        indent = int(indent)
        width = int(width)
        if indent < 0:
            raise ValueError("indent must be >= 0")
        if depth is not None and depth <= 0:
            raise ValueError("depth must be > 0")
        if not width:
            raise ValueError("width must be != 0")
        self._step = indent
        self._width = width
        self._depth = depth
        self._stream = stream
        self._compact = bool(compact)
        self._sort = sort_dicts
        self._underscores = underscore_numbers
        self._readable = True
        self._recursive = False

    def pprint(self, object):
        stream = _sys.stdout if self._stream is None else self._stream
        if stream is not None:
            stream.write(self.pformat(object) + "\n")

    def pformat(self, object):
        out = []
        self._lay(out, object, 0, 0, {}, 0)
        return "".join(out)

    def isrecursive(self, object):
        return self.format(object, {}, None, 0)[2]

    def isreadable(self, object):
        _, readable, recursive = self.format(object, {}, None, 0)
        return readable and not recursive

    def format(self, object, context, maxlevels, level):
        """The text of object on one line, whether eval() reads it, and whether it holds itself."""
        show = type(object).__repr__
        if self._underscores and isinstance(object, int) and not isinstance(object, bool) and show == int.__repr__:
            return format(int(object), "_d"), True, False
        if isinstance(object, dict) and show == dict.__repr__:
            return self._line(object, "{", "}", context, maxlevels, level)
        if isinstance(object, list) and show == list.__repr__:
            return self._line(object, "[", "]", context, maxlevels, level)
        if isinstance(object, tuple) and show == tuple.__repr__:
            return self._line(object, "(", ",)" if len(object) == 1 else ")", context, maxlevels, level)
        text = repr(object)
        return text, bool(text) and not text.startswith("<"), False

    def _line(self, value, opening, closing, context, maxlevels, level):
        if not value:
            return opening + closing, True, False
        if maxlevels and level >= maxlevels:
            return opening + "..." + closing, False, id(value) in context
        key = id(value)
        if key in context:
            return _loop(value), False, True
        context[key] = 1
        readable, recursive = True, False
        parts = []
        if opening == "{":
            items = value.items()
            if self._sort:
                items = sorted(items, key=_order_of_item)
        else:
            items = [(item,) for item in value]
        for item in items:
            texts = []
            for member in item:
                text, can, loops = self.format(member, context, maxlevels, level + 1)
                texts.append(text)
                readable = readable and can
                recursive = recursive or loops
            parts.append(": ".join(texts))
        del context[key]
        return opening + ", ".join(parts) + closing, readable, recursive

    def _text(self, value, context, level):
        text, readable, recursive = self.format(value, context.copy(), self._depth, level)
        if not readable:
            self._readable = False
        if recursive:
            self._recursive = True
        return text

    def _lay(self, out, value, indent, allowance, context, level):
        key = id(value)
        if key in context:
            out.append(_loop(value))
            self._recursive = True
            self._readable = False
            return
        text = self._text(value, context, level)
        if len(text) > self._width - indent - allowance:
            method = self._method(value)
            if method is not None:
                context[key] = 1
                method(out, value, indent, allowance, context, level + 1)
                del context[key]
                return
        out.append(text)

    def _method(self, value):
        """The method that lays out a value over lines, if its type has not a repr of its own."""
        cls = type(value)
        for base, name in _LAYOUTS:
            if isinstance(value, base) and cls.__repr__ == base.__repr__:
                return getattr(self, name)
        if hasattr(cls, "__dataclass_fields__") and cls.__dataclass_params__.repr \
                and getattr(cls.__repr__, "__module__", None) == "dataclasses":
            return self._dataclass
        # The classes of collections that wrap a value are made only when somebody uses them.
        if "data" in getattr(value, "__dict__", ()):
            for base in (_collections.UserDict, _collections.UserList, _collections.UserString):
                if isinstance(value, base) and cls.__repr__ == base.__repr__:
                    return self._wrapped
        return None

    def _wrapped(self, out, value, indent, allowance, context, level):
        self._lay(out, value.data, indent, allowance, context, level - 1)

    def _proxy(self, out, value, indent, allowance, context, level):
        out.append("mappingproxy(")
        self._lay(out, value.copy(), indent + 13, allowance + 1, context, level)
        out.append(")")

    def _pad(self, out):
        if self._step > 1:
            out.append(" " * (self._step - 1))

    def _dict(self, out, value, indent, allowance, context, level):
        out.append("{")
        self._pad(out)
        if len(value):
            items = value.items()
            if self._sort:
                items = sorted(items, key=_order_of_item)
            self._pairs(out, list(items), indent, allowance + 1, context, level)
        out.append("}")

    def _pairs(self, out, items, indent, allowance, context, level):
        indent += self._step
        for n, (key, member) in enumerate(items):
            if n:
                out.append(",\n" + " " * indent)
            text = self._text(key, context, level)
            out.append(text + ": ")
            room = allowance if n == len(items) - 1 else 1
            self._lay(out, member, indent + len(text) + 2, room, context, level)

    def _members(self, out, items, indent, allowance, context, level):
        indent += self._step
        self._pad(out)
        items = list(items)
        between = ",\n" + " " * indent
        lead = ""
        left = line = self._width - indent + 1
        for n, member in enumerate(items):
            last = n == len(items) - 1
            if last:
                line -= allowance
                left -= allowance
            if self._compact:
                text = self._text(member, context, level)
                size = len(text) + 2
                if left < size:
                    left = line
                    if lead:
                        lead = between
                if left >= size:
                    left -= size
                    out.append(lead + text)
                    lead = ", "
                    continue
            out.append(lead)
            lead = between
            self._lay(out, member, indent, allowance if last else 1, context, level)

    def _fields(self, out, items, indent, allowance, context, level):
        items = list(items)
        for n, (name, member) in enumerate(items):
            if n:
                out.append(",\n" + " " * indent)
            out.append(name + "=")
            if id(member) in context:
                out.append("...")
            else:
                room = allowance if n == len(items) - 1 else 1
                self._lay(out, member, indent + len(name) + 1, room, context, level)

    def _list(self, out, value, indent, allowance, context, level):
        out.append("[")
        self._members(out, value, indent, allowance + 1, context, level)
        out.append("]")

    def _tuple(self, out, value, indent, allowance, context, level):
        closing = ",)" if len(value) == 1 else ")"
        out.append("(")
        self._members(out, value, indent, allowance + len(closing), context, level)
        out.append(closing)

    def _set(self, out, value, indent, allowance, context, level):
        if not len(value):
            out.append(repr(value))
            return
        opening, closing = "{", "}"
        if type(value) is not set:
            name = type(value).__name__
            opening, closing = name + "({", "})"
            indent += len(name) + 1
        out.append(opening)
        self._members(out, sorted(value, key=_Order), indent, allowance + len(closing), context, level)
        out.append(closing)

    def _str(self, out, value, indent, allowance, context, level):
        top = level == 1
        if top:
            indent += 1
            allowance += 1
        lines = value.splitlines(True)
        width = self._width - indent
        chunks = []
        for n, line in enumerate(lines):
            final = n == len(lines) - 1
            text = repr(line)
            if len(text) <= width - (allowance if final else 0):
                chunks.append(text)
                continue
            words = _WORD.findall(line)
            held = ""
            for k, word in enumerate(words):
                room = width - (allowance if final and k == len(words) - 1 else 0)
                if len(repr(held + word)) > room:
                    if held:
                        chunks.append(repr(held))
                    held = word
                else:
                    held += word
            if held:
                chunks.append(repr(held))
        if len(chunks) <= 1:
            out.append(repr(value))
            return
        body = ("\n" + " " * indent).join(chunks)
        out.append("(" + body + ")" if top else body)

    def _bytes(self, out, value, indent, allowance, context, level):
        if len(value) <= 4:
            out.append(repr(value))
            return
        top = level == 1
        if top:
            indent += 1
            allowance += 1
        width = self._width - indent
        chunks = []
        held = b""
        end = len(value) // 4 * 4
        for n in range(0, len(value), 4):
            if n == end:
                width -= allowance
            part = value[n:n + 4]
            if len(repr(held + part)) > width:
                if held:
                    chunks.append(repr(held))
                held = part
            else:
                held += part
        if held:
            chunks.append(repr(held))
        body = ("\n" + " " * indent).join(chunks)
        out.append("(" + body + ")" if top else body)

    def _bytearray(self, out, value, indent, allowance, context, level):
        out.append("bytearray(")
        self._bytes(out, bytes(value), indent + 10, allowance + 1, context, level + 1)
        out.append(")")

    def _ordered(self, out, value, indent, allowance, context, level):
        if not len(value):
            out.append(repr(value))
            return
        name = type(value).__name__
        out.append(name + "(")
        self._lay(out, list(value.items()), indent + len(name) + 1, allowance + 1, context, level)
        out.append(")")

    def _default(self, out, value, indent, allowance, context, level):
        if not len(value):
            out.append(repr(value))
            return
        name = type(value).__name__
        indent += len(name) + 1
        out.append(name + "(" + self._text(value.default_factory, context, level) + ",\n" + " " * indent)
        self._dict(out, value, indent, allowance + 1, context, level)
        out.append(")")

    def _counter(self, out, value, indent, allowance, context, level):
        if not len(value):
            out.append(repr(value))
            return
        name = type(value).__name__
        out.append(name + "({")
        self._pad(out)
        self._pairs(out, value.most_common(), indent + len(name) + 1, allowance + 2, context, level)
        out.append("})")

    def _chain(self, out, value, indent, allowance, context, level):
        name = type(value).__name__
        indent += len(name) + 1
        out.append(name + "(")
        for n, member in enumerate(value.maps):
            if n:
                out.append(",\n" + " " * indent)
            last = n == len(value.maps) - 1
            self._lay(out, member, indent, allowance + 1 if last else 1, context, level)
        out.append(")")

    def _deque(self, out, value, indent, allowance, context, level):
        if not len(value):
            out.append(repr(value))
            return
        name = type(value).__name__
        indent += len(name) + 1
        out.append(name + "([")
        if value.maxlen is None:
            self._members(out, value, indent, allowance + 2, context, level)
            out.append("])")
        else:
            self._members(out, value, indent, 2, context, level)
            text = self._text(value.maxlen, context, level)
            out.append("],\n" + " " * indent + "maxlen=" + text + ")")

    def _namespace(self, out, value, indent, allowance, context, level):
        name = "namespace" if type(value) is _types.SimpleNamespace else type(value).__name__
        out.append(name + "(")
        self._fields(out, value.__dict__.items(), indent + len(name) + 1, allowance, context, level)
        out.append(")")

    def _dataclass(self, out, value, indent, allowance, context, level):
        import dataclasses
        name = type(value).__name__
        fields = [(f.name, getattr(value, f.name)) for f in dataclasses.fields(value) if f.repr]
        out.append(name + "(")
        self._fields(out, fields, indent + len(name) + 1, allowance, context, level)
        out.append(")")



# The types with a layout: subclasses stand before their bases.
_LAYOUTS = [
    (_collections.OrderedDict, "_ordered"),
    (_collections.defaultdict, "_default"),
    (_collections.Counter, "_counter"),
    (_collections.ChainMap, "_chain"),
    (_collections.deque, "_deque"),
    (_types.SimpleNamespace, "_namespace"),
    (_types.MappingProxyType, "_proxy"),
    (dict, "_dict"),
    (list, "_list"),
    (tuple, "_tuple"),
    (set, "_set"),
    (frozenset, "_set"),
    (str, "_str"),
    (bytearray, "_bytearray"),
    (bytes, "_bytes"),
]
