"""atexit: order, arguments, unregister, errors, children."""
import atexit
import multiprocessing


def say(*args, **kwargs):
    print("exit", args, kwargs)


def never():
    print("never")


def fail():
    raise ValueError("in a callback")


def child():
    atexit.register(print, "a child calls nothing")
    print("child")


if __name__ == "__main__":
    print(atexit.register(say, 1, a=2) is say)
    atexit.register(never)

    @atexit.register
    def decorated():
        print("decorated")

    atexit.register(fail)
    atexit.register(say)
    atexit.unregister(never)
    print(atexit._ncallbacks() >= 4)
    for bad in ((), (3,)):
        try:
            atexit.register(*bad)
        except TypeError as e:
            print(e)
    p = multiprocessing.Process(target=child)
    p.start()
    p.join()
    print("end of main")
