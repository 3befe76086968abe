# Built-in functions: iteration helpers, conversions, introspection.
print(list(enumerate("ab", 1)), list(zip("ab", [1, 2], (3, 4, 5))), list(map(lambda a, b: a + b, [1, 2], [3, 4])), list(filter(None, [0, 1, "", "a"])), list(reversed("ab")))
print(all([]), any([]), all([1, 0]), any([0, 1]), sum(range(5)), min("b", "a"), max([1, 5, 3]), max([], default="none"), min([3, -4], key=abs), sorted("cab", reverse=True))
print(list(range(3)), list(range(2, 8, 3)), list(range(5, 0, -2)), range(10), range(0, 10, 3), len(range(0, 10, 3)), 9 in range(0, 10, 3), range(10)[2:8:2], range(3) == range(0, 3, 1), range(10)[-1])
print(abs(-5), divmod(17, 5), pow(2, 5), round(2.567, 1), chr(97), ord("a"), hex(17), bool([]), callable(print), repr("q"), ascii("é"), len({1: 2}))
print(isinstance(1, int), isinstance("a", (int, str)), isinstance([], list), issubclass(bool, int), type(3.5).__name__, type(None), type(print).__name__, type(lambda: 0).__name__, type(type))
it = iter([1, 2, 3]); print(next(it), next(it), list(it), next(it, "end"))
n = iter(lambda: len(made) < 3 and (made.append(1) or len(made)), False); made = []; print(list(n))
print(*[1, 2], sep="-", end="!\n"); print("a", "b", sep=""); print(); print(None, True, 1.0, [1, "x"], ("t",), {"k": b"v"})
print(eval("1 + 2 * 3"), eval("x + 1", {"x": 41}), str(print)[:15], hasattr([], "append"), getattr("abc", "upper")(), getattr(3, "nope", "dflt"), id(None) == id(None))
ns = {}; exec("y = 5\ndef f(): return y * 2", ns); print(ns["f"]())
print(int, str, list, dict, Exception, ValueError, object, type(3), [int, float], NotImplemented, Ellipsis, ...)
z = zip([1, 2], "ab", strict=True); print(list(z), list(zip()), list(zip(*[(1, "a"), (2, "b")])), dict(enumerate("xy")))
print(slice(1, 5, 2), slice(3).indices(10)), print(type("T", (object,), {"a": 1}).a)
for bad in (lambda: next(iter([])), lambda: max([]), lambda: ord("ab"), lambda: chr(-1), lambda: sum(["a"]), lambda: len(5), lambda: abs("a"), lambda: list(zip([1], [1, 2], strict=True)), lambda: range(1, 2, 0), lambda: print(1, bad=2), lambda: isinstance(1, 2), lambda: iter(5), lambda: int(), lambda: sorted(5), lambda: pow(2, "a"), lambda: enumerate()):
    try:
        print(bad())
    except (StopIteration, ValueError, TypeError) as e:
        print(type(e).__name__, e)
