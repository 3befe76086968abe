"""The class string.Formatter: str.format in steps that a class derived from it can replace."""


def _pieces(text):
    """The parts of a format: literal text, and the name, spec and conversion of the field after it, or None."""
    i, n = 0, len(text)
    while i < n:
        literal = []
        field = None
        while i < n:
            c = text[i]
            if c in "{}":
                if text[i + 1:i + 2] == c:
                    literal.append(c)
                    i += 2
                    # What was doubled ends a part.
                    field = ()
                    break
                if c == "}":
                    raise ValueError("Single '}' encountered in format string")
                if i + 1 == n:
                    raise ValueError("Single '{' encountered in format string")
                i += 1
                field = _field(text, i)
                i = field[3]
                break
            literal.append(c)
            i += 1
        if field:
            yield "".join(literal), field[0], field[1], field[2]
        else:
            yield "".join(literal), None, None, None


def _field(text, start):
    """Name, spec and conversion of the field that begins at start, and where it ends."""
    i, n = start, len(text)
    brackets = False
    while i < n:
        c = text[i]
        if brackets:
            brackets = c != "]"
        elif c == "[":
            brackets = True
        elif c == "{":
            raise ValueError("unexpected '{' in field name")
        elif c in "}:!":
            break
        i += 1
    if i == n:
        raise ValueError("expected '}' before end of string")
    name, conversion = text[start:i], None
    if text[i] == "!":
        if i + 2 > n - 1:
            raise ValueError("end of string while looking for conversion specifier" if i + 1 >= n else "unmatched '{' in format spec")
        conversion = text[i + 1]
        i += 2
        if conversion == "}":
            raise ValueError("unmatched '{' in format spec")
        if text[i] not in ":}":
            raise ValueError("expected ':' after conversion specifier")
    if text[i] == "}":
        return name, "", conversion, i + 1
    depth, begin = 1, i + 1
    i = begin
    while i < n:
        if text[i] == "{":
            depth += 1
        elif text[i] == "}":
            depth -= 1
            if depth == 0:
                return name, text[begin:i], conversion, i + 1
        i += 1
    raise ValueError("unmatched '{' in format spec" if depth > 1 else "expected '}' before end of string")


def _split(name):
    """The first part of a field's name, an int if it is one, and the steps after it: whether an attribute, and its name or index."""
    end = len(name)
    for i, c in enumerate(name):
        if c in ".[":
            end = i
            break
    first = name[:end]
    steps = []
    i = end
    while i < len(name):
        if name[i] == ".":
            j = i + 1
            while j < len(name) and name[j] not in ".[":
                j += 1
            key, attribute = name[i + 1:j], True
        elif name[i] == "[":
            j = name.find("]", i)
            if j < 0:
                raise ValueError("Missing ']' in format string")
            key, attribute = name[i + 1:j], False
            j += 1
        else:
            raise ValueError("Only '.' or '[' may follow ']' in format field specifier")
        if not key:
            raise ValueError("Empty attribute in format string")
        steps.append((attribute, int(key) if not attribute and key.isdigit() else key))
        i = j
    return int(first) if first.isdigit() else first, steps


class Formatter:
    __module__ = "string"

    def format(self, format_string, /, *args, **kwargs):
        return self.vformat(format_string, args, kwargs)

    def vformat(self, format_string, args, kwargs):
        used_args = set()
        result, _ = self._vformat(format_string, args, kwargs, used_args, 2)
        self.check_unused_args(used_args, args, kwargs)
        return result

    def _vformat(self, format_string, args, kwargs, used_args, recursion_depth, auto_arg_index=0):
        if recursion_depth < 0:
            raise ValueError("Max string recursion exceeded")
        result = []
        for literal, name, spec, conversion in self.parse(format_string):
            if literal:
                result.append(literal)
            if name is None:
                continue
            if name == "":
                if auto_arg_index is False:
                    raise ValueError("cannot switch from manual field specification to automatic field numbering")
                name = str(auto_arg_index)
                auto_arg_index += 1
            elif name.isdigit():
                if auto_arg_index:
                    raise ValueError("cannot switch from manual field specification to automatic field numbering")
                auto_arg_index = False
            obj, used = self.get_field(name, args, kwargs)
            used_args.add(used)
            obj = self.convert_field(obj, conversion)
            spec, auto_arg_index = self._vformat(spec, args, kwargs, used_args, recursion_depth - 1, auto_arg_index)
            result.append(self.format_field(obj, spec))
        return "".join(result), auto_arg_index

    def get_value(self, key, args, kwargs):
        return args[key] if isinstance(key, int) else kwargs[key]

    def check_unused_args(self, used_args, args, kwargs):
        pass

    def format_field(self, value, format_spec):
        return format(value, format_spec)

    def convert_field(self, value, conversion):
        if conversion is None:
            return value
        if conversion == "s":
            return str(value)
        if conversion == "r":
            return repr(value)
        if conversion == "a":
            return ascii(value)
        raise ValueError("Unknown conversion specifier {0!s}".format(conversion))

    def parse(self, format_string):
        return _pieces(format_string)

    def get_field(self, field_name, args, kwargs):
        first, steps = _split(field_name)
        obj = self.get_value(first, args, kwargs)
        for attribute, key in steps:
            obj = getattr(obj, key) if attribute else obj[key]
        return obj, first
