# Producers and consumers of a queue. What a producer has put arrives in its order without a gap; an
# item is got once; a consumer that was killed took one item with it at most.
import time
from multiprocessing import Process, Queue


def produce(q, me):
    n = 0
    while True:
        q.put((me, n, [n] * 3))
        n += 1


def consume(q, told, me):
    while True:
        producer, n, rest = q.get()
        told.put((me, producer, n, rest == [n] * 3))


def start(target, *args):
    p = Process(target=target, args=args, daemon=True)
    p.start()
    return p


q, told = Queue(7), Queue()
stop = Process(target=time.sleep, args=(10000,), name="Stop", daemon=True)
stop.start()
producers, consumers = [], []
made = consumed = 0
seen = {}
lost = 0
while stop.is_alive():
    producers = [p for p in producers if p.is_alive()]
    consumers = [p for p in consumers if p.is_alive()]
    while len(producers) < 3:
        producers.append(start(produce, q, made))
        made += 1
    while len(consumers) < 3:
        consumers.append(start(consume, q, told, consumed))
        consumed += 1
    for _ in range(told.qsize()):  # not until it is empty: consumers may be faster
        me, producer, n, whole = told.get(timeout=100)
        if not whole:
            print("torn", producer, n)
        if n in seen.setdefault(producer, set()):
            print("twice", producer, n)
        seen[producer].add(n)
for p in producers + consumers:
    p.kill()
    p.join()
while not told.empty():
    me, producer, n, whole = told.get(timeout=100)
    if n in seen.setdefault(producer, set()) or not whole:
        print("twice", producer, n)
    seen[producer].add(n)
while not q.empty():
    producer, n, rest = q.get(timeout=100)
    if n in seen.setdefault(producer, set()):
        print("twice in the queue", producer, n)
    seen[producer].add(n)
for producer, items in seen.items():
    lost += max(items) + 1 - len(items)
if lost > consumed:
    print("lost", lost, "of", consumed, "consumers")
q.put("x", timeout=100)
if q.get(timeout=100) != "x" or q.qsize() != 0:
    print("not empty")
