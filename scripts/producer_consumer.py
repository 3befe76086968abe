# Queues: a producer and two consumers, a bound, timeouts, and None to say that
# nothing more comes.
import queue
from multiprocessing import Process, Queue


def produce(orders, n):
    for i in range(n):
        orders.put({"number": i, "dish": ["Brød", "Käse", "汤"][i % 3]})
    for _ in range(2):
        orders.put(None)


def consume(orders, done):
    count = 0
    while True:
        order = orders.get()
        if order is None:
            break
        done.put(order)
        count += 1
    done.put(count)


if __name__ == "__main__":
    orders, done = Queue(maxsize=3), Queue()
    workers = [Process(target=consume, args=(orders, done)) for _ in range(2)]
    for w in workers:
        w.start()
    produce(orders, 9)
    dishes, counts = {}, 0
    for _ in range(9 + 2):
        item = done.get()
        if isinstance(item, int):
            counts += item
        else:
            dishes[item["dish"]] = dishes.get(item["dish"], 0) + 1
    for w in workers:
        w.join()
    print("orders:", counts)
    for dish in sorted(dishes):
        print(f"{dish:>6} x {dishes[dish]}")

    try:
        done.get(timeout=0.01)
    except queue.Empty:
        print("nothing left")
    small = Queue(1)
    small.put("first")
    try:
        small.put("second", block=False)
    except queue.Full:
        print("full")
    print(small.get())
