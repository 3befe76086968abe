"""The server's side of HTTP: a class whose methods answer requests."""

import http.client
import socketserver
import sys
import time

from http import HTTPStatus

DEFAULT_ERROR_MESSAGE = """<!DOCTYPE HTML>
<html lang="en">
    <head><meta charset="utf-8"><title>Error response</title></head>
    <body>
        <h1>Error response</h1>
        <p>Error code: %(code)d</p>
        <p>Message: %(message)s.</p>
        <p>Error code explanation: %(code)s - %(explain)s.</p>
    </body>
</html>
"""
DEFAULT_ERROR_CONTENT_TYPE = "text/html;charset=utf-8"


class HTTPServer(socketserver.TCPServer):
    allow_reuse_address = 1

    def server_bind(self):
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]


class ThreadingHTTPServer(socketserver.ThreadingMixIn, HTTPServer):
    daemon_threads = True


class BaseHTTPRequestHandler(socketserver.StreamRequestHandler):
    server_version = "BaseHTTP/0.6"
    sys_version = "Python/" + sys.version.split()[0]
    protocol_version = "HTTP/1.0"
    default_request_version = "HTTP/0.9"
    error_message_format = DEFAULT_ERROR_MESSAGE
    error_content_type = DEFAULT_ERROR_CONTENT_TYPE
    responses = {s: (s.phrase, "") for s in HTTPStatus}
    monthname = [None, "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    weekdayname = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

    def parse_request(self):
        """Read the request's line and header fields; false if it was refused."""
        self.command = None
        self.request_version = self.default_request_version
        self.close_connection = True
        self.requestline = self.raw_requestline.decode("iso-8859-1").rstrip("\r\n")
        words = self.requestline.split()
        if not words:
            return False
        if len(words) >= 3:
            version = words[-1]
            number = version[5:].split(".")
            if not version.startswith("HTTP/") or len(number) != 2 or not all(n.isdigit() for n in number):
                self.send_error(HTTPStatus.BAD_REQUEST, "Bad request version (%r)" % version)
                return False
            number = int(number[0]), int(number[1])
            if number >= (2, 0):
                self.send_error(HTTPStatus.HTTP_VERSION_NOT_SUPPORTED, "Invalid HTTP version (%s)" % version[5:])
                return False
            self.close_connection = number < (1, 1) or self.protocol_version < "HTTP/1.1"
            self.request_version = version
        if not 2 <= len(words) <= 3:
            self.send_error(HTTPStatus.BAD_REQUEST, "Bad request syntax (%r)" % self.requestline)
            return False
        if len(words) == 2 and words[0] != "GET":
            self.send_error(HTTPStatus.BAD_REQUEST, "Bad HTTP/0.9 request type (%r)" % words[0])
            return False
        self.command, self.path = words[:2]
        if self.path.startswith("//"):
            self.path = "/" + self.path.lstrip("/")
        self.headers = http.client.parse_headers(self.rfile)
        connection = self.headers.get("Connection", "").lower()
        if connection == "close":
            self.close_connection = True
        elif connection == "keep-alive" and self.protocol_version >= "HTTP/1.1":
            self.close_connection = False
        return True

    def handle_one_request(self):
        try:
            self.raw_requestline = self.rfile.readline(65537)
            if len(self.raw_requestline) > 65536:
                self.requestline = self.request_version = self.command = ""
                self.send_error(HTTPStatus.REQUEST_URI_TOO_LONG)
                return
            if not self.raw_requestline:
                self.close_connection = True
                return
            if not self.parse_request():
                return
            method = getattr(self, "do_" + self.command, None)
            if method is None:
                self.send_error(HTTPStatus.NOT_IMPLEMENTED, "Unsupported method (%r)" % self.command)
                return
            method()
            self.wfile.flush()
        except TimeoutError as e:
            self.log_error("Request timed out: %r", e)
            self.close_connection = True

    def handle(self):
        self.close_connection = True
        self.handle_one_request()
        while not self.close_connection:
            self.handle_one_request()

    def send_error(self, code, message=None, explain=None):
        short = HTTPStatus(code).phrase if code in list(HTTPStatus) else "???"
        message = short if message is None else message
        self.log_error("code %d, message %s", code, message)
        self.send_response(code, message)
        self.send_header("Connection", "close")
        body = None
        if code >= 200 and code not in (204, 205, 304):
            content = self.error_message_format % {"code": code, "message": message.replace("&", "&amp;").replace("<", "&lt;"),
                                                   "explain": short if explain is None else explain}
            body = content.encode("UTF-8", "replace")
            self.send_header("Content-Type", self.error_content_type)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD" and body:
            self.wfile.write(body)

    def send_response(self, code, message=None):
        self.log_request(code)
        self.send_response_only(code, message)
        self.send_header("Server", self.version_string())
        self.send_header("Date", self.date_time_string())

    def send_response_only(self, code, message=None):
        if self.request_version == "HTTP/0.9":
            return
        if message is None:
            message = HTTPStatus(code).phrase if code in list(HTTPStatus) else ""
        self._kept().append(("%s %d %s\r\n" % (self.protocol_version, code, message)).encode("latin-1", "strict"))

    def send_header(self, keyword, value):
        if self.request_version != "HTTP/0.9":
            self._kept().append(("%s: %s\r\n" % (keyword, value)).encode("latin-1", "strict"))
        if keyword.lower() == "connection":
            if value.lower() == "close":
                self.close_connection = True
            elif value.lower() == "keep-alive":
                self.close_connection = False

    def _kept(self):
        return self.__dict__.setdefault("_headers_buffer", [])

    def end_headers(self):
        if self.request_version != "HTTP/0.9":
            self._kept().append(b"\r\n")
            self.flush_headers()

    def flush_headers(self):
        self.wfile.write(b"".join(self._kept()))
        self._headers_buffer = []

    def log_request(self, code="-", size="-"):
        self.log_message('"%s" %s %s', self.requestline, str(int(code)) if isinstance(code, int) else code, str(size))

    def log_error(self, format, *args):
        self.log_message(format, *args)

    def log_message(self, format, *args):
        sys.stderr.write("%s - - [%s] %s\n" % (self.address_string(), self.log_date_time_string(), format % args))

    def version_string(self):
        return self.server_version + " " + self.sys_version

    def date_time_string(self, timestamp=None):
        t = time.gmtime(timestamp)
        return "%s, %02d %s %04d %02d:%02d:%02d GMT" % (self.weekdayname[t[6]], t[2], self.monthname[t[1]], t[0], t[3], t[4], t[5])

    def log_date_time_string(self):
        t = time.localtime()
        return "%02d/%3s/%04d %02d:%02d:%02d" % (t[2], self.monthname[t[1]], t[0], t[3], t[4], t[5])

    def address_string(self):
        return self.client_address[0]


class SimpleHTTPRequestHandler(BaseHTTPRequestHandler):
    def __init__(self, *args, **kwargs):
        raise NotImplementedError("http.server.SimpleHTTPRequestHandler is not part of mpstar: derive from BaseHTTPRequestHandler")
