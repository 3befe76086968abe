# itertools: every public name, its results, reprs and errors.
import itertools
from itertools import *
from multiprocessing import Pool


def show(fn, *args, **kwargs):
    try:
        r = fn(*args, **kwargs)
        print(r if isinstance(r, (str, tuple, list)) else list(r))
    except Exception as e:
        print(type(e).__name__, e)


def square(x):
    return x * x


def pick(a, b):
    return '%s%s' % (a, b)


print(list(islice(count(), 3)), list(islice(count(5, 2), 3)), list(islice(count(1.5, 0.5), 3)), list(islice(count(step=-1), 3)))
c = count(3)
next(c)
print(c, count(2, 3), repeat('x'), repeat('x', 3), repr(chain())[:27], type(c), type(c).__name__)
r = repeat(7, 3)
next(r)
print(r, list(r), r, list(repeat(1, 0)), list(repeat(1, -4)), list(repeat(object='a', times=2)))
show(count, 'a')
show(repeat)
show(repeat, 1, 'x')
print([x for x, _ in zip(cycle('ab'), range(5))], list(cycle([])))
show(accumulate, [1, 2, 3, 4])
show(accumulate, [1, 2, 3, 4], lambda a, b: a * b)
show(accumulate, ['a', 'b'], initial='>')
show(accumulate, [], initial=3)
show(accumulate, [3, 1, 2], max, initial=None)
show(accumulate, [1, 'a'])
show(accumulate, 5)
show(chain, 'ab', [1], (), {'k': 1})
show(chain)
show(chain, 'a', 5)
show(chain.from_iterable, ['ab', 'c'])
show(chain.from_iterable, 5)
show(compress, 'abcdef', [1, 0, 1, 0, 1])
show(dropwhile, lambda x: x < 3, [1, 2, 3, 1, 5])
show(takewhile, lambda x: x < 3, [1, 2, 3, 1, 5])
show(filterfalse, lambda x: x % 2, range(6))
show(filterfalse, None, [0, 1, '', 'a', None])
show(starmap, pick, [(1, 2), 'ab'])
show(starmap, pick, [(1,)])
show(starmap, pick, [1])
show(pairwise, 'abcd')
show(pairwise, 'a')
show(takewhile, None, [1])
for args in [(5,), (2, 5), (2, None), (0, 9, 3), (None, 4), (1, 8, None), (5, 3), (0,), (None,)]:
    it = iter(range(10))
    print(args, list(islice(it, *args)), list(it))
for args in [(-1,), ('a',), (1, -1), (-1, 1), (1, 2, 0), (1, 2, -1), (1.5,), ()]:
    show(islice, range(3), *args)
print([(k, list(g)) for k, g in groupby('aaabbca')])
print([(k, list(g)) for k, g in groupby([1, 3, 2, 4, 5], key=lambda x: x % 2 == 0)])
print([k for k, g in groupby('aabbb')], list(groupby([])))
groups = list(groupby('aabb'))
print([(k, list(g)) for k, g in groups])
pairs = groupby('aabbc')
k, g = next(pairs)
print(next(g), k, next(pairs)[0], list(g))
a, b = tee([1, 2, 3])
print(next(a), list(b), list(a), tee('x', 0), len(tee('x', 3)))
show(tee, [1], -1)
show(tee, 5)
show(zip_longest, 'abc', [1], fillvalue='-')
show(zip_longest, 'ab', '')
show(zip_longest)
show(product, 'ab', [1, 2])
show(product, [0, 1], repeat=3)
show(product)
show(product, 'ab', [])
show(product, 'ab', repeat=0)
show(product, 'ab', repeat=-1)
show(permutations, 'abc')
show(permutations, [1, 2, 3], 2)
show(permutations, [1, 2], 3)
show(permutations, 'ab', 0)
show(permutations, 'ab', -1)
show(permutations, 'ab', 'c')
show(combinations, 'abcd', 2)
show(combinations, 'abc', r=3)
show(combinations, 'ab', 5)
show(combinations, 'ab', 0)
show(combinations, 'ab', -1)
show(combinations, 'ab')
show(combinations_with_replacement, 'abc', 2)
show(combinations_with_replacement, '', 2)
show(combinations_with_replacement, 'ab', 0)
print(sum(1 for _ in permutations(range(7))), sum(1 for _ in combinations(range(12), 6)), sum(1 for _ in product(range(9), repeat=4)))
it = islice(count(), 4)
for x in it:
    print(x, end=' ')
print(next(it, 'end'), iter(it) is it)
try:
    next(chain())
except StopIteration as e:
    print('stop', e.args)
with Pool(2) as pool:
    print(pool.map(square, islice(count(1), 5)), pool.starmap(pick, product('ab', [1, 2])), list(pool.imap(square, chain([1], (2, 3)))))
print([name for name in ('batched',) if hasattr(itertools, name)])
