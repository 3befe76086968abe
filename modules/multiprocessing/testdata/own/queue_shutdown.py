# queue.Queue.shutdown(), which CPython has since 3.13, and queues that a child has copies of.
import multiprocessing as mp
import queue
import threading


class Own(queue.Queue):
    def _get(self):
        return super()._get()


def show(q, what):
    try:
        print(what(q))
    except (queue.ShutDown, queue.Empty) as e:
        print(type(e).__name__)


for make in (queue.Queue, Own):
    q = make(1)
    q.put(1)
    print(q.is_shutdown)
    waiting = threading.Thread(target=show, args=(q, lambda q: q.put(2)))
    waiting.start()
    q.shutdown()
    waiting.join()
    for what in (lambda q: q.put(3), lambda q: q.get(), lambda q: q.get(), lambda q: q.get_nowait()):
        show(q, what)
    q = make()
    q.put(1)
    q.put(2)
    joining = threading.Thread(target=q.join)
    joining.start()
    q.shutdown(immediate=True)
    joining.join()
    show(q, lambda q: q.get())


def child(q):
    with q.mutex:
        q.queue.append(q.get is not None)
    print(q.get(), q.get(), q.qsize(), q.not_empty._lock is q.mutex)


for make in (queue.Queue, Own):
    q = make()
    q.put("mine")
    q.mutex
    p = mp.Process(target=child, args=(q,))
    p.start()
    p.join()
    print(p.exitcode, q.qsize())
