# memoryview of bytes and bytearray: items, slices, formats, comparison, release, errors.
import struct

data = bytearray(b"abcdef")
m = memoryview(data)
print(len(m), m[0], m[-1], m[1:3].tobytes(), bytes(m[::2]), bytes(m[::-1]), list(m), m.tolist(), 98 in m, 7 in m)
print(m.format, m.itemsize, m.nbytes, m.ndim, m.shape, m.strides, m.suboffsets, m.readonly, m.contiguous, m.obj is data, type(m), repr(m)[:10])
m[0] = 65
m[1:3] = b"xy"
m[4:] = memoryview(b"!?")
m[::3] = b"12"
print(data, m == data, data == m, m == b"1xy2!?", b"1xy2!?" == m, m != b"1", m == [1], m[2:4] == m[2:4])
part = m[1:4]
part[0] = 0
print(data, part.tobytes(), part.hex(), m.hex(":"), m[::2].contiguous, m[::2].strides, m.toreadonly().readonly)
print(bytes(m), bytearray(m[2:]), b"".join([m[:2], m[2:]]), b"-" + m[:1], bytes(4) + m[4:], int.from_bytes(m[:2], "big"), list(reversed(m[:3])))
numbers = memoryview(bytearray(16)).cast("i")
numbers[0], numbers[1], numbers[3] = -1, 2 ** 31 - 1, 7
print(numbers.tolist(), numbers.tobytes(), numbers[1:3].tolist(), numbers.cast("B")[:5].tolist(), len(numbers), numbers.shape, numbers.strides, numbers[::2].tolist())
for code in "bBcHhiIlLqQfd?":
    v = memoryview(bytes(range(16))).cast(code)
    print(code, v.itemsize, len(v), v[0], v[-1], v.readonly)
d = memoryview(bytearray(8)).cast("d")
d[0] = 1.25
print(d[0], struct.unpack("d", d), struct.unpack_from("<H", m, 1), memoryview(b"\xff").cast("b") == memoryview(b"\xff"), memoryview(b"a").cast("b") == b"a")
struct.pack_into("<H", m, 2, 0x4142)
print(data, hash(memoryview(b"abc")) == hash(b"abc"), memoryview(m).obj is data)
with memoryview(b"abc") as w:
    print(w[0])
print(repr(w)[:16])


def attempt(label, f):
    try:
        print(label, f())
    except Exception as e:
        print(label, type(e).__name__, e)


def store(view, key, value):
    view[key] = value


for text in ("memoryview('a')", "memoryview()", "memoryview(1, 2)", "m['a']", "m[9]", "m[-9]", "m[1.5]", "m[0, 0]", "m[1:2:0]", "hash(m)",
             "m.cast('i')", "m.cast('z')", "m.cast('ii')", "m.cast(1)", "m.cast('h').cast('i')", "m[::2].cast('h')", "m < m", "m + m",
             "m.tobytes(order='X')", "m.tobytes(1)", "w[0]", "len(w)", "w.tobytes()", "w.readonly", "w == b'abc'", "w == w", "m.foo", "w.release()"):
    attempt(text, lambda: eval(text))
for code, key, value in (("B", 0, 300), ("B", 0, -1), ("B", 0, "a"), ("B", 0, b"a"), ("B", 0, 1.5), ("B", 9, 1), ("h", 0, 99999), ("h", 0, "x"), ("b", 0, 200),
                         ("c", 0, 1), ("c", 0, b"ab"), ("c", 0, b"a"), ("d", 0, "a"), ("q", 0, 1 << 63), ("Q", 0, -1), ("?", 0, "a"), ("B", slice(0, 2), b"abc"),
                         ("B", slice(0, 2), "ab"), ("B", slice(0, 2), [1, 2]), ("h", slice(0, 1), b"ab")):
    attempt((code, key, value), lambda: store(memoryview(bytearray(8)).cast(code), key, value))
attempt("read-only", lambda: store(memoryview(b"ab"), 0, 1))
try:
    del m[0]
except TypeError as e:
    print(e)
try:
    m.format = 1
except AttributeError as e:
    print(e)
try:
    class Derived(memoryview):
        pass
except TypeError as e:
    print(e)
