# Locks, semaphores, conditions, events: one behaviour to a function.
import os
import threading
import time
from multiprocessing import BoundedSemaphore, Condition, Event, Lock, Process, RLock, Semaphore, Value


def attempt(f, *args, **kwargs):
    try:
        return f(*args, **kwargs)
    except Exception as e:
        return type(e).__name__ + ": " + str(e)


def took(f, *args, **kwargs):
    start = time.monotonic()
    result = f(*args, **kwargs)
    return result, time.monotonic() - start


def lock_states():
    lock = Lock()
    print(lock.acquire(), lock.acquire(False), lock.release(), attempt(lock.release))
    with lock as inside:
        print(inside, lock.acquire(block=False))
    print(lock.acquire(True, 0.01), lock.acquire(timeout=0.01), lock.acquire(timeout=-1))
    print(attempt(lock.acquire, "x"), attempt(lock.acquire, False, "x"), attempt(lock.acquire, 1, 2, 3))


def rlock_depth():
    lock = RLock()
    print([lock.acquire() for _ in range(3)], lock, [lock.release() for _ in range(3)], attempt(lock.release))


def other_owner(lock, report):
    report.acquire()
    print("child", lock.acquire(False), repr(lock).replace("SomeOtherThread", "SomeOtherProcess"), attempt(lock.release))
    report.release()


def locks_between_processes():
    for kind in (Lock, RLock):
        lock, report = kind(), Lock()
        lock.acquire()
        p = Process(target=other_owner, args=(lock, report))
        p.start()
        p.join()
        print(kind.__name__, lock.acquire(False), attempt(lock.release))


def locks_between_threads():
    for kind in (Lock, RLock):
        lock, seen = kind(), []
        lock.acquire()
        t = threading.Thread(target=lambda: seen.append((lock.acquire(False), repr(lock), attempt(lock.release))))
        t.start()
        t.join()
        print(seen)


def semaphore_counts():
    for sem in (Semaphore(2), BoundedSemaphore(2)):
        values = [sem.get_value()]
        for step in (sem.acquire, sem.acquire, lambda: sem.acquire(False), sem.release, sem.release):
            values.append((step(), sem.get_value()))
        print(values, attempt(sem.release), sem.get_value(), sem)
    print(attempt(Semaphore, -1), attempt(BoundedSemaphore, "x"), Semaphore(0).acquire(False))


def semaphore_timeouts():
    sem = Semaphore(0)
    for args, kwargs, least, most in (((False,), {}, 0, 50), ((False, None), {}, 0, 50), ((False, 60), {}, 0, 50), ((True, 0.1), {}, 0.05, 50), ((), {"timeout": 0.1}, 0.05, 50)):
        result, seconds = took(sem.acquire, *args, **kwargs)
        print(result, least <= seconds < most)


def spend(sem):
    sem.acquire()


def semaphore_stays_taken():
    sem = Semaphore(3)
    for _ in range(2):
        p = Process(target=spend, args=(sem,))
        p.start()
        p.join()
    print(sem.get_value(), sem.release(), sem.get_value())


def sleeper(cond, sleeping, woken, timeout=None):
    with cond:
        sleeping.release()
        cond.wait(timeout)
        woken.release()


def sleepers(cond, n, timeout=None):
    sleeping, woken, started = Semaphore(0), Semaphore(0), []
    for i in range(n):
        for kind in (Process, threading.Thread):
            started.append(kind(target=sleeper, args=(cond, sleeping, woken, timeout), daemon=True))
            started[-1].start()
    for _ in started:
        sleeping.acquire()
    with cond:
        pass  # the last one waits now
    return woken, started


def wake(cond, woken, n, expected):
    with cond:
        cond.notify(n)
    for _ in range(expected):
        woken.acquire()


def notify_one():
    cond = Condition()
    woken, started = sleepers(cond, 1)
    print(woken.acquire(timeout=0.05))
    for _ in started:
        wake(cond, woken, 1, 1)
        print(woken.acquire(timeout=0.05))
    for p in started:
        p.join()
    print(cond)


def notify_all():
    cond = Condition()
    woken, started = sleepers(cond, 2, 0.05)
    for p in started:
        p.join()
        woken.acquire()
    print("timed out", woken.get_value(), cond)
    woken, started = sleepers(cond, 2)
    with cond:
        cond.notify_all()
    for p in started:
        p.join()
    print("woken", woken.get_value(), cond)


def notify_some():
    cond = Condition()
    woken, started = sleepers(cond, 3)
    wake(cond, woken, 2, 2)
    print(woken.acquire(timeout=0.05))
    wake(cond, woken, 10, 4)
    for p in started:
        p.join()
    wake(cond, woken, 3, 0)
    print(woken.get_value(), cond)


def condition_timeout():
    cond = Condition()
    with cond:
        result, seconds = took(cond.wait, 0.1)
        print(result, 0.05 <= seconds < 50, cond.wait(0), cond.wait_for(lambda: False, 0.01), cond.wait_for(lambda: 7))
    print(attempt(cond.wait), attempt(cond.notify), attempt(cond.notify_all))


def count_to_four(cond, state):
    with cond:
        state.value = 0
        cond.notify()
        if not cond.wait_for(lambda: state.value == 4) or state.value != 4:
            raise SystemExit(1)


def wait_for_state():
    cond, state = Condition(), Value("i", -1)
    p = Process(target=count_to_four, args=(cond, state))
    p.start()
    with cond:
        print(cond.wait_for(lambda: state.value == 0), state.value)
    for _ in range(4):
        with cond:
            state.value += 1
            cond.notify()
    p.join()
    print(p.exitcode)


def give_up(cond, state, ready, late):
    ready.set()
    with cond:
        result, seconds = took(cond.wait_for, lambda: state.value == 4, timeout=0.1)
    late.value = not result and seconds > 0.05


def wait_for_timeout():
    cond, state, ready, late = Condition(), Value("i", 0), Event(), Value("i", 0)
    p = Process(target=give_up, args=(cond, state, ready, late))
    p.start()
    ready.wait()
    for _ in range(3):
        with cond:
            state.value += 1
            cond.notify()
    p.join()
    print(bool(late.value))


def nudge(cond):
    with cond:
        cond.notify()


def wait_result():
    cond = Condition()
    with cond:
        p = Process(target=nudge, args=(cond,))
        p.start()
        print(cond.wait(60))
    p.join()


def interrupt_parent(cond, ready):
    with cond:
        cond.notify()
    ready.wait()
    with cond:
        os.kill(os.getppid(), 2)


def wait_interrupted():
    cond, ready = Condition(), Event()
    with cond:
        p = Process(target=interrupt_parent, args=(cond, ready))
        p.start()
        print(cond.wait(60))
        ready.set()
        try:
            cond.wait(60)
        except KeyboardInterrupt:
            print("interrupted", attempt(cond.notify))
    p.join()
    print(p.exitcode)


def condition_of_a_lock():
    lock = Lock()
    cond = Condition(lock)
    print(cond, cond.acquire(), lock.acquire(False), cond.release(), lock.acquire(False), lock.release())


def set_later(event):
    time.sleep(0.05)
    event.set()


def event_states():
    event = Event()
    print(event.is_set(), event.wait(0), event.wait(0.01), event.set(), event.is_set(), event.wait(), event.wait(5), event.clear(), event.is_set())
    p = Process(target=set_later, args=(event,))
    p.start()
    print(event.wait(), event.is_set())
    p.join()


def event_repr():
    event = Event()
    for step in (event.clear, event.set, event.clear):
        step()
        print(repr(event).split()[0], repr(event).split()[-1])


if __name__ == "__main__":
    lock_states()
    rlock_depth()
    locks_between_processes()
    locks_between_threads()
    semaphore_counts()
    semaphore_timeouts()
    semaphore_stays_taken()
    notify_one()
    notify_all()
    notify_some()
    condition_timeout()
    wait_for_state()
    wait_for_timeout()
    wait_result()
    wait_interrupted()
    condition_of_a_lock()
    event_states()
    event_repr()
