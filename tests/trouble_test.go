package tests

import (
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/mpstar/mpstar/tests/oracle"
)

// TestTroubles runs what scripts suffer from in CPython's multiprocessing: hangs,
// lost errors, refusals. docs/troubles.md says which row is about what.
func TestTroubles(t *testing.T) {
	for _, tt := range []struct{ name, script, want string }{
		{"worker killed mid-task", `
import os, time
from multiprocessing import Pool
def die(x):
    if x == 3: os.kill(os.getpid(), 9)
    return x
with Pool(2) as p:
    rs = [p.apply_async(die, (i,)) for i in range(6)]
    for r in rs:
        try: print(r.get(100), end=" ")
        except Exception as e: print(type(e).__name__, end=" ")
    print(p.map(abs, [-1, -2]))
`, "0 1 2 WorkerDied 4 5 [1, 2]"},
		{"join before the queue is drained", `
from multiprocessing import Process, Queue
q = Queue()
def fill():
    for i in range(50): q.put("x" * 100000)
p = Process(target=fill)
p.start()
p.join()
print(p.exitcode, q.qsize(), sum(len(q.get()) for _ in range(50)))
`, "0 50 5000000"},
		{"lambdas, closures, local functions", `
from multiprocessing import Pool, Process, Queue
def make(n):
    def add(x): return x + n
    return add
class C:
    class Inner:
        def twice(self, x): return 2 * x
with Pool(2) as p:
    print(p.map(make(10), [1, 2]), p.map(lambda x: x * x, [3]), p.map(C.Inner().twice, [4]))
q = Queue()
q.put(make(1))
print(q.get()(1))
`, "[11, 12] [9] [8]\n2"},
		{"no main guard", `
from multiprocessing import Pool, Process
def f(x): return x + 1
print("once")
with Pool(2) as p: print(p.map(f, [1, 2]))
p = Process(target=print, args=("child",))
p.start()
p.join()
`, "once\n[2, 3]\nchild"},
		{"functions made by exec, as at a prompt", `
from multiprocessing import Pool
exec("def typed(x): return x * 3")
with Pool(1) as p: print(p.map(typed, [1, 2]))
`, "[3, 6]"},
		{"lock of a killed process", `
import time
from multiprocessing import Event, Lock, Process
lock, ready = Lock(), Event()
def hold():
    lock.acquire()
    ready.set()
    time.sleep(1000)
p = Process(target=hold)
p.start()
ready.wait()
p.kill()
p.join()
print(lock.acquire(timeout=100), lock.abandoned)
lock.release()
with lock: print(lock.abandoned)
`, "True True\nFalse"},
		{"queue of a terminated process", `
from multiprocessing import Process, Queue
q = Queue()
def flood():
    while True: q.put(list(range(100)))
for i in range(20):
    p = Process(target=flood)
    p.start()
    q.get()
    p.terminate()
    p.join()
    while not q.empty():
        if q.get() != list(range(100)): print("torn")
q.put("whole")
print(q.get(timeout=100))
`, "whole"},
		{"reader terminated while it waits", `
import time
from multiprocessing import Process, Queue
q = Queue()
for i in range(10):
    p = Process(target=q.get)
    p.start()
    time.sleep(0.01)
    p.terminate()
    p.join()
q.put("for the parent")
print(q.get(timeout=100))
`, "for the parent"},
		{"exceptions with arguments of their own", `
from multiprocessing import Pool
class Two(Exception):
    def __init__(self, a, b):
        super().__init__(a)
        self.b = b
def fail(x): raise Two(1, x)
with Pool(1) as p:
    for call in (lambda: p.apply(fail, (2,)), lambda: p.map(fail, [3]), lambda: list(p.imap(fail, [4]))):
        try: call()
        except Two as e: print(repr(e), e.b)
`, "Two(1) 2\nTwo(1) 3\nTwo(1) 4"},
		{"SystemExit and other BaseExceptions in a task", `
import sys
from multiprocessing import Pool
class Base(BaseException): pass
def leave(x): sys.exit(x)
def base(x): raise Base(x)
with Pool(1) as p:
    for f in leave, base:
        try: p.apply(f, (3,))
        except BaseException as e: print(type(e).__name__)
    print(p.apply(abs, (-1,)))
`, "WorkerDied\nWorkerDied\n1"},
		{"unsendable result", `
from multiprocessing import Pool
def make(x): return (i for i in range(x))
with Pool(1) as p:
    try: p.apply(make, (3,))
    except Exception as e: print(type(e).__name__)
    print(p.apply(abs, (-1,)))
`, "MaybeEncodingError\n1"},
		{"traceback of the worker", `
from multiprocessing import Pool
def inner(x): return 1 // x
def outer(x): return inner(x)
with Pool(1) as p:
    try: p.map(outer, [1, 0])
    except ZeroDivisionError as e: print("in outer" in str(e.__cause__), "in inner" in str(e.__cause__))
`, "True True"},
		{"terminate with tasks running and waiting", `
import time
from multiprocessing import Pool
p = Pool(2)
rs = p.map_async(time.sleep, [1000] * 1000, chunksize=1)
time.sleep(0.1)
start = time.monotonic()
p.terminate()
p.join()
print(time.monotonic() - start < 100)
`, "True"},
		{"any object in any message", `
from multiprocessing import Event, Lock, Pipe, Process, Queue, Value, Pool
def use(q):
    inner, lock, value, event = q.get()
    with lock: value.value += 1
    inner.put("came through")
    event.set()
q, inner, lock, value, event = Queue(), Queue(), Lock(), Value("i", 1), Event()
p = Process(target=use, args=(q,))
p.start()
q.put((inner, lock, value, event))
event.wait()
print(inner.get(), value.value)
p.join()
def locked(l):
    with l: return "in a task"
with Pool(1) as pool: print(pool.apply(locked, (lock,)))
`, "came through 2\nin a task"},
		{"child started while a thread holds a lock", `
import threading
from multiprocessing import Process
lock, held, done = threading.Lock(), threading.Event(), threading.Event()
def hold():
    with lock:
        held.set()
        done.wait()
t = threading.Thread(target=hold)
t.start()
held.wait()
def child(): print("child", lock.acquire(timeout=100))
p = Process(target=child)
p.start()
p.join()
print("parent", lock.acquire(False))
done.set()
t.join()
`, "child True\nparent False"},
		{"thousands of locks", `
from multiprocessing import Lock, Semaphore
locks = [Lock() for _ in range(5000)] + [Semaphore(3) for _ in range(5000)]
print(all(l.acquire() for l in locks))
`, "True"},
		{"pool that nobody closes", `
from multiprocessing import Pool
p = Pool(3)
print(p.map(abs, [-1]))
q = Pool(2)
q.apply_async(abs, (1,))
`, "[1]"},
		{"a new worker for each task", `
from multiprocessing import Pool
with Pool(3, maxtasksperchild=1) as p:
    print(sum(p.map(abs, range(100), chunksize=1)), len(set(p.imap_unordered(abs, range(50)))))
`, "4950 50"},
		{"lines of several processes", `
from multiprocessing import Process
def talk(n):
    for _ in range(50): print(str(n) * 60)
ps = [Process(target=talk, args=(n,)) for n in range(4)]
for p in ps: p.start()
for p in ps: p.join()
`, strings.TrimSpace(strings.Repeat(strings.Repeat("0", 60)+"\n", 50) + strings.Repeat(strings.Repeat("1", 60)+"\n", 50) +
			strings.Repeat(strings.Repeat("2", 60)+"\n", 50) + strings.Repeat(strings.Repeat("3", 60)+"\n", 50))},
		{"output of a terminated child", `
import time
from multiprocessing import Event, Process
ready = Event()
def talk():
    print("before the end")
    ready.set()
    time.sleep(1000)
p = Process(target=talk)
p.start()
ready.wait()
p.terminate()
p.join()
print(p.exitcode)
`, "before the end\n-15"},
		{"task that takes too long", `
import time
from multiprocessing import Pool, TimeoutError
def spin(x):
    while x: pass
    return x
with Pool(2) as p:
    slow = p.apply_async(spin, (1,), timeout=0.2)
    quick = [p.apply_async(abs, (-n,), timeout=60) for n in range(5)]
    print([r.get() for r in quick])
    try: slow.get()
    except TimeoutError as e: print(str(e).startswith("__main__.spin took longer than 200ms; worker ForkPoolWorker-"))
    print(p.map(spin, [0, 0, 0]), len(p._pool))
`, "[0, 1, 2, 3, 4]\nTrue\n[0, 0, 0] 2"},
		{"endless iterable", `
from itertools import count
from multiprocessing import Pool
read = 0
def numbers():
    global read
    for n in count():
        read = n
        yield n
with Pool(2) as p:
    it = p.imap(abs, numbers(), buffersize=4)
    print([next(it) for _ in range(3)], read <= 7)
`, "[0, 1, 2] True"},
		{"progress of a map", `
from multiprocessing import Event, Pool
gate = Event()
def work(n):
    if n >= 6: gate.wait()
    return n
with Pool(4) as p:
    r = p.map_async(work, range(8), chunksize=1)
    while r._number_left > 2: r._event.wait(0.001)
    print(r._number_left, [v for v in r._value if v is not None], r.ready(), len(p._cache))
    gate.set()
    print(len(r.get()), r._number_left, len(p._cache))
    done = 0
    for _ in p.imap_unordered(abs, range(5)):
        done += 1
    print(done)
`, "2 [0, 1, 2, 3, 4, 5] False 1\n8 0 0\n5"},
		{"shared memory of processes that end", `
import os, time
from multiprocessing import Process, Queue
from multiprocessing.shared_memory import SharedMemory
def user(name):
    s = SharedMemory(name)
    s.buf[0] += 1
def maker(q, end):
    s = SharedMemory(create=True, size=1000)
    q.put(s.name)
    end(s)
s = SharedMemory(create=True, size=10)
for _ in range(3):
    p = Process(target=user, args=(s.name,))
    p.start()
    p.join()
print(s.buf[0], os.path.exists("/dev/shm/" + s.name))
q = Queue()
p = Process(target=maker, args=(q, lambda s: time.sleep(1000)))
p.start()
name = q.get()
t = SharedMemory(name)
p.kill()
p.join()
t.buf[5] = 7
print(p.exitcode, t.size >= 1000, t.buf[5])
t.unlink()
try: SharedMemory(name)
except FileNotFoundError: print("gone")
`, "3 False\n-9 True 7\ngone"},
		{"a hundred workers", `
from multiprocessing import Pool, Process, connection
with Pool(100) as p:
    print(sum(p.imap_unordered(abs, range(500))))
ps = [Process(target=abs, args=(1,)) for _ in range(100)]
for p in ps: p.start()
left = {p.sentinel for p in ps}
while left: left -= set(connection.wait(list(left)))
print(len(left))
`, "124750\n0"},
		{"daemon that starts children", `
from multiprocessing import Process
def inner(): pass
def outer():
    try: Process(target=inner).start()
    except AssertionError as e: print(e)
p = Process(target=outer, daemon=True)
p.start()
p.join()
p = Process(target=lambda: [Process(target=print, args=("grandchild",)).start()])
p.start()
p.join()
`, "daemonic processes are not allowed to have children\ngrandchild"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r, err := oracle.Limits{Timeout: 4 * time.Minute}.Command(mpstar, "-c", tt.script)
			if err != nil {
				t.Fatal(err)
			}
			got := strings.TrimSpace(r.Stdout)
			if tt.name == "lines of several processes" {
				got = strings.Join(oracle.Lines(got), "\n")
			}
			if got != tt.want || r.Exit != 0 {
				t.Errorf("exit code %d, got %q, want %q\n%s", r.Exit, got, tt.want, r.Stderr)
			}
		})
	}
}

// TestTroublesPage checks that the rows of docs/troubles.md name tests that exist, and
// that it names each row of TestTroubles.
func TestTroublesPage(t *testing.T) {
	page, err := os.ReadFile("../docs/troubles.md")
	if err != nil {
		t.Fatal(err)
	}
	src, err := os.ReadFile("trouble_test.go")
	if err != nil {
		t.Fatal(err)
	}
	named := make(map[string]bool)
	for i, line := range strings.Split(string(page), "\n") {
		if !strings.HasPrefix(line, "|") || strings.HasPrefix(line, "|---") || strings.HasPrefix(line, "| trouble") {
			continue
		}
		links := link.FindAllStringSubmatch(line, -1)
		if len(links) == 0 {
			t.Errorf("line %d names no test: %s", i+1, line)
		}
		for _, l := range links {
			checkTestLink(t, i+1, l[1], "../docs/"+l[2])
			named[l[1]] = true
		}
	}
	for _, m := range regexp.MustCompile("(?m)^\t\t\\{\"([^\"]+)\", `").FindAllSubmatch(src, -1) {
		if !named[string(m[1])] {
			t.Errorf("docs/troubles.md does not name %q", m[1])
		}
	}
}
