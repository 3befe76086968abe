# bytes and bytearray: literals, indexes, methods, conversion, mutation.
b = b"abc\x00\xff\n"
print(b, len(b), b[0], b[-2], b[1:3], list(b"AB"), b"a" + b"b", b"ab" * 2, 98 in b, b"bc" in b)
print(bytes(3), bytes([65, 66]), bytes("é", "utf-8"), bytes(b"x"), bytes(range(3)), b"a" < b"b", b"" == b"")
print(b"a,b".split(b","), b"-".join([b"x", b"y"]), b" s ".strip(), b"abc".upper(), b"abc".find(b"c"), b"abc".replace(b"b", b"X"))
print(b"abc".hex(), bytes.fromhex("61 62"), b"abc".decode(), b"abc".startswith(b"ab"), b"%d-%s" % (5, b"x"), b"a".isalpha())
a = bytearray(b"hello")
a[0] = 72
a.append(33)
a.extend(b"??")
a[1:3] = b"EE"
del a[-1]
print(a, len(a), a.pop(), bytes(a), a.decode())
a += b"xyz"
a.reverse()
print(a, a.index(b"x"), bytearray(2))
print(repr(b'it\'s'), repr(b'"'), str(b"a", "ascii"), int.from_bytes(b"\x01\x02", "big"), (258).to_bytes(2, "little"))
print(hash(b"a") == hash(bytearray(b"a").__class__(b"a").decode().encode()), {b"k": 1}[b"k"])
for bad in (lambda: bytes([256]), lambda: bytes("a"), lambda: a.__setitem__(0, 300), lambda: b"a".join(["x"])):
    try:
        bad()
    except (ValueError, TypeError, IndexError) as e:
        print(type(e).__name__, e)
