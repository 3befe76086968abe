# Frames of running code: sys._getframe, sys._current_frames, inspect.stack and what goes with them.
import inspect
import sys
import threading
import time
import traceback

X = 5
def who(): return inspect.stack()[1].function, inspect.stack()[0][3], inspect.stack()[1].lineno, inspect.stack()[1].code_context
class A:
    def m(self, a, *args, k=1, **kw):
        b = a + 1
        f = inspect.currentframe()
        print(f.f_code.co_name, f.f_lineno, sorted(f.f_locals), f.f_code.co_qualname, f.f_code.co_firstlineno)
        print(inspect.getargvalues(f)[:3], f.f_back.f_code.co_name, f.f_globals['X'], f.f_back.f_locals is f.f_back.f_globals)
        try:
            c = 3
            f = sys._getframe()
            print(f.f_lineno, sorted(f.f_locals.items(), key=str)[:2], f.f_locals['c'], f.f_back.f_code.co_name)
            return who()
        finally:
            pass
print(A().m(1, 2, z=3))
def outer():
    n = 1
    def inner():
        nonlocal n
        n += 1
        return sys._getframe().f_locals, sys._getframe(1).f_locals['n']
    return inner()
print(outer())
print(sys._getframe().f_code.co_name, sys._getframe().f_lineno)
try: sys._getframe(100)
except ValueError as e: print(e)
def gen():
    yield sys._getframe().f_code.co_name, sys._getframe(1).f_code.co_name
def use():
    return next(gen())
print(use())
info = inspect.getframeinfo(inspect.currentframe())
print(info.function, info.lineno, info.code_context, info.index, info[:3][1:])
print([sys._getframe().f_code.co_name for _ in range(1)], (lambda: sys._getframe().f_code.co_name)())
def boom(): x=1; raise ValueError(1)
try: boom()
except ValueError:
    print([ (i.function, i.lineno) for i in inspect.trace()])
    tb=sys.exc_info()[2]
    print(tb.tb_frame.f_code.co_name, tb.tb_next.tb_frame.f_lineno)
ev,up=threading.Event(),threading.Event()
def waiting(): up.set(); ev.wait()
t=threading.Thread(target=waiting); t.start(); up.wait()
fr=sys._current_frames()
print(len(fr), t.ident in fr, threading.get_ident() in fr)
s=''.join(traceback.format_stack(fr[t.ident]))
print('in waiting' in s, s.count('File')>=1)
ev.set(); t.join()
print(repr(sys._getframe())[:10], type(sys._getframe()))
def fmt():
    name='zed'
    return "{name}".format_map(sys._getframe(0).f_locals)
print(fmt())
def callee(): return sys._getframe(1).f_locals['secret']
def caller():
    secret=42
    return callee()
print(caller())
def g2():
    yield 1
    yield 2
q=g2(); print(inspect.getgeneratorstate(q)); next(q); print(inspect.getgeneratorstate(q)); q.close(); print(inspect.getgeneratorstate(q))
