"""A server of HTTP and its clients, over loopback: http.server, http.client, urllib.request."""
import http, http.client, json, threading, urllib.error, urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *args):
        pass

    def answer(self, body, status=200, **headers):
        self.send_response(status)
        for k, v in headers.items():
            self.send_header(k.replace("_", "-"), v)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        if self.path == "/missing":
            self.send_error(404)
        elif self.path == "/moved":
            self.answer(b"", 302, Location="/there?x=1")
        elif self.path == "/chunks":
            self.send_response(200)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for part in (b"one ", b"two ", b"three"):
                self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
            self.wfile.write(b"0\r\n\r\n")
        else:
            self.answer(("%s %s" % (self.path, self.headers.get("X-Test"))).encode(), Content_Type="text/plain; charset=UTF-8")

    def do_POST(self):
        data = self.rfile.read(int(self.headers["Content-Length"]))
        self.answer(json.dumps({"got": data.decode(), "type": self.headers["Content-Type"]}).encode(), 201)


with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    base = "http://127.0.0.1:%d" % server.server_port
    with urllib.request.urlopen(base + "/a?b=c", timeout=100) as r:
        print(r.status, r.reason, r.getcode(), r.headers.get_content_charset(), r.read(), r.geturl() == base + "/a?b=c")
    r = urllib.request.urlopen(urllib.request.Request(base, headers={"X-Test": "yes"}))
    print(r.read(3), r.read(), r.read())
    r = urllib.request.urlopen(base + "/moved")
    print(r.url[len(base):], r.read().decode())
    print(urllib.request.urlopen(base + "/chunks").read())
    print(json.load(urllib.request.urlopen(base + "/p", data=b"a=1")))
    try:
        urllib.request.urlopen(base + "/missing")
    except urllib.error.HTTPError as e:
        print(e, e.code, e.reason, repr(e), b"Error code: 404" in e.read(), isinstance(e, OSError))
    try:
        urllib.request.urlopen(urllib.request.Request(base, method="PATCH"))
    except urllib.error.URLError as e:
        print(e)
    c = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=100)
    c.request("GET", "/x", headers={"X-Test": "1"})
    r = c.getresponse()
    print(r.status, r.reason, r.getheader("content-type"), r.getheader("none", "-"), r.read(), r.version)
    c.request("POST", "/y", "text")
    print(c.getresponse().read())
    c.close()
    server.shutdown()
    thread.join()
    port = server.server_port
try:
    urllib.request.urlopen("http://127.0.0.1:%d/" % port)
except urllib.error.URLError as e:
    print(type(e.reason).__name__)
for bad in ("nothing", "gopher://x/", "http:///x"):
    try:
        urllib.request.urlopen(bad)
    except (ValueError, OSError) as e:
        print(type(e).__name__, e)
print(urllib.request.urlopen("data:text/plain;base64,aGVsbG8=").read())
print(http.HTTPStatus.NOT_FOUND, repr(http.HTTPStatus(200)), http.HTTPStatus.IM_A_TEAPOT.phrase, http.HTTPStatus["OK"] == 200, len(http.HTTPStatus))
print(http.client.responses[404], http.client.NOT_FOUND == 404)
