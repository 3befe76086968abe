from multiprocessing import current_process
from multiprocessing.managers import BaseManager, SyncManager, BaseProxy
class Calc:
    def __init__(self, n=0): self.n = n
    def add(self, k): self.n += k; return self.n
    def boom(self): raise ValueError('boom')
    def _hid(self): return 'hidden'
    def gen(self): return lambda: 1
class M(SyncManager): pass
class GP(BaseProxy):
    _exposed_ = ['__next__']
    def __iter__(self): return self
    def __next__(self): return self._callmethod('__next__')
def squares():
    for i in range(3): yield i*i
shared = {'k': 1}
server = None
M.register('Calc', Calc)
M.register('Exp', Calc, exposed=('add', '_hid'))
M.register('squares', squares, proxytype=GP)
M.register('stop', callable=lambda: server.stop_event.set())
M.register('get_shared', callable=lambda: shared)
if __name__ == '__main__':
    current_process().authkey = b'abc'
    m = M(address=('127.0.0.1', 0), authkey=b'abc')
    server = m.get_server()
    print(server.address[1], flush=True)
    server.serve_forever()
