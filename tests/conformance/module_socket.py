"""Sockets over loopback: connections, datagrams, processes, select, selectors, socketserver."""
import multiprocessing.connection
import socket, threading, select, selectors, socketserver, multiprocessing, os, tempfile
def echo(srv):
    c,a=srv.accept()
    with c:
        while True:
            d=c.recv(4)
            if not d: break
            c.sendall(d.upper())
srv=socket.socket(socket.AF_INET, socket.SOCK_STREAM)
srv.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
srv.bind(('localhost',0)); srv.listen(5)
port=srv.getsockname()[1]
print(srv.getsockname()[0])
t=threading.Thread(target=echo,args=(srv,)); t.start()
c=socket.create_connection(('localhost',port))
c.sendall(b'hello world'); c.shutdown(socket.SHUT_WR)
d=b''
while True:
    x=c.recv(100)
    if not x: break
    d+=x
print(d); t.join(); c.close()
# process
p=multiprocessing.get_context('fork').Process(target=echo,args=(srv,)); p.start()
with socket.socket() as c:
    c.connect(('127.0.0.1',port)); c.sendall(b'proc'); print(c.recv(10)); print(c.getpeername()==('127.0.0.1',port))
p.join(); print(p.exitcode)
srv.settimeout(0.05)
try: srv.accept()
except socket.timeout as e: print('timeout', e, repr(e))
srv.setblocking(False)
try: srv.accept()
except BlockingIOError as e: print(e)
print(select.select([srv],[],[],0.01))
u=socket.socket(socket.AF_INET, socket.SOCK_DGRAM); u.bind(('127.0.0.1',0))
v=socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
print(v.sendto(b'dgram',u.getsockname())); data,addr=u.recvfrom(3); print(data, addr==('127.0.0.1',v.getsockname()[1]))
u.sendto(b'back',addr); print(v.recvfrom(100)[0])
a,b=socket.socketpair(); a.send(b'line1\nline2\nrest'); a.close()
f=b.makefile('r'); print(f.readline(), list(f)); 
class H(socketserver.StreamRequestHandler):
    def handle(self):
        line=self.rfile.readline().strip()
        self.wfile.write(line[::-1]+b'\n')
with socketserver.ThreadingTCPServer(('127.0.0.1',0),H) as s:
    th=threading.Thread(target=s.serve_forever); th.start()
    for i in range(3):
        with socket.create_connection(s.server_address) as k:
            k.sendall(b'abc%d\n'%i); print(k.recv(100))
    s.shutdown(); th.join()
sel=selectors.DefaultSelector()
x,y=socket.socketpair()
sel.register(x, selectors.EVENT_READ, 'X')
y.send(b'1')
for key,ev in sel.select(): print(key.data, ev, key.fileobj.recv(5))
def sockets():
    y.send(b'2')
    print([k is x for k in multiprocessing.connection.wait([x])], x.recv(1))
sockets()
q=multiprocessing.Queue()
def worker(q):
    c=q.get(); c.sendall(b'from a child'); c.close()
p=multiprocessing.get_context('fork').Process(target=worker,args=(q,)); p.start()
q.put(y)
print(x.recv(100)); p.join()
if hasattr(socket, 'AF_UNIX'):
    path=os.path.join(tempfile.mkdtemp(),'s')
    l=socket.socket(socket.AF_UNIX); l.bind(path); l.listen(1)
    k=socket.socket(socket.AF_UNIX); k.connect(path); k.send(b'u'); kk,_=l.accept(); print(kk.recv(3), repr(_), l.getsockname()==path)
    l.close(); print(os.path.exists(path))
import logging, logging.handlers, pickle, struct
def receive(server):
    c, _ = server.accept()
    with c, c.makefile('rb') as f:
        while True:
            head = f.read(4)
            if not head:
                break
            record = logging.makeLogRecord(pickle.loads(f.read(struct.unpack('>L', head)[0])))
            print(record.levelname, record.name, record.getMessage(), record.exc_info, record.exc_text is not None)
with socket.create_server(('127.0.0.1', 0)) as server:
    t = threading.Thread(target=receive, args=(server,)); t.start()
    handler = logging.handlers.SocketHandler(*server.getsockname())
    log = logging.getLogger('a.b'); log.setLevel(10); log.addHandler(handler)
    log.info('%s and %s', 1, 'two')
    try: 1 / 0
    except ZeroDivisionError: log.exception('failed')
    handler.close(); t.join()
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
    s.bind(('127.0.0.1', 0))
    handler = logging.handlers.DatagramHandler(*s.getsockname())
    handler.emit(logging.makeLogRecord({'msg': 'datagram', 'levelname': 'INFO'}))
    data = s.recv(4096); print(pickle.loads(data[4:])['msg']); handler.close()
