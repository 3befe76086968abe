import sys
from _importlib import load

__all__ = ["import_module", "invalidate_caches", "reload"]


def import_module(name, package=None):
    """Import a module; a name with leading dots is relative to a package."""
    if name.startswith("."):
        if not package:
            raise TypeError("the 'package' argument is required to perform a relative import for %r" % name)
        level = len(name) - len(name.lstrip("."))
        base = package
        for _ in range(level - 1):
            if "." not in base:
                raise ImportError("attempted relative import beyond top-level package")
            base = base.rpartition(".")[0]
        rest = name[level:]
        name = base + "." + rest if rest else base
    return load(name)


def invalidate_caches():
    """Do nothing: modules are looked for anew each time."""


def reload(module):
    """Refuse: the functions of a module that is running can't be replaced."""
    name = getattr(module, "__name__", None)
    if type(module) is not type(sys) or name is None:
        raise TypeError("reload() argument must be a module")
    if sys.modules.get(name) is not module:
        raise ImportError("module %s not in sys.modules" % name)
    raise NotImplementedError("importlib.reload() is not part of mpstar: a module is compiled once")
