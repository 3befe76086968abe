import logging
import logging.handlers

DEFAULT_LOGGING_CONFIG_PORT = 9030


def _reset():
    # What was configured before is closed; shutdown will have nothing to do with it.
    logging._handlers.clear()
    logging.shutdown(logging._handlerList[:])
    del logging._handlerList[:]


def _retire(existing, kept_below, disable):
    # Loggers that the new configuration does not name, but for those below one it names.
    for name in existing:
        logger = logging.root.manager.loggerDict[name]
        if name in kept_below:
            if not isinstance(logger, logging.PlaceHolder):
                logger.setLevel(logging.NOTSET)
                logger.handlers = []
                logger.propagate = True
        elif not isinstance(logger, logging.PlaceHolder):
            logger.disabled = disable


class _Census:
    # Which of the loggers that exist a configuration names.

    def __init__(self):
        self.unnamed = sorted(logging.root.manager.loggerDict.keys())
        self.below = []

    def names(self, name):
        if name in self.unnamed:
            self.below += [n for n in self.unnamed if n.startswith(name + ".") and n not in self.below]
            self.unnamed.remove(name)


def _resolve_name(name, importer=__import__):
    parts = name.split(".")
    path = parts.pop(0)
    found = importer(path)
    for part in parts:
        path += "." + part
        try:
            found = getattr(found, part)
        except AttributeError:
            importer(path)
            found = getattr(found, part)
    return found


class BaseConfigurator(object):
    """Makes objects of what stands in a configuration."""

    importer = staticmethod(__import__)

    def __init__(self, config):
        self.config = _copy(config)
        self.config_source = config

    def resolve(self, s):
        """Return what a dotted name means."""
        try:
            return _resolve_name(s, self.importer)
        except ImportError as e:
            raise ValueError("Cannot resolve %r: %s" % (s, e)) from e

    def ext_convert(self, value):
        return self.resolve(value)

    def cfg_convert(self, value):
        """Return the part of the configuration that a path like a.b[0] leads to."""
        name, rest = _word(value)
        if not name:
            raise ValueError("Unable to convert %r" % value)
        found = self.config[name]
        while rest:
            if rest[0] == ".":
                name, rest = _word(rest[1:])
                if not name:
                    raise ValueError("Unable to convert %r at %r" % (value, rest))
                found = found[name]
            elif rest[0] == "[" and "]" in rest:
                index, rest = rest[1:].split("]", 1)
                index = index.strip()
                if index.isdigit() and not isinstance(found, dict):
                    found = found[int(index)]
                else:
                    try:
                        found = found[index]
                    except KeyError:
                        found = found[int(index)]
            else:
                raise ValueError("Unable to convert %r at %r" % (value, rest))
        return self.convert(found)

    def convert(self, value):
        """Return a value with ext:// and cfg:// in it replaced by what they stand for."""
        if isinstance(value, dict):
            return {k: self.convert(v) for k, v in value.items()}
        if isinstance(value, list):
            return [self.convert(v) for v in value]
        if isinstance(value, tuple):
            return value if hasattr(value, "_fields") else tuple([self.convert(v) for v in value])
        if isinstance(value, str):
            if value.startswith("ext://"):
                return self.ext_convert(value[6:])
            if value.startswith("cfg://"):
                return self.cfg_convert(value[6:])
        return value

    def configure_custom(self, config):
        """Make an object with the factory that '()' names."""
        factory = config.pop("()")
        if not callable(factory):
            factory = self.resolve(factory)
        more = config.pop(".", None)
        made = factory(**{k: v for k, v in config.items() if k.isidentifier()})
        if more:
            for name, value in more.items():
                setattr(made, name, value)
        return made

    def as_tuple(self, value):
        return tuple(value) if isinstance(value, list) else value


def _copy(value):
    if isinstance(value, dict):
        return {k: _copy(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_copy(v) for v in value]
    return value


def _word(text):
    n = 0
    while n < len(text) and (text[n].isalnum() or text[n] == "_"):
        n += 1
    return text[:n], text[n:].lstrip()


class DictConfigurator(BaseConfigurator):
    """Sets up logging as a dict says."""

    def configure(self):
        """Do what the configuration says."""
        config = self.config
        if "version" not in config:
            raise ValueError("dictionary doesn't specify a version")
        version = self.convert(config["version"])
        if version != 1:
            raise ValueError("Unsupported version: %s" % version)
        with logging._lock:
            if config.pop("incremental", False):
                self._increment()
            else:
                self._replace()

    def _increment(self):
        for name, wanted in self.config.get("handlers", {}).items():
            if name not in logging._handlers:
                raise ValueError("No handler found with name %r" % name)
            try:
                level = wanted.get("level", None)
                if level:
                    logging._handlers[name].setLevel(logging._checkLevel(level))
            except Exception as e:
                raise ValueError("Unable to configure handler %r" % name) from e
        self._configure_loggers(True)

    def _replace(self):
        disable = self.config.pop("disable_existing_loggers", True)
        _reset()
        made = self.config.setdefault("formatters", {})
        for name in made:
            try:
                made[name] = self.configure_formatter(self.convert(made[name]))
            except Exception as e:
                raise ValueError("Unable to configure formatter %r" % name) from e
        made = self.config.setdefault("filters", {})
        for name in made:
            try:
                made[name] = self.configure_filter(self.convert(made[name]))
            except Exception as e:
                raise ValueError("Unable to configure filter %r" % name) from e
        self._configure_handlers(self.config.setdefault("handlers", {}))
        census = _Census()
        for name in self.config.get("loggers", {}):
            census.names(name)
        self._configure_loggers(False)
        _retire(census.unnamed, census.below, disable)

    def _configure_handlers(self, made):
        # One that hands on to another may stand before it.
        waiting = sorted(made)
        while waiting:
            again = []
            for name in waiting:
                try:
                    wanted = self.convert(made[name])
                    target = wanted.get("target") if isinstance(wanted, dict) else None
                    if isinstance(target, str) and isinstance(made.get(target), dict) and target in waiting and \
                            len(waiting) > len(again) + 1 and target != name and wanted.get("class") == "logging.handlers.MemoryHandler":
                        again.append(name)
                        continue
                    handler = self.configure_handler(wanted)
                    handler.name = name
                    made[name] = handler
                except Exception as e:
                    raise ValueError("Unable to configure handler %r" % name) from e
            if len(again) == len(waiting):
                raise ValueError("Unable to configure handler %r" % again[0])
            waiting = again

    def _configure_loggers(self, incremental):
        for name, wanted in self.config.get("loggers", {}).items():
            try:
                self.configure_logger(name, self.convert(wanted), incremental)
            except Exception as e:
                raise ValueError("Unable to configure logger %r" % name) from e
        wanted = self.config.get("root", None)
        if wanted:
            try:
                self.configure_root(self.convert(wanted), incremental)
            except Exception as e:
                raise ValueError("Unable to configure root logger") from e

    def configure_formatter(self, config):
        """Make a formatter."""
        if "()" in config:
            factory = config["()"]
            try:
                return self.configure_custom(config)
            except TypeError as e:
                # A factory may call its first parameter fmt, as Formatter does.
                if "'format'" not in str(e):
                    raise
                config["fmt"] = config.pop("format")
                config["()"] = factory
                return self.configure_custom(config)
        cls = self.resolve(config["class"]) if config.get("class") else logging.Formatter
        args = [config.get("format", None), config.get("datefmt", None), config.get("style", "%")]
        if "validate" in config:
            args.append(config["validate"])
        return cls(*args)

    def configure_filter(self, config):
        """Make a filter."""
        if "()" in config:
            return self.configure_custom(config)
        return logging.Filter(config.get("name", ""))

    def add_filters(self, filterer, filters):
        """Add filters, given by name, to a logger or handler."""
        for f in filters:
            try:
                if callable(f) or callable(getattr(f, "filter", None)):
                    filterer.addFilter(f)
                else:
                    filterer.addFilter(self.config["filters"][f])
            except Exception as e:
                raise ValueError("Unable to add filter %r" % f) from e

    def configure_handler(self, config):
        """Make a handler."""
        formatter = config.pop("formatter", None)
        if formatter:
            try:
                formatter = self.config["formatters"][formatter]
            except Exception as e:
                raise ValueError("Unable to set formatter %r" % formatter) from e
        level = config.pop("level", None)
        filters = config.pop("filters", None)
        if "()" in config:
            factory = config.pop("()")
            make = factory if callable(factory) else self.resolve(factory)
        else:
            make = self.resolve(config.pop("class", None))
            if make is logging.handlers.MemoryHandler and "target" in config:
                try:
                    target = self.config["handlers"][config["target"]]
                    if not isinstance(target, logging.Handler):
                        raise TypeError("target not configured yet")
                    config["target"] = target
                except Exception as e:
                    raise ValueError("Unable to set target handler %r" % config["target"]) from e
        more = config.pop(".", None)
        args = {k: v for k, v in config.items() if k.isidentifier()}
        try:
            handler = make(**args)
        except TypeError as e:
            # The parameter of StreamHandler was once called strm.
            if "'stream'" not in str(e):
                raise
            args["strm"] = args.pop("stream")
            handler = make(**args)
        if formatter:
            handler.setFormatter(formatter)
        if level is not None:
            handler.setLevel(logging._checkLevel(level))
        if filters:
            self.add_filters(handler, filters)
        if more:
            for name, value in more.items():
                setattr(handler, name, value)
        return handler

    def add_handlers(self, logger, handlers):
        """Add handlers, given by name, to a logger."""
        for h in handlers:
            try:
                logger.addHandler(self.config["handlers"][h])
            except Exception as e:
                raise ValueError("Unable to add handler %r" % h) from e

    def common_logger_config(self, logger, config, incremental=False):
        """Do what is the same for the root logger and the others."""
        level = config.get("level", None)
        if level is not None:
            logger.setLevel(logging._checkLevel(level))
        if incremental:
            return
        for h in logger.handlers[:]:
            logger.removeHandler(h)
        if config.get("handlers", None):
            self.add_handlers(logger, config["handlers"])
        if config.get("filters", None):
            self.add_filters(logger, config["filters"])

    def configure_logger(self, name, config, incremental=False):
        """Set up a logger."""
        logger = logging.getLogger(name)
        self.common_logger_config(logger, config, incremental)
        logger.disabled = False
        propagate = config.get("propagate", None)
        if propagate is not None:
            logger.propagate = propagate

    def configure_root(self, config, incremental=False):
        """Set up the root logger."""
        self.common_logger_config(logging.getLogger(), config, incremental)


dictConfigClass = DictConfigurator


def dictConfig(config):
    """Set up logging as a dict says."""
    dictConfigClass(config).configure()


# Configuration files

def _read(source, encoding):
    # Returns the sections of a file in INI form: name -> dict of options.
    if isinstance(source, dict):
        return source
    if hasattr(source, "sections"):
        return {name: dict(source.items(name, raw=True)) for name in source.sections()}
    if hasattr(source, "readline"):
        lines = source.read().splitlines()
    else:
        import os
        if not os.path.exists(source):
            raise FileNotFoundError("%s doesn't exist" % source)
        if os.stat(source).st_size == 0:
            raise RuntimeError("%s is an empty file" % source)
        with open(source, encoding=encoding) as f:
            lines = f.read().splitlines()
    sections = {}
    section = option = None
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if not text or text[0] in "#;":
            continue
        if line[0].isspace() and option is not None:
            section[option] += "\n" + text
        elif text[0] == "[" and text[-1] == "]":
            section = sections.setdefault(text[1:-1], {})
            option = None
        else:
            cut = min([i for i in (text.find("="), text.find(":")) if i >= 0], default=-1)
            if section is None or cut < 0:
                raise RuntimeError("%s is invalid: line %d: %r" % (source, number, line))
            option = text[:cut].strip().lower()
            section[option] = text[cut + 1:].strip()
    return sections


def _expand(text, options):
    # %(name)s, but for options that are taken as they are.
    if "%" not in text:
        return text
    return text % options


def _names(text):
    return [n.strip() for n in text.split(",") if n.strip()]


def fileConfig(fname, defaults=None, disable_existing_loggers=True, encoding=None):
    """Set up logging as a file in INI form says."""
    sections = _read(fname, encoding)
    defaults = dict(sections.get("DEFAULT", {}), **(defaults or {}))

    def option(section, name, otherwise=None, raw=False):
        options = dict(defaults, **sections[section])
        value = options.get(name, otherwise)
        return value if raw or value is None else _expand(value, options)

    def listed(kind):
        return _names(option(kind, "keys"))

    formatters = {}
    for name in listed("formatters"):
        section = "formatter_" + name
        cls = option(section, "class")
        cls = _resolve_name(cls) if cls else logging.Formatter
        formatters[name] = cls(option(section, "format", raw=True), option(section, "datefmt", raw=True),
                               option(section, "style", "%", raw=True))
    with logging._lock:
        _reset()
        handlers = {}
        targets = {}
        for name in listed("handlers"):
            section = "handler_" + name
            cls = sections[section]["class"]
            space = dict(vars(logging))
            try:
                cls = eval(cls, space)
            except (AttributeError, NameError):
                cls = _resolve_name(cls)
            h = cls(*eval(option(section, "args", "()"), space), **eval(option(section, "kwargs", "{}"), space))
            h.name = name
            level = option(section, "level", "")
            if level:
                h.setLevel(level)
            form = option(section, "formatter", "")
            if form:
                h.setFormatter(formatters[form])
            if issubclass(cls, logging.handlers.MemoryHandler) and option(section, "target", ""):
                targets[h] = option(section, "target")
            handlers[name] = h
        for h, target in targets.items():
            h.setTarget(handlers[target])

        names = listed("loggers")
        names.remove("root")
        census = _Census()
        for name in ["root"] + names:
            section = "logger_" + name
            if name == "root":
                logger = logging.root
            else:
                full = sections[section]["qualname"]
                census.names(full)
                logger = logging.getLogger(full)
                logger.propagate = int(option(section, "propagate", "1"))
                logger.disabled = False
            level = option(section, "level")
            if level is not None:
                logger.setLevel(level)
            for h in logger.handlers[:]:
                logger.removeHandler(h)
            for h in _names(option(section, "handlers", "")):
                logger.addHandler(handlers[h])
        _retire(census.unnamed, census.below, disable_existing_loggers)


def listen(port=DEFAULT_LOGGING_CONFIG_PORT, verify=None):
    raise NotImplementedError("logging.config.listen is not part of mpstar")


def stopListening():
    """There is nothing to stop."""
