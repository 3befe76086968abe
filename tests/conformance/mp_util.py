# multiprocessing.util: Finalize, its order at the exit, after-fork calls, small things.
import multiprocessing as mp
from multiprocessing import util


def called(*args, **kwargs):
    print("called", args, kwargs, flush=True)
    return 5


class Thing:
    pass


def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


thing = Thing()


def by_hand():
    f = util.Finalize(thing, called, args=(1,), kwargs={"x": 2}, exitpriority=3)
    print(f, f.still_active())
    print(f())
    print(f(), f, f.still_active())
    g = util.Finalize(thing, called, exitpriority=10)
    print(g, g.cancel(), g, g())
    print(util.Finalize(thing, called))


def mistakes():
    attempt(lambda: util.Finalize(None, called))
    attempt(lambda: util.Finalize(None, called, exitpriority="x"))
    attempt(lambda: util.Finalize(thing, called, exitpriority=2.5))
    attempt(lambda: util.Finalize(3, called, exitpriority=2))
    attempt(lambda: util.Finalize(thing))
    attempt(lambda: util.register_after_fork(3, called))


def bad():
    1 / 0


def at_exit():
    for priority in (-1, 0, 5, 10, 5, None):
        util.Finalize(thing, called, (priority,), exitpriority=priority)
    util.Finalize(thing, bad, exitpriority=7)


def child(f):
    print("in child", util.is_exiting(), f.still_active(), flush=True)
    at_exit()


def in_child():
    f = util.Finalize(thing, called)
    util.register_after_fork(thing, lambda t: print("after fork", t is thing, flush=True))
    p = mp.Process(target=child, args=(f,))
    p.start()
    p.join()
    print(f.still_active(), p.exitcode)


def small():
    lock = util.ForkAwareThreadLock()
    print(lock.acquire(), lock.release())
    with lock:
        print(lock.acquire(False))
    print(util.info("x"), util.debug("y"), util.sub_debug("z"), util.sub_warning("w"))
    print(util.NOTSET, util.DEBUG, util.INFO, util.is_exiting())


if __name__ == "__main__":
    by_hand()
    mistakes()
    in_child()
    small()
    at_exit()
