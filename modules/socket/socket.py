"""Sockets. The class below keeps what scripts set; connections and datagrams are _socket's."""

import _socket
import enum
import errno
import io
import os
import sys
import time

from _socket import gaierror, herror

error = OSError
timeout = TimeoutError

has_ipv6 = True
has_dualstack_ipv6_supported = False
SocketType = _socket.socket


class AddressFamily(enum.IntEnum):
    AF_UNSPEC = 0
    AF_UNIX = 1
    AF_INET = 2
    AF_INET6 = 10


class SocketKind(enum.IntEnum):
    SOCK_STREAM = 1
    SOCK_DGRAM = 2
    SOCK_RAW = 3
    SOCK_CLOEXEC = 524288
    SOCK_NONBLOCK = 2048


class MsgFlag(enum.IntFlag):
    MSG_OOB = 1
    MSG_PEEK = 2
    MSG_DONTROUTE = 4
    MSG_DONTWAIT = 64
    MSG_WAITALL = 256
    MSG_NOSIGNAL = 16384


class AddressInfo(enum.IntFlag):
    AI_PASSIVE = 1
    AI_CANONNAME = 2
    AI_NUMERICHOST = 4
    AI_NUMERICSERV = 1024
    AI_ADDRCONFIG = 32


AF_UNSPEC, AF_UNIX, AF_INET, AF_INET6 = AddressFamily.AF_UNSPEC, AddressFamily.AF_UNIX, AddressFamily.AF_INET, AddressFamily.AF_INET6
SOCK_STREAM, SOCK_DGRAM, SOCK_RAW = SocketKind.SOCK_STREAM, SocketKind.SOCK_DGRAM, SocketKind.SOCK_RAW
SOCK_CLOEXEC, SOCK_NONBLOCK = SocketKind.SOCK_CLOEXEC, SocketKind.SOCK_NONBLOCK
MSG_OOB, MSG_PEEK, MSG_DONTROUTE = MsgFlag.MSG_OOB, MsgFlag.MSG_PEEK, MsgFlag.MSG_DONTROUTE
MSG_DONTWAIT, MSG_WAITALL, MSG_NOSIGNAL = MsgFlag.MSG_DONTWAIT, MsgFlag.MSG_WAITALL, MsgFlag.MSG_NOSIGNAL
AI_PASSIVE, AI_CANONNAME, AI_NUMERICHOST = AddressInfo.AI_PASSIVE, AddressInfo.AI_CANONNAME, AddressInfo.AI_NUMERICHOST
AI_NUMERICSERV, AI_ADDRCONFIG = AddressInfo.AI_NUMERICSERV, AddressInfo.AI_ADDRCONFIG
if _socket.windows:
    del AF_UNIX

SOL_SOCKET = 1
SO_DEBUG = 1
SO_REUSEADDR = 2
SO_TYPE = 3
SO_ERROR = 4
SO_BROADCAST = 6
SO_SNDBUF = 7
SO_RCVBUF = 8
SO_KEEPALIVE = 9
SO_LINGER = 13
SO_REUSEPORT = 15
SO_RCVTIMEO = 20
SO_SNDTIMEO = 21
SO_ACCEPTCONN = 30
SOMAXCONN = 4096
SHUT_RD, SHUT_WR, SHUT_RDWR = 0, 1, 2
IPPROTO_IP, IPPROTO_ICMP, IPPROTO_TCP, IPPROTO_UDP, IPPROTO_IPV6 = 0, 1, 6, 17, 41
SOL_IP, SOL_TCP, SOL_UDP = 0, 6, 17
TCP_NODELAY, TCP_KEEPIDLE, TCP_KEEPINTVL, TCP_KEEPCNT = 1, 4, 5, 6
IP_TTL, IP_MULTICAST_IF, IP_MULTICAST_TTL, IP_MULTICAST_LOOP, IP_ADD_MEMBERSHIP, IP_DROP_MEMBERSHIP = 2, 32, 33, 34, 35, 36
IPV6_V6ONLY = 26
INADDR_ANY, INADDR_BROADCAST, INADDR_LOOPBACK, INADDR_NONE = 0, 0xFFFFFFFF, 0x7F000001, 0xFFFFFFFF
EAI_AGAIN, EAI_FAIL, EAI_FAMILY, EAI_NONAME, EAI_SERVICE, EAI_SOCKTYPE = -3, -4, -6, -2, -8, -7
EBADF, EAGAIN, EWOULDBLOCK = errno.EBADF, errno.EAGAIN, errno.EAGAIN
NI_NUMERICHOST, NI_NUMERICSERV, NI_DGRAM = 1, 2, 16

_default_timeout = None


def _converted(value, kind):
    """value as the constant of that number, if there is one."""
    try:
        return kind(value)
    except ValueError:
        return value


def _checked_timeout(value):
    if value is None:
        return None
    value = float(value) if isinstance(value, (int, float)) else value.__float__()
    if value < 0:
        raise ValueError("Timeout value out of range")
    return value


class socket(_socket.socket):
    """A socket."""

    def __init__(self, family=-1, type=-1, proto=-1, fileno=None):
        if fileno is not None:
            raise NotImplementedError("socket(fileno=...) is not part of mpstar: pass the socket itself")
        family = 2 if family == -1 else int(family)
        type = 1 if type == -1 else int(type)
        nonblocking = bool(type & 2048)
        type &= 15
        if family not in (1, 2, 10) or family == 1 and _socket.windows:
            raise OSError(errno.EAFNOSUPPORT, "Address family not supported by protocol")
        if type == 3:
            raise PermissionError(errno.EPERM, "Operation not permitted")
        if type not in (1, 2):
            raise OSError(errno.ESOCKTNOSUPPORT, "Socket type not supported")
        self._open(family, type)
        self._set_up(family, type, 0 if proto == -1 else proto)
        if nonblocking:
            self._timeout = 0.0

    def _set_up(self, family, type, proto):
        self._family, self._type, self._proto = family, type, proto
        self._timeout = _default_timeout
        self._options = {}
        self._files = 0
        self._shut = False

    @property
    def family(self):
        return _converted(self._family, AddressFamily)

    @property
    def type(self):
        return _converted(self._type, SocketKind)

    @property
    def proto(self):
        return self._proto

    @property
    def timeout(self):
        return self._timeout

    def __enter__(self):
        return self

    def __exit__(self, *args):
        if not self._shut:
            self.close()

    def __repr__(self):
        cls = self.__class__
        number = self.fileno()
        s = "<%s.%s%s fd=%d, family=%s, type=%s, proto=%d" % (cls.__module__, cls.__qualname__, " [closed]" if self._shut else "",
                                                             number, self._family, self._type, self._proto)
        if number != -1:
            for key, get in (("laddr", self.getsockname), ("raddr", self.getpeername)):
                try:
                    address = get()
                except OSError:
                    continue
                if address:
                    s += ", %s=%s" % (key, address)
        return s + ">"

    def settimeout(self, value):
        self._timeout = _checked_timeout(value)

    def gettimeout(self):
        return self._timeout

    def setblocking(self, flag):
        self._timeout = None if flag else 0.0

    def getblocking(self):
        return self._timeout != 0

    def bind(self, address):
        self._bind(address)

    def listen(self, backlog=128):
        backlog.__index__()
        self._listen()

    def connect(self, address):
        self._connect(address, self._timeout)

    def connect_ex(self, address):
        try:
            self._connect(address, self._timeout)
        except gaierror:
            raise
        except TimeoutError:
            return errno.EAGAIN
        except OSError as e:
            if e.errno is None:
                raise
            return e.errno
        return 0

    def accept(self):
        made = socket.__new__(socket)
        address = self._accept(made, self._timeout)
        made._set_up(self._family, self._type, self._proto)
        return made, address

    def _limit(self, flags):
        return 0.0 if flags & 64 else self._timeout

    def recv(self, bufsize, flags=0):
        if not flags & 256:
            return self._recv(bufsize, self._limit(flags), bool(flags & 2))
        parts, left = [], bufsize
        while left > 0:
            part = self._recv(left, self._timeout, False)
            if not part:
                break
            parts.append(part)
            left -= len(part)
        return b"".join(parts)

    def recvfrom(self, bufsize, flags=0):
        return self._recvfrom(bufsize, self._limit(flags), bool(flags & 2))

    def recv_into(self, buffer, nbytes=0, flags=0):
        view = memoryview(buffer).cast("B")
        if nbytes < 0:
            raise ValueError("negative buffersize in recv_into")
        data = self.recv(nbytes or len(view), flags)
        view[:len(data)] = data
        return len(data)

    def recvfrom_into(self, buffer, nbytes=0, flags=0):
        view = memoryview(buffer).cast("B")
        data, address = self.recvfrom(nbytes or len(view), flags)
        view[:len(data)] = data
        return len(data), address

    def send(self, data, flags=0):
        return self._send(data, self._limit(flags))

    def sendall(self, data, flags=0):
        if self._timeout is None and not flags:
            self._send(data, None)
            return
        end = None if self._timeout is None else time.monotonic() + self._timeout
        data = memoryview(data).cast("B")
        done = 0
        while done < len(data) or not done:
            done += self._send(data[done:], None if end is None else max(end - time.monotonic(), 0))
            if not len(data):
                break

    def sendto(self, data, *args):
        if len(args) not in (1, 2):
            raise TypeError("sendto() takes 2 or 3 arguments (%d given)" % (len(args) + 1))
        return self._sendto(data, args[-1])

    def sendmsg(self, buffers, ancdata=(), flags=0, address=None):
        if ancdata:
            raise NotImplementedError("sendmsg() with ancillary data is not part of mpstar")
        data = b"".join(bytes(b) for b in buffers)
        return self.send(data, flags) if address is None else self.sendto(data, address)

    def sendfile(self, file, offset=0, count=None):
        if offset:
            file.seek(offset)
        total = 0
        while count is None or total < count:
            block = file.read(8192 if count is None else min(8192, count - total))
            if not block:
                break
            self.sendall(block)
            total += len(block)
        return total

    def setsockopt(self, level, option, value, length=None):
        if self.fileno() < 0:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        if level == IPPROTO_IP and option in (IP_ADD_MEMBERSHIP, IP_DROP_MEMBERSHIP):
            raise NotImplementedError("multicast groups are not part of mpstar")
        self._options[level, option] = value

    def getsockopt(self, level, option, length=None):
        if self.fileno() < 0:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        if level == SOL_SOCKET and option == SO_ERROR:
            return self._error()
        if level == SOL_SOCKET and option == SO_TYPE:
            return self._type
        value = self._options.get((level, option))
        if value is None:
            value = {SO_RCVBUF: 131072, SO_SNDBUF: 16384}.get(option, 0) if level == SOL_SOCKET else 0
        if length is not None and isinstance(value, int):
            return value.to_bytes(length, sys.byteorder)
        return value

    def makefile(self, mode="r", buffering=None, *, encoding=None, errors=None, newline=None):
        if not set(mode) <= {"r", "w", "b"}:
            raise ValueError("invalid mode %r (only r, w, b allowed)" % (mode,))
        if buffering == 0 and "b" not in mode:
            raise ValueError("unbuffered streams must be binary")
        self._files += 1
        return SocketFile(self, mode, buffering, encoding, errors, newline)

    def _file_closed(self):
        self._files -= 1
        if self._shut and self._files <= 0:
            self._close()

    def close(self):
        self._shut = True
        if self._files <= 0:
            self._close()

    def detach(self):
        raise NotImplementedError("socket.detach() is not part of mpstar")

    def dup(self):
        raise NotImplementedError("socket.dup() is not part of mpstar: pass the socket itself")

    def get_inheritable(self):
        return False

    def set_inheritable(self, flag):
        pass

    def ioctl(self, *args):
        raise NotImplementedError("socket.ioctl() is not part of mpstar")


class SocketFile(io.IOBase):
    """What makefile() returns: a stream over a socket, of bytes or text."""

    def __init__(self, sock, mode, buffering, encoding, errors, newline):
        self._sock, self.mode = sock, mode
        self._reading, self._writing = "r" in mode or "w" not in mode, "w" in mode
        self._text = "b" not in mode
        self.encoding, self.errors = (encoding or "UTF-8", errors or "strict") if self._text else (None, None)
        self._newline = newline
        self._size = 8192 if buffering is None or buffering < 0 else buffering
        self._by_line = self._text and buffering == 1
        self._got, self._end = bytearray(), False
        self._kept = bytearray()
        self._gone = False

    @property
    def name(self):
        return self._sock.fileno()

    @property
    def closed(self):
        return self._gone

    def readable(self):
        return self._reading and not self._gone

    def writable(self):
        return self._writing and not self._gone

    def seekable(self):
        return False

    def fileno(self):
        return self._sock.fileno()

    def isatty(self):
        return False

    def _check(self, reading):
        if self._gone:
            raise ValueError("I/O operation on closed file.")
        if not (self._reading if reading else self._writing):
            raise io.UnsupportedOperation("not readable" if reading else "not writable")

    def _more(self):
        """Receives something; false at the end of the stream."""
        if not self._end:
            data = self._sock.recv(65536)
            self._end = not data
            self._got += data
        return not self._end

    def _take(self, n):
        data = bytes(self._got[:n])
        del self._got[:n]
        return data

    def _shown(self, data):
        if not self._text:
            return data
        s = data.decode(self.encoding, self.errors)
        return s.replace("\r\n", "\n").replace("\r", "\n") if self._newline is None else s

    def read(self, size=-1):
        self._check(True)
        if size is None or size < 0:
            while self._more():
                pass
            return self._shown(self._take(len(self._got)))
        if not self._text:
            while len(self._got) < size and self._more():
                pass
            return self._take(size)
        while len(self._got) < size and self._more():
            pass
        n = size
        while True:  # size counts characters
            try:
                s = bytes(self._got[:n]).decode(self.encoding)
            except UnicodeDecodeError:
                s = None
            if s is not None and len(s) >= size or n >= len(self._got) and not self._more():
                return self._shown(self._take(n))
            n += 1

    def read1(self, size=-1):
        self._check(True)
        if not self._got:
            self._more()
        return self._take(len(self._got) if size is None or size < 0 else size)

    def readinto(self, buffer):
        view = memoryview(buffer).cast("B")
        data = self.read1(len(view))
        view[:len(data)] = data
        return len(data)

    def readline(self, size=-1):
        self._check(True)
        begin = 0
        while True:
            i = self._got.find(b"\n", begin)
            if i >= 0:
                n = i + 1
                break
            begin = n = len(self._got)
            if size is not None and 0 <= size <= n or not self._more():
                break
        if size is not None and size >= 0:
            n = min(n, size)
        return self._shown(self._take(n))

    def readlines(self, hint=None):
        return list(self)

    def __iter__(self):
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def write(self, data):
        self._check(False)
        if self._text:
            if not isinstance(data, str):
                raise TypeError("write() argument must be str, not %s" % type(data).__name__)
            self._kept += (data.replace("\n", self._newline) if self._newline not in (None, "", "\n") else data).encode(self.encoding, self.errors)
        else:
            if isinstance(data, str):
                raise TypeError("a bytes-like object is required, not 'str'")
            self._kept += data
        if len(self._kept) > self._size or self._by_line and "\n" in data or not self._size:
            self.flush()
        return len(data)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def flush(self):
        if self._gone:
            raise ValueError("I/O operation on closed file.")
        if self._kept:
            data = bytes(self._kept)
            self._kept = bytearray()
            self._sock.sendall(data)

    def close(self):
        if self._gone:
            return
        try:
            self.flush()
        finally:
            self._gone = True
            self._sock._file_closed()

    def __enter__(self):
        if self._gone:
            raise ValueError("I/O operation on closed file.")
        return self

    def __exit__(self, *args):
        self.close()

    def __repr__(self):
        if self._text:
            return "<_io.TextIOWrapper name=%d mode=%r encoding=%r>" % (self._sock.fileno(), self.mode, self.encoding)
        kind = "BufferedRWPair" if self._reading and self._writing else "BufferedWriter" if self._writing else "BufferedReader"
        return "<_io.%s name=%d>" % (kind, self._sock.fileno())


def socketpair(family=None, type=SOCK_STREAM, proto=0):
    if family not in (None, 1, 2) or type != SOCK_STREAM:
        raise NotImplementedError("socketpair() of other sockets than streams is not part of mpstar")
    a, b = socket.__new__(socket), socket.__new__(socket)
    _socket.pair(a, b)
    for s in (a, b):
        s._set_up(1, 1, proto)
    return a, b


def setdefaulttimeout(value):
    global _default_timeout
    _default_timeout = _checked_timeout(value)


def getdefaulttimeout():
    return _default_timeout


def gethostname():
    return os.uname().nodename if hasattr(os, "uname") else __import__("platform").node()


def gethostbyname(host):
    if host == "":
        return "0.0.0.0"
    if host == "<broadcast>":
        return "255.255.255.255"
    return _socket.lookup(host, 2)[0]


def gethostbyname_ex(host):
    return host, [], list(_socket.lookup(host, 2))


def gethostbyaddr(address):
    if address in ("127.0.0.1", "::1", "localhost"):
        return "localhost", [], [address if address != "localhost" else "127.0.0.1"]
    raise NotImplementedError("names of addresses are not part of mpstar")


def getfqdn(name=""):
    name = name.strip()
    if not name or name in ("0.0.0.0", "::"):
        return gethostname()
    return "localhost" if name in ("127.0.0.1", "::1") else name


_services = {"ftp": 21, "ssh": 22, "telnet": 23, "smtp": 25, "domain": 53, "http": 80, "pop3": 110, "ntp": 123, "imap2": 143, "https": 443,
             "imaps": 993, "pop3s": 995, "mysql": 3306, "postgresql": 5432}


def getservbyname(name, protocol=None):
    if name not in _services:
        raise OSError("service/proto not found")
    return _services[name]


def getservbyport(port, protocol=None):
    for name, number in _services.items():
        if number == port:
            return name
    raise OSError("port/proto not found")


def getprotobyname(name):
    numbers = {"icmp": 1, "tcp": 6, "udp": 17, "ip": 0, "ipv6": 41}
    if name not in numbers:
        raise OSError("protocol not found")
    return numbers[name]


def getaddrinfo(host, port, family=0, type=0, proto=0, flags=0):
    if port is None:
        number = 0
    elif isinstance(port, int):
        number = port
    elif port.isdigit():
        number = int(port)
    elif port in _services:
        number = _services[port]
    else:
        raise gaierror(EAI_SERVICE, "Servname not supported for ai_socktype")
    if isinstance(host, bytes):
        host = host.decode()
    found, failure = [], None
    for f in ([family] if family else [2, 10]):
        if host is None or host == "":
            hosts = [("0.0.0.0" if f == 2 else "::") if flags & 1 else ("127.0.0.1" if f == 2 else "::1")]
        else:
            try:
                hosts = _socket.lookup(host, f)
            except gaierror as e:
                failure = e
                continue
        for h in hosts:
            for kind, protocol in ((1, 6), (2, 17), (3, 0)):
                if (not type or type == kind) and (not proto or proto == protocol):
                    address = (h, number) if f == 2 else (h, number, 0, 0)
                    found.append((AddressFamily(f), SocketKind(kind), protocol, "", address))
    if not found:
        raise failure or gaierror(EAI_NONAME, "Name or service not known")
    return found


def getnameinfo(address, flags):
    host, port = address[0], address[1]
    if not flags & NI_NUMERICHOST:
        host = getfqdn(host)
    service = str(port)
    if not flags & NI_NUMERICSERV:
        for name, number in _services.items():
            if number == port:
                service = name
    return host, service


def create_connection(address, timeout=getdefaulttimeout, source_address=None, *, all_errors=False):
    host, port = address
    errors = []
    for family, kind, proto, _, target in getaddrinfo(host, port, 0, SOCK_STREAM):
        sock = socket(family, kind, proto)
        try:
            if timeout is not getdefaulttimeout:
                sock.settimeout(timeout)
            if source_address:
                sock.bind(source_address)
            sock.connect(target)
            return sock
        except OSError as e:
            errors.append(e)
            sock.close()
    if all_errors:
        raise ExceptionGroup("create_connection failed", errors)
    raise errors[0]


def create_server(address, *, family=AF_INET, backlog=None, reuse_port=False, dualstack_ipv6=False):
    if dualstack_ipv6:
        raise ValueError("dualstack_ipv6 not supported on this platform")
    sock = socket(family, SOCK_STREAM)
    try:
        sock.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
        sock.bind(address)
        sock.listen() if backlog is None else sock.listen(backlog)
    except BaseException:
        sock.close()
        raise
    return sock


def has_dualstack_ipv6():
    return False


def inet_pton(family, text):
    return _socket.pack_address(family, text)


def inet_ntop(family, packed):
    return _socket.unpack_address(family, packed)


def inet_aton(text):
    parts = text.split(".")
    try:
        numbers = [int(p, 0) for p in parts]
    except ValueError:
        numbers = []
    if not 1 <= len(numbers) <= 4 or any(n < 0 or n > 255 for n in numbers[:-1]) or not 0 <= numbers[-1] < 256 ** (5 - len(numbers)):
        raise OSError("illegal IP address string passed to inet_aton")
    return bytes(numbers[:-1]) + numbers[-1].to_bytes(5 - len(numbers), "big")


def inet_ntoa(packed):
    if len(packed) != 4:
        raise OSError("packed IP wrong length")
    return ".".join(str(b) for b in bytes(packed))


def _swapped(name, size):
    def swap(x):
        if x < 0:
            raise OverflowError("%s: can't convert negative Python int to C %d-bit unsigned integer" % (name, size * 8))
        if x >= 1 << size * 8:
            raise OverflowError("%s: Python int too large to convert to C %d-bit unsigned integer" % (name, size * 8))
        return int.from_bytes(x.to_bytes(size, sys.byteorder), "big")
    swap.__name__ = swap.__qualname__ = name
    return swap


htons, ntohs = _swapped("htons", 2), _swapped("ntohs", 2)
htonl, ntohl = _swapped("htonl", 4), _swapped("ntohl", 4)


def if_nameindex():
    raise NotImplementedError("network interfaces are not part of mpstar")
