def f(a, b=2, *args, k, kk=3, **kw):
    "doc"
    total = 0
    for i in range(10):
        try:
            y = i % 2
            if y:
                continue
            return a
        except ValueError as e:
            print(e)
        finally:
            total += 1
    def inner():
        nonlocal total
        total = total + 1
        return lambda: total + b
    return inner

def gen(n):
    while n:
        got = yield n
        n -= 1

def is_prime(n):
    return n > 1 and all(n % i for i in range(2, int(n ** 0.5) + 1))
