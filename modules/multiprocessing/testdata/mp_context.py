import multiprocessing as mp
import multiprocessing.queues
from multiprocessing import *


def t(f):
    try:
        print(repr(f()), flush=True)
    except BaseException as e:
        print(type(e).__module__, type(e).__qualname__, repr(str(e)), flush=True)


t(lambda: get_context('nope'))
t(lambda: get_context('spawn'))
t(lambda: get_start_method(True))
t(lambda: set_start_method('fork'))
t(lambda: set_start_method('fork'))
t(lambda: get_context())
t(lambda: get_context('fork').set_start_method('fork'))
t(lambda: get_context('fork').get_start_method())
t(lambda: get_context('fork').get_all_start_methods())
t(lambda: get_all_start_methods())
t(lambda: set_start_method('nope', force=True))
t(lambda: set_start_method(None, force=True))
t(lambda: get_start_method(allow_none=True))
t(lambda: get_start_method())
t(lambda: mp.foo)
t(lambda: mp.__name__)
t(lambda: mp.ProcessError.__mro__)
t(lambda: mp.TimeoutError.__mro__)
t(lambda: freeze_support())
t(lambda: mp.Process)
t(lambda: sorted(mp.__all__))
t(lambda: mp.set_executable('x'))
t(lambda: mp.allow_connection_pickling())
t(lambda: cpu_count() > 0)
ctx = get_context('fork')
t(lambda: ctx.Process)
t(lambda: ctx.Process().name)
t(lambda: ctx.Queue(3).qsize())
t(lambda: ctx.Lock())
t(lambda: ctx.Value('i', 3))
t(lambda: ctx.cpu_count() == cpu_count())
t(lambda: ctx.TimeoutError)


def f(q):
    q.put(current_process().name)


q = ctx.SimpleQueue()
p = ctx.Process(target=f, args=(q,))
p.start()
print(q.get())
p.join()
with ctx.Pool(1) as pool:
    print(pool.map(abs, [-1, 2]))
