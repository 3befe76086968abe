def f(x): return x*x
print(f(True), f(3))
def g(x, y): return x + y
print(g(True, 1))
def neg(x): return -x, +x, ~x
print(neg(True))
def div(a, b): return a / b, a // b, a - b, a < b, a % b, a ** b, a << b, a & b, a | b, a ^ b
print(div(True, 2), div(a=True, b=2))
def eq(a, b): return a == b, a != b, a >= b
print(eq(1, True), eq(0, False), eq(True, 1.0))
print(True in [1, 2], sum([True, True]), sorted([True, 0, 2, False]), max(True, 0))
class A:
    flag = False
    def __init__(self, on=False): self.on = on; self.n = 0
    def count(self): self.n += self.on; return self.n + self.flag
a = A(True); print(a.count(), a.count()); print(A().count() + 1)
s = [True] * 3 + [False]
t = 0
for x in s: t += x
print(t, s[0] + s[1], s[0] * 5)
for i, x in enumerate(s): t += x * i
print(t)
d = {'a': True, 'b': False}
print(sum(d.values()), d['a'] + 1, d.get('a') + 1)
for k, v in d.items(): print(k, v * 3)
print(list(map(lambda q: q + 1, [True, False])))
print([x + y for x, y in [(True, 1), (False, 2)]])
def pos(x): return x > 0
print(pos(3) + pos(4))
def many(*args): return args[0] + args[1]
print(many(True, True))
h = lambda x: x - 1
print(h(True))
def kw(**k): return k
m = [[1 > 0, 2 > 3], [True, False]]
print(m[0][0] + m[1][0])
flag = True
flag += 1
print(flag)
def up(v): v += 1; return v
print(up(True))
def default(v=True): return v * 2
print(default(), default(3))
print((True & True) + 1, (True | False) * 2)
def lst(n): return [n > 1, n > 2]
print(lst(2)[0] + 1)
a, b = True, 3
print(a * b, a < b, -a, "x" * True, [1, 2][True], "ab"[False])
def ret(): return True, 5
p, q = ret()
print(p + q)


def positive(x):
    return x > 0


if __name__ == "__main__":
    import multiprocessing

    with multiprocessing.Pool(1) as pool:
        print(pool.map(f, [True, False]))
        r = pool.map(positive, [1, -1])
        print(r[0] + r[1], sum(r))
