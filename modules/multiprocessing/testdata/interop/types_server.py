import copyreg
from multiprocessing import current_process
from multiprocessing.managers import SyncManager, BaseProxy, AutoProxy, NamespaceProxy

class Point:
    def __init__(self, x): self.x = x
    def __repr__(self): return 'Point(%r)' % self.x
copyreg.pickle(Point, lambda p: (Point, (p.x + 100,)))

class Store:
    def __init__(self): self.d = {}
    def put(self, k, v): self.d[k] = v
    def get(self, k): return self.d[k]
    def child(self): return Store()
    def names(self): return sorted(self.d)
    def point(self, p): return Point(p.x + 1)
    def each(self): return iter(sorted(self.d))

class M(SyncManager): pass
M.register('Store', Store, method_to_typeid={'child': 'Made', 'each': 'Iterator'})
M.register('NS', Store, proxytype=AutoProxy)
M.register('Made', exposed=('put', 'get', 'names'))
server = None
M.register('stop', callable=lambda: server.stop_event.set())

if __name__ == '__main__':
    current_process().authkey = b'abc'
    m = M(address=('127.0.0.1', 0), authkey=b'abc')
    server = m.get_server()
    print(server.address[1], flush=True)
    server.serve_forever()
