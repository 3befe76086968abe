"""statistics: averages, spread and cut points of ints and floats."""
import statistics as s

SAMPLES = [[1, 2, 3, 4], [1, 2, 3], [2.5, 3.25, 5.5, 11.25, 11.75], [0.1] * 10, [0.1, 0.2, 0.3], [5], [], [1e308, 1e308],
           [-3, 7.5, 7.5, 2], [10 ** 20, 1, 2], [1, 1.0, 2], [3, 3, 3], [1e-300, 3e-300], [0, 1], (4, 9, 9, 16), range(100)]
NAMES = ["mean", "fmean", "median", "median_low", "median_high", "mode", "multimode", "variance", "pvariance",
         "stdev", "pstdev", "quantiles"]
for sample in SAMPLES:
    for name in NAMES:
        try:
            print(name, repr(getattr(s, name)(sample)))
        except (s.StatisticsError, OverflowError) as e:
            print(name, type(e).__name__, e)
print(s.mode("aabbb"), s.multimode("aabbbcc"), s.multimode("aabb"), s.median(["b"]), s.median_low("abcd"))
print(s.fmean([1, 2, 3], [1, 1, 2]), s.variance([1, 2, 3, 5], 2.75), s.pvariance([1, 2, 3], 2))
for n in (1, 2, 3, 4, 10):
    print(s.quantiles([1, 5, 2, 8, 9.5, 3], n=n), s.quantiles(range(20), n=n, method="inclusive"))
for call in (lambda: s.quantiles([1, 2], n=0), lambda: s.quantiles([1, 2], method="x"), lambda: s.fmean([1], [1, 2]),
             lambda: s.fmean([1], [0])):
    try:
        call()
    except ValueError as e:
        print(type(e).__name__, e)
print(issubclass(s.StatisticsError, ValueError), s.mean(x * x for x in range(4)))
