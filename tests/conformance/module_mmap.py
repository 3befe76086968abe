# Anonymous memory that processes share: what it takes and gives, errors, and children that write to it.
import mmap
import pickle
import struct
from multiprocessing import Pool, Process

m = mmap.mmap(-1, 13)
for s in '''mmap.mmap(-1, 0)
mmap.mmap(-1, -1)
mmap.mmap('a', 1)
len(m)
m
m.write(b'hello world!!')
m.write(b'x')
m.tell()
m.read()
m.seek(0)
m.read(5)
m.read_byte()
m.readline()
m.read_byte()
m.seek(20)
m.seek(-1)
m.seek(-3, 2)
m.read()
m.seek(1, 3)
m[0]
m[-1]
m[13]
m[2:5]
m[::2]
m[::-3]
m['a']
m.__setitem__(0, 65)
m.__setitem__(0, 300)
m.__setitem__(0, b'a')
m.__setitem__(99, 1)
m.__setitem__(slice(0, 3), b'XYZ')
m.__setitem__(slice(0, 3), b'XYZW')
m.__setitem__(slice(0, 6, 2), b'135')
m.find(b'w')
m.find(b'w', 0)
m.find(b'w', 8)
m.rfind(b'!', 0)
m.find('a')
m.write('a')
m.write_byte(300)
m.write_byte(b'a')
m.seek(0)
m.write_byte(66)
m.flush()
m.move(0, 6, 5)
m[:]
bytes(m)
memoryview(m).nbytes
struct.pack_into('<i', m, 4, 77)
struct.unpack_from('<i', m, 4)
list(m)[:2], len(list(m)), 97 in m
m.closed
m.__enter__() is m
pickle.dumps(m)
m.foo
m.close()
m.closed
m
m.read()
m[0]
len(m)
m.close()
mmap.mmap(-1, 4, access=mmap.ACCESS_READ).write(b'x')
mmap.mmap(-1, 4, access=mmap.ACCESS_READ).__setitem__(0, 1)
mmap.PAGESIZE
mmap.error
mmap.mmap.__name__, mmap.mmap.__module__
mmap.ACCESS_WRITE, mmap.ACCESS_COPY, mmap.ACCESS_DEFAULT, mmap.PROT_EXEC'''.split('\n'):
    try:
        print(s, '->', repr(eval(s)))
    except Exception as e:
        print(s, '->', type(e).__name__, e)

flags = mmap.mmap(-1, 4)


def mark(i):
    flags.seek(i)
    flags.write_byte(i + 1)
    return flags.tell()


def fill(shared):
    shared[0:2] = b'ab'


if __name__ == '__main__':
    with Pool(2) as pool:
        print(pool.map(mark, range(4)))
    print(flags[:], flags.tell())
    p = Process(target=fill, args=(flags,))
    p.start()
    p.join()
    print(flags.read())
    with mmap.mmap(-1, 8) as block:
        block.write(struct.pack('d', 2.5))
        print(struct.unpack('d', block[:]))
    print(block.closed)

# what goes through much of a map does so in pieces
m = mmap.mmap(-1, 1000000)
for at in 262140, 524280, 786430:
    m[at:at + 12] = b'needle\nthere'
print(m.find(b'needle'), m.find(b'there', 262148), m.rfind(b'needle'), m.rfind(b'needle', 0, 786435), m.rfind(b'needle', 0, 262145))
print(m.find(b'needle\nthere' + bytes(300000)), m.rfind(bytes(200000)), m.find(b'e' * 7), m.find(b''), m.rfind(b''), m.rfind(b'', 5, 7))
print(len(m.readline()), len(m.readline()), len(m.readline()), len(m.readline()), m.readline())
print(m[::2].count(b'n'), m[::-3].count(b'e'), m[999999:262139:-1].find(b'eldeen'))
m[::2] = b'ab' * 250000
print(m[262136:262152], m[-8:])
m.move(3, 0, 900000)
print(m[262139:262155], m[:8])
m.move(0, 3, 900000)
print(m[262136:262152])
m.seek(5)
print(m.write(bytes(range(256)) * 3000), m.tell(), m[262149:262153])
m.close()
