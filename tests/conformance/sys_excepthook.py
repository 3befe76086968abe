# What a script puts in the place of sys.excepthook reports the exception that ends it.
import atexit
import multiprocessing
import sys


def hook(kind, value, trace):
    print("hook:", kind.__name__, value, trace is not None, sys.exc_info()[0])
    sys.stdout.flush()
    raise KeyError("of the hook")


def child():
    sys.stderr = None
    sys.exit("a child does not call it")


def main():
    print(sys.excepthook is sys.__excepthook__)
    sys.excepthook = hook
    p = multiprocessing.Process(target=child)
    p.start()
    p.join()
    print(p.exitcode)
    atexit.register(print, "atexit")
    raise ValueError("of the script")


if __name__ == "__main__":
    main()
