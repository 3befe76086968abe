# Pools whose workers are of the script's own kind: the recipes by which workers get children of their own.
import multiprocessing
import multiprocessing.pool


class NoDaemonProcess(multiprocessing.Process):
    @property
    def daemon(self):
        return False

    @daemon.setter
    def daemon(self, value):
        pass


class NoDaemonContext(type(multiprocessing.get_context("fork"))):
    Process = NoDaemonProcess


class ByContext(multiprocessing.pool.Pool):
    def __init__(self, *args, **kwargs):
        kwargs["context"] = NoDaemonContext()
        super().__init__(*args, **kwargs)


class ByStaticMethod(multiprocessing.pool.Pool):
    @staticmethod
    def Process(ctx, *args, **kwds):
        return NoDaemonProcess(*args, **kwds)


class ByClassOfInstance(multiprocessing.pool.Pool):
    def Process(self, *args, **kwds):
        proc = super().Process(*args, **kwds)

        class Changed(proc.__class__):
            daemon = property(lambda self: False, lambda self, value: None)

        proc.__class__ = Changed
        return proc


class Loud(multiprocessing.Process):
    def run(self):
        self.loud = True
        super().run()


class LoudContext(type(multiprocessing.get_context("fork"))):
    Process = Loud


def square(x):
    return x * x


def nested(n):
    with multiprocessing.Pool(2) as pool:
        return sum(pool.map(square, range(n)))


def who(x):
    return x, multiprocessing.current_process().loud


def main():
    for kind in ByContext, ByStaticMethod, ByClassOfInstance:
        pool = kind(2, maxtasksperchild=2)
        print(kind.__name__, pool.map(nested, [3, 4, 5, 6, 7]), pool._pool[0].daemon)
        pool.close()
        pool.join()
    context = LoudContext()
    print(context.get_context() is context, context.get_start_method(), type(context.Process()).__name__)
    with context.Pool(2) as pool:
        print(pool.map(who, range(3)), pool._ctx is context, sorted(type(w).__name__ for w in pool._pool))
    with multiprocessing.pool.Pool(1, context=multiprocessing.get_context("spawn")) as pool:
        print(type(pool._pool[0]).__name__, type(pool._ctx).__name__)
    with multiprocessing.Pool(1, maxtasksperchild=3) as pool:
        print(type(pool._ctx).__name__, pool._initializer, pool._initargs, pool._maxtasksperchild, pool._taskqueue.qsize())


if __name__ == "__main__":
    main()
