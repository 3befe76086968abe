import copyreg

__all__ = ["Error", "copy", "deepcopy"]


class Error(Exception):
    pass


error = Error

# Values of these types are never changed: they are their own copies.
_shared = {
    type(None), type(...), type(NotImplemented), int, float, bool, complex, str, bytes, range, property,
    type, type(lambda: None), type(len), type(list[int]),
}
_shared_shallow = _shared | {tuple, frozenset, slice}


def copy(x):
    """A new object of the same kind, with the same contents."""
    cls = type(x)
    if cls in _shared_shallow:
        return x
    if cls in (list, dict, set, bytearray):
        return x.copy()
    if issubclass(cls, type):
        return x
    if cls.__name__ == "method" and hasattr(x, "__func__"):
        return getattr(x.__self__, x.__name__)
    method = getattr(cls, "__copy__", None)
    if method is not None:
        return method(x)
    reduced = _reduce(x, cls)
    if isinstance(reduced, str):
        return x
    return _rebuild(x, None, *reduced)


def deepcopy(x, memo=None, _nil=[]):
    """A new object of the same kind, with copies of what it contains."""
    if memo is None:
        memo = {}
    key = id(x)
    found = memo.get(key, _nil)
    if found is not _nil:
        return found
    cls = type(x)
    if cls in _shared:
        return x
    if cls is list:
        result = memo[key] = []
        for item in x:
            result.append(deepcopy(item, memo))
    elif cls is dict:
        result = memo[key] = {}
        for name, item in x.items():
            result[deepcopy(name, memo)] = deepcopy(item, memo)
    elif cls is tuple:
        result = _deep_tuple(x, memo)
    elif issubclass(cls, type):
        result = x
    elif cls.__name__ == "method" and hasattr(x, "__func__"):
        result = getattr(deepcopy(x.__self__, memo), x.__name__)
    else:
        method = getattr(x, "__deepcopy__", None)
        if method is not None:
            result = method(memo)
        else:
            reduced = _reduce(x, cls)
            result = x if isinstance(reduced, str) else _rebuild(x, memo, *reduced)
    if result is not x:
        memo[key] = result
        _keep(x, memo)
    return result


def _keep(x, memo):
    # While the memo lives, so must what its keys are the ids of.
    memo.setdefault(id(memo), []).append(x)


def _deep_tuple(x, memo):
    items = [deepcopy(item, memo) for item in x]
    # An item may have led back here and made the copy already.
    if id(x) in memo:
        return memo[id(x)]
    for old, new in zip(x, items):
        if old is not new:
            return tuple(items)
    return x


def _reduce(x, cls):
    function = copyreg.dispatch_table.get(cls)
    if function is not None:
        return function(x)
    method = getattr(x, "__reduce_ex__", None)
    if method is not None:
        return method(4)
    method = getattr(x, "__reduce__", None)
    if method is not None:
        return method()
    raise TypeError("cannot pickle '%s' object" % cls.__name__)  # a module


def _rebuild(x, memo, make, args, state=None, items=None, pairs=None, setter=None):
    # memo is None for a shallow copy.
    deep = memo is not None
    if deep and args:
        args = tuple([deepcopy(arg, memo) for arg in args])
    result = make(*args)
    if deep:
        memo[id(x)] = result
    if state is not None:
        if deep:
            state = deepcopy(state, memo)
        if setter is not None:
            setter(result, state)
        elif hasattr(result, "__setstate__"):
            result.__setstate__(state)
        else:
            slots = None
            if isinstance(state, tuple) and len(state) == 2:
                state, slots = state
            if state is not None:
                result.__dict__.update(state)
            if slots is not None:
                for name, value in slots.items():
                    setattr(result, name, value)
    if items is not None:
        for item in items:
            result.append(deepcopy(item, memo) if deep else item)
    if pairs is not None:
        for key, value in pairs:
            if deep:
                key, value = deepcopy(key, memo), deepcopy(value, memo)
            result[key] = value
    return result
