import json
import random
import collections

def t(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)

t(lambda: json.dumps(float('nan'), allow_nan=False)); t(lambda: json.loads('['*100000)); t(lambda: json.loads('{"a":'*100000))
deep = []
for i in range(100000):
    deep = [deep]
t(lambda: json.dumps(deep)); t(lambda: json.dumps({(1, 2): 3})); t(lambda: json.dumps(object)); t(lambda: json.dumps(b'x'))
t(lambda: json.dumps({1: 1, 'a': 2}, sort_keys=True)); t(lambda: json.dumps({3: 1, 1: 2, 2.5: 0}, sort_keys=True)); t(lambda: json.dumps([1, {2, 3}]))
t(lambda: json.loads(1)); t(lambda: json.loads('\ufeff1')); t(lambda: json.loads(b'\xef\xbb\xbf1')); t(lambda: json.loads('1'.encode('utf-16')))
t(lambda: json.loads('"é"'.encode('utf-16-le'))); t(lambda: json.loads('"é"'.encode('utf-32-be'))); t(lambda: json.loads(b'"\xff"')); t(lambda: json.loads(bytearray(b'[1]')))
t(lambda: json.loads('"\x01"')); t(lambda: json.loads('"\x01"', strict=False)); t(lambda: json.JSONDecoder().raw_decode(' 1')); t(lambda: json.JSONDecoder().raw_decode('1 x'))
t(lambda: json.JSONDecoder().raw_decode('1 x', -1)); t(lambda: json.JSONDecoder().raw_decode('é[1] x', 1)); t(lambda: json.JSONDecoder().raw_decode('1', 5)); t(lambda: json.loads('"\\ud83d\\ude00\\ud83d"')); t(lambda: json.dumps('😀\ud83d\x7f'))
t(lambda: json.dumps('😀\x7f\x1f', ensure_ascii=False)); t(lambda: json.dumps(1, indent=2, foo=1)); t(lambda: json.loads('1', foo=1)); t(lambda: json.dumps())
t(lambda: json.loads()); t(lambda: json.JSONEncoder(1)); t(lambda: vars(json.JSONEncoder(indent=2))); t(lambda: ''.join(json.JSONEncoder().iterencode([1, {'a': 2}])))
t(lambda: json.dumps([[], {}], indent=2)); t(lambda: json.dumps([1, 2], indent='\t')); t(lambda: json.dumps([1, 2], indent=0)); t(lambda: json.dumps([1, [2, {'a': ()}]], indent=3, separators=(';', '=')))
t(lambda: json.dumps({1.5: 1, True: 2, None: 3, 10**20: 4, float('inf'): 3})); t(lambda: json.dumps([1e100, -0.0, 1.0, 1e16, 0.1, float('-inf')]))
t(lambda: json.dumps({(1,): 2, 'a': 1, b'': 2}, skipkeys=True)); t(lambda: json.dumps([1], separators=(',',))); t(lambda: json.dumps([1], separators=',:')); t(lambda: json.dumps([1], indent=1.5))
x = []; x.append(x)
t(lambda: json.dumps(x)); t(lambda: json.dumps({'a': {'b': x}})); t(lambda: json.dumps([1], check_circular=False))
y = {}; y['y'] = [y]
t(lambda: json.dumps(y))
t(lambda: json.dumps(1, default=str)); t(lambda: json.dumps({1, 2}, default=list)); t(lambda: json.dumps([set()], default=lambda o: {'set': sorted(o)}, indent=1))
t(lambda: json.dumps(set(), default=lambda o: o)); t(lambda: json.dumps(set(), default=lambda o: 1 / 0))


class E(json.JSONEncoder):
    def default(self, o):
        if isinstance(o, range):
            return [o.start, o.stop]
        return super().default(o)


class F(json.JSONEncoder):
    def __init__(self, *args, **kw):
        super().__init__(*args, **kw)
        self.seen = 0

    def iterencode(self, o, _one_shot=False):
        yield '<'
        yield from super().iterencode(o, _one_shot)
        yield '>'


class D(json.JSONDecoder):
    def __init__(self, **kw):
        super().__init__(object_hook=self.hook, **kw)

    def hook(self, d):
        return sorted(d.items())


t(lambda: json.dumps({'r': range(3)}, cls=E)); t(lambda: json.dumps(range(3), cls=E, indent=2)); t(lambda: json.dumps(set(), cls=E)); t(lambda: E().encode([range(2)]))
t(lambda: json.dumps([1], cls=F)); t(lambda: json.loads('{"b": 1, "a": {"x": 2}}', cls=D)); t(lambda: json.loads('{"a": 1}', object_hook=lambda d: d['a']))
t(lambda: json.loads('{"a": 1, "a": 2}', object_pairs_hook=list)); t(lambda: json.loads('{"b": 1, "a": 2}', object_pairs_hook=collections.OrderedDict)); t(lambda: json.loads('{"a": 1, "a": 2}'))
t(lambda: json.loads('[1.5, 2, -3e2, NaN, -Infinity]', parse_float=str, parse_int=lambda s: s + '!', parse_constant=lambda s: '?' + s)); t(lambda: json.loads('[1E400, 1.0e-400, -0, -0.0, 123456789012345678901234567890]'))


class I(int):
    def __repr__(self): return 'I'


class S(str):
    pass


P = collections.namedtuple('P', 'x y')
t(lambda: json.dumps([I(3), S('s'), P(1, 2), {S('k'): I(1), I(4): 2}, collections.Counter('aab'), collections.OrderedDict(b=1, a=2), True]))
try:
    json.loads('{"a": 1,\n "ä": [1, 2,]}')
except json.JSONDecodeError as e:
    print(e, e.msg, e.doc, e.pos, e.lineno, e.colno, e.args, isinstance(e, ValueError), type(e))
t(lambda: json.JSONDecodeError('m', 'doc\nx', 4))

random.seed(5)
SEEDS = ['{"a": [1, 2.5e3, -0], "b": {"c": null, "d": "x\\n\\u00e9\\ud83d\\ude00"}}', '[true, false, NaN, -Infinity, "ä\\t\\/"]', '"\\u12x4"', '{"x":1,}', '[[[[]]]]', '-', '01', '1.', '.5', '1e', '"\\', '']
for n in range(3000):
    s = list(random.choice(SEEDS))
    for _ in range(random.randint(0, 3)):
        i = random.randint(0, len(s))
        if random.random() < 0.5 and i < len(s):
            del s[i]
        else:
            s.insert(i, random.choice('{}[],:"\\ue0123.-+ \n\tä\x02nullt'))
    s = ''.join(s)
    try:
        v = json.loads(s)
        print(repr(s), ascii(v), json.dumps(v), ascii(json.dumps(v, indent=1, ensure_ascii=False)))
    except json.JSONDecodeError as e:
        print(repr(s), e, e.pos)
