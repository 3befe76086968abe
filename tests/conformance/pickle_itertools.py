# How the iterators of itertools are reduced, pickled, copied and sent to processes.
import copy
import itertools as it
import multiprocessing as mp
import pickle


def second(a, b):
    return b


def small(x):
    return x < 3


def parity(x):
    return x % 2


def text(v):
    "A reduction without addresses."
    if isinstance(v, tuple):
        return "(" + ", ".join(text(x) for x in v) + ")"
    if hasattr(v, "__next__") and not isinstance(v, type):
        return type(v).__name__ + ":" + text(v.__reduce__())
    if type(v).__name__ == "_tee_dataobject":
        return text(v.__reduce__())
    if callable(v):
        return v.__qualname__
    return repr(v)


def rest(x, most=6):
    out = []
    for _ in range(most):
        try:
            v = next(x)
        except StopIteration:
            break
        if isinstance(v, tuple) and type(v[-1]).__name__ == "_grouper":
            v = v[0], list(v[-1])
        out.append(v)
    return out


makers = {
    "accumulate": lambda: it.accumulate([1, 2, 3]),
    "accumulate max": lambda: it.accumulate([1, 3, 2], max),
    "accumulate initial": lambda: it.accumulate([1, 2, 3], initial=7),
    "accumulate None": lambda: it.accumulate([None, 2, 3], second),
    "chain": lambda: it.chain([1, 2], "", [3]),
    "chain.from_iterable": lambda: it.chain.from_iterable([[1, 2], [3]]),
    "combinations": lambda: it.combinations([1, 2, 3], 2),
    "combinations none": lambda: it.combinations([1, 2, 3], 9),
    "combinations_with_replacement": lambda: it.combinations_with_replacement([1, 2, 3], 2),
    "combinations_with_replacement none": lambda: it.combinations_with_replacement([], 2),
    "compress": lambda: it.compress([1, 2, 3], [1, 0, 1]),
    "count": lambda: it.count(),
    "count step": lambda: it.count(1, 2),
    "count float": lambda: it.count(1.5),
    "count far": lambda: it.count(10**30),
    "cycle": lambda: it.cycle([1, 2]),
    "cycle none": lambda: it.cycle([]),
    "dropwhile": lambda: it.dropwhile(small, [1, 2, 3, 1]),
    "filterfalse": lambda: it.filterfalse(None, [1, 0, 2, ""]),
    "groupby": lambda: it.groupby([1, 1, 2]),
    "groupby key": lambda: it.groupby([1, 3, 2, 5], parity),
    "islice": lambda: it.islice([1, 2, 3], 2),
    "islice step": lambda: it.islice(range(9), 1, None, 2),
    "pairwise": lambda: it.pairwise([1, 2, 3]),
    "permutations": lambda: it.permutations([1, 2, 3], 2),
    "permutations none": lambda: it.permutations([1, 2], 9),
    "product": lambda: it.product([1, 2], [3, 4]),
    "product repeat": lambda: it.product([1, 2], repeat=2),
    "product none": lambda: it.product([1, 2], []),
    "repeat": lambda: it.repeat(4),
    "repeat times": lambda: it.repeat(4, 2),
    "starmap": lambda: it.starmap(pow, [(1, 2), (2, 3)]),
    "takewhile": lambda: it.takewhile(small, [1, 2, 3, 1]),
    "zip_longest": lambda: it.zip_longest([1], [2, 3]),
    "zip_longest fill": lambda: it.zip_longest([1], [2, 3], fillvalue=9),
    "tee": lambda: it.tee([1, 2, 3])[0],
    "tee far": lambda: it.islice(it.tee(range(70))[1], 60, 64),
    "nested": lambda: it.islice(it.chain(map(abs, [-1, -2]), it.repeat(5, 2), zip("ab")), 1, None),
}


def same(x):
    return x


if __name__ == "__main__":
    for name, make in makers.items():
        for n in (0, 1, 2, 6):
            x = make()
            rest(x, n)
            try:
                shown = text(x.__reduce__())
            except TypeError as e:
                shown = "TypeError"
            print(name, n, shown)
            for what, f in [("pickle", lambda x: pickle.loads(pickle.dumps(x))), ("2", lambda x: pickle.loads(pickle.dumps(x, 2))), ("deep", copy.deepcopy), ("copy", copy.copy)]:
                try:
                    y = f(x)
                    print("  ", what, type(y).__name__, rest(y))
                except Exception as e:
                    print("  ", what, type(e).__name__, e)
            print("  ", rest(x))
    g = it.groupby([1, 1, 2])
    key, group = next(g)
    next(group)
    print(text(group.__reduce__()[1][1:]), rest(pickle.loads(pickle.dumps(group))), rest(copy.deepcopy(group)))
    next(g)
    print(group.__reduce__())
    a, b = it.tee(iter([1, 2, 3, 4]))
    next(a)
    c, d = pickle.loads(pickle.dumps((a, b)))
    print(rest(c), rest(d), rest(copy.copy(a)), rest(a), rest(b))
    for x, bad in [(it.chain(), 5), (it.chain(), ()), (it.chain(), (1,)), (it.chain(), (1, 2, 3)), (it.cycle([]), (1, 2)), (it.cycle([]), (1,)), (it.product("ab"), (1, 2)),
                   (it.product("ab"), ("a",)), (it.permutations("ab"), ((1,), (1,))), (it.permutations("ab"), (1, 2)), (it.groupby([]), (1, 2)), (it.islice([], 1), "x"), (it.tee([])[0], (1, 2))]:
        try:
            x.__setstate__(bad)
        except Exception as e:
            print(type(e).__name__, e)
    x = it.chain([1])
    x.__setstate__((iter(["ab"]), iter([7])))
    print(rest(x))
    x = it.product("ab", "cd")
    x.__setstate__((-5, 9))
    print(rest(x))
    for method in ("fork", "spawn"):
        with mp.get_context(method).Pool(1) as pool:
            for name, make in makers.items():
                x = make()
                rest(x, 1)
                if name != "pairwise":
                    print(method, name, rest(pool.apply(same, (x,))))
