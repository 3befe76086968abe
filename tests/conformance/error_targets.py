"""Errors of targets: items of lists that are not there, or of a wrong type, in loops, in tuples, in every kind of assignment."""
def g():
    for x in [5]: yield x
xs = [1, 2]
def t(f):
    try: f()
    except Exception as e: print(type(e).__name__, e)
def a():
    i = 9
    for xs[i] in [1, 2]: pass
def b():
    for xs['a'] in [1, 2]: pass
def c():
    d = {}
    for d['k'] in range(3): pass
    print(d)
    for d[[]] in range(3): pass
def e():
    class C: pass
    o = C()
    for o.x in range(3): pass
    print(o.x)
    for (1).x in range(2): pass
def f():
    s = 'abc'
    for s[0] in 'x': pass
def h():
    t_ = (1, 2)
    for t_[0] in range(2): pass
def k():
    for (xs[0], xs[7]) in [(1, 2)]: pass
def l():
    for xs[10**30] in [1]: pass
def m():
    for xs[0:1] in [[1], [2, 3]]: pass
    print(xs)
    for xs[0:1] in [5]: pass
def n():
    [0 for xs[4] in [1]]
def o():
    for None_ in 5: pass
for q in [a, b, c, e, f, h, k, l, m, n, o]: t(q)
for xs[0] in range(3): pass
print(xs)
try:
    for xs[77] in range(3): pass
except IndexError as e: print(e)
def u(n):
    xs = [1]
    for _ in range(1):
        if n == 0: xs[5], y = 1, 2
        elif n == 1: y, xs[5] = 1, 2
        elif n == 2: return xs[5], n == 1
        elif n == 3: print(xs[5], n, sep="=")
        elif n == 4: return [xs[5] for a in xs]
        elif n == 5: return [a for a in xs[5]]
        elif n == 6: xs[5] = y = 3
        elif n == 7: y = xs[5] = 3
        elif n == 8: y = xs[5], 3
        elif n == 9: xs[xs[5]] = 1
        elif n == 10: xs[5][0] = 1
        elif n == 11: xs['a'] = 1
        elif n == 12: xs[1.5], y = 1, 2
        elif n == 13: xs[None] += 1
        elif n == 14: xs[5] += 1
def v(n):
    xs = [1]
    if n == 0: xs[5], y = 1, 2
    elif n == 1: y, xs[5] = 1, 2
    elif n == 2: return xs[5], n == 1
    elif n == 3: print(xs[5], n, sep="=")
    elif n == 4: return [xs[5] for a in xs]
    elif n == 5: return [a for a in xs[5]]
    elif n == 6: xs[5] = y = 3
    elif n == 7: y = xs[5] = 3
    elif n == 8: y = xs[5], 3
    elif n == 9: xs[xs[5]] = 1
    elif n == 10: xs[5][0] = 1
    elif n == 11: xs['a'] = 1
    elif n == 12: xs[1.5], y = 1, 2
    elif n == 13: xs[None] += 1
    elif n == 14: xs[5] += 1
for f_ in u, v:
    for n_ in range(15): t(lambda: f_(n_))
