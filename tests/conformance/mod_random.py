# random: seeded sequences are CPython's, ranges, choices, errors.
import random

random.seed(42)
print(random.random(), random.randint(1, 6), random.choice("abc"), random.uniform(1, 2), random.randrange(0, 100, 5))
xs = list(range(6))
random.shuffle(xs)
print(xs, random.sample(range(20), 3), random.choices([1, 2, 3], k=4), random.choices("ab", weights=[9, 1], k=3))
print(random.gauss(0, 1), random.getrandbits(16), random.expovariate(1), random.triangular(0, 1), random.betavariate(1, 2), random.normalvariate(0, 1))
r = random.Random("text")
print(r.random(), r.randint(0, 9), random.Random(1).random(), random.Random(1.5).random())
state = random.getstate()
a = random.random()
random.setstate(state)
print(a == random.random())
for bad in (lambda: random.randint(3, 1), lambda: random.choice([]), lambda: random.sample([1], 2), lambda: random.randrange(0)):
    try:
        bad()
    except (ValueError, IndexError) as e:
        print(type(e).__name__, e)
