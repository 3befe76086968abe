import hashlib as _hashlib

trans_5C = bytes([x ^ 0x5C for x in range(256)])
trans_36 = bytes([x ^ 0x36 for x in range(256)])
digest_size = None


def compare_digest(a, b, /):
    """Compare in a time that does not tell where the two differ."""
    if isinstance(a, str) and isinstance(b, str):
        if not (a.isascii() and b.isascii()):
            raise TypeError("comparing strings with non-ASCII characters is not supported")
        a, b = a.encode(), b.encode()
    else:
        for x in (a, b):
            if isinstance(x, str) and isinstance(b if x is a else a, (bytes, bytearray)):
                raise TypeError("a bytes-like object is required, not 'str'")
        if not isinstance(a, (bytes, bytearray)) or not isinstance(b, (bytes, bytearray)):
            raise TypeError("unsupported operand types(s) or combination of types: '%s' and '%s'" % (type(a).__name__, type(b).__name__))
    if len(a) != len(b):
        return False
    return not int.from_bytes(a, "big") ^ int.from_bytes(b, "big")


class HMAC:
    """A digest of a message together with a key, as RFC 2104 defines it."""

    blocksize = 64

    def __init__(self, key, msg=None, digestmod=''):
        if not isinstance(key, (bytes, bytearray)):
            raise TypeError("key: expected bytes or bytearray, but got %r" % type(key).__name__)
        if not digestmod:
            raise TypeError("Missing required parameter 'digestmod'.")
        if isinstance(digestmod, str):
            make = lambda d=b'': _hashlib.new(digestmod, d)
        elif callable(digestmod):
            make = lambda d=b'': digestmod(d)
        else:
            make = lambda d=b'': digestmod.new(d)
        self._make = make
        self._outer = make()
        self._inner = make()
        self.digest_size = self._inner.digest_size
        self.block_size = self._inner.block_size
        if len(key) > self.block_size:
            key = make(bytes(key)).digest()
        key = bytes(key).ljust(self.block_size, b'\0')
        self._outer.update(key.translate(trans_5C))
        self._inner.update(key.translate(trans_36))
        if msg is not None:
            self.update(msg)

    @property
    def name(self):
        return "hmac-" + self._inner.name

    def update(self, msg):
        self._inner.update(msg)

    def copy(self):
        other = HMAC.__new__(HMAC)
        other._make = self._make
        other.digest_size = self.digest_size
        other.block_size = self.block_size
        other._outer = self._outer.copy()
        other._inner = self._inner.copy()
        return other

    def _current(self):
        h = self._outer.copy()
        h.update(self._inner.digest())
        return h

    def digest(self):
        return self._current().digest()

    def hexdigest(self):
        return self._current().hexdigest()


def new(key, msg=None, digestmod=''):
    return HMAC(key, msg, digestmod)


def digest(key, msg, digest):
    return HMAC(key, msg, digest).digest()
