from enum import Enum, IntEnum, Flag, IntFlag, StrEnum, auto, unique
class Color(Enum):
    RED = 1
    GREEN = 2
    BLUE = 3
    CRIMSON = 1
    def describe(self): return self.name.lower()
    @property
    def hexa(self): return hex(self.value)
    @classmethod
    def default(cls): return cls.RED
print(Color.RED, repr(Color.RED), Color(2), Color['BLUE'], list(Color), len(Color), Color.CRIMSON is Color.RED, Color.RED.describe(), Color.GREEN.hexa, Color.default())
print(Color.RED == Color.RED, Color.RED == 1, Color.RED in Color, {Color.RED: 'a'}[Color.RED], isinstance(Color.RED, Color), Color.__members__)
try: Color(9)
except ValueError as e: print(e)
try: Color['X']
except KeyError as e: print(e)
try: Color.RED = 4
except AttributeError as e: print(e)
try: Color.RED < Color.BLUE
except TypeError as e: print(e)
print(Color, type(Color), type(Color.RED), f"{Color.RED}", "%s" % Color.RED, Color.RED.name, Color.RED.value, hash(Color.RED)==hash(Color.RED))
class N(IntEnum):
    A = 1
    B = auto()
print(N.A, repr(N.A), N.A+1, N.A < N.B, N(2), f"{N.A}", N.B == 2, sorted([N.B, N.A]), [10,20,30][N.A], int(N.B), N.A in (1,2), {1:'x'}[1])
class P(Flag):
    R = auto(); W = auto(); X = auto()
    RW = R | W
print(P.R, repr(P.R|P.X), P.R|P.W, P.RW, P.R & P.W, bool(P.R & P.W), P.R in P.RW, ~P.R, list(P), P(5), list(P.RW), P(0), P.R ^ P.RW)
class I(IntFlag):
    A=1; B=2
print(I.A|I.B, repr(I.A|I.B), I.A|8, repr(I.A|8), int(I.A), I(3), repr(I(0)))
class S(StrEnum):
    FOO = auto(); BAR='b'
print(S.FOO, repr(S.FOO), S.BAR + 'x', S('b'), S.FOO == 'foo', S.FOO.upper())
class S2(str, Enum):
    X='x'
print(S2.X, repr(S2.X), S2.X == 'x', f"{S2.X}", S2.X.value, S2('x'), S2.X.upper())
@unique
class U(Enum):
    A=auto(); B=auto()
print(list(U))
try:
    @unique
    class V(Enum):
        A=1;B=1
except ValueError as e: print(e)
class Planet(Enum):
    EARTH = (5.9, 6.3)
    MARS = (6.4, 3.3)
    def __init__(self, mass, radius): self.mass=mass; self.radius=radius
    @property
    def g(self): return self.mass/self.radius
print(Planet.EARTH, Planet.EARTH.mass, Planet.MARS.g, repr(Planet.MARS), Planet((6.4,3.3)))
A = Enum('A', 'X Y Z'); print(list(A), A.X)
A = Enum('A', {'P':'p','Q':'q'}); print(list(A))
class St(Enum):
    def _generate_next_value_(name, start, count, last): return name.lower()
    ONE=auto(); TWO=auto()
print([m.value for m in St])
class Op(Enum):
    ADD='+'
    def __call__(self,a,b): return a+b
    def __str__(self): return self.value
    @classmethod
    def _missing_(cls, v): return cls.ADD
print(Op.ADD(1,2), Op.ADD, Op('zz'), [str(o) for o in Op])
try:
    class Sub(Color): pass
except TypeError as e: print(e)
class Co(Enum):
    RED=(1,2)
    def __new__(cls, a, b):
        o=object.__new__(cls); o._value_=a; o.b=b; return o
print(Co.RED.value, Co.RED.b, Co(1))
for name, m in Color.__members__.items(): print(name, m)


import copy, pickle
class Colour(enum.Enum):
    RED = 1
    def f(self): return self.name
class Flags(enum.IntFlag): A = 1
for f in (lambda: Colour.Z, lambda: Colour.RED.Z, lambda: Colour.__foo__, lambda: Flags.Q, lambda: Colour.red):
    try: print(f())
    except AttributeError as e: print(repr(e))
print(hasattr(Colour, "RED"), hasattr(Colour, "X"), getattr(Colour, "X", None), Colour.__name__, Colour.RED.f(), pickle.loads(pickle.dumps(Colour.RED)), copy.copy(Colour.RED), Colour.RED.name, Colour.RED.value)
