# Work that only computes, split among the workers of a pool. Each prints how many
# microseconds it took; "two_children" how many times one child's work two of them do in the same time.
import json
import sys
from multiprocessing import Pool, Process
from time import perf_counter


def sieve(limit):
    flags = [True] * (limit + 1)
    for n in range(2, int(limit ** 0.5) + 1):
        if flags[n]:
            for k in range(n * n, limit + 1, n):
                flags[k] = False
    return sum(flags[2:])


TEXT = ("the quick brown fox jumps over the lazy dog and runs away from the bear " * 200).split()


def count_words(times):
    counts = {}
    for _ in range(times):
        for word in TEXT:
            counts[word] = counts.get(word, 0) + 1
    return len(counts)


def inside(n):
    # A generator of its own, so that both sides draw the same points.
    x, hits = 12345, 0
    for _ in range(n):
        x = (x * 1103515245 + 12345) % 2147483648
        a = x / 2147483648
        x = (x * 1103515245 + 12345) % 2147483648
        b = x / 2147483648
        if a * a + b * b < 1.0:
            hits += 1
    return hits


def queens(n, row=0, columns=0, left=0, right=0):
    if row == n:
        return 1
    found = 0
    for column in range(n):
        bit = 1 << column
        if columns & bit or left & (1 << (row + column)) or right & (1 << (row - column + n)):
            continue
        found += queens(n, row + 1, columns | bit, left | (1 << (row + column)), right | (1 << (row - column + n)))
    return found


def matrix(n):
    a = [[i + j for j in range(n)] for i in range(n)]
    b = [[i - j for j in range(n)] for i in range(n)]
    c = []
    for row in a:
        line = []
        for j in range(n):
            s = 0
            for k in range(n):
                s += row[k] * b[k][j]
            line.append(s)
        c.append(line)
    return c[-1][-1]


def documents(n):
    size = 0
    for i in range(n):
        size += len(json.dumps({"id": i, "name": "item %d" % i, "tags": ["a", "b", "c"], "price": i * 1.25, "ok": True}))
    return size


parts = {
    "sieve": (sieve, [30000] * 4),
    "words": (count_words, [3] * 4),
    "pi": (inside, [20000] * 4),
    "queens": (queens, [6] * 4),
    "matrix": (matrix, [30] * 4),
    "json": (documents, [1500] * 4),
}


def run(name, workers):
    function, inputs = parts[name]
    with Pool(workers) as pool:
        begin = perf_counter()
        results = pool.map(function, inputs, chunksize=1)
        end = perf_counter()
    assert len(set(results)) == 1
    return (end - begin) * 1e6


def busy():
    for _ in range(250):
        queens(6)


def children(n):
    ps = [Process(target=busy) for _ in range(n)]
    begin = perf_counter()
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    return perf_counter() - begin


def two_children():
    # The least of several: whatever else runs on the machine can only add to each.
    times = [(children(1), children(2)) for _ in range(5)]
    return 2 * min([one for one, _ in times]) / min([two for _, two in times])


if __name__ == "__main__":
    if sys.argv[1] == "two_children":
        print(two_children())
        sys.exit()
    name, workers = sys.argv[1].rsplit("_", 1)
    print(run(name, int(workers)))
