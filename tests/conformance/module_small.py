import heapq, bisect, graphlib, ast, inspect, keyword, linecache, numbers, weakref, gc, importlib
h=[5,1,4,2,3]; heapq.heapify(h); print(h); heapq.heappush(h,0); print(h, heapq.heappop(h), h, heapq.heappushpop(h,9), heapq.heapreplace(h,7), h)
print(heapq.nlargest(2,[1,5,3]), heapq.nsmallest(2,[4,1,3],key=lambda x:-x), list(heapq.merge([1,4],[2,3],[0])), list(heapq.merge([4,1],[3,2],reverse=True)))
try: heapq.heappop([])
except IndexError as e: print(e)
q=[]; 
for p in [(2,'b'),(1,'a'),(3,'c')]: heapq.heappush(q,p)
while q: print(heapq.heappop(q))
a=[1,3,5]; print(bisect.bisect(a,3), bisect.bisect_left(a,3), bisect.insort(a,4), a, bisect.bisect(a, 9, key=lambda x:x*2), bisect.bisect(a,x=2,lo=1) if 0 else '')
ts=graphlib.TopologicalSorter({'D':{'B','C'},'B':{'A'},'C':{'A'}}); print(list(ts.static_order())[0])
try: list(graphlib.TopologicalSorter({1:[2],2:[1]}).static_order())
except graphlib.CycleError as e: print(e.args[0], len(e.args[1]))
print(ast.literal_eval("{'a': [1, 2.5, -3, (4,), {5}], 'b': None, 'c': True, 'd': b'x', 'e': 'it''s'}"))
for bad in ['foo()', 'a', '1+1', '[1']:
    try: print(ast.literal_eval(bad))
    except Exception as e: print(type(e).__name__)
def f(a, b=2, /, c=3, *args, d, e: int = 5, **kw) -> str:
    """Doc
        of f"""
    return a
print(inspect.signature(f), inspect.getdoc(f), inspect.isfunction(f), inspect.isclass(int), inspect.isgeneratorfunction(f))
print(inspect.getsource(f))
class K:
    x = 1
    def m(self, y): pass
    @property
    def p(self): return 1
print(inspect.signature(K().m), inspect.signature(K), inspect.getsource(K), [n for n,_ in inspect.getmembers(K, inspect.isfunction)], list(inspect.signature(f).parameters), inspect.signature(f).parameters['b'].default, inspect.signature(f).parameters['d'].kind)
b=inspect.signature(f).bind(1,d=4); b.apply_defaults(); print(b.arguments)
print(keyword.iskeyword('if'), len(keyword.kwlist), isinstance(3, numbers.Number), isinstance(3.5, numbers.Integral), isinstance(True, numbers.Integral))
class O: pass
o=O(); r=weakref.ref(o); print(r() is o); d=weakref.WeakValueDictionary(); d['a']=o; print(d['a'] is o, len(d))
print(gc.isenabled(), gc.disable(), gc.isenabled(), isinstance(gc.collect(), int))
m=importlib.import_module('math'); print(m.floor(2.5), importlib.import_module('os.path').basename('/a/b'))
print(linecache.getline(__file__, 1).split()[0])
def deco(fn):
    import functools
    @functools.wraps(fn)
    def w(*a, **k):
        sig = inspect.signature(fn); ba = sig.bind(*a, **k); return ba.arguments
    return w
@deco
def g(x, y=2): pass
print(g(1), inspect.signature(g), inspect.ismodule(inspect), inspect.isbuiltin(len), callable(g))
