"""What sockets refuse, and their small functions."""
import errno, socket
s=socket.socket(); s.close(); print(repr(s))
def show(f):
    try: print(f())
    except OSError as e: print(type(e).__name__, errno.errorcode.get(e.errno, e.args) if e.errno else e.args)
    except Exception as e: print(type(e).__name__, e)
for f in (lambda: s.recv(1), lambda: s.send(b'x'), lambda: s.getsockname(), lambda: socket.socket().recv(1), lambda: socket.socket().send(b'x'), lambda: socket.socket().accept(), lambda: socket.create_connection(('127.0.0.1',1)), lambda: socket.socket().connect(('127.0.0.1',1)), lambda: socket.socket().send('abc'), lambda: socket.socket().connect('a'), lambda: socket.socket().bind(('127.0.0.1','x')), lambda: socket.socket().bind(('127.0.0.1',70000)),lambda: socket.socket().sendto('abc',1),lambda: socket.socket().getpeername(), lambda: socket.socket().shutdown(2), lambda: errno.errorcode[socket.socket().connect_ex(('127.0.0.1',1))], lambda: socket.socket(77), lambda: socket.gethostbyname('localhost'), lambda: socket.inet_aton('127.0.0.1'), lambda: socket.inet_ntoa(b'\x7f\0\0\1'), lambda: socket.htons(80), lambda: socket.ntohl(1), lambda: socket.getservbyname('http'), lambda: socket.inet_pton(socket.AF_INET6, '::1'), lambda: socket.inet_aton('x')):
    show(f)
print(repr(socket.AF_INET), repr(socket.SOCK_STREAM), socket.MSG_PEEK, socket.SO_REUSEADDR, socket.SHUT_RDWR)
a,b=socket.socketpair(); print(a.family, a.type, a.proto, a.timeout)
print(a.getblocking(), a.gettimeout(), socket.getdefaulttimeout(), socket.timeout is TimeoutError, socket.error is OSError)
show(lambda: a.settimeout(-1))
print(issubclass(socket.gaierror, OSError), socket.gaierror.__name__)
show(lambda: a.makefile('x'))
b.close(); show(lambda: a.send(b'x')); show(lambda: a.recv(2))
s=socket.socket(); s.bind(('127.0.0.1',0)); t=socket.socket(); show(lambda: t.bind(s.getsockname()))
show(lambda: s.bind(('127.0.0.1',0)))
s.listen()
buf=bytearray(5); c=socket.create_connection(s.getsockname()); d,_=s.accept(); d.sendall(b'abcdefg'); print(c.recv_into(buf), buf, c.recv(10, socket.MSG_PEEK), c.recv(10))
for x in socket.getaddrinfo('127.0.0.1', 80, type=socket.SOCK_STREAM): print(x)
import select
show(lambda: select.select([[]],[],[],0))
show(lambda: select.select([],[],[],-1))
d.close(); print(c.recv(1))
with socket.create_server(('127.0.0.1',0)) as srv:
    with socket.create_connection(srv.getsockname(), timeout=100) as k: print(k.gettimeout())
