import random
import struct

def t(s):
    try:
        print(s, repr(eval(s)))
    except Exception as e:
        print(s, type(e).__name__, e)

for s in """struct.pack('s','a')
struct.pack('5s',b'ab')
struct.pack('3p',b'abcdef')
struct.pack('?',[])
struct.pack('c','a')
struct.pack('3',5)
struct.pack('i')
struct.pack('i',1,2)
struct.unpack('i',b'abc')
struct.unpack_from('i',b'abc')
struct.unpack_from('i',b'abcdef',4)
struct.unpack_from('i',b'abcdef',-10)
struct.unpack_from('i',b'abcdef',-2)
struct.unpack_from('i',b'abcdef',-4)
struct.pack_into('i',bytearray(2),0,1)
struct.pack_into('i',bytearray(8),6,1)
struct.pack_into('i',bytearray(8),-2,1)
struct.pack_into('i',bytearray(8),-20,1)
struct.pack_into('i',b'12345678',0,1)
struct.pack_into('i',bytearray(8))
struct.pack_into('i')
struct.pack_into('i',bytearray(8),0)
struct.iter_unpack('i',b'abc')
list(struct.iter_unpack('<h',b'abcd'))
list(struct.iter_unpack('',b''))
struct.calcsize('ib0i')
struct.calcsize('i'*1000)
struct.calcsize('99999999999999999999i')
struct.calcsize('9223372036854775807i')
struct.Struct('ib').size
struct.Struct(b'ib').format
struct.pack('1i 2i',1,2,3)
struct.unpack('?',b'\\x02')
struct.pack('10x')
struct.pack(1)
struct.unpack('i','abcd')
struct.unpack('i')
struct.unpack()
struct.pack()
struct.calcsize('é')
struct.pack('0s',b'abc')
struct.unpack('3p', b'\\x09ab')
struct.error
struct.Struct('i').pack(1,2)
struct.Struct('i').unpack(b'a')
struct.pack('<d', 10**400)
struct.unpack_from('<i', buffer=b'abcdefgh', offset=2)
struct.pack('f', float('nan'))
struct.pack('<f', float('inf'))
struct.pack('f',1e39)
struct.pack('<f',1e39)
struct.pack('>10s?xh', b'hello', True, -2)
struct.Struct('i').iter_unpack(b'abcdefgh')""".split('\n'):
    if 'iter_unpack(b' not in s:
        t(s)
buf = bytearray(12)
struct.pack_into('>hhl', buf, 2, 1, 2, 3)
print(buf)
for p in ['', '<', '>', '=', '@', '!']:
    for c in 'bBhHiIlLqQnNPefd?cspxz':
        t("struct.calcsize('%s%s')" % (p, c))
        for v in ['2**70', '-2**70', '2**63', '2**64-1', '-2**63', '2**31', '-2**31-1', '40000', '-129', '200', '-1', '0', '1.5', 'True', 'None', "'a'", "b'a'", '65504.0', '65520.0', '1e-7', '6e-8', '5.9e-8', '-0.0', '3e-8', '1e40']:
            t("struct.pack('%s%s',%s)" % (p, c, v))
random.seed(3)
for n in range(1500):
    f = random.choice(['', '<', '>', '=', '@', '!']) + ''.join(random.choice(['', '', '2', '3', '0', ' ']) + random.choice('bBhHiIlLqQefds?xcnNP') for _ in range(random.randint(0, 6)))
    try:
        size = struct.calcsize(f)
    except struct.error as e:
        print(f, e)
        continue
    data = random.randbytes(size)
    v = struct.unpack(f, data)
    print(repr(f), size, data, v)
    if all(x == x for x in v):
        print(struct.pack(f, *v))
