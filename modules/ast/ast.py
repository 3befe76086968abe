__all__ = ["literal_eval"]

# The characters that begin and make up names and numbers.
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_"
_NUMBER = _LETTERS + "0123456789."


def literal_eval(node_or_string):
    """Evaluate text that is a literal: a string, bytes, number, tuple, list, dict, set, bool or None."""
    if not isinstance(node_or_string, str):
        raise ValueError("malformed node or string: %r" % (node_or_string,))
    text = node_or_string.lstrip(" \t")
    # A syntax error is one of CPython's; what is no literal is a ValueError.
    compile(text, "<unknown>", "eval")
    reader = _Reader(text)
    value = reader.value()
    reader.blank()
    if reader.pos != len(text):
        reader.refuse()
    return value


class _Reader:
    """Reads one literal of a text that is known to be an expression."""

    def __init__(self, text):
        self.text, self.pos = text, 0

    def refuse(self):
        raise ValueError("malformed node or string on line %d: %r" % (self.text[:self.pos].count("\n") + 1, self.text))

    def blank(self):
        while self.pos < len(self.text):
            c = self.text[self.pos]
            if c == "#":
                while self.pos < len(self.text) and self.text[self.pos] != "\n":
                    self.pos += 1
            elif c in " \t\r\n\f\\":
                self.pos += 1
            else:
                break

    def peek(self):
        self.blank()
        return self.text[self.pos:self.pos + 1]

    def take(self, c):
        if self.peek() != c:
            return False
        self.pos += 1
        return True

    def value(self):
        left = self.operand()
        # 1+2j and the like
        while self.peek() in ("+", "-") and self.peek():
            op = self.text[self.pos]
            self.pos += 1
            right = self.operand()
            if type(left) not in (int, float) or type(right) is not complex:
                self.refuse()
            left = left + right if op == "+" else left - right
        return left

    def operand(self):
        c = self.peek()
        if c in ("-", "+") and c:
            self.pos += 1
            v = self.operand()
            if type(v) not in (int, float, complex):
                self.refuse()
            return -v if c == "-" else v
        if c == "(":
            self.pos += 1
            items, comma = self.items(")")
            return tuple(items) if comma or not items else items[0]
        if c == "[":
            self.pos += 1
            return self.items("]")[0]
        if c == "{":
            self.pos += 1
            return self.braces()
        if c and c in "0123456789.":
            return self.number()
        if c and c in "'\"" or self.prefix():
            return self.string()
        if c and c in _LETTERS:
            word = self.word()
            for name, v in (("None", None), ("True", True), ("False", False)):
                if word == name:
                    return v
            if word == "set" and self.take("(") and self.take(")"):
                return set()
            self.refuse()
        self.refuse()

    def items(self, end):
        found, comma = [], False
        while not self.take(end):
            found.append(self.value())
            if self.take(","):
                comma = True
            elif not self.take(end):
                self.refuse()
            else:
                break
        return found, comma

    def braces(self):
        if self.take("}"):
            return {}
        first = self.value()
        if not self.take(":"):
            rest = self.items("}")[0] if self.take(",") else None
            if rest is None and not self.take("}"):
                self.refuse()
            return {first, *(rest or ())}
        made = {first: self.value()}
        while self.take(","):
            if self.peek() == "}":
                break
            key = self.value()
            if not self.take(":"):
                self.refuse()
            made[key] = self.value()
        if not self.take("}"):
            self.refuse()
        return made

    def word(self):
        start = self.pos
        while self.pos < len(self.text) and self.text[self.pos] in _NUMBER[:-1]:
            self.pos += 1
        return self.text[start:self.pos]

    def number(self):
        start = self.pos
        text = self.text
        while self.pos < len(text):
            c = text[self.pos]
            sign = c in "+-" and text[self.pos - 1] in "eE" and not text[start:start + 2].lower() == "0x"
            if c not in _NUMBER and not sign:
                break
            self.pos += 1
        literal = text[start:self.pos]
        if literal[-1] in "jJ":
            return complex(literal)
        if literal[:1] == "0" and literal[1:2] in tuple("xXoObB"):
            return int(literal, 0)
        if any(c in literal for c in ".eE"):
            return float(literal)
        return int(literal)

    def prefix(self):
        i = self.pos
        while i < len(self.text) and self.text[i] in "rRbBuU" and i < self.pos + 2:
            i += 1
        return i > self.pos and self.text[i:i + 1] in ("'", '"')

    def string(self):
        parts = []
        while self.peek() and (self.peek() in "'\"" or self.prefix()):
            start = self.pos
            while self.text[self.pos] not in "'\"":
                self.pos += 1
            quote = self.text[self.pos]
            if self.text[self.pos:self.pos + 3] == quote * 3:
                quote *= 3
            self.pos += len(quote)
            while not self.text.startswith(quote, self.pos):
                self.pos += 2 if self.text[self.pos] == "\\" else 1
            self.pos += len(quote)
            # What stands between the quotes runs no code.
            parts.append(eval(self.text[start:self.pos]))
        whole = parts[0]
        for p in parts[1:]:
            whole += p
        return whole


def __getattr__(name):
    if name[:1] == "_":
        raise AttributeError("module 'ast' has no attribute %r" % name)
    raise AttributeError("module 'ast' has no attribute %r (mpstar has literal_eval of it: its programs are no trees of Python's)" % name)
