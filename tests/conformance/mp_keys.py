# Keys of dicts and sets whose classes hash what they hold, in messages and among a child's globals.
from multiprocessing import Process, Queue, Pool
class K:
    def __init__(self, n): self.n = n; self.m = n
    def __hash__(self): return hash((self.n, self.m))
    def __eq__(self, o): return self.n == o.n
class R:
    def __init__(self, n): self.n = n
    def __hash__(self): return hash(self.n)
    def __eq__(self, o): return self.n == o.n
    def __reduce__(self): return R, (self.n,)
class N(object):
    def __new__(cls, n):
        self = object.__new__(cls); self.n = n; return self
    def __hash__(self): return hash(self.n)
    def __eq__(self, o): return self.n == o.n
    def __reduce__(self): return self.__class__, (self.n,)
class Functional:
    def __init__(self, n): self.n = n
    def __hash__(self): return hash(helper(self.n))
    def __eq__(self, o): return self.n == o.n


def helper(n): return math.floor(n)


try:
    import math
    from datetime import datetime
    from decimal import Decimal
    from fractions import Fraction
    KEYS = [Functional(1), datetime(2020, 1, 2), Decimal(5), Fraction(1, 2), K(3)]
    TABLE = {k: i for i, k in enumerate(KEYS)}
    SET = {(k, 1) for k in KEYS}
finally:
    pass


def among(): print([TABLE[k] for k in KEYS], len(SET), all((k, 1) in SET for k in KEYS), flush=True)


def w(q, d): q.put({d: 'k'})
def w2(q, d): q.put((d, {d: 'k'}))
if __name__ == '__main__':
    p = Process(target=among); p.start(); p.join()
    for cls in (K, R, N):
      for f in (w, w2):
        try:
            q = Queue(); p = Process(target=f, args=(q, cls(1))); p.start(); x = q.get(timeout=60); print(cls.__name__, f.__name__, type(x)); p.join()
        except Exception as e: print(cls.__name__, f.__name__, repr(e))
    q = Queue(); p = Process(target=w2, args=(q, Fraction(1))); p.start(); x = q.get(timeout=60); print(x); p.join()
