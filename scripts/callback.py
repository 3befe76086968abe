# Callbacks: what becomes of a task is told to a function of the script.
from multiprocessing import Pool

results, failures = [], []


def half(n):
    if n % 2:
        raise ValueError("%d ist ungerade — no half" % n)
    return n // 2


def note_result(value):
    results.append(value)


def note_failure(error):
    failures.append("%s: %s" % (type(error).__name__, error))


if __name__ == "__main__":
    pool = Pool(2)
    for n in range(6):
        pool.apply_async(half, (n,), callback=note_result, error_callback=note_failure)
    pool.close()
    pool.join()
    print(sorted(results))
    for line in sorted(failures):
        print(line)
