# Processes that write different items of one array at the same time lose none of each other's.
import multiprocessing as mp


def items(a, i, n):
    for k in range(n):
        a[i] = k + 1


def slices(a, i, n):
    for k in range(n):
        a[2 * i : 2 * i + 2] = [k + 1, k + 1]


def strides(a, i, n):
    for k in range(n):
        a[i::4] = [k + 1] * len(range(i, len(a), 4))


if __name__ == "__main__":
    for method in ("spawn", "fork"):
        context = mp.get_context(method)
        for write in (items, slices, strides):
            a = context.RawArray("i", 8)
            processes = [context.Process(target=write, args=(a, i, 2000)) for i in range(4)]
            for p in processes:
                p.start()
            for p in processes:
                p.join()
            print(method, write.__name__, a[:])
