"""HTTP: the numbers and names of its answers."""

import enum

__all__ = ["HTTPStatus", "HTTPMethod"]

_names = """100 Continue, 101 Switching Protocols, 102 Processing, 103 Early Hints, 200 OK, 201 Created, 202 Accepted,
203 Non-Authoritative Information, 204 No Content, 205 Reset Content, 206 Partial Content, 207 Multi-Status, 208 Already Reported,
226 IM Used, 300 Multiple Choices, 301 Moved Permanently, 302 Found, 303 See Other, 304 Not Modified, 305 Use Proxy,
307 Temporary Redirect, 308 Permanent Redirect, 400 Bad Request, 401 Unauthorized, 402 Payment Required, 403 Forbidden, 404 Not Found,
405 Method Not Allowed, 406 Not Acceptable, 407 Proxy Authentication Required, 408 Request Timeout, 409 Conflict, 410 Gone,
411 Length Required, 412 Precondition Failed, 413 Request Entity Too Large, 414 Request-URI Too Long, 415 Unsupported Media Type,
416 Requested Range Not Satisfiable, 417 Expectation Failed, 418 I'm a Teapot, 421 Misdirected Request, 422 Unprocessable Entity,
423 Locked, 424 Failed Dependency, 425 Too Early, 426 Upgrade Required, 428 Precondition Required, 429 Too Many Requests,
431 Request Header Fields Too Large, 451 Unavailable For Legal Reasons, 500 Internal Server Error, 501 Not Implemented, 502 Bad Gateway,
503 Service Unavailable, 504 Gateway Timeout, 505 HTTP Version Not Supported, 506 Variant Also Negotiates, 507 Insufficient Storage,
508 Loop Detected, 510 Not Extended, 511 Network Authentication Required"""

_phrases = {}
for _entry in _names.replace("\n", " ").split(", "):
    _number, _, _phrase = _entry.strip().partition(" ")
    _phrases[int(_number)] = _phrase


class _Phrase:
    @property
    def phrase(self):
        return _phrases[int(self)]

    @property
    def is_success(self):
        return 200 <= self <= 299


def _member(phrase):
    return phrase.upper().replace("I'M A TEAPOT", "IM_A_TEAPOT").replace("-", "_").replace(" ", "_")



class HTTPStatus(_Phrase, enum.IntEnum):
    for _n, _p in _phrases.items():
        locals()[_member(_p)] = _n
    del _n, _p


class HTTPMethod(enum.StrEnum):
    CONNECT = "CONNECT"
    DELETE = "DELETE"
    GET = "GET"
    HEAD = "HEAD"
    OPTIONS = "OPTIONS"
    PATCH = "PATCH"
    POST = "POST"
    PUT = "PUT"
    TRACE = "TRACE"
