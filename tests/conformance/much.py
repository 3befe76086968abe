# Operations that go another way where they are about much: very many iterators, steps of views and bytearrays, ints of bytes, repetitions.
import itertools
print(list(itertools.product([1,2],[3],repeat=2)), list(itertools.product(repeat=0)), list(itertools.product([1],repeat=0)), list(itertools.product([],[1])))
print(list(itertools.permutations([1,2,3])), list(itertools.permutations([1,2,3],2)), list(itertools.permutations([],0)), list(itertools.permutations([1],2)))
print(list(itertools.combinations([1,2,3,4],2)), list(itertools.combinations([1],2)), list(itertools.combinations([],0)))
print(list(itertools.combinations_with_replacement([1,2,3],2)), list(itertools.combinations_with_replacement([],0)),list(itertools.combinations_with_replacement([],1)))
big = [[i, i+1] for i in range(1500)]
print([hash(t) == hash(tuple(x[k] for x in big)) for k, t in enumerate(zip(*big))], len(list(zip(*big, [1]))), len(list(map(lambda *a: a, *big))))
print([len(t) for t in itertools.zip_longest(*big, [1])])
try: list(zip(*big, [1], strict=True))
except ValueError as e: print(e)
try: list(zip([1], *big, strict=True))
except ValueError as e: print(e)
print([list(x) for x in itertools.tee([1,2], 3)], itertools.tee([1], 0))
b = bytes(range(256))
for n in (0, 1, 2, 7, 8, 9, 15, 16, 17, 31, 255):
    for o in ('big', 'little'):
        for s in (False, True):
            for part in (b[:n], b[-n:], bytes(n), bytes([255])*n, bytes([128])+bytes(n), bytes(n)+bytes([128])):
                x = int.from_bytes(part, o, signed=s)
                assert x.to_bytes(len(part), o, signed=s) == part, (part, o, s)
                print(x % 1000003, end=' ')
print(int.from_bytes([1,2,3], 'big'), int.from_bytes(bytearray(b'ab'), 'little'), int.from_bytes(memoryview(b'abcd')[::2], 'big'))
a = bytearray(range(64)); m = memoryview(a)
print(bytes(m[::3]), bytes(m[::-1]), bytes(m[50:2:-7]), bytes(m.cast('I')[::2]), bytes(m.cast('H')[::-3]), bytearray(m[::5]), m[::2] == a[::2], len(m[5:5:2].tobytes()))
m[::2] = m[1::2]; print(a); m[::-1] = bytes(a); print(a)
m.cast('I')[::2] = m.cast('I')[1::2]; print(a)
for n in range(6):
    a = bytearray(range(n)); a.reverse(); print(a, end=' ')
a = bytearray(range(256)) * 3000; c = bytearray(a); a.reverse(); print(a == c[::-1])
a = bytearray(range(255)) * 3001; c = bytearray(a); a.reverse(); print(a == c[::-1])
a = bytearray(b'abc' * 200000)
print(b'cab' in a, b'cc' in a, 99 in a, 100 in a, b'cc' in bytes(a), b'' in a, a in a, memoryview(b'bc') in a)
for x in (256, -1, 'a', None, 1.5):
    try: print(x in a)
    except Exception as e: print(type(e).__name__, e)
    try: print(x in b'abc')
    except Exception as e: print(type(e).__name__, e)
def rep(x, n):
    for i in range(2): y = x * n; z = n * x
    return y == z, len(y), type(y).__name__
for x in ([1], (1, 2), 'a', 'é', b'a', bytearray(b'a')):
    for n in (0, 1, 2, 128, 129, 100000): print(rep(x, n), end=' ')
def aug(x, n):
    for i in range(1):
        y = x
        y *= n
    return y is x, len(x), len(y)
for x in ([1], (1, 2), 'a', bytearray(b'a')): print(aug(x, 1000))
print(rep([1], True))
try: rep([1], 1.5)
except TypeError as e: print(e)
try: rep(None, 1000)
except TypeError as e: print(e)
print(str.maketrans('ab', 'cd', 'x'), complex('1' * 30))
import ctypes
print(((ctypes.c_int*5)(1,2,3,4,5))[::2], repr(ctypes.create_unicode_buffer('héé')[:]), ctypes.create_unicode_buffer('abc').value, ctypes.create_string_buffer(b'abc')[::-1], ((ctypes.c_int*2)*2)((1,2),(3,4))[:][1][:], (ctypes.c_double*3)(1,2,3)[5:1])
from multiprocessing import Array
print(Array('c', b'abc').value, Array('i', Array('i', [1,2]))[:], Array('B', b'ab')[:])
import re
print(re.search(b'c', bytearray(b'abc')).span(), re.search('é', 'èé').span(), re.compile('é').search('èéé', 2).span(), re.compile('é').search('èéé', 0, 1), re.search(b'b', memoryview(b'abc')).span())
