"""pprint: where lines break, for each type with a layout, and the options."""
import collections
import dataclasses
import io
import types
from pprint import PrettyPrinter, isreadable, isrecursive, pformat, pp, pprint, saferepr

pprint(1)
pprint({"b": 1, "a": [1, 2]})
pp({"b": 1, "a": [1, 2]})
big = {"name": "x" * 30, "items": list(range(30)), "nested": {"deep": {"deeper": ["a" * 20, "b" * 20, "c" * 30]}, "t": (1,)},
       "set": {"z" * 90}, "n": None}
pprint(big)
pp(big)
for width in (1, 10, 20, 40, 79, 81, 200):
    print("width", width)
    pprint(big, width=width)
    pprint(big, width=width, compact=True, indent=4)
for depth in (1, 2, 3):
    pprint(big, depth=depth)
pprint([1, [2, [3, [4]]], (5, (6, (7,)))], depth=2)
pprint(["word " * 30, "a\nb\nc" * 20], width=40)
pprint("the quick brown fox jumps over the lazy dog " * 5)
pprint("line one\nline two\n" * 3, width=20)
pprint(("only " * 20,), width=30)
pprint(bytes(range(60)), width=40)
pprint({"k": bytes(range(60))}, width=40)
pprint(bytearray(range(40)), width=40)
pprint([12345678, 1.5, {1234567: -9876543}, True], underscore_numbers=True)
pprint(collections.OrderedDict((c * 10, c * 20) for c in "abcd"), width=50)
pprint(collections.Counter("mississippi river" * 3), width=20)
d = collections.defaultdict(list)
for c in "wxyz":
    d[c * 10].append(c * 20)
pprint(d, width=50)
pprint(collections.deque(range(20)), width=30)
pprint(collections.deque(range(20), maxlen=15), width=30)
pprint(collections.ChainMap({"a" * 20: 1}, {"b" * 20: 2}, {"c" * 20: 3}), width=40)
pprint(types.SimpleNamespace(first="a" * 30, second="b" * 30, third=[1] * 30))
pprint(frozenset("%020d" % n for n in range(5)), width=40)


@dataclasses.dataclass
class Point:
    x: int
    label: str = "a label of a point"
    more: list = dataclasses.field(default_factory=lambda: list(range(25)))
    hidden: int = dataclasses.field(default=1, repr=False)


@dataclasses.dataclass(repr=False)
class Quiet:
    x: int

    def __repr__(self):
        return "Quiet" * 30


class Named(dict):
    pass


class Own(list):
    def __repr__(self):
        return "Own" * 40


pprint({"z" * 30, "y" * 30, "x" * 30})
pprint(Point(1))
pprint([Point(1, more=[]), Point(2)], width=50)
pprint(Quiet(1))
pprint(Named({"k" * 40: 1, "l" * 40: 2}))
pprint(Own([1, 2]))
T = collections.namedtuple("T", "a b")
pprint([T(1, "b" * 40), T(2, "c" * 40)])
pprint([], width=1)
pprint([(), [], {}, set(), "", b""], width=1)
loop = [1]
loop.append(loop)
text = pformat(loop)
print(text.startswith("[1, <Recursion on list with id="), text.endswith(">]"), str(id(loop)) in text)
print(isrecursive(loop), isreadable(loop), isrecursive([1]), isreadable([1]), isreadable(object()), isreadable([object()]))
print(saferepr({"b": 1, "a": (2,)}))
out = io.StringIO()
printer = PrettyPrinter(indent=2, width=20, stream=out)
printer.pprint([100, 200, 300, 400, 500, 600])
print(repr(out.getvalue()))
print(printer.pformat({"a": 1}), printer.isreadable(1), printer.isrecursive(1))


class Upper(PrettyPrinter):
    def format(self, object, context, maxlevels, level):
        if isinstance(object, str):
            return object.upper(), True, False
        return super().format(object, context, maxlevels, level)


Upper().pprint(["a", {"b": "c"}])
for options in ({"width": 0}, {"indent": -1}, {"depth": 0}):
    try:
        PrettyPrinter(**options)
    except ValueError as e:
        print(e)

wide = {'key%d' % i: list(range(i + 8)) for i in range(8)}
pprint(collections.UserDict(wide))
pprint(types.MappingProxyType(wide))
pprint(collections.UserList(list(wide) * 3))
pprint(collections.UserString('word ' * 30))

