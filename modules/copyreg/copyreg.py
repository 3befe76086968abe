from _copyreg import __newobj__, __newobj_ex__, _reconstructor

__all__ = ["pickle", "constructor", "add_extension", "remove_extension", "clear_extension_cache"]

dispatch_table = {}


def pickle(ob_type, pickle_function, constructor_ob=None):
    """Have values of a class reduced by a function."""
    if not callable(pickle_function):
        raise TypeError("reduction functions must be callable")
    dispatch_table[ob_type] = pickle_function
    if constructor_ob is not None:
        constructor(constructor_ob)


def constructor(object):
    """Make sure that what makes objects can be called."""
    if not callable(object):
        raise TypeError("constructors must be callable")


def add_extension(module, name, code):
    raise NotImplementedError("copyreg.add_extension is not part of mpstar: pickles have names in full")


def remove_extension(module, name, code):
    raise NotImplementedError("copyreg.remove_extension is not part of mpstar: pickles have names in full")


def clear_extension_cache():
    """Do nothing: there are no extensions."""
