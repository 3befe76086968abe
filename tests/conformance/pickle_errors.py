import pickle


def t(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__module__, type(e).__name__, e)


class A:
    pass


def mk(r):
    class B:
        def __reduce__(self):
            return r
    return B()


for r in [1, (), (1,), (1, 2), (len, 2), (len, (), 1, [1]), (len, (), 1, None, [1]), (len, (), 1, None, None, 3), (1,) * 7, None]:
    t(lambda: pickle.dumps(mk(r)))


def gen():
    yield


t(lambda: pickle.dumps(gen()))
t(lambda: pickle.dumps([1, {"a": gen()}]))
t(lambda: pickle.dumps(pickle))


def outer():
    def inner(): pass
    class L: pass
    return inner, L


t(lambda: pickle.dumps(outer()[0]))
t(lambda: pickle.dumps(outer()[1]))
t(lambda: pickle.dumps(outer()[1]()))
B = A


class A:
    pass


t(lambda: pickle.dumps(B))
t(lambda: pickle.dumps(1, 6))
t(lambda: pickle.dumps(1, -1))
B.__module__ = "nomod"
t(lambda: pickle.dumps(B))
B.__module__ = "sys"
t(lambda: pickle.dumps(B))
t(lambda: pickle.loads(3))
t(lambda: pickle.loads("a"))
t(lambda: pickle.dump(1, 2))
t(lambda: pickle.load(2))
t(lambda: pickle.dumps())
for b in [b'',b'\x80\x04',b'.',b'N',b'\x80\x06.',b'K',b'x.',b'\x00',b'h\x05.',b'g5\n.',b'a.',b'(.',b'(N.',b'0.',b't.',b'\x80\x04K\x01Q.',b'Pabc\n.',b'}(K\x01u.',b'NNa.',b']K\x01a',b'cos\nsystem',b'cnomod\nx\n.',b'cbuiltins\nnox\n.',b'K\x01)R.',b'K\x01)\x81.',b'NNb.',b'\x95\x05\x00\x00\x00\x00\x00\x00\x00N.',b'\x82\x05.',b'\x82\x00.',b'I12x\n.',b'Fx\n.',b'L5\n.',b'S5\n.',b"S'abc\n.",b'V\\u12\n.',b'\x8b\xff\xff\xff\xff.',b'\x97.',b'\x98.',b'N\x98.',b'(d.',b'(K\x01d.',b']}}s.',b'}]]s.',b'K\x01K\x02\x93.',b'2.',b'\x94.',b'NN\x87.',b'N(\x91.',b'(\x90.',b'N(K\x01\x90.',b'q\x01',b'p-1\n.',b'j\xff\xff\xff\xff.',b'Np-1\n.',b'(K\x01o.',b'(o.',b'\x8c\x02\xff\xff.',b'(ibuiltins\nlist\n.',b'1.',b'(K\x011.']:
    print(b, end=' ')
    t(lambda: pickle.loads(b))
