# Pool: exceptions of tasks, callbacks, where the error came from, initializer, maxtasksperchild.
import os
from multiprocessing import Pool


class Custom(Exception):
    def __init__(self, code):
        super().__init__(code)
        self.code = code


def fail(x):
    if x == 2:
        raise ValueError("bad %r" % x)
    return x


def custom(x):
    raise Custom(x)


state = []


def init(v):
    state.append(v)


def read(_):
    return state


if __name__ == "__main__":
    with Pool(2) as pool:
        for call in (lambda: pool.map(fail, range(4)), lambda: pool.apply(fail, (2,)), lambda: list(pool.imap(fail, range(4))), lambda: pool.starmap(fail, [(2,)]), lambda: pool.apply_async(fail, (2,)).get()):
            try:
                print(call())
            except ValueError as e:
                print(e, type(e.__cause__).__name__)
        try:
            pool.apply(custom, (7,))
        except Custom as e:
            print("custom", e.code, 'raise Custom(x)' in str(e.__cause__))
        it = pool.imap(fail, range(4))
        got = []
        while True:
            try:
                got.append(next(it))
            except StopIteration:
                break
            except ValueError as e:
                got.append(str(e))
        print(got)
        good, bad = [], []
        rs = [pool.apply_async(fail, (i,), callback=good.append, error_callback=lambda e: bad.append(str(e))) for i in range(4)]
        for r in rs:
            r.wait()
        pool.close()
        pool.join()
        print(sorted(good), bad, [r.successful() for r in rs])
    with Pool(2, initializer=init, initargs=("ready",)) as pool:
        print(pool.map(read, range(3)))
    print(state)
    with Pool(1, maxtasksperchild=1) as pool:
        pids = [pool.apply(os.getpid) for _ in range(3)]
        print(len(set(pids)))
    print(pool)
