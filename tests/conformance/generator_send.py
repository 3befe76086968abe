# Generators as coroutines: send, throw, close, delegation, misuse.
def averager():
    total, n, mean = 0, 0, None
    while True:
        x = yield mean
        if x is None:
            return total
        total += x
        n += 1
        mean = total / n


a = averager()
next(a)
print(a.send(10), a.send(20), a.send(60))
try:
    a.send(None)
except StopIteration as e:
    print("total", e.value)


def stubborn():
    while True:
        try:
            x = yield "ready"
            print("received", x)
        except ValueError as e:
            print("caught", e)


s = stubborn()
print(next(s), s.send(1), s.throw(ValueError("thrown")), s.throw(ValueError))
try:
    s.throw(KeyError("out"))
except KeyError as e:
    print("out", e)
print(list(s))


def outer():
    result = yield from averager()
    print("inner returned", result)
    try:
        yield "again"
    except GeneratorExit:
        print("closing")
        raise


o = outer()
print(next(o), o.send(4), o.send(8), o.send(None))
o.close()


def bad():
    try:
        yield 1
    except GeneratorExit:
        yield 2


b = bad()
next(b)
try:
    b.close()
except RuntimeError as e:
    print(e)
try:
    averager().send(5)
except TypeError as e:
    print(e)


def stops():
    yield 1
    raise StopIteration


try:
    list(stops())
except RuntimeError as e:
    print(e, repr(e.__cause__))


def selfish():
    yield next(me)


me = selfish()
try:
    next(me)
except ValueError as e:
    print(e)
