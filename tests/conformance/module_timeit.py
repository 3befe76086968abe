# timeit: how often what runs, where its names live, and its errors.
import timeit
from timeit import default_timer, Timer

counts = {'setup': 0, 'stmt': 0}


def setup():
    counts['setup'] += 1


def stmt():
    counts['stmt'] += 1


def double(x):
    return x * 2


if __name__ == '__main__':
    print(timeit.timeit(stmt, setup, number=7) >= 0, counts)
    print(len(timeit.repeat(stmt, setup, repeat=3, number=2)), counts)
    print(timeit.timeit('double(21)', globals=globals(), number=5) < 5)
    print(timeit.timeit('double(x)', 'from __main__ import double; x = 3', number=5) < 5)
    print(timeit.timeit('y = [i\n     for i in range(x)]\nif y: out.append(len(y))', 'x = 4', globals={'out': (out := [])}, number=3) < 5, out)
    print(timeit.timeit(number=10) < 5, timeit.timeit('"-".join(str(n) for n in range(10))', number=10) < 5)
    ticks = iter([10, 17])
    print(timeit.timeit(timer=lambda: next(ticks), number=1))
    for bad in (lambda: timeit.timeit(5), lambda: timeit.timeit('1', 5), lambda: timeit.timeit('a b'),
                lambda: timeit.timeit('undefined_name', number=1), lambda: timeit.timeit('1/0', number=1)):
        try:
            bad()
        except Exception as e:
            print(type(e).__name__, e)
    t = Timer('pass')
    n, taken = t.autorange()
    print(n >= 1, taken >= 0.2, len(t.repeat(number=1)))
    print(default_timer() > 0, timeit.default_number, timeit.default_repeat)
