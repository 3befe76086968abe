# Arrays: all typecodes, items that do not fit, slices, bytes, files, copies, comparisons, and what takes their memory.
import array as module
import copy
import io
import pickle
import struct
from array import array

EXPRESSIONS = '''
array()
array(1)
array('ii')
array('x')
array('i', 'abc')
array('u', 'abc')
array('u', ['a', 'bc'])
array('u', [1])
array('i', [1.5])
array('i', ['a'])
array('i', 5)
array('i', [2**31])
array('i', [-2**31-1])
array('h', [2**15])
array('h', [2**80])
array('h', [-2**15-1])
array('b', [128])
array('b', [-129])
array('B', [256])
array('B', [-1])
array('H', [65536])
array('H', [-1])
array('I', [2**32])
array('I', [2**64])
array('I', [-1])
array('I', [1.5])
array('l', [2**63])
array('L', [2**64])
array('L', [-1])
array('q', [2**63])
array('Q', [2**64])
array('Q', [-1])
array('f', ['a'])
array('d', [10**400])
array('f', [1e300])
array('i', b'abc')
array('i', b'abcd')
array('i', bytearray(b'abcd'))
array('i', memoryview(b'abcd'))
array('i', array('d', [1.0]))
array('i', array('h', [1]))
array('u', array('i', [1]))
array('i', array('u', 'a'))
array('i', (1, 2))
array('i', range(3))
array('i', {1: 2})
array('i', (x * x for x in range(4)))
array('i', 1, 2)
array('i', a=1)
array(typecode='i')
array('i', [1]).append()
array('i', [1]).append(1, 2)
array('i', [1]).append('a')
array('i', [1]).pop(3)
array('i', [1]).pop(1, 2)
array('i', []).pop()
array('i', [1]).remove(3)
array('i', [1]).index(3)
array('i', [1]).index()
array('i', [1, 2, 1]).index(1, 1)
array('i', [1, 2, 1]).index(1, -1, 5)
array('i', [1]).insert(3)
array('i', [1]).extend(3)
array('i', [1]).extend(array('h', [3]))
array('i', [1]).fromlist((1,))
array('i', [1]).fromlist([1, 'a'])
array('i', [1]).frombytes(b'abc')
array('i', [1]).frombytes('abc')
array('i', [1]).frombytes(1)
array('i', [1]).fromunicode('a')
array('u', 'x').fromunicode(1)
array('i', [1]).tounicode()
array('u', 'xyé').tounicode()
array('i', [1])[3]
array('i', [1])['a']
array('i', [1])[1.5]
array('i', [1]).__setitem__(3, 1)
array('i', [1]).__setitem__(0, 'a')
array('i', [1]).__setitem__('a', 1)
array('i', [1]).__setitem__(slice(0, 1), [1])
array('i', [1]).__setitem__(slice(0, 1), array('h', [1]))
array('i', [1, 2, 3, 4]).__setitem__(slice(0, 4, 2), array('i', [1]))
array('i', [1]).__delitem__(5)
array('i', [1]) + [1]
array('i', [1]) + array('h', [1])
array('i', [1]) + array('i', [2])
array('i', [1]) * 2
2 * array('i', [1])
array('i', [1]) * 'a'
array('i', [1]) * 2.5
array('i', [1]) * -1
array('i', [1]) == array('d', [1.0])
array('i', [1]) == [1]
array('i', [1]) != array('i', [1])
array('i', [1]) < array('d', [1.5])
array('i', [1]) < array('d', [1])
array('i', [1]) <= array('i', [1, 0])
array('i', [1]) < [1]
array('d', [float('nan')]) == array('d', [float('nan')])
array('u', 'ab') < array('i', [1])
array('i', [1]).__reduce_ex__(2)
array('u', 'aé').__reduce_ex__(3)[1]
array('d', [1]).__reduce_ex__(4)[1]
hash(array('i'))
array('i')
array('u', "a'b")
array('f', [1.1, float('inf')])
array('i', [1]).itemsize, array('u').itemsize, array('i').typecode
array('i', [1]).tofile(1)
array('i', [1]).fromfile(1, 2)
array('i', [1]).fromfile(io.BytesIO(b'abc'), 1)
array('i', [1]).fromfile(io.BytesIO(b'abcd'), 2)
array('i', [1]).fromfile(io.BytesIO(b''), -2)
array('i', [1]).foo
setattr(array('i', [1]), 'typecode', 1)
1 in array('i', [1]), 'a' in array('i', [1])
list(reversed(array('i', [1, 2])))
bytes(array('i', [1])), bytearray(array('h', [1])), b'a' + array('b', [98])
array('i', [1, 1.0, 2] if 0 else [1, 1, 2]).count(1.0)
memoryview(array('i', [1, 2])).format, memoryview(array('d', [1, 2])).tolist(), memoryview(array('H', [1, 2])).nbytes
array('i', [1]).__iadd__([1])
array('i', [1]).reverse(1)
array('i', None)
array('d', [None])
array('i', [True])
array('u', b'abcd')
sum(array('d', [1.5, 2])), max(array('b', [1, -2])), sorted(array('i', [3, 1])), len(array('i', [3, 1]))
b''.join([array('b', [65])]), int.from_bytes(array('h', [258]), 'little')
module.typecodes, module.ArrayType is array, array.__name__, array.__module__
isinstance(array('i'), array), type(array('i'))
struct.unpack('<2h', array('h', [1, -2])), struct.unpack_from('<h', array('h', [1, -2]), 2)
'''
for e in EXPRESSIONS.strip().split('\n'):
    try:
        print(e, '->', repr(eval(e)))
    except Exception as x:
        print(e, '->', type(x).__name__, x)

for code in 'bBhHiIlLqQfd':
    size = array(code).itemsize
    low, high = {'f': (-1.5, 2.25), 'd': (-1e300, 0.1)}.get(code) or (
        (-1 << 8 * size - 1, (1 << 8 * size - 1) - 1) if code.islower() else (0, (1 << 8 * size) - 1))
    a = array(code, [low, high, 7])
    print(a, a.tobytes(), a.tolist() == [low, high, 7] or a[0])
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(a, protocol)) == a
    b = array(code)
    b.frombytes(a.tobytes())
    a.byteswap()
    a.byteswap()
    assert a == b == copy.copy(a) == copy.deepcopy(a) and copy.copy(a) is not a
    f = io.BytesIO()
    a.tofile(f)
    f.seek(0)
    c = array(code)
    c.fromfile(f, 2)
    print(c, c == a[:2], a > c)

a = array('i', range(10))
for s in (slice(2, 5), slice(None, None, -2), slice(8, 2, -3), slice(5, 2), slice(-3, None), slice(1, 9, 4)):
    b = a[:]
    del b[s]
    print(a[s], b)
a[2:4] = array('i', [20, 30, 40])
a[::5] = array('i', [-1, -2, -3])
a[-1] = 99
print(a, len(a))
a.insert(-2, 5)
a.insert(100, 6)
a.insert(-100, 7)
print(a.pop(), a.pop(0), a)
a.remove(20)
a.reverse()
a *= 2
a += array('i', [1])
print(a)
del a[0], a[-1]
m = memoryview(a)
m[0] = -5
struct.pack_into('i', a, 4, 77)
print(a, m[1], m.itemsize, m[1:3].tolist())
u = array('u', 'héllo')
u.fromunicode(' wörld')
u[0] = 'J'
print(u, u.tounicode(), ''.join(u), u[::-1])


class Samples(array):
    def __new__(cls, *args):
        return array.__new__(cls, 'd', args)

    def mean(self):
        return sum(self) / len(self)


s = Samples(1, 2, 6)
s.name = 'x'
print(s, s.mean(), s[1:], type(s[1:]).__name__, isinstance(s, array))
t = copy.copy(s)
print(type(t).__name__, t)
try:
    for x in (big := array('b', [1, 2, 3])):
        if len(big) < 6:
            big.append(x)
    print(big)
finally:
    print(module._array_reconstructor(array, 'i', 9, b'\0\0\1\2'), module._array_reconstructor(array, 'd', 15, struct.pack('>f', 1.5)),
          module._array_reconstructor(array, 'u', 19, 'ab𝄞'.encode('utf-16-be')))
