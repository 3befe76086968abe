# Comparing, adding and looking into values of any size whose types the source does not show.

def same(a, b): return a == b
def diff(a, b): return a != b
def add(a, b): return a + b
def has(l, x): return x in l
def hasnot(l, x): return x not in l

def loop(a, b, x):
    found = []
    for i in range(2):
        found.append((a == b, a != b, x in a))
    return found

big = list(range(20000))
d = dict.fromkeys(big)
t = tuple(big)
s = 'ab' * 10**6
nan = float('nan')
pairs = [(big, big[:]), (d, dict(d)), (t, tuple(big)), (s, 'ab' * 10**6), (big, 3), (3, big), (big, t), (d, big), (1, 1.0), (big, [0]),
         (s, s + 'x'), (big + [nan], big + [nan]), (d, None), ([big], [list(big)]), (big, big + [1]), ({**d, -1: 1}, {**d, -2: 1})]
for x, y in pairs:
    print(same(x, y), diff(x, y))
for x, y in [(big, big[:]), (t, big), (s, s + 'x'), (d, dict(d)), ([1], [1.0])]:
    try:
        print(loop(x, y, 19999))
    except TypeError as e:
        print(e)
for l in (big, t, [1, 2], (7,), 'abc7', s):
    for x in (19999, 7, -5, 'x', 7.0):
        try:
            print(has(l, x), hasnot(l, x))
        except TypeError as e:
            print(e)
for x, y in [(big, big), (t, t), (s, s), (big, t), (s, 1), (d, d), (1, 2), ([1], [2]), ('a', 'b'), (big, [1]), ([1], big)]:
    try:
        print(len(add(x, y)) if x != 1 else add(x, y))
    except TypeError as e:
        print(e)
