import os
import sys
from _importlib import exists

__all__ = ["find_spec", "module_from_spec", "spec_from_file_location"]


class ModuleSpec:
    """Where a module comes from."""

    def __init__(self, name, origin=None, is_package=False):
        self.name, self.origin = name, origin
        self.loader = None
        self.submodule_search_locations = [os.path.dirname(origin)] if is_package else None
        self.has_location = origin is not None and not origin.startswith("built-in")

    @property
    def parent(self):
        return self.name if self.submodule_search_locations is not None else self.name.rpartition(".")[0]

    def __repr__(self):
        return "ModuleSpec(name=%r, loader=None, origin=%r)" % (self.name, self.origin)


def find_spec(name, package=None):
    """Look for a module, without importing it; None if there is none."""
    if name.startswith("."):
        name = (package or "") + "." + name.lstrip(".") if package else name
    head, _, tail = name.rpartition(".")
    if name in sys.modules or exists(name):
        return ModuleSpec(name, getattr(sys.modules.get(name), "__file__", None) or "built-in")
    dirs = sys.path
    if head:
        from importlib import import_module
        dirs = getattr(import_module(head), "__path__", None)
        if dirs is None:
            raise ModuleNotFoundError("__path__ attribute not found on %r while trying to find %r" % (head, name), name=name)
    for d in dirs:
        base = os.path.join(d or ".", tail)
        for ext in (".py", ".star"):
            if os.path.isfile(os.path.join(base, "__init__" + ext)):
                return ModuleSpec(name, os.path.join(base, "__init__" + ext), True)
            if os.path.isfile(base + ext):
                return ModuleSpec(name, base + ext)
    return None


def _absent(name):
    def refuse(*args, **kwargs):
        raise NotImplementedError("importlib.util.%s() is not part of mpstar: modules have no loaders; add the file's directory to sys.path and import it" % name)
    refuse.__name__ = name
    return refuse


spec_from_file_location, module_from_spec = _absent("spec_from_file_location"), _absent("module_from_spec")
