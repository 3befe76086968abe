# A registry that a script has filled itself is refused in words.
from multiprocessing.managers import BaseManager


class Filled(BaseManager):
    _registry = {"x": 5}


class Odd(BaseManager):
    _registry = 5


if __name__ == "__main__":
    for cls in Filled, Odd:
        for use in (lambda m: m.x, lambda m: m.start() or m.shutdown(), lambda m: m.__getattr__()):
            try:
                print(use(cls()))
            except Exception as e:
                print(type(e).__name__, e)
