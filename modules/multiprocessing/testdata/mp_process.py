import os
import time
from multiprocessing import *


def t(f):
    try:
        print(repr(f()), flush=True)
    except BaseException as e:
        print(type(e).__module__, type(e).__qualname__, repr(str(e)), flush=True)


def mask(x):
    s = repr(x)
    for name, pid in PIDS.items():
        s = s.replace('=%d' % pid, '=' + name)
    return s


PIDS = {'MAIN': os.getpid()}


def show(f):
    try:
        print(mask(f()), flush=True)
    except BaseException as e:
        print(type(e).__qualname__, repr(str(e)), flush=True)


def nop():
    pass


class P(Process):
    def __init__(self):
        pass


t(lambda: P().start())
t(lambda: P().name)
t(lambda: repr(P()))
t(lambda: setattr(P(), 'daemon', True))
t(lambda: P().join())
p = Process(target=nop)
show(lambda: p)
t(lambda: p.join())
t(lambda: p.sentinel)
t(lambda: p.terminate())
t(lambda: p.kill())
t(lambda: p.is_alive())
t(lambda: p.exitcode)
t(lambda: p.pid)
t(lambda: p.close())
show(lambda: p)
t(lambda: p.is_alive())
t(lambda: p.start())
t(lambda: p.name)
t(lambda: Process(nop))
t(lambda: Process(None, nop, 'n', (1,), {'a': 1}, True))
t(lambda: Process(foo=1))
t(lambda: Process(args=5))
t(lambda: Process(args=None))
t(lambda: setattr(Process(), 'name', 3))
t(lambda: setattr(Process(), 'pid', 3))
t(lambda: Process.__mro__)
t(lambda: type(current_process()))
show(lambda: current_process())
t(lambda: parent_process())
t(lambda: active_children())
t(lambda: current_process().pid == os.getpid())
t(lambda: current_process().start())
t(lambda: current_process().join())
t(lambda: current_process().is_alive())
t(lambda: current_process().daemon)
t(lambda: current_process().exitcode)
t(lambda: current_process().sentinel)
t(lambda: list(current_process().__dict__))
p = Process(target=nop, daemon=True)
show(lambda: p)
p.start()
PIDS['CHILD'] = p.pid
t(lambda: setattr(p, 'daemon', False))
t(lambda: p.start())
p.join()
show(lambda: p)
t(lambda: p.exitcode)
t(lambda: p.terminate())
t(lambda: list(p.__dict__))
t(lambda: p.run())
p.close()
show(lambda: p)
t(lambda: p.join())


class Named(Process):
    def __init__(self, n):
        super().__init__()
        self.n = n

    def run(self):
        print(self.name, self.n, current_process() is self, mask(self).replace('=%d' % os.getpid(), '=ME'))
        c = Process(target=nop)
        print(c.name, c._identity, active_children())
        print(mask(parent_process()), parent_process().pid == os.getppid(), parent_process().is_alive())
        print(Named(1).name, daemonic(c))


def daemonic(p):
    return p.daemon


p = Named(5)
p.start()
p.join()


def child():
    t(lambda: q.join())
    t(lambda: q.start())
    t(lambda: q.is_alive())
    t(lambda: r.join())
    t(lambda: r.is_alive())
    show(lambda: q)
    show(lambda: r)
    t(lambda: parent_process().start())
    t(lambda: parent_process().exitcode)
    t(lambda: parent_process().terminate())
    t(lambda: current_process().join())


q = Process(target=nop)
r = Process(target=nop)
r.start()
r.join()
PIDS['OTHER'] = r.pid
p = Process(target=child, name='a child')
p.start()
p.join()
print(p.name, p.exitcode)


class E(Exception):
    pass


def leave(x):
    raise SystemExit(x)


for x in [None, 0, 1, 'hi', [1], 3, 256, -1, 3.5, True, E('x')]:
    p = Process(target=leave, args=(x,))
    p.start()
    p.join()
    print(repr(x), p.exitcode, flush=True)


def boom():
    raise ValueError('bad')


def leave_hard():
    os._exit(7)


for f in [boom, leave_hard]:
    p = Process(target=f)
    p.start()
    p.join()
    print(p.exitcode)
p = Process(target=time.sleep, args=(60,))
p.start()
PIDS['SLEEPER'] = p.pid
show(lambda: p)
print(mask(active_children()), p.is_alive(), p.exitcode)
t(lambda: p.close())
t(lambda: p.join(0.01))
t(lambda: p.join('x'))
p.terminate()
p.join()
show(lambda: p)
print(active_children(), p.is_alive(), p.exitcode)
p = Process(target=time.sleep, args=(60,))
p.start()
PIDS['SLEEPER'] = p.pid
p.kill()
p.join()
show(lambda: p)


def spin():
    while True:
        pass


p = Process(target=spin)
p.start()
p.terminate()
p.join()
print(p.exitcode)


def have_child():
    try:
        Process(target=nop).start()
    except AssertionError as e:
        print(e)


p = Process(target=have_child, daemon=True)
p.start()
p.join()


def grandparent():
    def grandchild():
        print(current_process().name, parent_process().name)
    p = Process(target=grandchild)
    p.start()
    p.join()


p = Process(target=grandparent)
p.start()
p.join()
total = 0


def add():
    global total
    total += 1
    print(total)


for i in range(2):
    p = Process(target=add)
    p.start()
    p.join()
print(total)
p = Process(target=lambda a, b=2, *, c: print(a, b, c), args=(1,), kwargs={'c': 3})
p.start()
p.join()
