# Structures, unions, arrays and what is made of them as shared objects, with and without locks.
import re
import multiprocessing as mp
from multiprocessing import sharedctypes
from ctypes import *
class Foo(Structure):
    _fields_ = [('x', c_int), ('y', c_double), ('z', c_longlong), ('name', c_char * 10), ('grid', (c_int * 3) * 2)]
class Plain(Structure):
    _fields_ = [('x', c_int), ('y', c_double)]
class In(Structure):
    _fields_ = [('foo', Foo), ('tag', c_wchar)]
class Num(Union):
    _fields_ = [('i', c_uint), ('f', c_float), ('bytes', c_ubyte * 4)]
class Bits(Structure):
    _fields_ = [('a', c_uint, 3), ('b', c_uint, 5)]

def t(f):
    try:
        print(re.sub("0x[0-9a-f]+", "0x", repr(f())))
    except Exception as e:
        print(type(e).__name__, e)

def double(x, y, foo, arr, string, pts, nested, u, grid, bits, q):
    x.value *= 2
    y.value *= 2
    foo.x *= 2
    foo.y *= 2
    foo.z += 1
    foo.name = foo.name.upper()
    foo.grid[1][2] = 42
    string.value *= 2
    for i in range(len(arr)):
        arr[i] *= 2
    for p in pts:
        p.x += 1
        p.grid[0][0] = 9
    pts[1].name = b'second'
    nested.foo.x = 77
    nested.tag = '\u20ac'
    u.f = 1.5
    grid[1][0] = 5
    grid[0] = (7, 8, 9)
    bits.b = 21
    q.put((type(foo).__name__, foo.x, isinstance(arr.get_obj() if hasattr(arr, 'get_obj') else arr, c_double * 10), isinstance(pts[0], Foo), pts[0].x))
    q.put(Plain(5, 6.5))

def run(lock):
    x = mp.Value('i', 7, lock=lock)
    y = mp.Value(c_double, 1.0/3.0, lock=lock)
    foo = mp.Value(Foo, 3, 2, lock=lock)
    foo.name = b'abc'
    arr = mp.Array('d', list(range(10)), lock=lock)
    string = mp.Array('c', 20, lock=lock)
    string.value = b'hello'
    pts = mp.Array(Foo, [(1, 2.5), (3,), Foo(4)], lock=lock)
    nested = mp.Value(In, lock=lock)
    u = mp.Value(Num, 3, lock=lock)
    grid = mp.RawArray(c_int * 3, 2)
    bits = mp.RawValue(Bits, 1, 2)
    q = mp.Queue()
    p = mp.Process(target=double, args=(x, y, foo, arr, string, pts, nested, u, grid, bits, q))
    p.start()
    print(q.get())
    c = q.get()
    print(type(c) is Plain, c.x, c.y)
    p.join()
    print(p.exitcode, x.value, y.value, foo.x, foo.y, foo.z, foo.name, foo.grid[1][2], string.value, arr[:])
    print([(p.x, p.y, p.name, p.grid[0][0]) for p in pts], nested.foo.x, nested.tag, u.f, u.i, bytes(u.bytes), [list(r) for r in grid], bits.a, bits.b)
    print(re.sub("0x[0-9a-f]+", "0x", f"{foo} {arr} {pts} {x}"))
    print(type(foo), type(pts), type(u))
    bar = sharedctypes.copy(foo if lock is False else foo.get_obj())
    foo.x = 0
    print(bar.x, foo.x, sizeof(bar))
    if lock is not False:
        t(lambda: foo.nope)
        with foo:
            foo.x += 1
        with foo.get_lock():
            foo.get_obj().x += 1
        print(foo.x)
        t(lambda: foo.x)
    else:
        f2 = sharedctypes.synchronized(foo)
        f2.x = 5
        print(foo.x, type(f2))
        t(lambda: sharedctypes.synchronized(f2))

class Point(Structure):
    _fields_ = [('x', c_double), ('y', c_double)]


def modify(n, x, s, A):
    n.value **= 2
    x.value **= 2
    s.value = s.value.upper()
    for a in A:
        a.x **= 2
        a.y **= 2


def documented():
    lock = mp.Lock()
    n = sharedctypes.Value('i', 7)
    x = sharedctypes.Value(c_double, 1.0 / 3.0, lock=False)
    s = sharedctypes.Array('c', b'hello world', lock=lock)
    A = sharedctypes.Array(Point, [(1.875, -6.25), (-5.75, 2.0), (2.375, 9.5)], lock=lock)
    p = mp.Process(target=modify, args=(n, x, s, A))
    p.start()
    p.join()
    print(n.value)
    print(x.value)
    print(s.value)
    print([(a.x, a.y) for a in A])


if __name__ == '__main__':
    documented()
    for m in ('fork',):
        mp.set_start_method(m, force=True)
        for lock in (False, True, None, mp.RLock()):
            run(lock)
    t(lambda: mp.Value(int, 3)); t(lambda: mp.Array(str, 3)); t(lambda: mp.Array(Foo, [1])); t(lambda: mp.Array(Foo, ['ab'])); t(lambda: mp.Array('i', ['a']))
    t(lambda: mp.Value(Foo, 1, 2, 3, b'a', 5, 6)); t(lambda: mp.Value('i', 'a')); t(lambda: mp.Value('x')); t(lambda: mp.RawArray('x', 3)); t(lambda: mp.RawValue(c_int * 3, 1, 2)[:])
    t(lambda: mp.Value(c_int * 3, 1, 2)); t(lambda: mp.Value(c_char * 5, b'a', b'b').value); t(lambda: mp.Value(c_wchar * 3))
    t(lambda: mp.Array(c_wchar, 'abc')[:]); t(lambda: mp.Array('u', 'abc').get_obj().value); t(lambda: mp.Value(c_longdouble, 2.5).value); t(lambda: mp.Array(c_bool, [1, 0, 3])[:])
    t(lambda: mp.Array(c_char, b'xyz').raw); t(lambda: mp.Value('c', b'a').value); t(lambda: mp.Array(c_int, (c_int * 3)(1, 2, 3))[:]); t(lambda: mp.Array(c_int, range(3))[::2])
    t(lambda: mp.Value(Structure)); t(lambda: mp.Value('i', 1, 2)); t(lambda: mp.Value(Foo, z=3))
