__all__ = ["QUOTE_MINIMAL", "QUOTE_ALL", "QUOTE_NONNUMERIC", "QUOTE_NONE", "Error", "Dialect", "excel", "excel_tab",
           "field_size_limit", "reader", "writer", "register_dialect", "get_dialect", "list_dialects",
           "unregister_dialect", "DictReader", "DictWriter", "unix_dialect"]

QUOTE_MINIMAL, QUOTE_ALL, QUOTE_NONNUMERIC, QUOTE_NONE = range(4)
_OPTIONS = ("delimiter", "doublequote", "escapechar", "lineterminator", "quotechar", "quoting", "skipinitialspace", "strict")


class Error(Exception):
    pass


class Dialect:
    """The options of a reader or writer, as attributes."""

    delimiter = ","
    quotechar = '"'
    escapechar = None
    doublequote = True
    skipinitialspace = False
    lineterminator = "\r\n"
    quoting = QUOTE_MINIMAL
    strict = False


class excel(Dialect):
    """Files as Excel writes them, with commas."""


class excel_tab(excel):
    """Files as Excel writes them, with tabs."""
    delimiter = "\t"


class unix_dialect(Dialect):
    """Lines end with a newline, and every field has quotes."""
    lineterminator = "\n"
    quoting = QUOTE_ALL


_dialects = {"excel": excel, "excel-tab": excel_tab, "unix": unix_dialect}
_limit = 131072


def _one(name, value, optional):
    if value is None and optional:
        return None
    if not isinstance(value, str):
        raise TypeError('"%s" must be string%s, not %s' % (name, " or None" if optional else "", type(value).__name__))
    if len(value) != 1:
        raise TypeError('"%s" must be a 1-character string' % name)
    return value


class _Options(Dialect):
    def __init__(self, dialect, given):
        if isinstance(dialect, str):
            dialect = get_dialect(dialect)
        for name in _OPTIONS:
            setattr(self, name, getattr(dialect if dialect is not None else excel, name, getattr(Dialect, name)))
        for name, value in given.items():
            if name not in _OPTIONS:
                raise TypeError("'%s' is an invalid keyword argument for this function" % name)
            setattr(self, name, value)
        _one("delimiter", self.delimiter, False)
        _one("escapechar", self.escapechar, True)
        if self.quotechar == "" or "quotechar" in given and self.quotechar is None:
            if self.quoting != QUOTE_NONE:
                raise TypeError("quotechar must be set if quoting enabled")
            self.quotechar = None
        _one("quotechar", self.quotechar, True)
        if not isinstance(self.quoting, int):
            raise TypeError('"quoting" must be an integer')
        if self.quoting not in (0, 1, 2, 3):
            raise TypeError('bad "quoting" value')
        if not isinstance(self.lineterminator, str):
            raise TypeError('"lineterminator" must be a string, not %s' % type(self.lineterminator).__name__)


def register_dialect(name, dialect=None, **fmtparams):
    if not isinstance(name, str):
        raise TypeError("dialect name must be a string")
    _dialects[name] = _Options(dialect, fmtparams)


def unregister_dialect(name):
    get_dialect(name)
    del _dialects[name]


def get_dialect(name):
    if name not in _dialects:
        raise Error("unknown dialect")
    d = _dialects[name]
    return d if isinstance(d, _Options) else _Options(d, {})


def list_dialects():
    return list(_dialects)


def field_size_limit(new_limit=None):
    global _limit
    old = _limit
    if new_limit is not None:
        if not isinstance(new_limit, int):
            raise TypeError("limit must be an integer")
        _limit = new_limit
    return old


class _Reader:
    def __init__(self, lines, options):
        self._lines = iter(lines)
        self.dialect = options
        self.line_num = 0

    def __iter__(self):
        return self

    def _line(self):
        line = next(self._lines)
        if not isinstance(line, str):
            raise Error("iterator should return strings, not %s (the file should be opened in text mode)" % type(line).__name__)
        self.line_num += 1
        return line

    def __next__(self):
        d = self.dialect
        line = self._line()
        if d.quotechar is None or d.quotechar not in line:
            plain = line.rstrip("\r\n")
            if d.escapechar is None and not d.skipinitialspace and d.quoting != QUOTE_NONNUMERIC and "\r" not in plain and "\n" not in plain:
                for field in (fields := plain.split(d.delimiter) if plain else []):
                    if len(field) > _limit:
                        raise Error("field larger than field limit (%d)" % _limit)
                return fields
        return self._parse(line)

    def _parse(self, line):
        # Where the parser is: before a field, in one, in quotes, after a quote in quotes, after an escape in one of
        # these, after an escaped end of line, or after the end of the line.
        d = self.dialect
        fields, field, state, quoted = [], [], "start", False
        delimiter, quote, escape = d.delimiter, d.quotechar if d.quoting != QUOTE_NONE else None, d.escapechar
        began = False

        def save():
            text = "".join(field)
            if len(text) > _limit:
                raise Error("field larger than field limit (%d)" % _limit)
            field.clear()
            fields.append(float(text) if d.quoting == QUOTE_NONNUMERIC and not quoted else text)

        while True:
            for c in line:
                if state == "end":
                    if c not in "\r\n":
                        raise Error("new-line character seen in unquoted field - do you need to open the file in universal-newline mode?")
                    continue
                if state == "newline":
                    state = "field"
                if state == "escaped" or state == "escaped in quotes":
                    field.append(c)
                    state = "quotes" if state != "escaped" else "newline" if c in "\r\n" else "field"
                elif state == "quotes":
                    if c == escape:
                        state = "escaped in quotes"
                    elif c == quote:
                        state = "quote" if d.doublequote else "field"
                    else:
                        field.append(c)
                elif state == "quote" and c == quote:
                    field.append(c)
                    state = "quotes"
                elif c in "\r\n":
                    if began or state != "start":
                        save()
                    state = "end"
                elif c == delimiter:
                    save()
                    quoted, state, began = False, "start", True
                elif state == "quote":
                    if d.strict:
                        raise Error("'%s' expected after '%s'" % (delimiter, quote))
                    field.append(c)
                    state = "field"
                elif state == "start" and c == quote:
                    quoted, state = True, "quotes"
                elif c == escape:
                    state = "escaped"
                elif state == "start" and c == " " and d.skipinitialspace:
                    began = True
                else:
                    field.append(c)
                    state = "field"
            if state == "end":
                return fields
            if state in ("quotes", "escaped in quotes", "escaped", "newline"):
                if state.startswith("escaped"):
                    field.append("\n")
                    state = "quotes" if state == "escaped in quotes" else "newline"
                try:
                    line = self._line()
                except StopIteration:
                    if d.strict:
                        raise Error("unexpected end of data") from None
                    save()
                    return fields
                continue
            if began or state != "start":
                save()
            return fields


def reader(csvfile, dialect="excel", **fmtparams):
    return _Reader(csvfile, _Options(dialect, fmtparams))


class _Writer:
    def __init__(self, file, options):
        if not hasattr(file, "write"):
            raise TypeError('argument 1 must have a "write" method')
        self._write = file.write
        self.dialect = options

    def _field(self, value, alone):
        d = self.dialect
        number = isinstance(value, (int, float))
        text = "" if value is None else value if isinstance(value, str) else str(value)
        quote, escape = d.quotechar, d.escapechar
        quoted = d.quoting == QUOTE_ALL or d.quoting == QUOTE_NONNUMERIC and not number
        special = (d.delimiter, quote, escape, "\r", "\n")
        out = []
        for c in text:
            if c in special or c in d.lineterminator:
                if d.quoting == QUOTE_NONE:
                    want = True
                elif c == quote:
                    want = not d.doublequote
                    if d.doublequote:
                        out.append(quote)
                        quoted = True
                    elif escape is None:
                        quoted = True
                else:
                    want = c == escape
                    quoted = quoted or not want
                if want:
                    if escape is None:
                        raise Error("need to escape, but no escapechar set")
                    out.append(escape)
            out.append(c)
        if not text and alone and not quoted:
            if d.quoting == QUOTE_NONE:
                raise Error("single empty field record must be quoted")
            quoted = True
        return quote + "".join(out) + quote if quoted else "".join(out)

    def writerow(self, row):
        try:
            row = list(row)
        except TypeError:
            raise Error("iterable expected, not %s" % type(row).__name__) from None
        return self._write(self.dialect.delimiter.join([self._field(v, len(row) == 1) for v in row]) + self.dialect.lineterminator)

    def writerows(self, rows):
        for row in rows:
            self.writerow(row)


def writer(csvfile, dialect="excel", **fmtparams):
    return _Writer(csvfile, _Options(dialect, fmtparams))


class DictReader:
    def __init__(self, f, fieldnames=None, restkey=None, restval=None, dialect="excel", *args, **kwds):
        self._fieldnames = fieldnames
        self.restkey = restkey
        self.restval = restval
        self.reader = reader(f, dialect, *args, **kwds)
        self.dialect = dialect
        self.line_num = 0

    def __iter__(self):
        return self

    @property
    def fieldnames(self):
        if self._fieldnames is None:
            try:
                self._fieldnames = next(self.reader)
            except StopIteration:
                pass
        self.line_num = self.reader.line_num
        return self._fieldnames

    @fieldnames.setter
    def fieldnames(self, value):
        self._fieldnames = value

    def __next__(self):
        names = self.fieldnames
        row = next(self.reader)
        while not row:
            row = next(self.reader)
        self.line_num = self.reader.line_num
        names = self.fieldnames
        d = dict(zip(names, row))
        if len(names) < len(row):
            d[self.restkey] = row[len(names):]
        for key in names[len(row):]:
            d[key] = self.restval
        return d


class DictWriter:
    def __init__(self, f, fieldnames, restval="", extrasaction="raise", dialect="excel", *args, **kwds):
        self.fieldnames = fieldnames
        self.restval = restval
        if extrasaction.lower() not in ("raise", "ignore"):
            raise ValueError("extrasaction (%s) must be 'raise' or 'ignore'" % extrasaction)
        self.extrasaction = extrasaction
        self.writer = writer(f, dialect, *args, **kwds)

    def writeheader(self):
        return self.writerow(dict(zip(self.fieldnames, self.fieldnames)))

    def _row(self, rowdict):
        if self.extrasaction == "raise":
            wrong = [k for k in rowdict if k not in self.fieldnames]
            if wrong:
                raise ValueError("dict contains fields not in fieldnames: " + ", ".join([repr(x) for x in wrong]))
        return [rowdict.get(key, self.restval) for key in self.fieldnames]

    def writerow(self, rowdict):
        return self.writer.writerow(self._row(rowdict))

    def writerows(self, rowdicts):
        return self.writer.writerows([self._row(r) for r in rowdicts])
