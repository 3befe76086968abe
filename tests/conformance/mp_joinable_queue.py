# JoinableQueue and SimpleQueue: task_done, join, the error of one too many.
from multiprocessing import JoinableQueue, Process, SimpleQueue


def work(tasks, results):
    while True:
        n = tasks.get()
        if n is None:
            tasks.task_done()
            break
        results.put(n * n)
        tasks.task_done()


if __name__ == "__main__":
    tasks, results = JoinableQueue(), SimpleQueue()
    ps = [Process(target=work, args=(tasks, results)) for _ in range(2)]
    for p in ps:
        p.start()
    for n in range(5):
        tasks.put(n)
    for _ in ps:
        tasks.put(None)
    tasks.join()
    for p in ps:
        p.join()
    print(sorted(results.get() for _ in range(5)), results.empty())
    try:
        tasks.task_done()
    except ValueError as e:
        print(e)
    s = SimpleQueue()
    s.put({"a": [1]})
    print(s.empty(), s.get(), s.empty())
    s.close()
