# What scripts register with ForkingPickler and copyreg holds for what they send, through pipes, queues, pools and managers.
import io, pickle, copyreg
import multiprocessing as mp
from multiprocessing import reduction
from multiprocessing.reduction import ForkingPickler

class P:
    def __init__(self, x): self.x = x
    def __repr__(self): return 'P(%r)' % self.x
class Q:
    def __init__(self, x): self.x = x
    def __repr__(self): return 'Q(%r)' % self.x
class R(P): pass
def reduce_p(p): return P, (p.x * 10,)
def reduce_q(q): return Q, (q.x + 1,)
def child(q, r, conn):
    v = q.get(); r.put(v); conn.send(v); conn.close()
def ident(x): return x
def t(f):
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, e)
if __name__ == '__main__':
    t(lambda: ForkingPickler.register(P, reduce_p))
    t(lambda: reduction.register(Q, reduce_q))
    t(lambda: reduction.register)
    t(lambda: type(ForkingPickler.dumps(P(1))))
    t(lambda: ForkingPickler.loads(ForkingPickler.dumps([P(1), Q(1), R(1)])))
    t(lambda: bytes(ForkingPickler.dumps([1])))
    t(lambda: bytes(ForkingPickler.dumps([1], 2)))
    t(lambda: pickle.loads(pickle.dumps(P(1))))
    t(lambda: pickle.loads(ForkingPickler.dumps({'a': Q(1)})))
    t(lambda: ForkingPickler.__mro__)
    t(lambda: ForkingPickler.loads(pickle.dumps(3)))
    b = io.BytesIO()
    t(lambda: ForkingPickler(b).dump(P(2)))
    t(lambda: pickle.loads(b.getvalue()))
    b = io.BytesIO()
    t(lambda: reduction.dump(P(2), b))
    t(lambda: pickle.loads(b.getvalue()))
    b = io.BytesIO()
    t(lambda: reduction.dump(P(2), b, 2))
    t(lambda: b.getvalue())
    t(lambda: P in ForkingPickler(b).dispatch_table)
    t(lambda: ForkingPickler.register(P))
    t(lambda: ForkingPickler.dumps(lambda: 1))
    t(lambda: ForkingPickler.dumps())
    a, c = mp.Pipe()
    a.send(P(1)); t(c.recv)
    a.send_bytes(ForkingPickler.dumps(P(3))); t(c.recv)
    q = mp.Queue(); r = mp.Queue()
    p = mp.Process(target=child, args=(q, r, a)); p.start()
    q.put([P(1), Q(1)]); t(r.get); t(c.recv); p.join()
    s = mp.SimpleQueue(); s.put(P(5)); t(s.get)
    with mp.Pool(1) as pool:
        t(lambda: pool.map(ident, [P(1), Q(2)]))
        t(lambda: pool.apply(ident, (R(1),)))
    copyreg.pickle(complex, lambda c: (complex, (c.imag, c.real)))
    t(lambda: pickle.loads(pickle.dumps(1+2j)))
    t(lambda: ForkingPickler.loads(ForkingPickler.dumps(1+2j)))
    a, c = mp.Pipe(); a.send(1+2j); t(c.recv)
    with mp.Manager() as m:
        l = m.list([P(1)]); t(lambda: l[0]); t(lambda: m.dict(a=Q(1)).copy())
