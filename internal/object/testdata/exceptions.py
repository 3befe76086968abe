def t(s):
    try:
        r=eval(s); print(s,'->',repr(r),'|',str(r))
    except BaseException as e: print(s,'!!',type(e).__name__,e)
for s in ["Exception()","Exception(1)","Exception(1,2)","KeyError('a')","KeyError()","KeyError(1,2)","OSError(2,'x')","OSError(2,'x','f')","OSError(2,'x','f',None,'g')","OSError('a')","OSError(1)","OSError(2,'x','f').args","OSError(2,'x','f').filename2","OSError(2,'x').filename","OSError().errno","FileNotFoundError(2,'x')","FileNotFoundError('a')","OSError(11,'x')","OSError(32,'x')","OSError(1,'x')","OSError(3,'x')","OSError(110,'x')","OSError(10,'x')","OSError(111,'x')","OSError(103,'x')","OSError(104,'x')","OSError(17,'x')","OSError(4,'x')","OSError(21,'x')","OSError(20,'x')","OSError(13,'x')","OSError(1,2,3,4,5,6)","SystemExit().code","SystemExit(1).code","SystemExit(1,2).code","StopIteration(5).value","StopIteration().value","StopIteration(1,2).value","UnicodeDecodeError('utf-8',b'abc\\xff',3,4,'invalid start byte')","UnicodeDecodeError('utf-8',b'abc\\xff',1,4,'bad')","UnicodeEncodeError('ascii','\\xe9',0,1,'ordinal not in range(128)')","UnicodeEncodeError('ascii','a\\u20ac',0,2,'bad')","UnicodeEncodeError('ascii','a\\U0001f600',1,2,'bad')","UnicodeTranslateError('ab',0,1,'r')","UnicodeDecodeError('a')","ImportError('m',name='n',path='p')","ImportError('m',name='n').name","ImportError('m',x=1)","ModuleNotFoundError('x',name='y').name","SyntaxError('m')","SyntaxError('m',('f',1,2,'text'))","SyntaxError('m',('f',1,2,'text')).lineno","SyntaxError().msg","AttributeError('a',name='n',obj=3).name","NameError('a',name='n').name","NameError('a',foo=1)","ValueError(a=1)","ExceptionGroup('g',[ValueError(1)])","ExceptionGroup('g',[])","ExceptionGroup('g',[1])","ExceptionGroup('g',[KeyboardInterrupt()])","BaseExceptionGroup('g',[ValueError()])","ExceptionGroup('g',[ValueError(1),TypeError()]).exceptions","Exception('a').with_traceback(None)","Exception('a').__cause__","Exception('a').__traceback__","Exception('a').__suppress_context__","Exception('a').__notes__","StopAsyncIteration(3).value","KeyError('a').args","BlockingIOError(11,'x',5).characters_written","Exception(*range(3)).args", "OSError(2,'No such file','a b').strerror","hash(Exception())!=0","Exception(1)==Exception(1)","UnicodeError('a').args","MemoryError()","Exception('x').__reduce__()","BaseException.args", "Exception.with_traceback"]: t(s)
class A(Exception):
    def __init__(self,a,b): self.a=a
print(A(1,2).args, repr(A(1,2)), str(A(1,2)))
class B(Exception):
    def __init__(self,a,b): super().__init__(a); self.a=a
print(B(1,2).args, repr(B(1,2)), str(B(1,2)))
class C(OSError):
    def __init__(self,a): super().__init__(2,a)
print(repr(C('x')), C('x').errno)
class D(OSError): pass
print(repr(D(2,'x')), D(2,'x').errno, type(D(2,'x')))
e=OSError(2,'x','f'); e.filename='zz'; print(e); e.errno=5; print(e, e.args)
e=Exception(1); e.args=(1,2); print(e)
try: e.args=5
except TypeError as x: print(x)
try: e.__cause__=5
except TypeError as x: print(x)
try: e.__context__=5
except TypeError as x: print(x)
try: e.__traceback__=5
except TypeError as x: print(x)
try: raise 5
except TypeError as x: print(x)
try: raise ValueError from 5
except TypeError as x: print(x)
try: raise int
except TypeError as x: print(x)
try: e.add_note(5)
except TypeError as x: print(x)
try:
    raise
except RuntimeError as x: print(x)
try:
    try: 1/0
    except 5: pass
except TypeError as x: print(x)
try:
    try: 1/0
    except (5,ValueError): pass
except TypeError as x: print(x)
def g():
    yield 1
x=g()
try: x.throw(5)
except TypeError as x: print(x)
e.__cause__=ValueError(); print(e.__suppress_context__)
