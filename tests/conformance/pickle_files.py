import pickle
import copyreg


class File:
    """What io.BytesIO does, as far as pickle needs it."""

    def __init__(self, data=b""):
        self.data, self.at = data, 0

    def write(self, b):
        self.data += b
        return len(b)

    def read(self, n=-1):
        b = self.data[self.at:] if n < 0 else self.data[self.at:self.at + n]
        self.at += len(b)
        return b

    def readline(self):
        end = self.data.find(b"\n", self.at)
        return self.read(end + 1 - self.at if end >= 0 else -1)


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y


# Several pickles in one file, and nothing read beyond them.
for protocol in range(6):
    f = File()
    for v in [1, "two", [3] * 10, {"four": 4.5}, b"x" * 100_000, (None, True)]:
        pickle.dump(v, f, protocol)
    f.write(b"rest")
    print(protocol, [len(repr(pickle.load(f))) for _ in range(6)], f.read())

# One memo for several pickles.
f = File()
p = pickle.Pickler(f)
shared = ["shared"]
p.dump([shared, 1])
p.dump([shared, 2])
p.clear_memo()
p.dump([shared, 3])
print(f.data)
u = pickle.Unpickler(f)
a, b = u.load(), u.load()
print(a, b, a[0] is b[0])
print(u.load())
try:
    u.load()
except EOFError as e:
    print(repr(e))


class ByName(pickle.Pickler):
    def persistent_id(self, obj):
        if isinstance(obj, Point):
            return ("point", obj.x)


class FromName(pickle.Unpickler):
    def persistent_load(self, pid):
        kind, x = pid
        if kind != "point":
            raise pickle.UnpicklingError("unsupported " + kind)
        return Point(x, "looked up")


f = File()
ByName(f, 4).dump([Point(1, 2), 3])
print(f.data)
pt, three = FromName(f).load()
print(pt.x, pt.y, three)
try:
    pickle.loads(f.data)
except pickle.UnpicklingError as e:
    print(e)


class Restricted(pickle.Unpickler):
    def find_class(self, module, name):
        if (module, name) == ("builtins", "range"):
            return super().find_class(module, name)
        raise pickle.UnpicklingError("global '%s.%s' is forbidden" % (module, name))


print(Restricted(File(pickle.dumps([1, range(3)]))).load())
for data in [b"cos\nsystem\n(S'echo hello world'\ntR.", b'cbuiltins\neval\n(S\'getattr(__import__("os"), "system")("echo hello")\'\ntR.']:
    try:
        Restricted(File(data)).load()
    except pickle.UnpicklingError as e:
        print(e)




class Override(pickle.Pickler):
    def reducer_override(self, obj):
        if isinstance(obj, Point):
            return Point, (obj.x * 10, obj.y * 10)
        return NotImplemented


f = File()
Override(f).dump({"p": Point(1, 2), "f": len})
r = pickle.loads(f.data)
print(r["p"].x, r["p"].y, r["f"])

# copyreg, and a table of one Pickler.
copyreg.pickle(Point, lambda p: (Point, (p.x, "copyreg")))
print(pickle.loads(pickle.dumps(Point(7, 8))).y)
f = File()
p = pickle.Pickler(f)
p.dispatch_table = {Point: lambda p: (Point, (p.x, "table"))}
p.dump(Point(9, 0))
print(pickle.loads(f.data).y)

print(pickle.HIGHEST_PROTOCOL, pickle.DEFAULT_PROTOCOL)
print(pickle.PicklingError.__mro__, issubclass(pickle.UnpicklingError, pickle.PickleError))
print(pickle.loads(pickle.dumps("é", 2), encoding="latin-1"), pickle.loads(b"U\x01\xe9.", encoding="latin-1"), pickle.loads(b"U\x01\xe9.", encoding="bytes"))
f = File()
with_fast = pickle.Pickler(f, 4)
with_fast.fast = True
with_fast.dump([shared, shared])
print(f.data, pickle.loads(bytearray(f.data)))
