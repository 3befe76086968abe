"""Addresses of the web: taken apart, put together, quoted."""

import collections
import functools
import re

__all__ = ["urlparse", "urlunparse", "urljoin", "urldefrag", "urlsplit", "urlunsplit", "urlencode", "parse_qs", "parse_qsl",
           "quote", "quote_plus", "quote_from_bytes", "unquote", "unquote_plus", "unquote_to_bytes",
           "DefragResult", "ParseResult", "SplitResult", "DefragResultBytes", "ParseResultBytes", "SplitResultBytes"]

uses_relative = ["", "ftp", "http", "gopher", "nntp", "imap", "wais", "file", "https", "shttp", "mms", "prospero", "rtsp", "rtspu", "sftp", "svn",
                 "svn+ssh", "ws", "wss"]
uses_netloc = ["", "ftp", "http", "gopher", "nntp", "telnet", "imap", "wais", "file", "mms", "https", "shttp", "snews", "prospero", "rtsp", "rtspu",
               "rsync", "svn", "svn+ssh", "sftp", "nfs", "git", "git+ssh", "ws", "wss"]
uses_params = ["", "ftp", "hdl", "prospero", "http", "imap", "https", "shttp", "rtsp", "rtspu", "sip", "sips", "mms", "sftp", "tel"]

_scheme_characters = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.")


class _Parts:
    """What the results have in common: the parts of the network location, and encoding."""

    __slots__ = ()

    def _location(self):
        user, at, host = self.netloc.rpartition("@" if isinstance(self.netloc, str) else b"@")
        return (user if at else None), host

    @property
    def username(self):
        user = self._location()[0]
        return None if user is None else user.split(":" if isinstance(user, str) else b":", 1)[0]

    @property
    def password(self):
        user = self._location()[0]
        if user is None:
            return None
        name, colon, password = user.partition(":" if isinstance(user, str) else b":")
        return password if colon else None

    def _host_and_port(self):
        host = self._location()[1]
        text = isinstance(host, str)
        name, bracket, rest = host.partition("[" if text else b"[")
        if bracket:
            name, _, rest = rest.partition("]" if text else b"]")
            port = rest.partition(":" if text else b":")[2]
        else:
            name, _, port = host.partition(":" if text else b":")
        return name, port or None

    @property
    def hostname(self):
        name = self._host_and_port()[0]
        if not name:
            return None
        mark = "%" if isinstance(name, str) else b"%"
        name, percent, zone = name.partition(mark)
        return name.lower() + percent + zone

    @property
    def port(self):
        port = self._host_and_port()[1]
        if port is None:
            return None
        if not (port.isdigit() and port.isascii()):
            raise ValueError("Port could not be cast to integer value as %r" % (port,))
        port = int(port)
        if not 0 <= port <= 65535:
            raise ValueError("Port out of range 0-65535")
        return port


def _result(name, fields, back, text):
    base = collections.namedtuple(name, fields)

    class Result(base, _Parts):
        __slots__ = ()

        def geturl(self):
            return back(self)

        if text:
            def encode(self, encoding="ascii", errors="strict"):
                return _counterparts[type(self)](*(x.encode(encoding, errors) for x in self))
        else:
            def decode(self, encoding="ascii", errors="strict"):
                return _counterparts[type(self)](*(x.decode(encoding, errors) for x in self))

    Result.__name__ = Result.__qualname__ = name
    return Result


def _undefrag(result):
    if not result.fragment:
        return result.url
    return result.url + ("#" if isinstance(result.url, str) else b"#") + result.fragment


DefragResult = _result("DefragResult", "url fragment", _undefrag, True)
SplitResult = _result("SplitResult", "scheme netloc path query fragment", lambda r: urlunsplit(r), True)
ParseResult = _result("ParseResult", "scheme netloc path params query fragment", lambda r: urlunparse(r), True)
DefragResultBytes = _result("DefragResultBytes", "url fragment", _undefrag, False)
SplitResultBytes = _result("SplitResultBytes", "scheme netloc path query fragment", lambda r: urlunsplit(r), False)
ParseResultBytes = _result("ParseResultBytes", "scheme netloc path params query fragment", lambda r: urlunparse(r), False)
_counterparts = {DefragResult: DefragResultBytes, SplitResult: SplitResultBytes, ParseResult: ParseResultBytes,
                 DefragResultBytes: DefragResult, SplitResultBytes: SplitResult, ParseResultBytes: ParseResult}


def _as_text(*args):
    """The arguments as str, and what makes a result of their kind."""
    kinds = {isinstance(a, str) for a in args if a}
    if len(kinds) > 1:
        raise TypeError("Cannot mix str and non-str arguments")
    if kinds != {False}:
        return tuple(a or "" for a in args) + (lambda r: r,)
    return tuple(a.decode("ascii") if a else "" for a in args) + (lambda r: r.encode("ascii"),)


def urlsplit(url, scheme="", allow_fragments=True):
    url, scheme, shown = _as_text(url, scheme)
    url = url.lstrip("".join(map(chr, range(33))))
    scheme = scheme.strip("".join(map(chr, range(33))))
    for unsafe in "\t\r\n":
        url, scheme = url.replace(unsafe, ""), scheme.replace(unsafe, "")
    netloc = query = fragment = ""
    i = url.find(":")
    if i > 0 and url[0].isascii() and url[0].isalpha() and all(c in _scheme_characters for c in url[:i]):
        scheme, url = url[:i].lower(), url[i + 1:]
    if url[:2] == "//":
        end = min([n for n in (url.find(c, 2) for c in "/?#") if n >= 0], default=len(url))
        netloc, url = url[2:end], url[end:]
        if ("[" in netloc) != ("]" in netloc):
            raise ValueError("Invalid IPv6 URL")
    if allow_fragments and "#" in url:
        url, fragment = url.split("#", 1)
    if "?" in url:
        url, query = url.split("?", 1)
    return shown(SplitResult(scheme, netloc, url, query, fragment))


def urlparse(url, scheme="", allow_fragments=True):
    url, scheme, shown = _as_text(url, scheme)
    scheme, netloc, path, query, fragment = urlsplit(url, scheme, allow_fragments)
    params = ""
    if scheme in uses_params and ";" in path:
        i = path.find(";", path.rfind("/") + 1)
        if i >= 0:
            path, params = path[:i], path[i + 1:]
    return shown(ParseResult(scheme, netloc, path, params, query, fragment))


def urlunsplit(components):
    scheme, netloc, url, query, fragment, shown = _as_text(*components)
    if netloc or scheme and scheme in uses_netloc and url[:2] != "//":
        if url and url[:1] != "/":
            url = "/" + url
        url = "//" + netloc + url
    if scheme:
        url = scheme + ":" + url
    if query:
        url += "?" + query
    if fragment:
        url += "#" + fragment
    return shown(url)


def urlunparse(components):
    scheme, netloc, url, params, query, fragment, shown = _as_text(*components)
    if params:
        url = url + ";" + params
    return shown(urlunsplit((scheme, netloc, url, query, fragment)))


def urljoin(base, url, allow_fragments=True):
    if not base:
        return url
    if not url:
        return base
    base, url, shown = _as_text(base, url)
    b = urlparse(base, "", allow_fragments)
    u = urlparse(url, b.scheme, allow_fragments)
    scheme, netloc, path, params, query, fragment = u
    if scheme != b.scheme or scheme not in uses_relative:
        return shown(url)
    if scheme in uses_netloc:
        if netloc:
            return shown(urlunparse(u))
        netloc = b.netloc
    if not path and not params:
        return shown(urlunparse((scheme, netloc, b.path, b.params, query or b.query, fragment)))
    before = b.path.split("/")
    if before[-1] != "":
        del before[-1]
    if path[:1] == "/":
        segments = path.split("/")
    else:
        segments = before + path.split("/")
        segments[1:-1] = [s for s in segments[1:-1] if s]
    resolved = []
    for segment in segments:
        if segment == "..":
            if resolved:
                resolved.pop()
        elif segment != ".":
            resolved.append(segment)
    if segments[-1] in (".", ".."):
        resolved.append("")
    return shown(urlunparse((scheme, netloc, "/".join(resolved) or "/", params, query, fragment)))


def urldefrag(url):
    url, shown = _as_text(url)
    if "#" not in url:
        return shown(DefragResult(url, ""))
    s, n, p, a, q, fragment = urlparse(url)
    return shown(DefragResult(urlunparse((s, n, p, a, q, "")), fragment))


_always_safe = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~")


def quote_from_bytes(bs, safe="/"):
    if not isinstance(bs, (bytes, bytearray)):
        raise TypeError("quote_from_bytes() expected bytes")
    if not bs:
        return ""
    if isinstance(safe, str):
        safe = safe.encode("ascii", "ignore")
    kept = _always_safe | frozenset(c for c in safe if c < 128)
    return "".join([chr(c) if c in kept else "%{:02X}".format(c) for c in bs])


def quote(string, safe="/", encoding=None, errors=None):
    if isinstance(string, str):
        if not string:
            return string
        string = string.encode(encoding or "utf-8", errors or "strict")
    else:
        if encoding is not None:
            raise TypeError("quote() doesn't support 'encoding' for bytes")
        if errors is not None:
            raise TypeError("quote() doesn't support 'errors' for bytes")
    return quote_from_bytes(string, safe)


def quote_plus(string, safe="", encoding=None, errors=None):
    space = " " if isinstance(string, str) else b" "
    if space not in string:
        return quote(string, safe, encoding, errors)
    return quote(string, safe + (" " if isinstance(safe, str) else b" "), encoding, errors).replace(" ", "+")


_escape = re.compile(b"%([0-9a-fA-F]{2})")
_ascii_run = re.compile("([\x00-\x7f]+)")


def unquote_to_bytes(string):
    if not string:
        return b""
    if isinstance(string, str):
        string = string.encode("utf-8")
    return _escape.sub(lambda m: bytes([int(m.group(1), 16)]), bytes(string))


def unquote(string, encoding="utf-8", errors="replace"):
    if isinstance(string, (bytes, bytearray)):
        return unquote_to_bytes(string).decode(encoding or "utf-8", errors or "replace")
    if "%" not in string:
        return string
    parts = _ascii_run.split(string)
    for i in range(1, len(parts), 2):
        parts[i] = unquote_to_bytes(parts[i]).decode(encoding or "utf-8", errors or "replace")
    return "".join(parts)


def unquote_plus(string, encoding="utf-8", errors="replace"):
    return unquote(string.replace("+", " "), encoding, errors)


def parse_qsl(qs, keep_blank_values=False, strict_parsing=False, encoding="utf-8", errors="replace", max_num_fields=None, separator="&"):
    if not separator or not isinstance(separator, (str, bytes)):
        raise ValueError("Separator must be of type string or bytes.")
    binary = isinstance(qs, (bytes, bytearray))
    if binary:
        qs = bytes(qs).decode("ascii")
        separator = separator.decode("ascii") if isinstance(separator, bytes) else separator
    if max_num_fields is not None and max_num_fields < 1 + qs.count(separator):
        raise ValueError("Max number of fields exceeded")
    pairs = []
    for field in qs.split(separator) if qs else []:
        if not field and not strict_parsing:
            continue
        name, equals, value = field.partition("=")
        if not equals:
            if strict_parsing:
                raise ValueError("bad query field: %r" % (field,))
            if not keep_blank_values:
                continue
        if value or keep_blank_values:
            pair = tuple(unquote(x.replace("+", " "), encoding, errors) for x in (name, value))
            pairs.append(tuple(x.encode("ascii") for x in pair) if binary else pair)
    return pairs


def parse_qs(qs, keep_blank_values=False, strict_parsing=False, encoding="utf-8", errors="replace", max_num_fields=None, separator="&"):
    result = {}
    for name, value in parse_qsl(qs, keep_blank_values, strict_parsing, encoding, errors, max_num_fields, separator):
        result.setdefault(name, []).append(value)
    return result


def urlencode(query, doseq=False, safe="", encoding=None, errors=None, quote_via=quote_plus):
    if hasattr(query, "items"):
        query = query.items()
    else:
        try:
            if len(query) and not isinstance(query[0], tuple):
                raise TypeError
        except TypeError:
            raise TypeError("not a valid non-string sequence or mapping object") from None

    def quoted(x):
        if isinstance(x, bytes):
            return quote_via(x, safe)
        return quote_via(str(x), safe, encoding, errors)

    pairs = []
    for k, v in query:
        if not doseq or isinstance(v, (bytes, str)):
            pairs.append(quoted(k) + "=" + quoted(v))
            continue
        try:
            len(v)
        except TypeError:
            pairs.append(quoted(k) + "=" + quoted(v))
        else:
            pairs.extend(quoted(k) + "=" + quoted(x) for x in v)
    return "&".join(pairs)


def splitport(host):
    m = re.fullmatch("(.*):([0-9]*)", host, re.DOTALL)
    return (m.group(1), m.group(2)) if m and m.group(2) else (host, None)
