"""Comparisons of NaN where the source shows floats, in loops and outside."""
print(float("nan") == float("nan"), float("nan") != float("nan"), float("inf") == float("inf"), 0.0 == -0.0)
def lp():
    x = float("nan"); y = float("nan"); c = 0
    for i in range(3):
        if x == y: c += 1
        if x != y: c += 10
        if x < 1.0: c += 100
        if x > 1.0: c += 1000
        if i * 1.0 == 1.0: c += 10000
        if x >= y or x <= y or 1 < x or 2.0 > x: c += 100000
    return c
print(lp())
n = float("nan")
print(n == 1.0, 1.0 != n, n < 1, n > 1, n <= 1, n >= 1, 1 < n, 1 > n, max(n, 1), min(1, n))
x = 1.5 * 2
y = 3.0 / 1
print(x == y, x < y, x <= y, x != y, x > 2, x == 3, 1 < x < 4, 0.1 + 0.2 == 0.3, x >= 3)
