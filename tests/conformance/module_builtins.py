"""builtins: the names that every file sees."""
import builtins
from builtins import print as say, len as size

say(size([1, 2]), builtins.max(3, 4), builtins.sorted("bca"))
say(builtins.int is int, builtins.ValueError is ValueError, builtins.print is print)
say(builtins.__name__, hasattr(builtins, "open"), hasattr(builtins, "nothing"))
say(builtins.True_ if hasattr(builtins, "True_") else builtins.abs(-1))
say(getattr(builtins, "sum")([1, 2, 3]), "len" in dir(builtins))
builtins.greeting = "hello"
say(builtins.greeting)


def child():
    say("child", builtins.min(5, 6))


if __name__ == "__main__":
    from multiprocessing import Process
    p = Process(target=child)
    p.start()
    p.join()
