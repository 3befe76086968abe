# Methods of operators that are called by their names with too few or too many arguments.
import re
import time


def tell(f, *args):
    try:
        print(f(*args))
    except TypeError as e:
        print(e)


for o in (object(), [], {}, (), 1, 1.5, "x", b"x", range(3), re.compile("x"), time.localtime(0), len):
    for name in ("__eq__", "__ne__", "__getattribute__", "__setattr__", "__delattr__"):
        tell(getattr(o, name))
        tell(getattr(o, name), 1, 2, 3)
for name in ("__add__", "__mul__", "__mod__", "__divmod__", "__and__", "__lshift__"):
    tell(getattr(5, name))
    tell(getattr(5, name), 1, 2)
