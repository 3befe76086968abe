# Condition: wait, notify, wait_for, timeouts, use without the lock, reprs.
from multiprocessing import Condition, Lock, Process, Value


def consumer(cond, stage, n):
    with cond:
        cond.wait_for(lambda: stage.value >= n)
        print("stage", n)
        stage.value += 1
        cond.notify_all()


if __name__ == "__main__":
    cond, stage = Condition(), Value("i", 0)
    print(cond)
    ps = [Process(target=consumer, args=(cond, stage, n)) for n in (3, 2, 1)]
    for p in ps:
        p.start()
    with cond:
        stage.value = 1
        cond.notify_all()
    for p in ps:
        p.join()
    print(stage.value)
    with cond:
        print(cond.wait(0.01), cond.wait_for(lambda: False, timeout=0.01), cond.wait_for(lambda: 7))
    for bad in (lambda: cond.wait(), lambda: cond.notify()):
        try:
            bad()
        except AssertionError as e:
            print(e)
    own = Condition(Lock())
    print(own, own.acquire(), own.notify(2), own.release())
