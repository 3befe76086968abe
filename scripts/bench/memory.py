# What an idle child costs in memory: how much the memory of the tree grows by each of them, in KB, where pages
# that processes share count once. Linux tells it in /proc; a child that the system knows nothing of is part of
# the process that has it.
import os
import sys
from multiprocessing import Event, Process, Semaphore


def wait(up, go):
    up.release()
    go.wait()


def tree(children):
    total = 0
    for pid in [os.getpid()] + [p.pid for p in children]:
        name = "/proc/%d/smaps_rollup" % pid
        if os.path.exists(name):
            with open(name) as f:
                for line in f:
                    if line.startswith("Pss:"):
                        total += int(line.split()[1])
    return total


def start(n, up, go):
    children = [Process(target=wait, args=(up, go)) for _ in range(n)]
    for p in children:
        p.start()
    for _ in children:
        up.acquire()
    return children


def idle_child(few=20, many=320):
    up, go = Semaphore(0), Event()
    children = start(few, up, go)
    before = tree(children)
    children += start(many - few, up, go)
    after = tree(children)
    go.set()
    for p in children:
        p.join()
    return (after - before) / (many - few)


if __name__ == "__main__":
    print({"idle_child": idle_child}[sys.argv[1]]())
