import abc
import sys

__all__ = [
    "AbstractAsyncContextManager", "AbstractContextManager", "AsyncContextDecorator", "ContextDecorator", "ExitStack", "chdir", "closing",
    "contextmanager", "nullcontext", "redirect_stderr", "redirect_stdout", "suppress",
]


class AbstractContextManager(abc.ABC):
    """Base of context managers; __enter__ returns the manager itself."""

    def __enter__(self):
        return self

    @abc.abstractmethod
    def __exit__(self, exc_type, exc_value, traceback):
        """Return a true value to swallow the exception."""
        return None

    @classmethod
    def __subclasshook__(cls, other):
        if cls is AbstractContextManager:
            return hasattr(other, "__enter__") and hasattr(other, "__exit__") or NotImplemented
        return NotImplemented


class AbstractAsyncContextManager(abc.ABC):
    """Base of asynchronous context managers."""

    @abc.abstractmethod
    def __aexit__(self, exc_type, exc_value, traceback):
        return None


class ContextDecorator:
    """Lets a context manager be used as a decorator too."""

    def _recreate_cm(self):
        return self

    def __call__(self, func):
        from functools import wraps

        @wraps(func)
        def inner(*args, **kwds):
            with self._recreate_cm():
                return func(*args, **kwds)
        return inner


class AsyncContextDecorator:
    """The asynchronous sibling of ContextDecorator."""


class _GeneratorContextManager(ContextDecorator, AbstractContextManager):
    """What a function decorated with contextmanager returns."""

    def __init__(self, func, args, kwds):
        self.gen = func(*args, **kwds)
        self.func, self.args, self.kwds = func, args, kwds
        self.__doc__ = getattr(func, "__doc__", None)

    def _recreate_cm(self):
        return type(self)(self.func, self.args, self.kwds)

    def __enter__(self):
        del self.args, self.kwds, self.func
        try:
            return next(self.gen)
        except StopIteration:
            raise RuntimeError("generator didn't yield") from None

    def __exit__(self, exc_type, value, traceback):
        if exc_type is None:
            try:
                next(self.gen)
            except StopIteration:
                return False
            raise RuntimeError("generator didn't stop")
        if value is None:
            value = exc_type()
        try:
            self.gen.throw(value)
        except StopIteration as exc:
            return exc is not value
        except RuntimeError as exc:
            if exc is value:
                return False
            # A generator turns a StopIteration that leaves it into a RuntimeError.
            if isinstance(value, StopIteration) and exc.__cause__ is value:
                return False
            raise
        except BaseException as exc:
            if exc is not value:
                raise
            return False
        raise RuntimeError("generator didn't stop after throw()")


def contextmanager(func):
    """Make a function that returns context managers of a generator that yields once."""
    from functools import wraps

    @wraps(func)
    def helper(*args, **kwds):
        return _GeneratorContextManager(func, args, kwds)
    return helper


class closing(AbstractContextManager):
    """Calls close() when the block is left."""

    def __init__(self, thing):
        self.thing = thing

    def __enter__(self):
        return self.thing

    def __exit__(self, *exc_info):
        self.thing.close()


class _RedirectStream(AbstractContextManager):
    _stream = None

    def __init__(self, new_target):
        self._new_target = new_target
        self._old_targets = []

    def __enter__(self):
        self._old_targets.append(getattr(sys, self._stream))
        setattr(sys, self._stream, self._new_target)
        return self._new_target

    def __exit__(self, exctype, excinst, exctb):
        setattr(sys, self._stream, self._old_targets.pop())


class redirect_stdout(_RedirectStream):
    """Send what print writes to another file."""

    _stream = "stdout"


class redirect_stderr(_RedirectStream):
    """Send standard error to another file."""

    _stream = "stderr"


class suppress(AbstractContextManager):
    """Swallow the given exceptions."""

    def __init__(self, *exceptions):
        self._exceptions = exceptions

    def __enter__(self):
        pass

    def __exit__(self, exctype, excinst, exctb):
        return exctype is not None and issubclass(exctype, self._exceptions)


class nullcontext(AbstractContextManager):
    """A context manager that does nothing."""

    def __init__(self, enter_result=None):
        self.enter_result = enter_result

    def __enter__(self):
        return self.enter_result

    def __exit__(self, *excinfo):
        pass


class chdir(AbstractContextManager):
    """Change the working directory for the block."""

    def __init__(self, path):
        self.path = path
        self._old_cwd = []

    def __enter__(self):
        import os
        self._old_cwd.append(os.getcwd())
        os.chdir(self.path)

    def __exit__(self, *excinfo):
        import os
        os.chdir(self._old_cwd.pop())


class ExitStack(AbstractContextManager):
    """Leave any number of context managers, and call any callbacks, at the end of the block."""

    def __init__(self):
        self._exits = []

    def pop_all(self):
        """Move everything to a new stack and return it."""
        new = type(self)()
        new._exits, self._exits = self._exits, []
        return new

    def push(self, exit):
        """Register something with an __exit__, or a function with its signature."""
        leave = getattr(type(exit), "__exit__", None)
        if leave is None:
            self._exits.append(exit)
        else:
            self._exits.append(lambda *details: leave(exit, *details))
        return exit

    def enter_context(self, cm):
        """Enter a context manager and leave it with the stack."""
        cls = type(cm)
        try:
            enter, leave = cls.__enter__, cls.__exit__
        except AttributeError:
            raise TypeError("'%s.%s' object does not support the context manager protocol" % (cls.__module__, cls.__qualname__)) from None
        result = enter(cm)
        self._exits.append(lambda *details: leave(cm, *details))
        return result

    def callback(self, callback, /, *args, **kwds):
        """Call a function with these arguments at the end."""
        def leave(exc_type, exc, tb):
            callback(*args, **kwds)
        self._exits.append(leave)
        return callback

    def close(self):
        """Leave everything now."""
        self.__exit__(None, None, None)

    def __exit__(self, *details):
        exc = details[1]
        given = exc
        swallowed = False
        while self._exits:
            leave = self._exits.pop()
            try:
                if exc is None:
                    done = leave(None, None, None)
                else:
                    done = leave(type(exc), exc, exc.__traceback__)
                if done and exc is not None:
                    exc = None
                    swallowed = True
            except BaseException as new:
                if new is not exc and new.__context__ is None:
                    new.__context__ = exc
                exc = new
        if exc is None:
            return given is not None and swallowed
        if exc is given:
            return False
        raise exc
