import multiprocessing
import random
from random import randint

mine = random.Random(5)
mine.random()


def work(queue):
    queue.put((randint(0, 10**12), random.random(), mine.random()))


if __name__ == '__main__':
    random.seed(1)
    queue = multiprocessing.Queue()
    ps = [multiprocessing.Process(target=work, args=(queue,)) for _ in range(3)]
    for p in ps:
        p.start()
    results = [queue.get() for _ in ps]
    for p in ps:
        p.join()
    print(len({a for a, b, c in results}), len({b for a, b, c in results}), {c for a, b, c in results} == {mine.random()})
    print(random.random())
    queue.put(mine)
    print(queue.get().random(), mine.random())
