# operator: every public name, its results, reprs and errors.
import operator
from functools import reduce
from multiprocessing import Pool
from operator import attrgetter, itemgetter, methodcaller


class Point:
    def __init__(self, x, inner=None):
        self.x = x
        self.inner = inner

    def scaled(self, by, plus=0):
        return self.x * by + plus


def show(fn, *args, **kwargs):
    try:
        print(fn(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


for name in ('add', 'sub', 'mul', 'truediv', 'floordiv', 'mod', 'pow', 'lshift', 'rshift', 'and_', 'or_', 'xor',
             'lt', 'le', 'eq', 'ne', 'ge', 'gt', 'is_', 'is_not',
             'iadd', 'isub', 'imul', 'itruediv', 'ifloordiv', 'imod', 'ipow', 'ilshift', 'irshift', 'iand', 'ior', 'ixor'):
    print(name, getattr(operator, name)(13, 3))
for name in ('neg', 'pos', 'invert', 'inv', 'abs', 'not_', 'truth', 'index'):
    print(name, getattr(operator, name)(-7))
items = [1, 2]
print(operator.iadd(items, [3]) is items, items, operator.concat('a', 'b'), operator.iconcat([1], [2]))
operator.setitem(items, 0, 'x')
operator.delitem(items, 1)
print(items, operator.getitem(items, -1), operator.contains('abc', 'b'), operator.countOf([1, 2, 1], 1), operator.indexOf('abc', 'c'))
print(operator.length_hint([1, 2]), operator.length_hint(iter([1, 2, 3])), operator.length_hint(5, 9), operator.call(max, 1, 5, key=lambda x: -x))
show(operator.add, 1)
show(operator.add, 1, 'a')
show(operator.neg)
show(operator.neg, 'a')
show(operator.abs, 'a')
show(operator.lt, 1, 'a')
show(operator.concat, 1, 2)
show(operator.indexOf, [1], 5)
show(operator.index, 1.5)
show(operator.matmul, 1, 2)
p = Point(3, Point(4))
print(attrgetter('x')(p), attrgetter('x', 'inner.x')(p), itemgetter(1)('abc'), itemgetter(0, 2)('abc'), itemgetter('k')({'k': 1}))
print(methodcaller('scaled', 2)(p), methodcaller('scaled', 2, plus=1)(p), methodcaller('upper')('abc'))
print(attrgetter('x', 'inner.x'), itemgetter(1, 'a'), methodcaller('m', 1, k=2))
show(attrgetter, 1)
show(attrgetter('nope'), p)
show(itemgetter(5), [1])
show(methodcaller, 3)
show(itemgetter)
show(attrgetter)
show(methodcaller)
print(reduce(operator.mul, range(1, 6)), sorted([('b', 1), ('a', 2)], key=itemgetter(1)), max({'a': 3, 'b': 5}.items(), key=itemgetter(1)))
if __name__ == '__main__':
    with Pool(2) as pool:
        print(pool.map(operator.neg, [1, 2]), pool.starmap(operator.mul, [(2, 3), (4, 5)]), pool.map(itemgetter(0), ['ab', 'cd']))
