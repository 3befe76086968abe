class Template:
    """A text with $placeholders."""

    __module__ = "string"
    delimiter = "$"

    def __init__(self, template):
        self.template = template

    def _parts(self):
        # Gives (kind, text, where): text as it is, a name, or what can't be read.
        text, mark = self.template, self.delimiter
        at = 0
        while True:
            start = text.find(mark, at)
            if start < 0:
                yield "text", text[at:], at
                return
            yield "text", text[at:start], at
            at = start + len(mark)
            if text.startswith(mark, at):
                at += len(mark)
                yield "text", mark, start
                continue
            braced = text[at:at + 1] == "{"
            begin = end = at + 1 if braced else at
            while end < len(text) and text[end].isascii() and (text[end].isalnum() or text[end] == "_"):
                end += 1
            name = text[begin:end]
            if not name or name[0].isdigit() or braced and text[end:end + 1] != "}":
                yield "invalid", mark, start
                continue
            at = end + 1 if braced else end
            yield "name", name, text[start:at]

    def _values(self, mapping, kws):
        if mapping is None:
            return kws
        if not kws:
            return mapping
        both = dict(mapping)
        both.update(kws)
        return both

    def substitute(self, mapping=None, /, **kws):
        """Return the text with all placeholders replaced."""
        values = self._values(mapping, kws)
        out = []
        for kind, text, where in self._parts():
            if kind == "invalid":
                before = self.template[:where].splitlines(True)
                line = len(before) or 1
                col = where - len("".join(before[:-1])) + 1
                raise ValueError("Invalid placeholder in string: line %d, col %d" % (line, col))
            out.append(str(values[text]) if kind == "name" else text)
        return "".join(out)

    def safe_substitute(self, mapping=None, /, **kws):
        """Return the text with those placeholders replaced that have a value."""
        values = self._values(mapping, kws)
        out = []
        for kind, text, where in self._parts():
            if kind == "name":
                try:
                    text = str(values[text])
                except KeyError:
                    text = where
            out.append(text)
        return "".join(out)

    def is_valid(self):
        """Tell whether all placeholders can be read."""
        return all([kind != "invalid" for kind, text, where in self._parts()])

    def get_identifiers(self):
        """Return the names of the placeholders."""
        names = []
        for kind, text, where in self._parts():
            if kind == "name" and text not in names:
                names.append(text)
        return names
