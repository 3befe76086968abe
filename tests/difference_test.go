package tests

import (
	"strings"
	"testing"

	"github.com/mpstar/mpstar/tests/oracle"
)

// TestDifferences shows each difference from CPython that docs/compatibility.md
// lists: what a script prints, or the last line of its error. A difference that is
// mended leaves this table and that page.
func TestDifferences(t *testing.T) {
	for _, tt := range []struct{ name, script, want string }{
		{"async", "async def f(): pass", "SyntaxError: 'async' functions are not supported by mpstar"},
		{"except*", "try: pass\nexcept* ValueError: pass", "SyntaxError: 'except*' is not supported by mpstar"},
		{"named characters", `print("\N{BULLET}")`, `SyntaxError: \N{...} escapes are not supported: write \N{BULLET} as \u or \U with its number`},
		{"source encodings", "# coding: cp1252\nprint(1)", "SyntaxError: encoding problem: cp1252 (source files are UTF-8, Latin-1 or ASCII)"},
		{"bool arithmetic", "import json\ndef f(x, y): return x + y\nprint(f(json.loads('true'), 1))", "TypeError: unsupported operand type(s) for +: 'bool' and 'int'"},
		{"bytes and bytearray", "def f(x, y): return x == y\nprint(f(b'a', bytearray(b'a')))", "False"},
		{"annotations", "def f(x: 1 / 0): pass\nprint('not evaluated')", "not evaluated"},
		{"str in a variable unpacked", "def f(s):\n    for i in range(2):\n        a, b = s\nf('xy')", "TypeError: cannot unpack non-iterable str object"},
		{"positional-only by name", "print((lambda a, /: a)(a=1))", "1"},
		{"equal keys of other types", "print({1: 'a', True: 'b'})", "{1: 'a', True: 'b'}"},
		{"numbers among bools", "def f(x): return 1 in x\nprint(f([True]))", "False"},
		{"large keys", "t = ()\nfor i in range(20): t = t, t\n{t}", "OverflowError: cannot hash more than 262144 items of tuples within tuples"},
		{"long keys", "{tuple(range(5000000))}", "OverflowError: cannot hash a tuple of more than 524288 items"},
		{"texts in keys", "{('x' * 10**7,) * 10: 1}", "OverflowError: cannot hash more than 33554432 bytes of text"},
		{"long texts as keys", "def f(d, s):\n    return d.get(s)\nk = 'x' * 10**8\nhash(k)\nf({}, k)", "OverflowError: cannot hash more than 33554432 bytes of text"},
		{"long names of attributes", "hasattr(5, 'x' * 1048577)", "OverflowError: attribute name of more than 1048576 bytes"},
		{"long names of modules", "__import__('x' * 10**5)", "ModuleNotFoundError: No module named '" + strings.Repeat("x", 100) + "...' (a name of 100000 bytes)"},
		{"long missing keys", "def f(d, k): return d[k]\ntry: f({}, 'é' * 100000)\nexcept KeyError as e: print(type(e.args[0]).__name__)", "object"},
		{"carets far beyond a line", "import traceback\ne = SyntaxError('m', ('f', 1, 1, 'ab', 1, 20002))\nprint(len(traceback.format_exception_only(e)[2]))", "7"},
		{"deep keys", "t = ()\nfor i in range(20000): t = t,\n{t}", "RecursionError: maximum recursion depth exceeded while hashing an object"},
		{"a set looked for in a set", "print({1} in {frozenset({1})})", "TypeError: unhashable type: 'set'"},
		{"missing keys by name", "from collections import defaultdict\ndefaultdict(int).__getitem__('a')", "KeyError: 'a'"},
		{"Barrier for no int", "import threading\nthreading.Barrier(1.5)", "TypeError: 'float' object cannot be interpreted as an integer"},
		{"order of NaN", "def f(x, y): return x > 1, x == y\nnan = float('nan')\nprint(*f(nan, nan))", "True True"},
		{"halves of huge ints", "def f(x): return x / 2\nf(2**1024)", "OverflowError: int too large to convert to float"},
		{"bounds of ranges", "range(10**20)", "OverflowError: range() with a number beyond 64 bits is not supported"},
		{"daemon of a thread", "import threading\nprint(threading.Thread(daemon='x').daemon)", "True"},
		{"NaN as a timeout", "import multiprocessing\nmultiprocessing.Event().wait(float('nan'))", "ValueError: cannot convert float NaN to integer"},
		{"unbound free variable", "def f():\n    def g(): return v\n    try: g()\n    except NameError as e: print(type(e).__name__)\n    v = 1\nf()", "UnboundLocalError"},
		{"__del__", "class A:\n    def __del__(self): print('del')\na = A()\ndel a\nprint('end')", "end"},
		{"syntax warnings", "exec('print(1 is 1)')", "True"},
		{"memoryview", "b = bytearray(b'ab')\nm = memoryview(b)\nb.append(1)\nprint(m[0])", "BufferError: the object under this memoryview has changed its size"},
		{"memoryview shape", "memoryview(b'abcd').cast('B', [2, 2])", "NotImplementedError: memoryview.cast() to a shape is not part of mpstar: views have one dimension"},
		{"breakpoint", "breakpoint()", "NotImplementedError: breakpoint() is not part of mpstar: there is no debugger to enter"},
		{"aiter", "aiter(3)", "NotImplementedError: aiter() is not part of mpstar: async iteration is not supported"},
		{"copyright", "copyright", "NameError: name 'copyright' is not defined"},
		{"other modules", "import asyncio", "ModuleNotFoundError: No module named 'asyncio' (this module of Python's standard library is not part of mpstar)"},
		{"re.DEBUG", "import re\nre.compile('a', re.DEBUG)", "NotImplementedError: re.DEBUG is not supported: patterns are compiled in another way here"},
		{"ctypes", "import ctypes\nctypes.CDLL('x')", "NotImplementedError: ctypes.CDLL is not part of mpstar: of ctypes it has simple types, arrays, structures and unions, but no pointers and no foreign functions"},
		{"ctypes pointers", "from ctypes import *\nclass S(Structure): _fields_ = [('s', c_char_p)]", "NotImplementedError: ctypes.c_char_p is not part of mpstar: of ctypes it has simple types, arrays, structures and unions, but no pointers and no foreign functions"},
		{"ctypes views", "from ctypes import *\nprint(memoryview((c_int * 2)(1, 2)).format)", "B"},
		{"frames", "try: 1 / 0\nexcept ZeroDivisionError as e: e.__traceback__.tb_frame.f_locals", "NotImplementedError: variables of a frame that no longer runs can't be looked at"},
		{"syntax trees", "import ast\nast.parse('1')", "AttributeError: module 'ast' has no attribute 'parse' (mpstar has literal_eval of it: its programs are no trees of Python's)"},
		{"reload", "import importlib, math\nimportlib.reload(math)", "NotImplementedError: importlib.reload() is not part of mpstar: a module is compiled once"},
		{"weak references", "import weakref\nclass A: pass\nr = weakref.ref(A())\nprint(r() is None)", "False"},
		{"objects", "import gc\ngc.get_objects()", "NotImplementedError: gc.get_objects() is not part of mpstar: objects are not tracked"},
		{"logging syslog", "import logging.handlers\nlogging.handlers.SysLogHandler()", "NotImplementedError: logging.handlers.SysLogHandler is not part of mpstar: there is no syslog"},
		{"sockets", "import socket\nsocket.socket().dup()", "NotImplementedError: socket.dup() is not part of mpstar: pass the socket itself"},
		{"long names", "import os.path as p\nn = 'a' * 200000\nprint(p.exists(n), p.lexists(n), p.isfile(n), p.isdir(n), p.islink(n), p.ismount(n))\np.basename(n)", "False False False False False False"},
		{"large buffers", "import os, tempfile\nwith tempfile.TemporaryDirectory() as d, open(d + '/f', 'wb', buffering=10**7) as f:\n    f.write(b'x' * 3 * 2**20)\n    print(os.path.getsize(f.name) > 0)", "True"},
		{"select of a file", "import select\nselect.select([0], [], [])", "NotImplementedError: select of descriptor 0: only sockets and connections can be waited for"},
		{"maps of files", "import mmap\nmmap.mmap(5, 10)", "NotImplementedError: mmap of a file is not part of mpstar: only anonymous memory, mmap.mmap(-1, length)"},
		{"concurrent.interpreters", "import concurrent.interpreters", "ModuleNotFoundError: No module named 'concurrent.interpreters' (mpstar has concurrent.futures.InterpreterPoolExecutor)"},
		{"os.fork", "import os\nos.fork()", "NotImplementedError: os.fork is not part of mpstar; use multiprocessing.Process"},
		{"lambdas cross", "from multiprocessing import Pool\nwith Pool(1) as p: print(p.map(lambda x: x + 1, [1]))", "[2]"},
		{"semaphore of a dead process", "import os\nfrom multiprocessing import Process, Semaphore\ns = Semaphore(1)\ndef f():\n    s.acquire()\n    os._exit(1)\np = Process(target=f)\np.start()\np.join()\nprint(s.get_value())", "1"},
		{"worker that dies", "import os\nfrom multiprocessing import Pool\nwith Pool(1) as p:\n    try: p.apply(os._exit, (3,))\n    except Exception as e: print(type(e).__name__, p.apply(abs, (-1,)))", "WorkerDied 1"},
		{"lock of a dead process", "from multiprocessing import Process, Lock\nlock = Lock()\np = Process(target=lambda: lock.acquire() and None)\np.start()\np.join()\nprint(lock.acquire(False))", "True"},
		{"mixed start methods", "import multiprocessing as m\ndef f(q): q.put(q.get() + 1)\nq = m.get_context('fork').Queue()\nq.put(1)\np = m.get_context('spawn').Process(target=f, args=(q,))\np.start()\np.join()\nprint(q.get())", "2"},
		{"xml connections", "from multiprocessing.connection import XmlClient\nXmlClient(('localhost', 1))", "NotImplementedError: multiprocessing.connection.XmlClient is not available yet: mpstar has no XML-RPC"},
		{"shared memory", "from multiprocessing.shared_memory import SharedMemory as S, ShareableList as L\ns = S(create=True, size=9)\nv = s.buf[:2]\ns.close()\ntry: v[0]\nexcept BufferError as e: print(e)\ns.unlink()\nprint(L([1, 2]).format)", "the object under this memoryview has changed its size\nqq"},
		{"reducer", "import multiprocessing as m\nm.get_context('fork').reducer = None", "NotImplementedError: the reducer of a context cannot be replaced: mpstar copies what goes to another process"},
		{"util", "from multiprocessing import util\nutil.close_all_fds_except([])", "NotImplementedError: multiprocessing.util.close_all_fds_except is not available yet: mpstar has no file descriptors that a child could inherit"},
		{"private names", "from multiprocessing import Process\nProcess()._bootstrap()", "AttributeError: 'Process' object has no attribute '_bootstrap'"},
		{"interrupt", "import time\nfrom multiprocessing import Process\np = Process(target=time.sleep, args=(60,))\np.start()\np.interrupt()\np.join()\nprint(p.exitcode)", "1"},
		{"unsendable item", "from multiprocessing import Queue\nQueue().put([1, {'k': (i for i in 'ab')}])", "in obj[1]['k']"},
		{"condition of a semaphore", "from multiprocessing import Condition, Semaphore\nCondition(Semaphore())", "TypeError: a Condition needs a Lock or an RLock, not a Semaphore"},
		{"reduction", "from multiprocessing.reduction import DupFd\nDupFd(1)", "NotImplementedError: multiprocessing.reduction.DupFd is not available yet: mpstar has no file descriptors to pass between processes"},
		{"manager set", "import multiprocessing as m\ns = m.Manager().set([1])\ns |= {2}\nprint(sorted(s), 2 in s, len(s), s)", "[1, 2] True 2 {1, 2}"},
		{"xml manager", "from multiprocessing.managers import BaseManager\nBaseManager(serializer='xmlrpclib')", "NotImplementedError: managers of another serializer than 'pickle' are not available"},
		{"input of children", "from multiprocessing import Process\ndef f():\n    try: input()\n    except EOFError as e: print(e)\np = Process(target=f)\np.start()\np.join()", "EOF when reading a line"},
		{"hostile pickles", "import pickle\npickle.loads(b\"cos\\nsystem\\n(S'echo'\\ntR.\")", "_pickle.UnpicklingError: a pickle cannot name os.system here"},
		{"iterators of containers in pickles", "import collections, pickle\npickle.dumps(iter(collections.deque()))", "TypeError: cannot pickle 'generator' object"},
		{"pickled unions", "import pickle\npickle.dumps(int | str)", "TypeError: cannot pickle 'types.UnionType' object"},
		{"notes of exceptions", "e = ValueError()\ne.add_note('a')\nprint(e.__dict__, e.__notes__)", "{} ['a']"},
		{"names of builtins in pickles", "import pickle\npickle.loads(pickle.dumps(print))", "_pickle.UnpicklingError: a pickle cannot name builtins.print here"},
		{"odd arguments", "import threading\nthreading.Semaphore(1.5)", "TypeError: 'float' object cannot be interpreted as an integer"},
		{"inner names", "from multiprocessing.context import assert_spawning", "ImportError: cannot import name 'assert_spawning' from 'multiprocessing.context' (not part of mpstar)"},
		{"old protocols and keywords", "import pickle\nclass A:\n    def __new__(cls, *, a): return object.__new__(cls)\n    def __getnewargs_ex__(self): return (), {'a': 1}\npickle.dumps(A(a=1), 2)", "_pickle.PicklingError: an object whose __getnewargs_ex__ returns keywords needs protocol 4, not 2"},
		{"extension codes", "import copyreg\ncopyreg.add_extension('a', 'b', 1)", "NotImplementedError: copyreg.add_extension is not part of mpstar: pickles have names in full"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r, err := oracle.Command(mpstar, "-c", tt.script)
			if err != nil {
				t.Fatal(err)
			}
			got := strings.TrimSpace(r.Stdout)
			if got == "" {
				got = lastLine(r.Stderr)
			}
			if got != tt.want {
				t.Errorf("got %q, want %q\n%s", got, tt.want, r.Stderr)
			}
		})
	}
}
