import random

random.seed(42)
print(random.random(), random.randint(1, 100), random.choice('abcdef'), random.uniform(1, 10))
print(random.sample(range(100), 5), random.sample([1, 2, 3, 4, 5], 5), random.sample('hello world', 3), random.sample(range(10**12), 4))
print(random.choices([1, 2, 3], k=10), random.choices('ab', [9, 1], k=10), random.choices('abc', cum_weights=[1, 2, 10], k=10), random.choices([1, 2], [0.5, 1.5], k=5))
x = list(range(20))
random.shuffle(x)
print(x, random.shuffle([]))
print(random.randrange(10), random.randrange(5, 50, 5), random.randrange(-10, 10), random.randrange(10**30), random.randrange(100, 0, -7))
print(random.getrandbits(1), random.getrandbits(64), random.getrandbits(65), random.getrandbits(128), random.randbytes(5), random.randbytes(40))
print(random.sample(['a', 'b'], counts=[3, 4], k=5), random.sample(range(1000), 200)[:10])
print(random.triangular(), random.triangular(1, 5, 2), random.vonmisesvariate(0, 0))
random.seed('text')
print(random.random())
random.seed(b'bytes')
print(random.random())
random.seed(bytearray(b'bytes'))
print(random.random())
random.seed(3.25)
print(random.random())
random.seed(True)
print(random.random())
random.seed('text', 1)
print(random.random())
random.seed(a=10**50, version=2)
print(random.random())
state = random.getstate()
a = [random.random() for _ in range(5)]
random.gauss(0, 1)
random.setstate(state)
print(a == [random.random() for _ in range(5)], state[0], len(state[1]), state[2])
random.seed(1)
random.gauss()
print(random.getstate()[2] is not None)

r = random.Random(7)
s = random.Random(x=7)
print(r.random() == s.random(), r.getstate() == s.getstate(), isinstance(r, random.Random))
print([r.randint(1, 6) for _ in range(10)])


class Fixed(random.Random):
    def random(self):
        return 0.25


f = Fixed(1)
print(f.random(), f.randrange(100), f.choice('abcd'), f.uniform(0, 8), f.sample(range(10), 3) if False else '', f.expovariate(1) > 0)


class Bits(random.Random):
    def getrandbits(self, k):
        return 1


b = Bits()
print(b.randrange(100), b.randint(5, 9), b.choice('xyz'))


class Seeded(random.Random):
    def seed(self, a=None, version=2):
        print('seed', a)
        super().seed(a, version)


print(Seeded(5).random() == random.Random(5).random())
sr = random.SystemRandom()
print(0 <= sr.random() < 1, 1 <= sr.randint(1, 6) <= 6, len(sr.randbytes(4)), sr.seed(1), sr.getrandbits(0), sr.choice([7]))
for i in range(20):
    assert 0 <= random.betavariate(2, 3) <= 1 and random.paretovariate(3) >= 1 and random.weibullvariate(1, 2) >= 0 and random.gammavariate(0.5, 1) >= 0
random.seed()
p = random.random()
random.seed()
print(p != random.random())
for n in (5, 10, 21, 22, 50, 100, 500):
    random.seed(n)
    for k in (0, 1, 5, 6, 20):
        if k <= n:
            print(n, k, random.sample(range(n), k))
