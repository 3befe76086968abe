# What classmethod, staticmethod, property and functions do when their __get__ is called by hand.
def f(*args):
    return len(args)


class C:
    pass


c = C()
for d in (classmethod(f), staticmethod(f)):
    for args in ((c, C), (None, C), (c,)):
        print(type(d).__name__, d.__get__(*args)(1))
    print(hasattr(d, "__get__"), hasattr(d, "__set__"), d.__func__ is f, d.__wrapped__ is f)
p = property(f)
print(p.__get__(c, C), p.__get__(None, C) is p, hasattr(p, "__set__"), hasattr(p, "__delete__"))
print(f.__get__(c)(2), f.__get__(None, C) is f)
for call in (lambda: p.__set__(c, 1), lambda: f.__get__(), lambda: f.__get__(None, None), lambda: f.__get__(1, 2, 3)):
    try:
        call()
    except (AttributeError, TypeError) as e:
        print(type(e).__name__, e)
