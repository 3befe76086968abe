import _traceback
import sys

__all__ = [
    "extract_stack", "extract_tb", "format_exception", "format_exception_only", "format_list", "format_stack", "format_tb",
    "print_exc", "format_exc", "print_exception", "print_last", "print_stack", "print_tb", "clear_frames", "FrameSummary",
    "StackSummary", "TracebackException", "walk_stack", "walk_tb",
]


class _Implicit:
    def __repr__(self):
        return "<implicit>"


_implicit = _Implicit()

_CAUSE = "\nThe above exception was the direct cause of the following exception:\n\n"
_CONTEXT = "\nDuring handling of the above exception, another exception occurred:\n\n"


class FrameSummary:
    """One entry of a traceback: a place in a source text."""

    def __init__(self, filename, lineno, name, *, lookup_line=True, locals=None, line=None, end_lineno=None, colno=None,
                 end_colno=None):
        self.filename = filename
        self.lineno = lineno
        self.name = name
        self.locals = {k: repr(v) for k, v in locals.items()} if locals else None
        self.end_lineno = end_lineno
        self.colno = colno
        self.end_colno = end_colno
        self._frame = None
        self._line = line
        if lookup_line:
            self.line

    @property
    def line(self):
        if self._line is None:
            if self.lineno is None:
                return None
            self._line = _source_line(self.filename, self.lineno)
        return self._line.strip()

    def _entry(self):
        if self._frame is not None:
            return self._frame
        return (self.filename, self.lineno or 0, self.name, self.line or None, 0, 0, 0, 0)

    def __eq__(self, other):
        if isinstance(other, FrameSummary):
            return (self.filename, self.lineno, self.name, self.locals) == (other.filename, other.lineno, other.name, other.locals)
        if isinstance(other, tuple):
            return (self.filename, self.lineno, self.name, self.line) == other
        return NotImplemented

    __hash__ = None

    def __getitem__(self, pos):
        return (self.filename, self.lineno, self.name, self.line)[pos]

    def __iter__(self):
        return iter([self.filename, self.lineno, self.name, self.line])

    def __repr__(self):
        return "<FrameSummary file %s, line %s in %s>" % (self.filename, self.lineno, self.name)

    def __len__(self):
        return 4


def _source_line(filename, lineno):
    try:
        with open(filename) as f:
            lines = f.readlines()
    except (OSError, ValueError):
        return ""
    return lines[lineno - 1] if 0 < lineno <= len(lines) else ""


def _summary(entry):
    s = FrameSummary(entry[0], entry[1], entry[2], lookup_line=False, line=entry[3] or "")
    s._frame = entry
    if entry[5]:
        s.end_lineno, s.colno, s.end_colno = entry[1], entry[4] - 1, entry[5] - 1
    return s


def _limited(entries, limit):
    if limit is None:
        limit = getattr(sys, "tracebacklimit", None)
        if limit is not None and limit < 0:
            limit = 0
    if limit is None:
        return entries
    return entries[:limit] if limit >= 0 else entries[limit:]


class StackSummary(list):
    """A list of FrameSummary."""

    @classmethod
    def extract(klass, frame_gen, *, limit=None, lookup_lines=True, capture_locals=False):
        """Make one of pairs of frame and line number."""
        found = klass()
        for frame, lineno in _limited(list(frame_gen), limit):
            found.append(FrameSummary(frame.f_code.co_filename, lineno, frame.f_code.co_name, lookup_line=lookup_lines))
        return found

    @classmethod
    def from_list(klass, a_list):
        """Make one of FrameSummary objects or tuples of file, line, name and source line."""
        found = klass()
        for item in a_list:
            if not isinstance(item, FrameSummary):
                filename, lineno, name, line = item
                item = FrameSummary(filename, lineno, name, line=line)
            found.append(item)
        return found

    def format_frame_summary(self, frame_summary):
        """Return the lines of one entry."""
        text = _traceback.format_frame(frame_summary._entry())
        if frame_summary.locals:
            for name, value in sorted(frame_summary.locals.items()):
                text += "    %s = %s\n" % (name, value)
        return text

    def format(self):
        """Return a list of texts, one for each entry; many equal ones in a row are counted."""
        out = []
        last = None
        count = 0
        for s in self:
            place = (s.filename, s.lineno, s.name)
            if place != last:
                _repeated(out, count)
                last, count = place, 0
            count += 1
            if count > 3:
                continue
            text = self.format_frame_summary(s)
            if text is not None:
                out.append(text)
        _repeated(out, count)
        return out


def _repeated(out, count):
    if count > 3:
        more = count - 3
        out.append("  [Previous line repeated %d more time%s]\n" % (more, "s" if more > 1 else ""))


def _stack_of(tb, limit=None):
    found = StackSummary()
    for entry in _limited(_traceback.frames(tb), limit):
        found.append(_summary(entry))
    return found


class TracebackException:
    """What is needed to print an exception later, without the exception itself."""

    def __init__(self, exc_type, exc_value, exc_traceback, *, limit=None, lookup_lines=True, capture_locals=False,
                 compact=False, max_group_width=15, max_group_depth=10, _seen=None):
        seen = set() if _seen is None else _seen
        seen.add(id(exc_value))
        self.max_group_width = max_group_width
        self.max_group_depth = max_group_depth
        self.stack = _stack_of(exc_traceback, limit)
        self.exc_type = exc_type
        self._group = None
        self._str = ""
        self.__notes__ = getattr(exc_value, "__notes__", None)
        if exc_value is None:
            self._lines = [_no_exception(exc_type)]
        else:
            self._lines = format_exception_only(exc_value)
            try:
                self._str = str(exc_value)
            except Exception:
                self._str = "<exception str() failed>"
            if isinstance(exc_value, BaseExceptionGroup):
                self._group = _traceback.format_group(exc_value)
        if isinstance(exc_value, SyntaxError):
            self.filename = exc_value.filename
            self.lineno = None if exc_value.lineno is None else str(exc_value.lineno)
            self.text = exc_value.text
            self.offset = exc_value.offset
            self.msg = exc_value.msg
        cause = context = None
        if exc_value is not None:
            cause, context = exc_value.__cause__, exc_value.__context__
        self.__suppress_context__ = exc_value.__suppress_context__ if exc_value is not None else False
        more = {"limit": limit, "_seen": seen}
        self.__cause__ = self.__context__ = None
        if cause is not None and id(cause) not in seen:
            self.__cause__ = TracebackException(type(cause), cause, cause.__traceback__, **more)
        if context is not None and id(context) not in seen and not (compact and (cause is not None or self.__suppress_context__)):
            self.__context__ = TracebackException(type(context), context, context.__traceback__, **more)

    @classmethod
    def from_exception(cls, exc, *args, **kwargs):
        """Make one of an exception."""
        return cls(type(exc), exc, exc.__traceback__, *args, **kwargs)

    def __eq__(self, other):
        if isinstance(other, TracebackException):
            return self is other or list(self.format()) == list(other.format())
        return NotImplemented

    __hash__ = None

    def __str__(self):
        return self._str

    def format_exception_only(self):
        """Give the last lines: class, message, notes."""
        yield from self._lines

    def format(self, *, chain=True, _ctx=None):
        """Give the lines of the whole traceback."""
        chained = [(self, None)]
        if chain:
            exc = self
            while True:
                if exc.__cause__ is not None:
                    exc, text = exc.__cause__, _CAUSE
                elif exc.__context__ is not None and not exc.__suppress_context__:
                    exc, text = exc.__context__, _CONTEXT
                else:
                    break
                chained.append((exc, text))
        for exc, text in reversed(chained):
            if exc._group:
                yield from exc._group
            else:
                if exc.stack:
                    yield "Traceback (most recent call last):\n"
                    yield from exc.stack.format()
                yield from exc._lines
            if text is not None:
                yield text

    def print(self, *, file=None, chain=True):
        """Print the lines of the whole traceback."""
        _write(self.format(chain=chain), file)


def _no_exception(exc_type):
    return "NoneType: None\n" if exc_type is None else exc_type.__name__ + "\n"


def _write(lines, file):
    if file is None:
        file = sys.stderr
    for line in lines:
        file.write(line)


def _parse(exc, value, tb):
    if (value is _implicit) != (tb is _implicit):
        raise ValueError("Both or neither of value and tb must be given")
    if value is tb is _implicit:
        if exc is None:
            return None, None
        if not isinstance(exc, BaseException):
            raise TypeError("Exception expected for value, %s found" % type(exc).__name__)
        return exc, exc.__traceback__
    return value, tb


def format_exception(exc, /, value=_implicit, tb=_implicit, limit=None, chain=True):
    """Return the lines of an exception's traceback."""
    value, tb = _parse(exc, value, tb)
    return list(TracebackException(type(value) if value is not None else None, value, tb, limit=limit).format(chain=chain))


def print_exception(exc, /, value=_implicit, tb=_implicit, limit=None, file=None, chain=True):
    """Print an exception's traceback, to standard error if no file is given."""
    _write(format_exception(exc, value, tb, limit, chain), file)


def format_exception_only(exc, /, value=_implicit):
    """Return the last lines of an exception's traceback: class, message, notes."""
    if value is _implicit:
        value = exc
    if value is None:
        return [_no_exception(None)]
    text = _traceback.message(value)
    notes = getattr(value, "__notes__", None)
    if not notes and not isinstance(value, SyntaxError):
        return [text]
    if isinstance(value, SyntaxError):
        return text.splitlines(True)
    below = ""
    if isinstance(notes, (list, tuple)):
        below = "".join([str(n) + "\n" for n in notes])
    if below and text.endswith(below):
        return [text[:len(text) - len(below)]] + below.splitlines(True)
    return [text]


def print_exc(limit=None, file=None, chain=True):
    """Print the traceback of the exception that is being handled."""
    _write(_current(limit, chain), file)


def format_exc(limit=None, chain=True):
    """Return the traceback of the exception that is being handled."""
    return "".join(_current(limit, chain))


def _current(limit, chain):
    exc = sys.exc_info()[1]
    if exc is None:
        return ["NoneType: None\n"]
    return format_exception(exc, limit=limit, chain=chain)


def print_last(limit=None, file=None, chain=True):
    """Print the traceback of the exception that ended the last input at the prompt."""
    if not hasattr(sys, "last_type"):
        raise ValueError("no last exception")
    print_exception(sys.last_type, sys.last_value, sys.last_traceback, limit, file, chain)


def extract_tb(tb, limit=None):
    """Return the entries of a traceback."""
    return _stack_of(tb, limit)


def format_tb(tb, limit=None):
    """Return the lines of a traceback object."""
    return extract_tb(tb, limit).format()


def print_tb(tb, limit=None, file=None):
    """Print a traceback object."""
    _write(format_tb(tb, limit), file)


def extract_stack(f=None, limit=None):
    """Return the entries of the stack of the caller."""
    if f is None:
        entries = _traceback.stack()
    else:
        entries = []
        while f is not None:
            name, line = f.f_code.co_filename, f.f_lineno
            entries.insert(0, (name, line, f.f_code.co_name, _source_line(name, line) or None, 0, 0, 0, 0))
            f = f.f_back
    if limit is None:
        limit = getattr(sys, "tracebacklimit", None)
    if limit is not None:
        # The innermost come first in what a limit counts.
        entries = entries[-limit:] if limit > 0 else [] if limit == 0 else entries[:-limit]
    found = StackSummary()
    for entry in entries:
        found.append(_summary(entry))
    return found


def format_stack(f=None, limit=None):
    """Return the lines of the stack of the caller."""
    return extract_stack(f, limit).format()


def print_stack(f=None, limit=None, file=None):
    """Print the stack of the caller."""
    _write(format_stack(f, limit), file)


def format_list(extracted_list):
    """Return the lines of entries."""
    return StackSummary.from_list(extracted_list).format()


def print_list(extracted_list, file=None):
    """Print entries."""
    _write(format_list(extracted_list), file)


def clear_frames(tb):
    """Frames keep no local variables here: there is nothing to clear."""


def walk_tb(tb):
    """Give the frame and line number of each entry of a traceback."""
    while tb is not None:
        yield tb.tb_frame, tb.tb_lineno
        tb = tb.tb_next


def walk_stack(f):
    """Give the frame and line number of each entry of a stack, from f outwards."""
    if f is None:
        f = sys._getframe(1)
    while f is not None:
        yield f, f.f_lineno
        f = f.f_back
