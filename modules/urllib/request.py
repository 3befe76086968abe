"""What is at an address of the web: urlopen."""

import base64
import contextlib
import http.client
import io
import os
import socket
import tempfile

from urllib.error import ContentTooShortError, HTTPError, URLError
from urllib.parse import quote, unquote, unquote_to_bytes, urldefrag, urljoin, urlsplit

__version__ = "3.11"
_longest_way = 10  # redirections


class Request:
    def __init__(self, url, data=None, headers={}, origin_req_host=None, unverifiable=False, method=None):
        self.full_url = url
        self.data = data
        self.headers = {}
        self.unredirected_hdrs = {}
        for k, v in headers.items():
            self.add_header(k, v)
        self.unverifiable = unverifiable
        if method:
            self.method = method

    @property
    def full_url(self):
        return self._url + ("#" + self.fragment if self.fragment else "")

    @full_url.setter
    def full_url(self, url):
        url = url.strip()
        if url.startswith("<URL:") and url.endswith(">"):
            url = url[5:-1]
        self._url, self.fragment = urldefrag(url)
        parts = urlsplit(self._url)
        if not parts.scheme:
            raise ValueError("unknown url type: %r" % self._url)
        self.type, self.host = parts.scheme, parts.netloc
        self.selector = (parts.path or "/") + ("?" + parts.query if parts.query else "")

    def get_method(self):
        return getattr(self, "method", "POST" if self.data is not None else "GET")

    def get_full_url(self):
        return self.full_url

    def add_header(self, key, val):
        self.headers[key.capitalize()] = val

    def add_unredirected_header(self, key, val):
        self.unredirected_hdrs[key.capitalize()] = val

    def has_header(self, name):
        return name in self.headers or name in self.unredirected_hdrs

    def get_header(self, name, default=None):
        return self.headers.get(name, self.unredirected_hdrs.get(name, default))

    def remove_header(self, name):
        self.headers.pop(name, None)
        self.unredirected_hdrs.pop(name, None)

    def header_items(self):
        return list({**self.unredirected_hdrs, **self.headers}.items())


class _Answer(io.BytesIO):
    """What is at an address that is no server's."""

    def __init__(self, data, headers, url):
        io.BytesIO.__init__(self, data)
        self.headers, self.url, self.status = headers, url, None

    def info(self):
        return self.headers

    def geturl(self):
        return self.url

    def getcode(self):
        return self.status


def _over_http(request, timeout, left):
    kind = http.client.HTTPSConnection if request.type == "https" else http.client.HTTPConnection
    if not request.host:
        raise URLError("no host given")
    connection = kind(request.host, timeout=timeout)
    headers = {"Accept-Encoding": "identity"}
    data = request.data
    if data is not None:
        if isinstance(data, str):
            raise TypeError("POST data should be bytes, an iterable of bytes, or a file object. It cannot be of type str.")
        if not request.has_header("Content-type"):
            headers["Content-Type"] = "application/x-www-form-urlencoded"
    headers["User-Agent"] = "Python-urllib/" + __version__
    for k, v in request.header_items():
        headers[k.title()] = v
    headers["Connection"] = "close"
    try:
        try:
            connection.request(request.get_method(), request.selector, data, headers)
        except OSError as e:
            raise URLError(e) from e
        response = connection.getresponse()
    except BaseException:
        connection.close()
        raise
    response.url = request.full_url
    response.msg = response.reason
    status = response.status
    if 200 <= status < 300:
        return response
    target = response.headers.get("location") or response.headers.get("uri")
    if status in (301, 302, 303, 307, 308) and target and request.get_method() in ("GET", "HEAD", "POST"):
        if left == 0:
            raise HTTPError(request.full_url, status, "The HTTP server returned a redirect error that would lead to an infinite loop.\n"
                            "The last 30x error message was:\n" + response.reason, response.headers, response)
        if status not in (307, 308) or request.data is None:
            response.read()
            target = urljoin(request.full_url, quote(target, safe="%/:=&?~#+!$,;'@()*[]"))
            kept = {k: v for k, v in request.headers.items() if k.lower() not in ("content-length", "content-type")}
            return _open(Request(target, headers=kept, method="HEAD" if request.get_method() == "HEAD" else None), timeout, left - 1)
    raise HTTPError(request.full_url, status, response.reason, response.headers, response)


def _open(request, timeout, left=_longest_way):
    if request.type in ("http", "https"):
        return _over_http(request, timeout, left)
    if request.type == "file":
        name = url2pathname(urlsplit(request._url).path)
        try:
            with open(name, "rb") as f:
                data = f.read()
        except OSError as e:
            raise URLError(e, filename=name) from e
        return _Answer(data, http.client.HTTPMessage([("Content-type", "text/plain"), ("Content-length", str(len(data)))]), request.full_url)
    if request.type == "data":
        head, comma, data = request.full_url.split(":", 1)[1].partition(",")
        data = unquote_to_bytes(data)
        if head.endswith(";base64"):
            data, head = base64.decodebytes(data), head[:-7]
        return _Answer(data, http.client.HTTPMessage([("Content-type", head or "text/plain;charset=US-ASCII"), ("Content-length", str(len(data)))]),
                       request.full_url)
    raise URLError("unknown url type: " + request.type)


def urlopen(url, data=None, timeout=socket.getdefaulttimeout, *, cafile=None, capath=None, cadefault=False, context=None):
    if isinstance(url, str):
        request = Request(url, data)
    else:
        request = url
        if data is not None:
            request.data = data
    return _open(request, timeout)


class OpenerDirector:
    """What build_opener() makes: urlopen with header fields of its own."""

    def __init__(self):
        self.addheaders = [("User-agent", "Python-urllib/" + __version__)]

    def open(self, fullurl, data=None, timeout=socket.getdefaulttimeout):
        request = Request(fullurl, data) if isinstance(fullurl, str) else fullurl
        if data is not None:
            request.data = data
        for k, v in self.addheaders:
            if not request.has_header(k.capitalize()):
                request.add_unredirected_header(k, v)
        return _open(request, timeout)


def build_opener(*handlers):
    if handlers:
        raise NotImplementedError("handlers of urllib.request are not part of mpstar: pass header fields with a Request")
    return OpenerDirector()


def install_opener(opener):
    global urlopen
    urlopen = lambda url, data=None, timeout=socket.getdefaulttimeout, **kwargs: opener.open(url, data, timeout)


def urlretrieve(url, filename=None, reporthook=None, data=None):
    with contextlib.closing(urlopen(url, data)) as answer:
        headers = answer.info()
        if not filename:
            f = tempfile.NamedTemporaryFile(delete=False)
            filename = f.name
        else:
            f = open(filename, "wb")
        with f:
            block, size, read, count = 8192, -1, 0, 0
            if "content-length" in headers:
                size = int(headers["Content-Length"])
            if reporthook:
                reporthook(count, block, size)
            while True:
                part = answer.read(block)
                if not part:
                    break
                read += len(part)
                f.write(part)
                count += 1
                if reporthook:
                    reporthook(count, block, size)
    if 0 <= read < size:
        raise ContentTooShortError("retrieval incomplete: got only %i out of %i bytes" % (read, size), (filename, headers))
    return filename, headers


def urlcleanup():
    pass


def url2pathname(pathname):
    return unquote(pathname)


def pathname2url(pathname):
    return quote(pathname)


def getproxies():
    return {k[:-6].lower(): v for k, v in os.environ.items() if k.lower().endswith("_proxy") and v}
