# Value, Array, RawValue, RawArray and sharedctypes: what CPython's own tests of them look at.
import multiprocessing as mp
from multiprocessing.sharedctypes import copy, synchronized

CODES = [("i", 4343, 24234), ("d", 3.625, -4.25), ("h", -232, 234), ("q", 2 ** 33, 2 ** 34), ("c", b"x", b"y")]


def attempt(label, f):
    try:
        print(label, f())
    except Exception as e:
        print(label, type(e).__name__, e)


def store(values):
    for v, (code, before, after) in zip(values, CODES):
        v.value = after


def values(raw):
    make = mp.RawValue if raw else mp.Value
    made = [make(code, before) for code, before, after in CODES]
    print([v.value for v in made])
    p = mp.Process(target=store, args=(made,))
    p.start()
    p.join()
    print([v.value for v in made])


def locks_of_values():
    first = mp.Value("i", 5)
    print(type(first.get_lock()).__name__, first.get_obj().value)
    second = mp.Value("i", 5, lock=None)
    print(type(second.get_lock()).__name__, second.get_obj().value)
    lock = mp.Lock()
    third = mp.Value("i", 5, lock=lock)
    print(third.get_lock() is lock, third.get_obj().value)
    fourth = mp.Value("i", 5, lock=False)
    print(hasattr(fourth, "get_lock"), hasattr(fourth, "get_obj"))
    attempt("lock", lambda: mp.Value("i", 5, lock="navalue"))
    raw = mp.RawValue("i", 5)
    print(hasattr(raw, "get_lock"), hasattr(raw, "get_obj"))


def running_sum(seq):
    for i in range(1, len(seq)):
        seq[i] += seq[i - 1]


def arrays(raw):
    seq = [680, 626, 934, 821, 150, 233, 548, 982, 714, 831]
    arr = mp.RawArray("i", seq) if raw else mp.Array("i", seq)
    print(len(arr), arr[3], list(arr[2:7]), arr[:] == seq)
    arr[4:8] = seq[4:8] = [1, 2, 3, 4]
    print(list(arr[:]) == seq)
    running_sum(seq)
    p = mp.Process(target=running_sum, args=(arr,))
    p.start()
    p.join()
    print(list(arr[:]) == seq, arr[-1])


def array_from_size():
    size = 10
    for _ in range(3):
        arr = mp.Array("i", size)
        print(len(arr), list(arr) == [0] * size)
        arr[:] = range(10)
        print(list(arr))
        del arr
    attempt("size", lambda: mp.Array("i", -1))
    attempt("kind", lambda: mp.Array("i", 1.5))
    attempt("long slice", lambda: mp.Array("i", 3).__setitem__(slice(0, 2), [1, 2, 3]))


def locks_of_arrays():
    first = mp.Array("i", list(range(10)))
    print(type(first.get_lock()).__name__, len(first.get_obj()))
    second = mp.Array("i", list(range(10)), lock=None)
    print(type(second.get_lock()).__name__)
    lock = mp.Lock()
    third = mp.Array("i", list(range(10)), lock=lock)
    print(third.get_lock() is lock)
    fourth = mp.Array("i", range(10), lock=False)
    print(hasattr(fourth, "get_lock"), hasattr(fourth, "get_obj"))
    attempt("lock", lambda: mp.Array("i", range(10), lock="notalock"))
    raw = mp.RawArray("i", range(10))
    print(hasattr(raw, "get_lock"), hasattr(raw, "get_obj"))


def wrapped():
    n, a, s = mp.RawValue("i", 7), mp.RawArray("d", [1, 2]), mp.RawArray("c", b"hello")
    for each in (synchronized(n), synchronized(a), synchronized(s, mp.Lock())):
        print(type(each).__name__, type(each.get_lock()).__name__)
    t = synchronized(s)
    t.value = b"hi"
    print(s.value, s.raw, t.raw, len(t), t[1])
    m = copy(n)
    m.value = 8
    print(n.value, m.value)
    b = copy(a)
    b[0] = 9
    print(a[:], b[:])
    attempt("twice", lambda: synchronized(synchronized(n)))
    with synchronized(n) as held:
        print(held)


if __name__ == "__main__":
    values(False)
    values(True)
    locks_of_values()
    arrays(False)
    arrays(True)
    array_from_size()
    locks_of_arrays()
    wrapped()
