# How iterators are reduced, pickled, copied and sent to processes: each goes on where it was.
import copy
import multiprocessing as mp
import pickle


class Seq:
    def __getitem__(self,i):
        if i>2: raise IndexError
        return i
    def __len__(self): return 3
    def __repr__(self): return 'Seq'
    def __eq__(self, o): return isinstance(o, Seq)


def five(): return 5


def inc(x): return x+1


class It:
    def __init__(self,n): self.n=n
    def __iter__(self): return self
    def __next__(self):
        if self.n<=0: raise StopIteration
        self.n-=1; return self.n


class Able:
    def __iter__(self): return It(3)


class AbleGen:
    def __iter__(self): yield 1; yield 2


class L(list): pass


class D(dict): pass


def text(v, depth=0):
    "what __reduce__ returns, without addresses"
    if isinstance(v, tuple): return '(' + ', '.join(text(x, depth) for x in v) + ')'
    if hasattr(v, '__next__') and type(v).__module__ in ('builtins','itertools'):
        return type(v).__name__ + ':' + show(v)
    if callable(v): return getattr(v, '__qualname__', repr(v))
    if isinstance(v,(It,)): return 'It'
    return repr(v)


def show(x):
    try: return text(x.__reduce__())
    except Exception as e: return type(e).__name__ + ' ' + str(e)


def rest(x):
    out = []
    for _ in range(6):
        try: out.append(next(x))
        except StopIteration: break
        except Exception as e: out.append(type(e).__name__ + ' ' + str(e)); break
    return out


makers = dict(list=lambda:iter([1,2,3]), rev=lambda:reversed([1,2,3]), tuple=lambda:iter((1,2)), revtuple=lambda:reversed((1,2)),
  dict=lambda:iter({1:2,3:4}), values=lambda:iter({1:2,3:4}.values()), items=lambda:iter({1:2,3:4}.items()), keys=lambda:iter({1:2}.keys()),
  rdict=lambda:reversed({1:2,3:4}), ritems=lambda:reversed({1:2,3:4}.items()), set=lambda:iter({1,2}), fset=lambda:iter(frozenset([1,2])),
  range=lambda:iter(range(2,8,3)), rrange=lambda:reversed(range(2,8,3)), erange=lambda:iter(range(0)), str=lambda:iter('ab'), ustr=lambda:iter('äb'), estr=lambda:iter(''),
  bytes=lambda:iter(b'ab'), ba=lambda:iter(bytearray(b'ab')), call=lambda:iter(five,6), call2=lambda:iter([1,6].pop,6), call3=lambda:iter(five,5),
  seq=lambda:iter(Seq()), rseq=lambda:reversed(Seq()), rstr=lambda:reversed('ab'), zip=lambda:zip([1,2],[2,3]), zips=lambda:zip([1],[2,3],strict=True), zip0=lambda:zip(),
  map=lambda:map(inc,[1,2]), map2=lambda:map(pow,[1,2],(3,4)), filter=lambda:filter(None,[1,0,2]), filterf=lambda:filter(inc,[1,-1]), enum=lambda:enumerate([1,2]), enumbig=lambda:enumerate('ab',10**30), enumneg=lambda:enumerate((5,),-3),
  gen=lambda:(x for x in [1,2]), zipgen=lambda:zip(x for x in [1]), own=lambda:zip(It(2)), able=lambda:zip(Able(),[1,2]), ablegen=lambda:map(inc,AbleGen()), L=lambda:iter(L([1,2])), zipL=lambda:zip(L([1,2])), zipD=lambda:zip(D(a=1)), zipzip=lambda:zip(zip([1,2]),map(inc,[3])), zipseq=lambda:zip(Seq()), shared=lambda:(lambda i: zip(i,i))(iter([1,2,3,4])), emap=lambda:enumerate(map(inc, filter(None, range(3)))), zset=lambda:zip({1,2},{3:4},'xy',b'ab'))

numbers = [1, 2, 3]
place = iter(numbers)
next(place)
letters = enumerate("abc")
next(letters)
twice = zip(place, place)
generated = zip((x for x in [1]), [1])


def child(q):
    numbers.append(9)
    q.put((rest(twice), rest(letters), rest(place)))


def same(x):
    return x


if __name__ == "__main__":
    for name, make in makers.items():
        for n in (0, 1, 2, 5):
            x = make()
            for _ in range(n):
                try:
                    next(x)
                except StopIteration:
                    pass
                except Exception as e:
                    print(e)
            print(name, n, show(x))
            for what, f in [("pickle", lambda x: pickle.loads(pickle.dumps(x))), ("2", lambda x: pickle.loads(pickle.dumps(x, 2))), ("deep", copy.deepcopy), ("copy", copy.copy)]:
                try:
                    y = f(x)
                    print("  ", what, type(y).__name__, rest(y))
                except Exception as e:
                    print("  ", what, type(e).__name__, e)
            print("  ", rest(x))
    q = mp.Queue()
    p = mp.Process(target=child, args=(q,))
    p.start()
    print(q.get())
    p.join()
    print(p.exitcode, next(place))
    for method in ("fork", "spawn"):
        with mp.get_context(method).Pool(1) as pool:
            for name in "list zip emap shared call seq tuple str ustr range zset ba able rseq dict items".split():
                x = makers[name]()
                next(x)
                y = pool.apply(same, (x,))
                print(method, name, type(y).__name__, rest(y), rest(x))
    for bad in (5, None, "x", 10**30):
        for x in (iter([1]), iter(range(3)), reversed("ab")):
            try:
                x.__setstate__(bad)
                print(rest(x))
            except Exception as e:
                print(type(e).__name__, e)
