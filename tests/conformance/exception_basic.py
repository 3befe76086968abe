# Exceptions: classes, arguments, matching, else and finally, re-raising.
class AppError(Exception):
    def __init__(self, code, text):
        super().__init__(code, text)
        self.code = code


class NotFound(AppError):
    pass


def run(f):
    try:
        value = f()
    except NotFound as e:
        return "not found %d" % e.code
    except (KeyError, IndexError) as e:
        return f"lookup {type(e).__name__} {e}"
    except AppError as e:
        return "app " + str(e)
    except Exception as e:
        return "other %r" % e
    else:
        return "fine %r" % value
    finally:
        print("finally", end=" ")


def fail(e):
    def f():
        raise e
    return f


print(run(lambda: 1))
print(run(fail(NotFound(404, "no"))))
print(run(fail(AppError(1, "x"))))
print(run(lambda: {}["k"]))
print(run(lambda: [][1]))
print(run(lambda: 1 / 0))
print(run(lambda: int("x")))
print(run(lambda: None + 1))
print(run(fail(ValueError)))
print(run(fail(ValueError("a", 2))))
try:
    try:
        raise ValueError("first")
    except ValueError:
        raise
except ValueError as e:
    print("again", e, e.args)
print("e" in globals())
for make in (lambda: Exception(), lambda: Exception("a"), lambda: Exception("a", 1), lambda: KeyError("k"), lambda: OSError(2, "No such"), lambda: StopIteration(5)):
    e = make()
    print(str(e), repr(e), e.args)
try:
    raise 3
except TypeError as e:
    print(e)
try:
    raise int
except TypeError as e:
    print(e)
try:
    try:
        1 / 0
    except "text":
        pass
except TypeError as e:
    print(e)
try:
    raise
except RuntimeError as e:
    print(e)
assert True
try:
    assert 1 > 2, "one is not " + "two"
except AssertionError as e:
    print(repr(e))
try:
    assert False
except AssertionError as e:
    print(repr(e))
e = ValueError("with notes")
e.add_note("a note")
print(e.__notes__)
