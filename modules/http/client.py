"""The client's side of HTTP/1.1, over sockets."""

import io
import socket

from http import HTTPStatus

HTTP_PORT, HTTPS_PORT = 80, 443
responses = {int(v): v.phrase for v in HTTPStatus}
globals().update(HTTPStatus.__members__)
_longest_line = 65536


class HTTPException(Exception):
    pass


class NotConnected(HTTPException):
    pass


class InvalidURL(HTTPException):
    pass


class ImproperConnectionState(HTTPException):
    pass


class CannotSendRequest(ImproperConnectionState):
    pass


class CannotSendHeader(ImproperConnectionState):
    pass


class ResponseNotReady(ImproperConnectionState):
    pass


class BadStatusLine(HTTPException):
    def __init__(self, line):
        self.args = (line or repr(line),)
        self.line = line


class RemoteDisconnected(ConnectionResetError, BadStatusLine):
    def __init__(self, *args):
        BadStatusLine.__init__(self, "")
        self.args = args


class LineTooLong(HTTPException):
    def __init__(self, line_type):
        HTTPException.__init__(self, "got more than %d bytes when reading %s" % (_longest_line, line_type))


class IncompleteRead(HTTPException):
    def __init__(self, partial, expected=None):
        self.args = (partial,)
        self.partial, self.expected = partial, expected

    def __repr__(self):
        more = "" if self.expected is None else ", %i more expected" % self.expected
        return "IncompleteRead(%i bytes read%s)" % (len(self.partial), more)

    __str__ = object.__str__


class HTTPMessage:
    """Header fields in their order; names are found in any case."""

    def __init__(self, fields=()):
        self._fields = list(fields)

    def __getitem__(self, name):
        return self.get(name)

    def __setitem__(self, name, value):
        self._fields.append((name, value))

    def __delitem__(self, name):
        self._fields = [f for f in self._fields if f[0].lower() != name.lower()]

    def __contains__(self, name):
        return any(k.lower() == name.lower() for k, _ in self._fields)

    def __iter__(self):
        return iter(self.keys())

    def __len__(self):
        return len(self._fields)

    def __str__(self):
        return "".join("%s: %s\n" % f for f in self._fields) + "\n"

    as_string = __str__

    def get(self, name, failobj=None):
        for k, v in self._fields:
            if k.lower() == name.lower():
                return v
        return failobj

    def get_all(self, name, failobj=None):
        return [v for k, v in self._fields if k.lower() == name.lower()] or failobj

    def keys(self):
        return [k for k, _ in self._fields]

    def values(self):
        return [v for _, v in self._fields]

    def items(self):
        return list(self._fields)

    def get_content_type(self):
        return self.get("content-type", "text/plain").partition(";")[0].strip().lower()

    def get_content_maintype(self):
        return self.get_content_type().partition("/")[0]

    def get_content_subtype(self):
        return self.get_content_type().partition("/")[2]

    def get_param(self, param, failobj=None, header="content-type", unquote=True):
        for part in self.get(header, "").split(";")[1:]:
            k, _, v = part.strip().partition("=")
            if k.lower() == param.lower():
                return v.strip('"')
        return failobj

    def get_content_charset(self, failobj=None):
        charset = self.get_param("charset")
        return failobj if charset is None else charset.lower()


def parse_headers(fp):
    """The header fields that fp, a stream of bytes, begins with."""
    fields = []
    while True:
        line = fp.readline(_longest_line + 1)
        if len(line) > _longest_line:
            raise LineTooLong("header line")
        if line in (b"\r\n", b"\n", b""):
            return HTTPMessage(fields)
        if len(fields) >= 100:
            raise HTTPException("got more than 100 headers")
        line = line.decode("iso-8859-1").rstrip("\r\n")
        if line[:1] in " \t" and fields:
            fields[-1] = (fields[-1][0], fields[-1][1] + "\r\n" + line)
            continue
        name, _, value = line.partition(":")
        fields.append((name, value.strip(" \t")))


class HTTPResponse(io.IOBase):
    """An answer: status, reason, headers, and what follows as a stream."""

    def __init__(self, sock, debuglevel=0, method=None, url=None):
        self.fp = sock.makefile("rb")
        self._method = method
        self.url = url
        self.headers = self.msg = None
        self.version = self.status = self.code = self.reason = None
        self.chunked, self.length, self.will_close = False, None, True
        self._left = 0  # of the chunk

    def begin(self):
        while True:
            line = self.fp.readline(_longest_line + 1).decode("iso-8859-1")
            if not line:
                raise RemoteDisconnected("Remote end closed connection without response")
            version, _, rest = line.strip().partition(" ")
            status, _, reason = rest.strip().partition(" ")
            if not version.startswith("HTTP/") or not status.isdigit() or len(status) != 3:
                self.close()
                raise BadStatusLine(line)
            headers = parse_headers(self.fp)
            if int(status) != 100:
                break
        self.status = self.code = int(status)
        self.reason = reason.strip()
        self.version = 10 if version in ("HTTP/1.0", "HTTP/0.9") else 11
        self.headers = self.msg = headers
        self.chunked = headers.get("transfer-encoding", "").lower() == "chunked"
        length = headers.get("content-length")
        if length and length.isdigit() and not self.chunked:
            self.length = int(length)
        if self.status in (204, 304) or 100 <= self.status < 200 or self._method == "HEAD":
            self.length, self.chunked = 0, False
        connection = headers.get("connection", "").lower()
        self.will_close = "close" in connection or self.version == 10 and "keep-alive" not in connection
        if not self.will_close and not self.chunked and self.length is None:
            self.will_close = True

    def _chunk(self, n):
        """At most n bytes of the chunks, b"" at their end."""
        if not self._left:
            line = self.fp.readline(_longest_line).split(b";")[0].strip()
            try:
                self._left = int(line, 16)
            except ValueError:
                raise IncompleteRead(b"") from None
            if not self._left:
                while self.fp.readline(_longest_line) not in (b"\r\n", b"\n", b""):
                    pass
                return b""
        data = self.fp.read(min(self._left, n))
        self._left -= len(data)
        if not self._left:
            self.fp.readline()
        return data

    def read(self, amt=None):
        if self.fp is None:
            return b""
        parts, size = [], 0
        limit = 1 << 62 if amt is None or amt < 0 else amt
        while size < limit:
            if self.chunked:
                data = self._chunk(limit - size)
            elif self.length is not None:
                data = self.fp.read(min(self.length, limit - size))
                self.length -= len(data)
                if not data and self.length:
                    missing = self.length
                    self._done()
                    raise IncompleteRead(b"".join(parts), missing)
            else:
                data = self.fp.read() if limit == 1 << 62 else self.fp.read(limit - size)
            if not data:
                self._done()
                break
            parts.append(data)
            size += len(data)
        if self.length == 0 and not self.chunked:
            self._done()
        return b"".join(parts)

    def _done(self):
        if self.fp is not None:
            self.fp.close()
            self.fp = None

    def readinto(self, b):
        data = self.read(len(b))
        b[:len(data)] = data
        return len(data)

    def readline(self, limit=-1):
        line = bytearray()
        while limit < 0 or len(line) < limit:
            c = self.read(1)
            line += c
            if not c or c == b"\n":
                break
        return bytes(line)

    def __iter__(self):
        return iter(self.readline, b"")

    def readlines(self, hint=-1):
        return list(self)

    def readable(self):
        return True

    def isclosed(self):
        return self.fp is None

    @property
    def closed(self):
        return self.fp is None and self.headers is None

    def close(self):
        self._done()

    def flush(self):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()

    def getheader(self, name, default=None):
        if self.headers is None:
            raise ResponseNotReady()
        values = self.headers.get_all(name)
        return ", ".join(values) if values else default

    def getheaders(self):
        if self.headers is None:
            raise ResponseNotReady()
        return self.headers.items()

    def info(self):
        return self.headers

    def geturl(self):
        return self.url

    def getcode(self):
        return self.status


class HTTPConnection:
    """A connection that requests are sent over, one after the other."""

    default_port = HTTP_PORT
    debuglevel = 0

    def __init__(self, host, port=None, timeout=socket.getdefaulttimeout, source_address=None, blocksize=8192):
        if port is None:
            i, j = host.rfind(":"), host.rfind("]")
            if i > j:
                try:
                    port = int(host[i + 1:]) if host[i + 1:] else self.default_port
                except ValueError:
                    raise InvalidURL("nonnumeric port: '%s'" % host[i + 1:]) from None
                host = host[:i]
            else:
                port = self.default_port
        self.host, self.port = host.strip("[]"), port
        self.timeout = timeout
        self.sock = None
        self._response = None
        self._method = None
        self._lines = None

    def set_debuglevel(self, level):
        self.debuglevel = level

    def connect(self):
        self.sock = socket.create_connection((self.host, self.port), self.timeout)

    def close(self):
        if self.sock:
            self.sock.close()
            self.sock = None
        if self._response:
            self._response.close()
            self._response = None

    def putrequest(self, method, url, skip_host=False, skip_accept_encoding=False):
        if self._lines is not None:
            raise CannotSendRequest("Request-sent")
        for c in url:
            if c <= " " or c == "\x7f":
                raise InvalidURL("URL can't contain control characters. %r (found at least %r)" % (url, c))
        self._method = method
        self._lines = ["%s %s HTTP/1.1" % (method, url or "/")]
        if not skip_host:
            host = "[%s]" % self.host if ":" in self.host else self.host
            self.putheader("Host", host if self.port == self.default_port else "%s:%s" % (host, self.port))
        if not skip_accept_encoding:
            self.putheader("Accept-Encoding", "identity")

    def putheader(self, header, *values):
        if self._lines is None:
            raise CannotSendHeader()
        text = "\r\n\t".join(v.decode("latin-1") if isinstance(v, bytes) else str(v) for v in values)
        if "\n" in header or "\n" in text.replace("\r\n\t", ""):
            raise ValueError("Invalid header value %r" % text.encode("latin-1"))
        self._lines.append("%s: %s" % (header.decode("ascii") if isinstance(header, bytes) else header, text))

    def endheaders(self, message_body=None, *, encode_chunked=False):
        head = ("\r\n".join(self._lines) + "\r\n\r\n").encode("iso-8859-1")
        self._lines = None
        self.send(head + message_body if isinstance(message_body, bytes) else head)
        if message_body is not None and not isinstance(message_body, bytes):
            self.send(message_body)

    def send(self, data):
        if self.sock is None:
            self.connect()
        if hasattr(data, "read"):
            while True:
                block = data.read(8192)
                if not block:
                    return
                self.sock.sendall(block.encode("iso-8859-1") if isinstance(block, str) else block)
        if isinstance(data, (bytes, bytearray, memoryview)):
            self.sock.sendall(data)
        else:
            for block in data:
                self.sock.sendall(block)

    def request(self, method, url, body=None, headers={}, *, encode_chunked=False):
        if self._response is not None and self._response.isclosed():
            self._response = None
        if self._response is not None:
            raise CannotSendRequest("Request-sent")
        names = {k.lower() for k in headers}
        self.putrequest(method, url, skip_host="host" in names, skip_accept_encoding="accept-encoding" in names)
        if isinstance(body, str):
            body = body.encode("iso-8859-1")
        if "content-length" not in names and "transfer-encoding" not in names:
            if body is None:
                if method.upper() in ("PATCH", "POST", "PUT"):
                    self.putheader("Content-Length", "0")
            else:
                if not isinstance(body, (bytes, bytearray)):
                    data = body.read() if hasattr(body, "read") else b"".join(body)
                    body = data.encode("iso-8859-1") if isinstance(data, str) else data
                self.putheader("Content-Length", str(len(body)))
        for k, v in headers.items():
            self.putheader(k, v)
        self.endheaders(bytes(body) if isinstance(body, bytearray) else body)

    def getresponse(self):
        if self._response is not None and self._response.isclosed():
            self._response = None
        if self.sock is None or self._response is not None or self._method is None:
            raise ResponseNotReady("Idle" if self._response is None else "Request-sent")
        response = HTTPResponse(self.sock, method=self._method)
        self._method = None
        try:
            response.begin()
        except ConnectionError:
            self.close()
            raise
        if response.will_close:
            self.sock.close()
            self.sock = None
        else:
            self._response = response
        if response.length == 0 and not response.chunked:
            response._done()
        return response


class HTTPSConnection(HTTPConnection):
    default_port = HTTPS_PORT

    def __init__(self, host, port=None, *args, timeout=socket.getdefaulttimeout, context=None, **kwargs):
        HTTPConnection.__init__(self, host, port, timeout)

    def connect(self):
        HTTPConnection.connect(self)
        self.sock._secure(self.host, self.sock.gettimeout())
