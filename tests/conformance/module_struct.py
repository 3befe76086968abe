"""struct: packing and unpacking, in place, iterated, errors."""
import struct
from multiprocessing import Process, Array

print(struct.pack(">hIq4s?d", -2, 7, 2**40, b"abc", True, 1.5), struct.unpack("<hhl", bytes(range(8))))
print(struct.calcsize("bi"), struct.calcsize("<bi"), struct.calcsize("3s0i"), struct.pack("<e", 1.5), struct.pack("5p", b"abcdefg"))
buf = bytearray(10)
struct.pack_into("<ih", buf, 2, -1, 513)
print(buf, struct.unpack_from("<ih", buf, 2), list(struct.iter_unpack("<H", bytes(6))))
s = struct.Struct("!HB")
print(s.size, s.format, s.pack(1, 2), s.unpack(b"\x00\x01\x02"))
for f in [lambda: struct.pack("i", 2**31), lambda: struct.pack("B", 256), lambda: struct.pack("h", "x"), lambda: struct.pack("ii", 1), lambda: struct.unpack("i", b"abc"),
          lambda: struct.pack("y", 1), lambda: struct.unpack_from("i", b"abc"), lambda: struct.pack_into("i", bytearray(2), 0, 1)]:
    try:
        f()
    except struct.error as e:
        print("struct.error:", e)
