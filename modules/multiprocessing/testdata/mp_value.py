import multiprocessing.sharedctypes
from ctypes import c_bool, c_double, c_int
from multiprocessing import *


def t(f):
    try:
        print(repr(f()), flush=True)
    except BaseException as e:
        print(type(e).__module__, type(e).__qualname__, repr(str(e)), flush=True)


for tc, v in [('i', 3), ('d', 1.5), ('c', b'x'), ('u', 'x'), ('f', 1.1), ('l', 2**70), ('b', 300), ('B', -1), ('h', 99999),
              ('q', 2**63), ('I', -5), ('i', 2.5), ('i', 'a'), ('d', 3), ('d', 'a'), ('c', 'x'), ('c', b'xy'), ('c', 5),
              ('i', True), ('d', True), ('f', 10**400), (c_bool, 3), (c_int, 5), (c_double, 2)]:
    print(tc, repr(v) if v != 10**400 else 'huge')
    t(lambda: Value(tc, v))
    t(lambda: Value(tc, v).value)
t(lambda: Value('x', 1))
t(lambda: Value())
t(lambda: Value('i'))
t(lambda: Value('i', 1, 2))
t(lambda: Value('i', 1, lock=False))
t(lambda: Value('i', 1, lock=5))
t(lambda: Value('i', lock=Lock()).get_lock())
t(lambda: RawValue('i', 3))
t(lambda: RawArray('i', [1, 2]))
t(lambda: RawArray('i', 3)[:])
t(lambda: RawArray('c', b'abc').value)
t(lambda: RawArray('c', 10).raw)
a = Array('i', [1, 2, 3])
t(lambda: a)
t(lambda: a[:])
t(lambda: a[5])
t(lambda: a[-1])
t(lambda: a.__setitem__(0, 'x'))
t(lambda: a.__setitem__(9, 1))
t(lambda: a.__setitem__(slice(0, 2), [1]))
t(lambda: a.__setitem__(slice(0, 2), [7, 8]))
t(lambda: a[::2])
t(lambda: a[::-1])
t(lambda: list(a))
t(lambda: sum(a))
t(lambda: len(a))
t(lambda: 2 in a)
t(lambda: 8 in a)
t(lambda: a.value)
t(lambda: a.get_obj())
t(lambda: a.get_lock())
t(lambda: a.foo)
t(lambda: a['x'])
t(lambda: a + a)
for x in a:
    print(x)
a[1] += 5
a[0:2] = [4, 5]
print(a[:])
t(lambda: Array('i', -1))
t(lambda: Array('i', 'abc'))
t(lambda: Array('i', [1, 'x']))
t(lambda: Array('d', [1, 2.5])[:])
t(lambda: Array('i', range(3))[:])
t(lambda: Array('i', 2.5))
t(lambda: Array('u', 'héllo'))
t(lambda: Array('u', 'héllo')[:])
s = Array('c', b'hello')
t(lambda: s)
t(lambda: s.value)
t(lambda: s.raw)
t(lambda: setattr(s, 'value', b'hi'))
t(lambda: s.value)
t(lambda: s.raw)
t(lambda: s[:])
t(lambda: s[0])
t(lambda: setattr(s, 'value', b'too long'))
t(lambda: s.__setitem__(0, b'J'))
t(lambda: s.value)
t(lambda: setattr(s, 'raw', b'1'))
t(lambda: s.raw)
t(lambda: setattr(s, 'value', 'str'))
t(lambda: Array('c', 'hello'))
t(lambda: type(a).__mro__)
t(lambda: type(Value('i', 1)))
t(lambda: type(RawValue('i')))
v = Value('i', 5)
t(lambda: v.get_obj())
t(lambda: v.get_obj().value)
t(lambda: v.get_lock())
t(lambda: v.acquire())
t(lambda: v.get_lock())
t(lambda: v.release())
t(lambda: v.release())
t(lambda: setattr(v, 'value', 'x'))
t(lambda: setattr(v, 'value', 2**31))
t(lambda: v.value)
t(lambda: setattr(v, 'value', None))
t(lambda: v + 1)
t(lambda: v.foo)
t(lambda: multiprocessing.sharedctypes.synchronized(RawValue('i', 3)))
t(lambda: multiprocessing.sharedctypes.copy(RawValue('i', 3)))
t(lambda: multiprocessing.sharedctypes.synchronized(v))


def add(v, a, n):
    for i in range(n):
        with v.get_lock():
            v.value += 1
        with a:
            a[n % 3] += 1


v, a = Value('i', 0), Array('i', 3)
ps = [Process(target=add, args=(v, a, n)) for n in (100, 101, 102)]
[p.start() for p in ps]
[p.join() for p in ps]
print(v.value, a[:])


def both(v, lock):
    with lock:
        v.value *= 2
        print(v.get_lock(), lock)


lock = RLock()
v = Value('d', 1.5, lock=lock)
p = Process(target=both, args=(v, lock))
p.start()
p.join()
print(v.value, v.get_lock() is lock)
