import _warnings
import sys

__all__ = [
    "warn", "warn_explicit", "showwarning", "formatwarning", "filterwarnings", "simplefilter", "resetwarnings",
    "catch_warnings",
]

defaultaction = "default"
onceregistry = {}

# Each is (action, message pattern, category, module pattern, line): the first that fits decides.
filters = [
    ("default", None, DeprecationWarning, "__main__", 0),
    ("ignore", None, DeprecationWarning, None, 0),
    ("ignore", None, PendingDeprecationWarning, None, 0),
    ("ignore", None, ImportWarning, None, 0),
    ("ignore", None, ResourceWarning, None, 0),
]

_ACTIONS = ("error", "ignore", "always", "default", "module", "once")

_registries = {}  # file -> what was warned of there
_version = 1


def _filters_mutated():
    global _version
    _version += 1


def showwarning(message, category, filename, lineno, file=None, line=None):
    """Show a warning on file, or on standard error."""
    _show(WarningMessage(message, category, filename, lineno, file, line))


def formatwarning(message, category, filename, lineno, line=None):
    """Return the text of a warning."""
    return _format(WarningMessage(message, category, filename, lineno, None, line))


def _show(msg):
    file = sys.stderr if msg.file is None else msg.file
    if file is None:
        return
    try:
        file.write(_formatted(msg))
    except OSError:
        pass


def _format(msg):
    text = "%s:%s: %s: %s\n" % (msg.filename, msg.lineno, msg.category.__name__, msg.message)
    line = msg.line
    if line is None:
        line = _source_line(msg.filename, msg.lineno)
    if line:
        text += "  %s\n" % line.strip()
    return text


def _source_line(filename, lineno):
    try:
        with open(filename) as f:
            lines = f.readlines()
    except (OSError, ValueError):
        return None
    return lines[lineno - 1] if 0 < lineno <= len(lines) else None


_showwarning_orig = showwarning
_formatwarning_orig = formatwarning


def _showwarnmsg(msg):
    # A script may have put its own function in place.
    if showwarning is not _showwarning_orig:
        if not callable(showwarning):
            raise TypeError("warnings.showwarning() must be set to a function or method")
        showwarning(msg.message, msg.category, msg.filename, msg.lineno, msg.file, msg.line)
        return
    _recorder(msg)


_recorder = _show


def _formatted(msg):
    if formatwarning is not _formatwarning_orig:
        return formatwarning(msg.message, msg.category, msg.filename, msg.lineno, msg.line)
    return _format(msg)


def filterwarnings(action, message="", category=Warning, module="", lineno=0, append=False):
    """Put a filter before the others, or after them."""
    assert action in _ACTIONS, "invalid action: %r" % (action,)
    assert isinstance(message, str), "message must be a string"
    assert isinstance(category, type), "category must be a class"
    assert issubclass(category, Warning), "category must be a Warning subclass"
    assert isinstance(module, str), "module must be a string"
    assert isinstance(lineno, int) and lineno >= 0, "lineno must be an int >= 0"
    if message or module:
        import re
        message = re.compile(message, re.I) if message else None
        module = re.compile(module) if module else None
    _add_filter(action, message or None, category, module or None, lineno, append=append)


def simplefilter(action, category=Warning, lineno=0, append=False):
    """Put a filter for all modules and messages before the others, or after them."""
    assert action in _ACTIONS, "invalid action: %r" % (action,)
    assert isinstance(lineno, int) and lineno >= 0, "lineno must be an int >= 0"
    _add_filter(action, None, category, None, lineno, append=append)


def _add_filter(*item, append):
    if not append:
        if item in filters:
            filters.remove(item)
        filters.insert(0, item)
    elif item not in filters:
        filters.append(item)
    _filters_mutated()


def resetwarnings():
    """Forget all filters."""
    filters[:] = []
    _filters_mutated()


def _getaction(action):
    if not action:
        return "default"
    if action == "all":
        return "always"
    for known in _ACTIONS:
        if known.startswith(action):
            return known
    raise ValueError("invalid action: %r" % (action,))


def warn(message, category=None, stacklevel=1, source=None):
    """Warn, unless a filter says otherwise."""
    category = _category_of(message, category)
    filename, lineno, module, line = _warnings.caller(stacklevel)
    _explicit(message, category, filename, lineno, module, _registries.setdefault(filename, {}), source, line)


def _category_of(message, category):
    if isinstance(message, Warning):
        return message.__class__
    if category is None:
        return UserWarning
    if not (isinstance(category, type) and issubclass(category, Warning)):
        raise TypeError("category must be a Warning subclass, not '%s'" % type(category).__name__)
    return category


def warn_explicit(message, category, filename, lineno, module=None, registry=None, module_globals=None, source=None):
    """Warn of a place that is given, unless a filter says otherwise."""
    lineno = int(lineno)
    if module is None:
        module = filename or "<unknown>"
        if module[-3:].lower() == ".py":
            module = module[:-3]
    if isinstance(message, Warning):
        category = message.__class__
    _explicit(message, category, filename, lineno, module, {} if registry is None else registry, source, None)


def _matches(pattern, text):
    if pattern is None:
        return True
    if isinstance(pattern, str):
        return pattern == text
    return pattern.match(text) is not None


def _explicit(message, category, filename, lineno, module, registry, source, line):
    if registry.get("version", 0) != _version:
        registry.clear()
        registry["version"] = _version
    text = str(message)
    if not isinstance(message, Warning):
        message = category(message)
    key = (text, category, lineno)
    if registry.get(key):
        return
    action = defaultaction
    for what, pattern, cat, mod, ln in filters:
        if issubclass(category, cat) and (ln == 0 or lineno == ln) and _matches(pattern, text) and _matches(mod, module):
            action = what
            break
    if action == "ignore":
        return
    if action == "error":
        raise message
    if action == "once":
        registry[key] = 1
        once = (text, category)
        if onceregistry.get(once):
            return
        onceregistry[once] = 1
    elif action == "module":
        registry[key] = 1
        once = (text, category, 0)
        if registry.get(once):
            return
        registry[once] = 1
    elif action == "default":
        registry[key] = 1
    elif action not in ("always", "all"):
        raise RuntimeError("Unrecognized action (%r) in warnings.filters:\n %s" % (action, (what, pattern, cat, mod, ln)))
    msg = WarningMessage(message, category, filename, lineno, source=source)
    _shown_line(msg, line)


def _shown_line(msg, line):
    # The line of the running code is known without its file; whoever records the
    # message does not see it.
    if line is not None and showwarning is _showwarning_orig and _recorder is _show and formatwarning is _formatwarning_orig:
        msg.line = line
    _showwarnmsg(msg)


class WarningMessage(object):
    """A warning that was given."""

    _WARNING_DETAILS = ("message", "category", "filename", "lineno", "file", "line", "source")

    def __init__(self, message, category, filename, lineno, file=None, line=None, source=None):
        self.message = message
        self.category = category
        self.filename = filename
        self.lineno = lineno
        self.file = file
        self.line = line
        self.source = source
        self._category_name = category.__name__ if category else None

    def __str__(self):
        return "{message : %r, category : %r, filename : %r, lineno : %s, line : %r}" % (
            self.message, self._category_name, self.filename, self.lineno, self.line)


class catch_warnings(object):
    """A context in which filters may be changed; afterwards they are as before."""

    def __init__(self, *, record=False, module=None, action=None, category=Warning, lineno=0, append=False):
        self._record = record
        self._entered = False
        self._filter = None if action is None else (action, category, lineno, append)

    def __repr__(self):
        return "catch_warnings(%s)" % ("record=True" if self._record else "")

    def __enter__(self):
        global filters, showwarning, _recorder
        if self._entered:
            raise RuntimeError("Cannot enter %r twice" % self)
        self._entered = True
        self._kept = (filters, showwarning, _recorder)
        filters = filters[:]
        _filters_mutated()
        log = None
        if self._record:
            log = []
            _recorder = log.append
            showwarning = _showwarning_orig
        if self._filter is not None:
            simplefilter(*self._filter)
        return log

    def __exit__(self, *exc_info):
        global filters, showwarning, _recorder
        if not self._entered:
            raise RuntimeError("Cannot exit %r without entering first" % self)
        filters, showwarning, _recorder = self._kept
        _filters_mutated()
