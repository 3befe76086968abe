# What can't be sent raises at the call, and a note says where it is.
from multiprocessing import *


def gen():
    yield 1


def f(*args, **kwargs):
    return gen()


def t(g):
    try:
        g()
    except Exception as e:
        print(type(e).__name__, e, *getattr(e, '__notes__', ()))


q = Queue()
a, b = Pipe()
t(lambda: q.put(gen()))
t(lambda: q.put([1, {'conn': gen()}]))
t(lambda: a.send({'x': (1, gen())}))
t(lambda: b.recv() if b.poll(0.05) else q.get(timeout=0.05))
t(lambda: Process(target=f, args=(1, gen())).start())
p = Pool(1)
t(lambda: p.apply(f, (1, [gen()])))
t(lambda: p.apply(f, (1,), {'k': gen()}))
t(lambda: p.map(abs, [1, 2, 3, gen(), 5], chunksize=2))
t(lambda: q.put(p))
m = Manager()
d = m.dict()
t(lambda: d.update(a=gen()))
t(lambda: get_context('spawn').Process(target=f).start())
set_start_method('spawn', force=True)
t(lambda: Process(target=f).start())
t(lambda: Pool(1))
t(lambda: Manager())
