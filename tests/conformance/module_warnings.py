"""warnings: filters, catch_warnings, the text on standard error."""
import logging
import sys
import warnings


def old():
    warnings.warn("old is deprecated", DeprecationWarning, stacklevel=2)


warnings.warn("a plain one")
old()
for i in range(3):
    warnings.warn("only once per line")
    old()
with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter("always")
    for i in range(2):
        warnings.warn("recorded %d" % i, RuntimeWarning)
    old()
    print([(str(w.message), w.category.__name__, w.lineno) for w in log])
    print(type(log[0].message), log[0].line, log[0].file)
with warnings.catch_warnings():
    warnings.simplefilter("error")
    try:
        warnings.warn("raised", UserWarning)
    except UserWarning as e:
        print("raised", repr(e))
    warnings.simplefilter("ignore")
    warnings.warn("ignored")
with warnings.catch_warnings(record=True) as log:
    warnings.resetwarnings()
    warnings.filterwarnings("ignore", message=".*boring")
    warnings.filterwarnings("error", category=SyntaxWarning)
    warnings.filterwarnings("once", message="just once")
    warnings.warn("very boring")
    warnings.warn("not Boring at the start")
    for i in range(3):
        warnings.warn("just once")
    warnings.warn(FutureWarning("an instance"))
    try:
        warnings.warn("syntax", SyntaxWarning)
    except SyntaxWarning as e:
        print(repr(e))
    print([str(w.message) for w in log])
for bad in (int, 3):
    try:
        warnings.warn("x", bad)
    except TypeError as e:
        print(e)
print(repr(warnings.formatwarning("text", UserWarning, "none.py", 3)), repr(warnings.formatwarning("text", UserWarning, "f.py", 3, "  code")))
warnings.warn_explicit("explicit", UserWarning, "some.py", 7)
print([f[:1] + f[2:] for f in warnings.filters if f[2] is not BytesWarning])
for bad in ("nope",):
    try:
        warnings.simplefilter(bad)
    except AssertionError as e:
        print(e)


def show(message, category, filename, lineno, file=None, line=None):
    print("shown:", message, category.__name__, lineno)


kept = warnings.showwarning
warnings.showwarning = show
warnings.warn("to the function")
warnings.showwarning = kept
logging.basicConfig(stream=sys.stdout, format="%(name)s %(levelname)s %(message).0s")
logging.captureWarnings(True)
warnings.warn("captured")
logging.captureWarnings(False)
warnings.warn("not captured")
logging.getLogger("x").warn("deprecated method")
