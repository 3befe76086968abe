import multiprocessing as mp
class L(list): pass
class D(dict):
    def hello(self): return 'hi %d' % len(self)
class T(tuple): pass
class I(int): pass
class S(str): pass
l = L([1,2]); l.x = 3; l.append(l)
d = D(a=1)
k = {T((1,2)): I(5)}
s = S('abc')
def f(q):
    print(len(l), l[2] is l, l.x, type(l).__name__, d.hello(), d['a'], list(k.items())[0][0][1], list(k.values())[0]+1, s.upper(), isinstance(s, S))
    q.put((l, d, T((3,)), s))
if __name__ == '__main__':
    q = mp.Queue()
    p = mp.Process(target=f, args=(q,)); p.start(); p.join(1)
    a, b, c, e = q.get()
    print(a[2] is a, a.x, b, type(b), c, type(c), e, type(e))
