# What cannot be sent: put() raises, unless the queue's class says what to do.
import multiprocessing
from multiprocessing.queues import Queue


def lines():
    yield 1


class Tolerant(Queue):
    @staticmethod
    def _on_queue_feeder_error(e, obj):
        print("hook", type(e).__name__, e, type(obj).__name__)


class Shouting(Queue):
    def put(self, obj):
        print("putting", obj if isinstance(obj, int) else type(obj).__name__)
        super().put(obj)


q = multiprocessing.Queue(1)
for put in (q.put, q.put_nowait, lambda v: q.put([0, {"k": v}])):
    try:
        put(lines())
    except TypeError as e:
        print(e, q.qsize(), q.empty())
q.put(True)
print(q.get())
t = Tolerant(1, ctx=multiprocessing.get_context())
t.put(lines())
t.put_nowait([lines()])
t.put(True)
print(t.qsize(), t.get())
s = Shouting(ctx=multiprocessing.get_context())
s.put(1)
try:
    s.put(lines())
except TypeError as e:
    print(e)
print(s.get())
Queue._on_queue_feeder_error(ValueError("shown"), 1)
