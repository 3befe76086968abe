"""What a queue.Queue does once a script has looked into it, or keeps its items in a way of its own.

Queue itself is queue.Queue, written in Go: as long as nobody sees its parts it needs none of this.
"""

from collections import deque
from heapq import heappop, heappush
from threading import Condition, Lock
from time import monotonic


def parts(kind):
    """Returns the parts of a queue: its items, its lock, which is held, and its conditions."""
    mutex = Lock()
    mutex.acquire()
    items = deque() if kind == "fifo" else []
    return items, mutex, Condition(mutex), Condition(mutex), Condition(mutex)


def fill(items, more, mutex):
    items.extend(more)
    mutex.release()


def await_(condition, ready, block, timeout, problem):
    """Waits, with the condition's lock held, until ready() is true."""
    if not block:
        if not ready():
            raise problem
        return
    if timeout is not None:
        if timeout < 0:
            raise ValueError("'timeout' must be a non-negative number")
        end = monotonic() + timeout
    while not ready():
        if timeout is None:
            condition.wait()
            continue
        left = end - monotonic()
        if left <= 0:
            raise problem
        condition.wait(left)


def put(q, item, block, timeout, full, shut):
    with q.not_full:
        if q.is_shutdown:
            raise shut
        if q.maxsize > 0:
            await_(q.not_full, lambda: q.is_shutdown or q._qsize() < q.maxsize, block, timeout, full)
            if q.is_shutdown:
                raise shut
        q._put(item)
        q.unfinished_tasks += 1
        q.not_empty.notify()


def get(q, block, timeout, empty, shut):
    with q.not_empty:
        await_(q.not_empty, lambda: q._qsize() or q.is_shutdown, block, timeout, empty)
        if q.is_shutdown and not q._qsize():
            raise shut
        item = q._get()
        q.not_full.notify()
        return item


def qsize(q):
    with q.mutex:
        return q._qsize()


def empty(q):
    with q.mutex:
        return not q._qsize()


def full(q):
    with q.mutex:
        return 0 < q.maxsize <= q._qsize()


def task_done(q):
    with q.all_tasks_done:
        left = q.unfinished_tasks - 1
        if left < 0:
            raise ValueError("task_done() called too many times")
        if left == 0:
            q.all_tasks_done.notify_all()
        q.unfinished_tasks = left


def join(q):
    with q.all_tasks_done:
        while q.unfinished_tasks:
            q.all_tasks_done.wait()


def shutdown(q, immediate):
    with q.mutex:
        q.is_shutdown = True
        if immediate:
            while q._qsize():
                q._get()
                if q.unfinished_tasks > 0:
                    q.unfinished_tasks -= 1
            q.all_tasks_done.notify_all()
        q.not_empty.notify_all()
        q.not_full.notify_all()


# How each class keeps its items, for those who redefine only a part of it.

def init_fifo(q, maxsize):
    q.queue = deque()


def put_fifo(q, item):
    q.queue.append(item)


def get_fifo(q):
    return q.queue.popleft()


def init_lifo(q, maxsize):
    q.queue = []


def put_lifo(q, item):
    q.queue.append(item)


def get_lifo(q):
    return q.queue.pop()


def init_priority(q, maxsize):
    q.queue = []


def put_priority(q, item):
    heappush(q.queue, item)


def get_priority(q):
    return heappop(q.queue)
