# An initializer that fails does not make the pool start workers for ever.
from multiprocessing import Pool
from multiprocessing.pool import WorkerDied


def bad():
    raise ValueError('no')


def f(x):
    return x


p = Pool(2, initializer=bad)
for attempt in range(2):
    try:
        p.map(f, range(3))
    except WorkerDied as e:
        print(str(e).split('ended')[1])
p.close()
p.join()
