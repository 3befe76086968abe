package runtime_test

import (
	"context"
	"errors"
	"io"
	"os"
	goruntime "runtime"
	"strconv"
	"testing"
	"time"

	"github.com/mpstar/mpstar/modules"
	"github.com/mpstar/mpstar/runtime"
)

// TestManyChildren keeps many children alive at once and measures what each takes.
func TestManyChildren(t *testing.T) {
	n := 10_000
	if raceEnabled {
		n = 500
	} else if testing.Short() {
		n = 2000
	} else if v := os.Getenv("MPSTAR_CHILDREN"); v != "" {
		n, _ = strconv.Atoi(v)
	}
	var ready = make(chan struct{})
	rt := runtime.New(runtime.Config{Modules: modules.All(), Limits: runtime.Limits{Processes: n + 1, Time: 5 * time.Minute}, Globals: map[string]any{
		"n": n, "ready": func(ctx context.Context) { close(ready); <-ctx.Done() },
	}})
	p := compile(t, `
from multiprocessing import Process, Event, Semaphore
go, up = Event(), Semaphore(0)
def child():
    up.release()
    go.wait()
for i in range(n): Process(target=child).start()
for i in range(n): up.acquire()
ready()
`)
	before := memoryInUse()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	done := make(chan error, 1)
	go func() { done <- rt.Run(ctx, p) }()
	select {
	case <-ready:
	case err := <-done:
		t.Fatal(err)
	}
	each := (memoryInUse() - before) / uint64(n)
	t.Logf("%d children, %d bytes each, stacks among them", n, each)
	if each > 40<<10 && !raceEnabled {
		t.Errorf("%d bytes for each child; want at most 40 KB", each)
	}
	began := time.Now()
	cancel()
	var cancelled *runtime.CancelError
	if err := <-done; !errors.As(err, &cancelled) {
		t.Error(err)
	}
	t.Logf("cancelled in %v", time.Since(began))
}

func memoryInUse() uint64 {
	goruntime.GC()
	goruntime.GC()
	var m goruntime.MemStats
	goruntime.ReadMemStats(&m)
	return m.HeapInuse + m.StackInuse
}

// TestManyRuntimes makes and closes runtimes and looks at what is left.
func TestManyRuntimes(t *testing.T) {
	n := 1000
	if testing.Short() || raceEnabled {
		n = 100
	}
	p := compile(t, `
from multiprocessing import Process, Queue
q = Queue()
p = Process(target=q.put, args=(1,))
p.start()
assert q.get() == 1
p.join()
`)
	one := func() {
		rt := runtime.New(runtime.Config{Modules: modules.All(), Stdout: io.Discard})
		if err := rt.Run(context.Background(), p); err != nil {
			t.Fatal(err)
		}
		rt.Close()
	}
	for range 10 {
		one()
	}
	before := stateOf()
	for range n {
		one()
	}
	before.compare(t, heapSlack)
}

// TestCancel cancels scripts in the middle of all kinds of things and measures how long they go on.
func TestCancel(t *testing.T) {
	slow := 0
	for _, c := range []struct{ name, src string }{
		{"loop", "while True: pass"},
		{"comprehension", "[x for x in iter(int, 1)]"},
		{"generator", "def g():\n    while True: yield 1\nfor x in g(): pass"},
		{"sum", "sum(range(10**15))"},
		{"all", "all(range(1, 10**15))"},
		{"count", "import itertools, collections\ncollections.deque(itertools.count(), maxlen=1)"},
		{"sorted", "l = list(range(10**6))\nimport random\nrandom.seed(1)\nrandom.shuffle(l)\nwhile True: sorted(l)"},
		{"sorted by key", "l = list(range(10**6))\nwhile True: sorted(l, key=lambda x: -x)"},
		{"sorted strings", "l = [str(i) for i in range(300000)]\nwhile True: sorted(l, reverse=True)"},
		{"power", "while True: 3 ** 5000000"},
		{"modular power", "x = 1 << 20000\nwhile True: pow(3, x, x + 1)"},
		{"product", "x = 3 ** 3000000\nwhile True: x * x"},
		{"factorial", "import math\nwhile True: math.factorial(300000)"},
		{"regular expression", "import re\nre.match(r'(a+)+$', 'a' * 100 + 'b')"},
		{"regular expression over a long text", "import re\ns = 'ab' * 10**6\nwhile True: re.sub(r'a(b)', r'\\1', s)"},
		{"repr", "l = [str(i) for i in range(300000)]\nwhile True: repr(l)"},
		{"format", "l = list(range(300000))\nwhile True: '{}'.format(l)"},
		{"join", "l = ['abc'] * 10**6\nwhile True: ','.join(l)"},
		{"list", "while True: list(range(10**6))"},
		{"set", "while True: set(range(10**6))"},
		{"dict", "while True: dict.fromkeys(range(10**6))"},
		{"compare", "a, b = list(range(10**6)), list(range(10**6))\nwhile True: a == b"},
		{"in", "l = list(range(10**6))\nwhile True: -1 in l"},
		{"json", "import json\nl = list(range(300000))\nwhile True: json.loads(json.dumps(l))"},
		{"pickle", "import pickle\nl = [[i] for i in range(200000)]\nwhile True: pickle.loads(pickle.dumps(l))"},
		{"send", "from multiprocessing import Queue\nq = Queue()\nl = [[i] for i in range(200000)]\nwhile True:\n    q.put(l)\n    q.get()"},
		{"start", "from multiprocessing import Process\nl = [[i] for i in range(200000)]\nwhile True:\n    p = Process(target=int)\n    p.start()\n    p.join()"},
		{"sleep", "import time\ntime.sleep(1000)"},
		{"lock", "from multiprocessing import Lock\nl = Lock()\nl.acquire()\nl.acquire()"},
		{"queue", "from multiprocessing import Queue\nQueue().get()"},
		{"pipe", "from multiprocessing import Pipe\na, b = Pipe()\na.recv()"},
		{"join of a child", "import time\nfrom multiprocessing import Process\np = Process(target=time.sleep, args=(1000,))\np.start()\np.join()"},
		{"pool", "import time\nfrom multiprocessing import Pool\nPool(3).map(time.sleep, [1000] * 10)"},
		{"executor", "import time\nfrom concurrent.futures import ThreadPoolExecutor\nlist(ThreadPoolExecutor(3).map(time.sleep, [1000] * 10))"},
		{"threads", "import threading\ndef f():\n    while True: pass\nfor i in range(4): threading.Thread(target=f).start()"},
		{"condition", "import threading\nc = threading.Condition()\nwith c: c.wait()"},
		{"swallowing", "while True:\n    try:\n        while True: pass\n    except BaseException: pass"},
		{"finally", "def f():\n    try:\n        while True: pass\n    finally:\n        while True: pass\nf()"},
		{"del", "class A:\n    def __eq__(self, o):\n        while True: pass\nA() == A()"},
		{"input", "input()"},
	} {
		p := compile(t, c.src+"\n")
		r, w := io.Pipe()
		one := runtime.New(runtime.Config{Modules: modules.All(), Stdin: r, Limits: runtime.Limits{HeapBytes: 1 << 30}})
		ctx, cancel := context.WithCancel(context.Background())
		done := make(chan error, 1)
		go func() { done <- one.Run(ctx, p) }()
		wait := 300 * time.Millisecond
		if testing.Short() {
			wait = 50 * time.Millisecond
		}
		time.Sleep(wait) // whatever it is doing then
		began := time.Now()
		cancel()
		err := <-done
		took := time.Since(began)
		w.Close()
		var cancelled *runtime.CancelError
		if !errors.As(err, &cancelled) {
			t.Errorf("%s: %v", c.name, err)
		}
		if took > 10*time.Millisecond {
			slow++
			t.Logf("%s: %v", c.name, took)
		}
		if took > 5*time.Second {
			t.Errorf("%s went on for %v", c.name, took)
		}
	}
	t.Logf("%d took longer than 10 ms", slow)
}
