from contextlib import *
@contextmanager
def cm(x):
    print('in', x)
    try: yield x*2
    except ValueError as e: print('caught', e)
    finally: print('out')
with cm(2) as v: print(v)
with cm(3): raise ValueError('boo')
try:
    with cm(3): raise KeyError('boo')
except KeyError as e: print('key', e)
with suppress(ZeroDivisionError): 1/0
import sys
class W:
    def __init__(self): self.s=''
    def write(self, t): self.s += t
    def flush(self): pass
w = W()
with redirect_stdout(w): print('hidden')
print(repr(w.s))
with ExitStack() as st:
    a = st.enter_context(cm('a')); b = st.enter_context(cm('b')); st.callback(print, 'cb')
    print(a, b)
with closing(open(__file__)) as fh: print(fh.readline()[:4])
with nullcontext(5) as n: print(n)
@cm('deco')
def df(): print('body')
df(); df()
