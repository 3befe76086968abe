import time

__all__ = ["Timer", "timeit", "repeat", "default_timer"]

default_timer = time.perf_counter
default_number = 1000000
default_repeat = 5


class Timer:
    """Measures how long small pieces of code take."""

    def __init__(self, stmt="pass", setup="pass", timer=default_timer, globals=None):
        self.timer = timer
        self.__globals = {} if globals is None else globals
        before = ""
        for what, code in (("setup", setup), ("stmt", stmt)):
            if isinstance(code, str):
                compile(before + code, "<timeit-src>", "exec")
                before = code + "\n"
            elif not callable(code):
                raise ValueError("%s is neither a string nor callable" % what)
        self.__stmt = stmt
        self.__setup = setup

    def timeit(self, number=default_number):
        """Time number executions of the statement; the result is in seconds."""
        # Setup and statement share the local names of one function.
        source = "def inner(_number, _timer, _stmt, _setup):\n"
        source += _body(self.__setup, "_setup()", "    ")
        source += "    _begin = _timer()\n    for _i in range(_number):\n"
        source += _body(self.__stmt, "_stmt()", "        ")
        source += "    _end = _timer()\n    return _end - _begin\n"
        space = {}
        exec(source, self.__globals, space)
        return space["inner"](number, self.timer, self.__stmt, self.__setup)

    def repeat(self, repeat=default_repeat, number=default_number):
        """Call timeit() several times; the result is a list."""
        return [self.timeit(number) for _ in range(repeat)]

    def autorange(self, callback=None):
        """Return a number of executions that takes at least 0.2 seconds, and the time it took."""
        scale = 1
        while True:
            for digit in (1, 2, 5):
                number = scale * digit
                taken = self.timeit(number)
                if callback:
                    callback(number, taken)
                if taken >= 0.2:
                    return (number, taken)
            scale *= 10

    def print_exc(self, file=None):
        raise NotImplementedError("timeit.Timer.print_exc is not part of mpstar; use try and except")


def _body(code, call, indent):
    if not isinstance(code, str):
        return indent + call + "\n"
    return "".join([indent + line + "\n" for line in code.split("\n")])


def timeit(stmt="pass", setup="pass", timer=default_timer, number=default_number, globals=None):
    """Time number executions of a statement, in seconds."""
    return Timer(stmt, setup, timer, globals).timeit(number)


def repeat(stmt="pass", setup="pass", timer=default_timer, repeat=default_repeat, number=default_number, globals=None):
    """Time number executions of a statement, repeat times."""
    return Timer(stmt, setup, timer, globals).repeat(repeat, number)
