"""traceback: exceptions, stacks, entries, chains, notes."""
import sys
import traceback


def inner(x):
    return 1 / x


def outer(x):
    try:
        inner(x)
    except ZeroDivisionError as e:
        raise ValueError("outer failed") from e


def deep(n):
    if n == 0:
        raise KeyError("deep")
    deep(n - 1)


try:
    outer(0)
except ValueError as e:
    error = e
    traceback.print_exc(file=sys.stdout)
    print(traceback.format_exc(limit=1), end="")
    print(traceback.format_exc(chain=False), end="")
    traceback.print_exception(e)
    traceback.print_exception(type(e), e, e.__traceback__, file=sys.stdout)
    print(len(traceback.format_exception(e)), traceback.format_exception(e)[0])
    for s in traceback.extract_tb(e.__traceback__):
        print(s.lineno, s.name, s.line, tuple(s)[1:], len(s), s.colno, s.end_colno, s.end_lineno)
    print("".join(traceback.format_tb(e.__traceback__)), end="")
    print([line for frame, line in traceback.walk_tb(e.__traceback__)])
    te = traceback.TracebackException.from_exception(e)
    print(te, te.exc_type, len(te.stack), type(te.__cause__).__name__, te.__cause__, te.__suppress_context__)
    print("".join(te.format(chain=False)), end="")
    print(list(te.format_exception_only()))

try:
    deep(10)
except KeyError as e:
    e.add_note("a note\nof two lines")
    traceback.print_exc(file=sys.stdout)
    print(traceback.format_exception_only(e))
    traceback.print_tb(e.__traceback__, limit=2, file=sys.stdout)
    traceback.print_tb(e.__traceback__, limit=-1, file=sys.stdout)

print(repr(traceback.format_exc()))
print(traceback.format_exception_only(None), traceback.format_exception_only(TypeError, TypeError("x")))
for bad in ((ValueError,), (ValueError, ValueError("x"))):
    try:
        traceback.format_exception(*bad)
    except (TypeError, ValueError) as e:
        print(repr(e))


def stack():
    traceback.print_stack(file=sys.stdout)
    print(traceback.extract_stack(limit=1)[0].line)
    return [s.name for s in traceback.extract_stack()][-2:]


print(stack())
print(traceback.format_list([("a.py", 1, "f", "x = 1"), ("b.py", 2, "g", None)]))
f = traceback.FrameSummary("f", 3, "n", line="x")
print(f, f == traceback.FrameSummary("f", 3, "n", line="x"), f[0], f.line)
print(traceback.StackSummary.from_list([("a.py", 1, "f", "x = 1")]).format())
try:
    try:
        {}["a"]
    except KeyError:
        [][0]
except IndexError as e:
    print("".join(traceback.format_exception(e)), end="")
    print(sys.exc_info()[0], sys.exc_info()[1] is e, e.__context__, e.__traceback__.tb_lineno, e.__traceback__.tb_next)
    with_tb = ValueError("v").with_traceback(e.__traceback__)
    traceback.print_exception(with_tb, file=sys.stdout)
