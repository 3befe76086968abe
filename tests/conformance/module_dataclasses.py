from dataclasses import *
from typing import List, Optional, ClassVar
@dataclass
class P:
    x: int
    y: float = 2.5
    tags: list = field(default_factory=list)
    count: ClassVar[int] = 0
    def norm(self): return self.x + self.y
p = P(1); q = P(1, tags=['a'])
print(p, q, p == P(1), p == q, p.norm(), P.__doc__)
for bad in ((), (1,2,3,4)):
    try: P(*bad)
    except TypeError as e: print(e)
try: P(z=1)
except TypeError as e: print(e)
print(asdict(q), astuple(q), replace(q, x=9), [f.name for f in fields(P)], is_dataclass(P), is_dataclass(p))
@dataclass(order=True, frozen=True)
class F:
    a: int
    b: str = field(default='z', compare=False)
print(F(1) < F(2), sorted([F(3), F(1)]), hash(F(1)) == hash(F(1,'q')), {F(1): 2}[F(1)])
try: F(1).a = 3
except FrozenInstanceError as e: print(type(e).__name__, e)
try: del F(1).a
except FrozenInstanceError as e: print(e)
@dataclass
class C(P):
    z: int = 0
    w: InitVar[int] = 5
    d: int = field(init=False, repr=False)
    def __post_init__(self, w): self.d = w + self.x
c = C(1, z=3); print(c, c.d)
try:
    @dataclass
    class B:
        x: list = []
except ValueError as e: print(e)
try:
    @dataclass
    class B:
        x: int = 1
        y: int
except TypeError as e: print(e)
@dataclass(kw_only=True)
class K: a: int; b: int = 2
print(K(a=1))
try: K(1)
except TypeError as e: print(e)
@dataclass(slots=True)
class Sl: a: int = 1
s = Sl(); print(s)
try: s.b = 1
except AttributeError as e: print(e)
@dataclass
class Node:
    v: int
    next: Optional['Node'] = None
n = Node(1, Node(2)); print(n, asdict(n))
n.next.next = n; print(n)
M = make_dataclass('M', ['a', ('b', int), ('c', int, field(default=3))]); print(M(1,2))
@dataclass(eq=False)
class E: a: int
print(E(1) == E(1), fields(P)[0].name)
@dataclass
class KO:
    a: int
    _: KW_ONLY
    b: int = 2
print(KO(1, b=3))
try: asdict(3)
except TypeError as e: print(e)
@dataclass
class Inv: name: str; price: float; qty: int = 0
print(Inv('w', 3.5).price, Inv.__match_args__, P.__init__.__name__)
import multiprocessing as mp
def work(t): t.x += 1; return t
if __name__ == '__main__':
    with mp.Pool(2) as pool: print(pool.map(work, [P(i) for i in range(3)]))
    qq = mp.Queue(); qq.put(F(4)); print(qq.get())
