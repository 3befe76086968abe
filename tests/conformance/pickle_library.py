# What is pickled and read back: instances of many classes of the library and of scripts; what refuses to be.
import pickle, copyreg, functools, random, collections, datetime, enum, dataclasses, types, re, copy, uuid, array, operator
import multiprocessing as mp
def t(f):
    try:
        print(re.sub("0x[0-9a-f]+", "0x", repr(f())))
    except Exception as e:
        print(type(e).__name__, re.sub("0x[0-9a-f]+", "0x", str(e)))
class Color(enum.Enum):
    RED = 1
    BLUE = 'b'
class Fl(enum.IntFlag):
    A = 1
    B = 2
NT = collections.namedtuple('NT', 'a b')
@dataclasses.dataclass
class D:
    x: int
    y: list = dataclasses.field(default_factory=list)
@dataclasses.dataclass(frozen=True)
class F:
    x: int
class E(Exception):
    def __init__(self, a, b):
        super().__init__(a, b)
        self.a, self.b = a, b
class E2(Exception):
    def __init__(self, a, b):
        super().__init__('msg')
        self.a = a
class C:
    k = 1
    def __init__(self, v=0): self.v = v
    def m(self): return self.v
    @classmethod
    def cm(cls): return cls.__name__
    @staticmethod
    def sm(): return 's'
    def __eq__(self, o): return type(self) is type(o) and self.__dict__ == o.__dict__
class S:
    __slots__ = ('a', 'b')
class L(list):
    pass
class Di(dict):
    pass
class St(str): pass
class I(int): pass
class NA:
    def __new__(cls, a, b):
        o = super().__new__(cls); o.a = a; return o
    def __getnewargs__(self): return (self.a, 2)
class NX:
    def __new__(cls, *, a):
        o = super().__new__(cls); o.a = a; return o
    def __getnewargs_ex__(self): return ((), {'a': self.a})
def fn(x): return x
def same(v, p=4):
    b = pickle.dumps(v, p)
    return b, pickle.loads(b)
vals = [functools.partial(fn, 1), functools.partial(pow, 2, mod=3), Color.RED, Fl.A | Fl.B, NT(1, [2]), D(1, [2]), F(3), E(1, 2), KeyError('x'), OSError(2, 'No', 'f'), UnicodeDecodeError('utf-8', b'x', 0, 1, 'r'), StopIteration(3),
 C(3), C.cm, C.sm, C(4).m, C, fn, len, [].append, 'a'.upper, range(3), slice(1, 2), Ellipsis, NotImplemented, type(None), type(...), complex, collections.OrderedDict(a=1), collections.Counter('aab'), collections.defaultdict(list, a=[1]), collections.deque([1,2], 3), collections.ChainMap({'a': 1}),
 datetime.date(2020, 1, 2), datetime.timedelta(1, 2, 3), datetime.time(1, 2), datetime.timezone.utc, L([1, 2]), Di(a=1), St('x'), I(3), NA(1, 2).__class__, uuid.UUID(int=5), bytearray(b'ab'), frozenset([1]), {1}, memoryview, re.compile('a+', re.I), operator.itemgetter(1), operator.attrgetter('a.b'), {}.keys(), (i for i in ()), lambda: 0, mp, re, random.Random(5), NT, Color, property(fn), staticmethod(fn), classmethod(fn), super, object(), float('nan'), 1e300, -0.0, 2**100, 'é', '\ud800', b'\xff' * 60, 'x' * 100]
if __name__ == '__main__':
    for v in vals:
        for p in (4,) if not isinstance(v, (C, D)) else (0, 1, 2, 3, 4, 5):
            def go():
                b, w = same(v, p)
                return (b if len(b) < 300 else len(b)), w
            t(go)
    for d in (datetime.datetime(2020, 1, 2, 3, 4, 5, 6, fold=1), datetime.datetime(2020, 1, 2, tzinfo=datetime.timezone(datetime.timedelta(hours=1)))):
        t(lambda: [same(d, p)[1] for p in range(6)])
    t(lambda: same(types.SimpleNamespace(a=1))[1])
    t(lambda: same(array.array('i', [1, 2]))[1])
    s = S()
    s.a = 1
    t(lambda: same(s, 2)[0])
    t(lambda: pickle.loads(pickle.dumps(s)).a)
    t(lambda: pickle.dumps(s, 0))
    t(lambda: same(NA(1, 2))[1].a)
    t(lambda: same(NX(a=4))[1].a)
    e = same(E(1, 2))[1]
    t(lambda: (e.args, e.a, e.b))
    t(lambda: same(E2(1, 2)))
    e = ValueError('x')
    e.extra = [1]
    t(lambda: same(e)[1].__dict__)
    r = random.Random(5)
    r2 = pickle.loads(pickle.dumps(r))
    t(lambda: r.random() == r2.random())
    for o in (mp.Lock(), mp.RLock(), mp.Queue(), mp.SimpleQueue(), mp.JoinableQueue(), mp.Event(), mp.Condition(), mp.Semaphore(), mp.Barrier(2), mp.Value('i'), mp.Array('i', 2), ):
        t(lambda: len(pickle.dumps(o)) > 0)
    with mp.Pool(1) as p: t(lambda: pickle.dumps(p))
    def red(c): return C, (c.v + 100,)
    copyreg.pickle(C, red)
    t(lambda: same(C(1))[1].v)
    t(lambda: copy.copy(C(1)).v)
    t(lambda: copy.deepcopy([C(1)])[0].v)
