# A pool that was open when it was collected: a warning, for those who ask for it.
import gc
import multiprocessing
import multiprocessing.pool
import warnings


class Named(multiprocessing.pool.Pool):
    pass


def left_open():
    pool = multiprocessing.Pool(1)
    print(pool.map(abs, [-1]))


def closed():
    pool = multiprocessing.Pool(1)
    pool.close()
    pool.join()


def terminated():
    with multiprocessing.Pool(1) as pool:
        print(pool.apply(abs, (-2,)))


def named():
    Named(2)


def threads():
    multiprocessing.pool.ThreadPool(1)


def main():
    for make in left_open, closed, terminated, named, threads:
        with warnings.catch_warnings(record=True) as seen:
            warnings.simplefilter("always")
            make()
            gc.collect()
        print(make.__name__, [(w.category.__name__, str(w.message)) for w in seen])
    with warnings.catch_warnings(record=True) as seen:
        warnings.resetwarnings()
        warnings.simplefilter("ignore")
        left_open()
        gc.collect()
    print(len(seen))


if __name__ == "__main__":
    main()
