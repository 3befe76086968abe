# collections: deque, Counter, defaultdict, OrderedDict, namedtuple and ChainMap.
from collections import ChainMap, Counter, OrderedDict, defaultdict, deque, namedtuple
from multiprocessing import Pool, Process, Queue


def show(fn, *args, **kwargs):
    try:
        print(fn(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


Point = namedtuple('Point', ['x', 'y'])


def move(p):
    return p._replace(x=p.x + 1)


def tally(text):
    return Counter(text)


def send(q):
    d = defaultdict(list)
    d['a'].append(1)
    q.put((deque([1, 2], 5), d, OrderedDict(b=1, a=2), Counter('aab'), Point(1, 2)))


d = deque([1, 2, 3])
d.append(4)
d.appendleft(0)
print(d, d.pop(), d.popleft(), len(d), d[0], d[-1], 2 in d, 9 in d, list(reversed(d)))
d.extend([4, 5])
d.extendleft('ab')
d.rotate(2)
print(d)
d.rotate(-3)
print(d, d.index(3), d.count('a'))
d.remove('a')
d.insert(1, 'new')
del d[0]
d[0] = 'first'
d.reverse()
print(d, d.copy() == d, d + deque([7]), deque([1]) * 3, deque([1, 2]) < deque([1, 3]), deque() == deque(), bool(deque()))
m = deque(range(10), maxlen=3)
m.append(10)
m.appendleft(-1)
print(m, m.maxlen, d.maxlen, deque(maxlen=0), deque('abc', 2))
show(deque().pop)
show(deque().popleft)
show(lambda: d[99])
show(d.remove, 'zz')
show(d.index, 'zz')
show(m.insert, 0, 1)
show(deque, [], -1)
show(deque, 5)
show(hash, deque())


def mutate():
    for x in d:
        d.append(x)


show(mutate)
q = deque()
for i in range(2000):
    q.append(i)
    if i % 3 == 0:
        q.popleft()
    if i % 5 == 0:
        q.appendleft(-i)
print(len(q), sum(q), q[0], q[-1], q[700])

c = Counter('abracadabra')
print(c, c.most_common(2), c['z'], c.total(), sorted(c.elements())[:6], len(c))
c.update('aaz')
c.subtract({'b': 5})
print(c, c['b'], +c, -c)
a, b = Counter(a=3, b=1), Counter(a=1, b=2)
print(a + b, a - b, a & b, a | b, a == b, a <= b, Counter(a=1) == Counter(a=1, b=0))
a += b
print(a, Counter(), Counter([1, 1, 2]), Counter({'x': 2}, y=3), dict(Counter('aab')), isinstance(c, dict))
del c['nothing']
show(Counter.fromkeys, 'abc')
show(Counter, 5)
print(max(Counter('mississippi').items(), key=lambda kv: kv[1]), Counter('a').copy())

dd = defaultdict(list)
dd['x'].append(1)
dd['y']
print(dd, dict(dd), dd.get('zz'), 'zz' in dd, dd.default_factory, len(dd))
di = defaultdict(int, {'a': 1}, b=2)
di['c'] += 5
print(di, di.copy(), di == {'a': 1, 'b': 2, 'c': 5}, sorted(di.items()))
show(defaultdict, 3)
show(lambda: defaultdict()['k'])
print(defaultdict(lambda: 'n/a')['q'], defaultdict(None, {'k': 1}))

od = OrderedDict([('a', 1), ('b', 2), ('c', 3)])
od.move_to_end('a')
print(od, od.popitem(), od.popitem(last=False), od)
od['z'] = 1
od.move_to_end('z', last=False)
print(od, OrderedDict(), list(od), list(reversed(od)), OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1), OrderedDict(a=1) == {'a': 1})
show(OrderedDict().popitem)
show(od.move_to_end, 'missing')
print(OrderedDict.fromkeys('ab', 0), od.copy() == od)

p = Point(1, y=2)
x, y = p
print(p, p.x, p[1], x + y, p == (1, 2), p._fields, p._asdict(), p._replace(y=9), Point._make([5, 6]), hash(p) == hash((1, 2)))
print(Point.__doc__, Point.__name__, Point, isinstance(p, tuple), len(p), p + (3,), Point(*[1, 2]), sorted([Point(2, 1), Point(1, 5)]))
show(Point, 1)
show(Point, 1, 2, 3)
show(Point, 1, z=2)
show(p._replace, q=1)
show(Point._make, [1])
show(setattr, p, 'x', 5)
for args in (('P', 'a a'), ('P', 'a _b'), ('P', 'class'), ('1P', 'a'), ('P', ['a b'])):
    show(namedtuple, *args)
D = namedtuple('D', 'a, b, c', defaults=[2, 3])
print(D(1), D(1, 5), D._field_defaults, namedtuple('R', 'a a _x', rename=True)._fields)
show(namedtuple, 'P', 'a', defaults=[1, 2])


class Sub(Point):
    def norm(self):
        return self.x * self.x + self.y * self.y


print(Sub(3, 4), Sub(3, 4).norm())

cm = ChainMap({'a': 1}, {'a': 2, 'b': 3})
cm['c'] = 4
print(cm, cm['a'], cm['b'], len(cm), sorted(cm), cm.get('zz', 0), 'b' in cm, cm.parents, cm.new_child({'a': 9})['a'], dict(cm) == {'a': 1, 'b': 3, 'c': 4})
show(lambda: cm['zz'])
show(cm.pop, 'b')

if __name__ == '__main__':
    with Pool(2) as pool:
        print(pool.map(move, [Point(1, 2), Point(3, 4)]), sum(pool.map(tally, ['ab', 'bc']), Counter()))
    q = Queue()
    proc = Process(target=send, args=(q,))
    proc.start()
    got = q.get()
    proc.join()
    print(got, got[0].maxlen, got[1]['new'], type(got[2]) is OrderedDict, got[4].x, isinstance(got[4], Point))
