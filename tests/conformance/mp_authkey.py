import multiprocessing as mp, pickle, copy
from multiprocessing.process import AuthenticationString
from multiprocessing.reduction import ForkingPickler
def child(q, key):
    p = mp.current_process()
    q.put((type(p.authkey).__name__, bytes(p.authkey), type(key).__name__, key == p.authkey))
def same(x): return x
if __name__ == '__main__':
    p=mp.current_process()
    print(type(p.authkey), AuthenticationString.__mro__, AuthenticationString.__module__, len(p.authkey))
    p.authkey=b'abc'; print(type(p.authkey), p.authkey, p.authkey==b'abc', repr(p.authkey), p.authkey[0], p.authkey+b'd', hash(p.authkey)==hash(b'abc'))
    p.authkey=bytearray(b'abc'); print(type(p.authkey), p.authkey)
    for v in ('x',5,None,[1,2]):
        try: p.authkey=v; print(repr(v), p.authkey)
        except Exception as e: print(repr(v), type(e).__name__, e)
    p.authkey=b'q'
    for f in (pickle.dumps, copy.copy, copy.deepcopy, ForkingPickler.dumps, lambda k: pickle.dumps({'a': [k]})):
        try: print(f(p.authkey))
        except Exception as e: print(type(e).__name__, e)
    q=mp.Process(); print(type(q.authkey), q.authkey, q._config)
    try: pickle.dumps(q)
    except Exception as e: print(type(e).__name__, e)
    c = copy.copy(q); print(c.name, c.is_alive())
    a, b = mp.Pipe()
    try: a.send(p.authkey)
    except Exception as e: print(type(e).__name__, e)
    with mp.Pool(1) as pool:
        try: print(pool.apply(same, (p.authkey,)))
        except Exception as e: print(type(e).__name__, e)
    for m in ('fork', 'spawn', 'forkserver'):
        ctx = mp.get_context(m)
        q = ctx.Queue()
        p = ctx.Process(target=child, args=(q, mp.current_process().authkey)); p.start(); print(q.get()); p.join(); print(p.exitcode)
