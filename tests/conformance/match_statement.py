from dataclasses import dataclass
from enum import Enum
from collections import namedtuple, deque
def f(command):
    match command:
        case 1|2: return 'one-two'
        case -3: return 'minus'
        case "go" | "run": return 'verb'
        case True: return 'true'
        case [x, y]: return f'pair {x} {y}'
        case [x, *rest]: return f'list {x} {rest}'
        case {'a': a, **rest}: return f'map {a} {rest}'
        case {'k': {'n': [first, *_]}}: return f'deep {first}'
        case str(s) if len(s) > 3: return 'str '+s
        case int() | float() as n: return f'num {n}'
        case None: return 'none'
        case _: return 'other'
for c in [1,-3,"go",True,[1,2],(1,2,3),{'a':1,'b':2},{'k':{'n':[7,8]}},'heyy','h',5.5,None,(),b'x',range(2),deque([1,2])]: print(c, f(c))
@dataclass
class Pt:
    x: int
    y: int
class Color(Enum):
    RED = 1
    BLUE = 2
N = namedtuple('N', 'p q')
def g(v):
    match v:
        case Pt(x=0, y=0): return 'origin'
        case Pt(0, y): return f'on y {y}'
        case Pt(x, y) if x == y: return f'diag {x}'
        case Pt() as p: return f'pt {p}'
        case Color.RED: return 'red'
        case N(p, q): return f'N {p} {q}'
        case (Pt(x=a), Pt(x=b)): return f'two {a} {b}'
        case [Color.BLUE, [1, z] | [2, _, z]]: return f'blue {z}'
        case []: return 'empty'
    return 'no match'
for v in [Pt(0,0), Pt(0,5), Pt(3,3), Pt(1,2), Color.RED, Color.BLUE, N(1,2), (Pt(1,2),Pt(3,4)), [Color.BLUE,[1,9]], [Color.BLUE,[2,0,8]], []]: print(g(v))
def loop(items):
    for i in items:
        match i:
            case 'stop': break
            case 'skip': continue
            case ('add', n) | ('plus', n):
                try:
                    print(n + 1)
                except TypeError:
                    return 'bad'
            case str():
                print('text', i)
    else:
        return 'done'
    return 'stopped'
print(loop(['a','skip',('add',3),'stop']), loop([('plus','x')]), loop([]))
match = 3; case = 4; print(match, case)
match (1, 2):
    case (a, b):
        print(a, b)
x = 5
match x:
    case y if y > 10: print('big')
    case y: print('small', y)
try:
    match 3:
        case int(a, b): pass
except TypeError as e: print(e)
match x, [1]:
    case 5, [n]: print('open', n)
class Cmd:
    def run(self, c):
        match c.split():
            case ['go', ('north'|'south') as d]: self.d = d; return lambda: d
            case ['go', *ds]: return [d.upper() for d in ds]
print(Cmd().run('go north')(), Cmd().run('go a b'), Cmd().run('z'))
for src in ["match 1:\n case x: pass\n case 2: pass", "match 1:\n case [a, a]: pass", "match 1:\n case a | 2: pass", "match 1:\n case [a] | [b]: pass", "match 1:\n case {**_}: pass"]:
    try: compile(src, 's', 'exec')
    except SyntaxError as e: print(e.msg)
