# Value and Array: types, limits, locks, slices, sharing between processes, reprs.
from multiprocessing import Array, Process, RawArray, RawValue, Value


def change(v, a, raw):
    with v.get_lock():
        v.value += 1
    a[0] = 9
    a[1:3] = [7, 8]
    raw.value = 2.5


if __name__ == "__main__":
    v, a, raw = Value("i", 5), Array("d", [1, 2, 3, 4]), RawValue("d", 0)
    p = Process(target=change, args=(v, a, raw))
    p.start()
    p.join()
    print(v.value, a[:], raw.value, len(a), list(a), a[-1], a[1:3])
    print(v, Value("d", 1.5), Value("c", b"x").value, Value("i").value, Value("b", -1, lock=False))
    print(Array("i", 3)[:], Array("c", b"abc").value, RawArray("i", [1, 2])[:], [x * 2 for x in Array("i", range(3))])
    for code, value in (("b", 200), ("B", 300), ("h", 40000), ("i", 2 ** 31), ("I", -1), ("l", 2 ** 63), ("f", 0.1), ("d", 0.1), ("Q", 2 ** 64 + 5)):
        print(code, Value(code, value).value, end=" ")
    print()
    with v.get_lock():
        with v:
            v.value = 11
    print(v.value, v.get_obj().value, v.acquire(), v.release())
    for bad in (lambda: Value("i", "x"), lambda: Value("z", 1), lambda: Value("i", 1.5), lambda: Array("i", 2)[5], lambda: Array("i", ["a"]), lambda: Value("i").nope, lambda: Array("i", -1), lambda: Value("i", 0, lock=False).get_lock()):
        try:
            print(bad())
        except (TypeError, IndexError, AttributeError, ValueError) as e:
            print(type(e).__name__, e)
