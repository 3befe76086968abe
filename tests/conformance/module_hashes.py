"""hashlib, hmac, base64, binascii, uuid, secrets."""
import base64
import binascii
import hashlib
import hmac
import secrets
import uuid


def t(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)


for name in sorted(hashlib.algorithms_guaranteed):
    h = hashlib.new(name, b"abc")
    size = (20,) if name.startswith("shake") else ()
    print(name, h.name, h.digest_size, h.block_size, h.hexdigest(*size))
    c = h.copy()
    c.update(b"x" * 300)
    print(h.digest(*size)[:4], c.hexdigest(*size), getattr(hashlib, name)().hexdigest(*size)[:16])
print(hashlib.md5(b"a", usedforsecurity=False).hexdigest(), hashlib.sha256(bytearray(b"x" * 1000)).hexdigest())
print(hashlib.blake2b(b"m", digest_size=16, key=b"secret", salt=b"salt", person=b"me").hexdigest())
print(hashlib.blake2s(b"m" * 129, digest_size=7, key=b"k", salt=b"s", person=b"p", last_node=True, node_offset=3, fanout=2, depth=2).hexdigest())
print(hashlib.blake2b(b"m" * 128, leaf_size=5, node_offset=2**40, node_depth=1, inner_size=64, depth=3, fanout=0).hexdigest()[:40])
print(hashlib.pbkdf2_hmac("sha256", b"password", b"salt", 1000).hex(), hashlib.pbkdf2_hmac("sha1", b"p", b"s", 2, 50).hex())
print(hashlib.scrypt(b"password", salt=b"NaCl", n=1024, r=8, p=2, dklen=32).hex())
t(lambda: hashlib.md5("text")); t(lambda: hashlib.md5(3)); t(lambda: hashlib.new("nope")); t(lambda: hashlib.shake_128(b"").digest())
t(lambda: hashlib.blake2b(digest_size=65)); t(lambda: hashlib.blake2b(key=b"k" * 65)); t(lambda: hashlib.pbkdf2_hmac("sha1", b"", b"", 0))
t(lambda: hashlib.scrypt(b"", salt=b"", n=3, r=8, p=1)); t(lambda: hashlib.scrypt(b"", salt=b"", n=2**20, r=8, p=1))
print(hmac.new(b"key", b"message", "sha256").hexdigest(), hmac.new(b"k" * 200, b"m", hashlib.md5).hexdigest(), hmac.digest(b"k", b"m", "sha1"))
h = hmac.new(b"key", digestmod="sha512")
h.update(b"a")
g = h.copy()
g.update(b"b")
print(h.name, h.digest_size, h.block_size, h.hexdigest()[:20], g.hexdigest()[:20])
t(lambda: hmac.new(b"k", b"m")); t(lambda: hmac.new("k", b"m", "md5"))
print(hmac.compare_digest("a", "a"), hmac.compare_digest(b"ab", b"ac"), hmac.compare_digest(b"a", b"ab"))
t(lambda: hmac.compare_digest("a", b"a"))

data = bytes(range(256))
for enc, dec in [("b64encode", "b64decode"), ("urlsafe_b64encode", "urlsafe_b64decode"), ("b32encode", "b32decode"), ("b32hexencode", "b32hexdecode"), ("b16encode", "b16decode"),
                 ("b85encode", "b85decode"), ("a85encode", "a85decode"), ("encodebytes", "decodebytes")]:
    for n in (0, 1, 2, 3, 4, 5, 7, 100, 256):
        e = getattr(base64, enc)(data[:n])
        assert getattr(base64, dec)(e) == data[:n], (enc, n)
        print(enc, n, e[:60])
print(base64.b64decode("aGVsbG8="), base64.b64decode(b"aGV sbG8="), base64.b64encode(b"\xff\xfe", b"-_"), base64.b64decode("__4=", altchars="-_"))
print(base64.a85encode(b"    \0\0\0\0abc", foldspaces=True, adobe=True, wrapcol=6), base64.a85decode(b"<~87cURD]j~>", adobe=True), base64.b32decode("mzxw6===", casefold=True))
for f in ["base64.b64decode('a')", "base64.b64decode('abc')", "base64.b64decode('a!bc', validate=True)", "base64.b64decode('ab=c', validate=True)", "base64.b64decode('é')", "base64.b64encode('x')", "base64.b32decode('a')",
          "base64.b32decode('1' * 8)", "base64.b16decode('xx')", "base64.b85decode('\"')", "base64.b85decode('|||||')", "base64.b64decode('abcde')", "base64.b64decode('=abc')", "base64.b64decode('=abc', validate=True)",
          "binascii.unhexlify('abc')", "binascii.unhexlify('zz')", "binascii.unhexlify(3)", "binascii.hexlify('a')", "binascii.hexlify(b'abcd', '-')", "binascii.hexlify(b'abcde', ':', -2)", "binascii.crc32(b'hello')", "binascii.crc32(b'o', 5)",
          "binascii.crc_hqx(b'abc', 0)", "binascii.b2a_base64(b'ab')", "binascii.b2a_base64(b'ab', newline=False)", "binascii.a2b_base64('YWI=\\n')", "binascii.Error.__mro__[1]"]:
    print(f, end=" ")
    t(lambda: eval(f))
u = uuid.UUID("12345678-1234-5678-1234-567812345678")
print(u, repr(u), u.hex, u.int, u.bytes, u.bytes_le, u.fields, u.urn, u.version, u.variant, u.node, u.time, u.clock_seq)
print(uuid.uuid5(uuid.NAMESPACE_DNS, "python.org"), uuid.uuid3(uuid.NAMESPACE_URL, "x"), uuid.UUID(int=5), uuid.UUID(bytes=b"a" * 16), uuid.UUID(fields=(1, 2, 3, 4, 5, 6)))
print(uuid.uuid4().version, uuid.uuid1().version, uuid.uuid4() != uuid.uuid4(), u == uuid.UUID(int=u.int), u < uuid.UUID(int=2**127), len({u, uuid.UUID(str(u))}))
t(lambda: uuid.UUID("12")); t(lambda: uuid.UUID()); t(lambda: uuid.UUID(int=-1)); t(lambda: setattr(u, "int", 3)); t(lambda: u < 3)
print(len(secrets.token_bytes(5)), len(secrets.token_hex(5)), len(secrets.token_urlsafe(6)), secrets.randbelow(1), secrets.choice([3]), secrets.randbits(1) in (0, 1))
t(lambda: secrets.randbelow(0))
