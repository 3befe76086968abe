# Exceptions that come from others: __cause__, __context__, from None.
def show(e):
    print(repr(e), "| cause", repr(e.__cause__), "| context", repr(e.__context__), "|", e.__suppress_context__)


try:
    try:
        {}["k"]
    except KeyError as k:
        raise ValueError("bad key") from k
except ValueError as e:
    show(e)
try:
    try:
        {}["k"]
    except KeyError:
        raise ValueError("while handling")
except ValueError as e:
    show(e)
try:
    try:
        {}["k"]
    except KeyError:
        raise ValueError("hidden") from None
except ValueError as e:
    show(e)
try:
    raise ValueError from KeyError
except ValueError as e:
    show(e)
try:
    raise ValueError from 3
except TypeError as e:
    print(e)
try:
    try:
        1 / 0
    finally:
        [][0]
except IndexError as e:
    show(e)
