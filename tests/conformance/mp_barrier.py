# Barrier between processes: lockstep, the index, actions, abort, reset, timeouts.
import time
from multiprocessing import Barrier, Lock, Pipe, Process, Queue, Value
from threading import BrokenBarrierError

N = 4


def together(f, *args):
    ps = [Process(target=f, args=args) for _ in range(N - 1)]
    for p in ps:
        p.start()
    f(*args)
    for p in ps:
        p.join()
        if p.exitcode:
            print("exit code", p.exitcode)


def add(counter):
    with counter.get_lock():
        counter.value += 1


def in_step(barrier, before, after, rounds):
    for i in range(rounds):
        add(before)
        if after.value != i * N:
            raise SystemExit(1)
        barrier.wait()
        add(after)
        if before.value != (i + 1) * N:
            raise SystemExit(2)
        barrier.wait()


def lockstep():
    for rounds in (1, 10):
        barrier, before, after = Barrier(N), Value("i"), Value("i")
        together(in_step, barrier, before, after, rounds)
        print(before.value, after.value, barrier.n_waiting, barrier.broken, barrier.parties)


def put_index(barrier, q):
    q.put(barrier.wait())


def wait_index():
    q = Queue()
    together(put_index, Barrier(N), q)
    print(sorted(q.get() for _ in range(N)))


class Counting:
    def __init__(self, counter):
        self.counter = counter

    def __call__(self):
        add(self.counter)


def check_action(barrier, counter):
    barrier.wait()
    if counter.value != 1:
        raise SystemExit(1)


def action_runs_once():
    counter = Value("i")
    together(check_action, Barrier(N, action=Counting(counter)), counter)
    print(counter.value)


def bad_action():
    raise KeyError("action")


def action_fails():
    barrier = Barrier(1, bad_action)
    try:
        barrier.wait()
    except KeyError as e:
        print("raised", e, barrier.broken)


def break_it(barrier, passed, broken):
    try:
        if barrier.wait() == N // 2:
            barrier.abort()
            return
        barrier.wait()
        add(passed)
    except BrokenBarrierError:
        add(broken)


def abort_breaks():
    barrier, passed, broken = Barrier(N), Value("i"), Value("i")
    together(break_it, barrier, passed, broken)
    print(passed.value, broken.value, barrier.broken, barrier)


def reset_it(barrier, passed, broken, again):
    if barrier.wait() == N // 2:
        while barrier.n_waiting < N - 1:
            time.sleep(0.001)
        barrier.reset()
    else:
        try:
            barrier.wait()
            add(passed)
        except BrokenBarrierError:
            add(broken)
    barrier.wait()
    add(again)


def reset_frees():
    barrier, passed, broken, again = Barrier(N), Value("i"), Value("i"), Value("i")
    together(reset_it, barrier, passed, broken, again)
    print(passed.value, broken.value, again.value, barrier.broken)


def break_and_mend(barrier, other, passed, broken, again):
    break_it(barrier, passed, broken)
    if other.wait() == N // 2:
        barrier.reset()
    other.wait()
    barrier.wait()
    add(again)


def abort_and_reset():
    barrier, passed, broken, again = Barrier(N), Value("i"), Value("i"), Value("i")
    together(break_and_mend, barrier, Barrier(N), passed, broken, again)
    print(passed.value, broken.value, again.value, barrier.broken)


def one_is_late(barrier, broken, timeout):
    if barrier.wait(100) == N // 2:
        while not barrier.broken:
            time.sleep(0.001)
    try:
        barrier.wait(*timeout)
    except BrokenBarrierError:
        add(broken)


def wait_timeout():
    barrier, broken = Barrier(N), Value("i")
    together(one_is_late, barrier, broken, (0.2,))
    print(broken.value)


def default_timeout():
    barrier, broken = Barrier(N, timeout=0.2), Value("i")
    together(one_is_late, barrier, broken, ())
    print(broken.value)


def single_party():
    barrier = Barrier(1)
    print(barrier.wait(), barrier.wait())


def pass_often(barrier, rounds, conn, lock):
    for i in range(rounds):
        barrier.wait()
        with lock:
            conn.send(i)


def thousand():
    rounds, lock, barrier = 1000, Lock(), Barrier(N)
    receiver, sender = Pipe(False)
    ps = [Process(target=pass_often, args=(barrier, rounds, sender, lock)) for _ in range(N)]
    for p in ps:
        p.start()
    print(all(receiver.recv() == i for i in range(rounds) for _ in range(N)))
    for p in ps:
        p.join()


if __name__ == "__main__":
    lockstep()
    wait_index()
    action_runs_once()
    action_fails()
    abort_breaks()
    reset_frees()
    abort_and_reset()
    wait_timeout()
    default_timeout()
    single_party()
    thousand()
