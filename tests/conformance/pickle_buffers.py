# PickleBuffer, and pickles that leave their buffers beside them.
import array
import copy
import io
import pickle
from pickle import PickleBuffer


def t(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


b=PickleBuffer(b'abc')
ba=bytearray(b'xyz'); m=PickleBuffer(ba)
t(lambda: (type(b), type(b).__module__, type(b).__qualname__, pickle.PickleBuffer is PickleBuffer))
t(lambda: PickleBuffer('x'))
t(lambda: PickleBuffer())
t(lambda: PickleBuffer(b'a', 1))
t(lambda: PickleBuffer(x=1))
t(lambda: PickleBuffer(5))
t(lambda: (type(b.raw()), bytes(b.raw()), b.raw().readonly, m.raw().readonly, b.raw().format, b.raw().ndim))
t(lambda: (bytes(b), memoryview(b).readonly, memoryview(m)[0]))
t(lambda: pickle.dumps(b))
t(lambda: pickle.dumps(b,3))
t(lambda: pickle.dumps(b,5))
t(lambda: pickle.dumps(m,5))
t(lambda: pickle.loads(pickle.dumps([b,m,b,m],5)))
t(lambda: pickle.dumps([b,b],5))
t(lambda: pickle.dumps([m,m],5))
bufs=[]
t(lambda: pickle.dumps([b,m],5,buffer_callback=bufs.append))
t(lambda: [type(x).__name__ for x in bufs])
t(lambda: bufs[0] is b)
d=pickle.dumps([b,m],5,buffer_callback=lambda x: None)
r=pickle.loads(d,buffers=[b,m])
t(lambda: [type(x).__name__ for x in r])
t(lambda: r[0] is b)
t(lambda: pickle.loads(d))
t(lambda: pickle.loads(d,buffers=[b]))
t(lambda: pickle.loads(d,buffers=[b'q',bytearray(b'w')]))
t(lambda: pickle.loads(d,buffers=iter([b'q',b'w'])))
t(lambda: pickle.loads(d,buffers=5))
t(lambda: pickle.loads(d,buffers=[5,6]))
d3=pickle.dumps(PickleBuffer(b'ro'),5,buffer_callback=lambda x: None); print(d3)
x=pickle.loads(d3,buffers=[bytearray(b'new')])
t(lambda: (type(x), bytes(x), x.readonly))
x=pickle.loads(d3,buffers=[b'new'])
t(lambda: (type(x), x))
t(lambda: pickle.dumps(b,5,buffer_callback=lambda x: True))
t(lambda: pickle.dumps(b,5,buffer_callback=lambda x: 1/0))
t(lambda: pickle.dumps(1,4,buffer_callback=bufs.append))
t(lambda: pickle.dumps(1,buffer_callback=bufs.append))
t(lambda: pickle.dumps(1,buffer_callback=None))
t(lambda: pickle.dumps(b,5,buffer_callback=5))


class Z(bytearray):
    def __reduce_ex__(self, p):
        if p >= 5:
            return type(self)._make, (PickleBuffer(self),), None
        return type(self)._make, (bytearray(self),)

    @classmethod
    def _make(cls, obj):
        with memoryview(obj) as mv:
            o = mv.obj
            if type(o) is cls:
                return o
            return cls(obj)


z = Z(b'zzz')
t(lambda: pickle.loads(pickle.dumps(z,5)) == z)
t(lambda: pickle.loads(pickle.dumps(z,4)) == z)
bs=[]
dz=pickle.dumps(z,5,buffer_callback=bs.append)
t(lambda: pickle.loads(dz,buffers=bs) is z)
t(lambda: len(bs))
m.release()
t(lambda: m.raw())
t(lambda: pickle.dumps(m,5))
t(lambda: memoryview(m)); m.release()
p=pickle.Pickler(io.BytesIO(),5,buffer_callback=bufs.append)
p.dump(b)
t(lambda: len(bufs))
t(lambda: pickle.Pickler(io.BytesIO(),2,buffer_callback=bufs.append))
u=pickle.Unpickler(io.BytesIO(d),buffers=[b,b])
t(lambda: [type(q).__name__ for q in u.load()])
f=io.BytesIO()
pickle.dump([b],f,5,buffer_callback=lambda x:None); f.seek(0)
t(lambda: type(pickle.load(f,buffers=[b'k'])[0]))
a=array.array('i',[1,2])
pa=PickleBuffer(a)
t(lambda: (pa.raw().format, bytes(pa.raw()), memoryview(pa).format))
t(lambda: pickle.loads(pickle.dumps(pa,5)))
t(lambda: PickleBuffer(memoryview(b'abcdef')[::2]).raw())
t(lambda: pickle.dumps(PickleBuffer(memoryview(b'abcdef')[::2]),5))
t(lambda: pickle.loads(pickle.dumps(PickleBuffer(memoryview(b'abcdef')[1:3]),5)))
t(lambda: PickleBuffer(PickleBuffer(b'q')).raw().obj)
t(lambda: b == b)
t(lambda: b == b'abc')
t(lambda: hash(b) is not None)
t(lambda: len(b))
t(lambda: b[0])
t(lambda: [n for n in dir(PickleBuffer) if not n.startswith('_')])
t(lambda: copy.copy(b))
