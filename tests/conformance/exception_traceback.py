# An uncaught exception: the traceback with source lines, chains and the exit code.
class Refused(Exception):
    pass


def inner(d):
    return d["a"]["b"]


def outer():
    try:
        return inner({"a": {}})
    except KeyError as e:
        raise Refused("no b",
                      42) from e


def last():
    try:
        outer()
    except Refused:
        print("handling")
        return [1, 2][5] + 1


print("before")
last()
