package runtime_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/mpstar/mpstar/modules"
	"github.com/mpstar/mpstar/runtime"
)

// The test's own program is what its scripts' OS children run.
func TestMain(m *testing.M) {
	runtime.ServeChild(runtime.Config{Modules: modules.All(), Machine: true})
	os.Exit(m.Run())
}

func TestServeChild(t *testing.T) {
	prog, err := runtime.Compile("script.py", []byte(`
import multiprocessing, os
def child(q, n):
    q.put((n * 2, os.getpid() != os.getppid()))
for method in "spawn", "forkserver":
    ctx = multiprocessing.get_context(method)
    q = ctx.Queue()
    p = ctx.Process(target=child, args=(q, 21))
    p.start()
    print(method, q.get())
    p.join()
    print(p.exitcode)
    p = ctx.Process(target=lambda: 1 // 0)
    p.start()
    p.join()
    print(p.exitcode)
`))
	if err != nil {
		t.Fatal(err)
	}
	var out, errs strings.Builder
	rt := runtime.New(runtime.Config{Modules: modules.All(), Machine: true, Stdout: &out, Stderr: &errs})
	defer rt.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	if err := rt.Run(ctx, prog); err != nil {
		t.Fatalf("%v\n%s", err, errs.String())
	}
	if want := "spawn (42, True)\n0\n1\nforkserver (42, True)\n0\n1\n"; out.String() != want {
		t.Errorf("got %q, want %q", out.String(), want)
	}
	if n := strings.Count(errs.String(), "ZeroDivisionError"); n != 2 {
		t.Errorf("the children's tracebacks: %s", errs.String())
	}
}

// Builtin functions are sent to children by name, whatever the program did before its first interpreter was made: this test alone compiles first.
func TestServeChildFunctions(t *testing.T) {
	prog, err := runtime.Compile("script.py", []byte(`
import multiprocessing, operator
for method in "spawn", "forkserver":
    with multiprocessing.get_context(method).Pool(1) as pool:
        print(pool.map(abs, [-1, 2]), pool.map(operator.neg, [1]), pool.map(len, ["ab"]))
`))
	if err != nil {
		t.Fatal(err)
	}
	var out, errs strings.Builder
	rt := runtime.New(runtime.Config{Modules: modules.All(), Machine: true, Stdout: &out, Stderr: &errs})
	defer rt.Close()
	if err := rt.Run(context.Background(), prog); err != nil {
		t.Fatalf("%v\n%s", err, errs.String())
	}
	if want := strings.Repeat("[1, 2] [-1] [2]\n", 2); out.String() != want {
		t.Errorf("got %q, want %q", out.String(), want)
	}
}

// Limits hold over children that are processes of the operating system too.
func TestServeChildCounted(t *testing.T) {
	const start = "from multiprocessing import get_context\nctx = get_context('spawn')\n"
	for _, tt := range []struct {
		limits        runtime.Limits
		limit, script string
	}{
		{runtime.Limits{Time: 2 * time.Second}, "Time", "def f():\n    while True: pass\np = ctx.Process(target=f)\np.start()\np.join()\n"},
		{runtime.Limits{Processes: 3}, "Processes",
			"import time\nwhile True: ctx.Process(target=time.sleep, args=(1000,)).start()\n"},
		{runtime.Limits{Processes: 3}, "Processes", "import time\ndef f():\n    fork = get_context('fork')\n" +
			"    while True: fork.Process(target=time.sleep, args=(1000,)).start()\np = ctx.Process(target=f)\np.start()\np.join()\n"},
		{runtime.Limits{Steps: 1e6}, "Steps", "def f():\n    while True: pass\np = ctx.Process(target=f)\np.start()\np.join()\n"},
		// What a child takes counts although it is killed, or ends early, again and again.
		{runtime.Limits{Steps: 2e5}, "Steps", "import os, signal\ndef f():\n    for i in range(1000): pass\n    os._exit(0)\n" +
			"while True:\n    p = ctx.Process(target=f)\n    p.start()\n    p.join()\n"},
		{runtime.Limits{Threads: 10}, "Threads", "import threading, time\ndef f():\n    while True: threading.Thread(target=time.sleep, args=(1000,)).start()\n" +
			"p = ctx.Process(target=f)\np.start()\np.join()\n"},
		{runtime.Limits{Threads: 4}, "Threads", "import time\nfor i in range(9): ctx.Process(target=time.sleep, args=(1000,)).start()\n"},
		{runtime.Limits{QueueBytes: 1 << 20}, "QueueBytes", "q = ctx.Queue()\ndef f(q):\n    while True: q.put('x' * 10000)\n" +
			"p = ctx.Process(target=f, args=(q,))\np.start()\np.join()\n"},
		{runtime.Limits{ValueBytes: 1 << 20}, "ValueBytes", "def f(n): 'x' * n\np = ctx.Process(target=f, args=(10**7,))\np.start()\np.join()\n"},
		{runtime.Limits{Recursion: 100}, "Recursion", "def g(): g()\np = ctx.Process(target=g)\np.start()\np.join()\n"},
		{runtime.Limits{HeapBytes: 48 << 20}, "HeapBytes", "def f():\n    l = []\n    while True: l.append('x' * 1000 + str(len(l)))\n" +
			"p = ctx.Process(target=f)\np.start()\np.join()\n"},
		// None of the children exceeds the limit by itself.
		{runtime.Limits{HeapBytes: 96 << 20}, "HeapBytes", "import time\ndef f():\n    l = ['x' * 1000 + str(i) for i in range(40000)]\n    time.sleep(1000)\n" +
			"for i in range(4): ctx.Process(target=f).start()\ntime.sleep(1000)\n"},
		{runtime.Limits{OutputBytes: 10000}, "OutputBytes", "def f():\n    while True: print('x' * 100)\np = ctx.Process(target=f)\np.start()\np.join()\n"},
	} {
		rt := runtime.New(runtime.Config{Modules: modules.All(), Machine: true, Limits: tt.limits})
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
		err := rt.Run(ctx, compile(t, start+tt.script))
		var limit *runtime.LimitError
		if !errors.As(err, &limit) || limit.Limit != tt.limit {
			t.Errorf("%+v: got %v", tt.limits, err)
		}
		cancel()
		rt.Close()
	}
}

// What a child does within all limits it does as without.
func TestServeChildWithin(t *testing.T) {
	limits := runtime.Limits{Steps: 1e7, Time: 5 * time.Minute, Recursion: 200, Processes: 5, Threads: 10, QueueBytes: 1 << 20, OutputBytes: 1000,
		ValueBytes: 1 << 20, HeapBytes: 1 << 30}
	var started, ended, wrote atomic.Int64
	rt := runtime.New(runtime.Config{Modules: modules.All(), Machine: true, Limits: limits, Observer: &runtime.Observer{
		Start:  func(runtime.ProcessEvent) { started.Add(1) },
		End:    func(runtime.ProcessEvent) { ended.Add(1) },
		Output: func(e runtime.OutputEvent) { wrote.Add(int64(len(e.Text))) },
	}})
	prog := compile(t, `
from multiprocessing import get_context
import threading
ctx = get_context('spawn')
def f(q):
    t = threading.Thread(target=sum, args=(range(100000),))
    t.start()
    t.join()
    print('child')
    q.put('x' * 1000)
for i in range(3):
    q = ctx.Queue()
    p = ctx.Process(target=f, args=(q,))
    p.start()
    assert len(q.get()) == 1000
    p.join()
    assert p.exitcode == 0
`)
	if err := rt.Run(context.Background(), prog); err != nil {
		t.Fatal(err)
	}
	rt.Close()
	if started.Load() != 4 || ended.Load() != 4 || wrote.Load() != 18 {
		t.Errorf("observed %d starts, %d ends, %d bytes; want 4, 4, 18", started.Load(), ended.Load(), wrote.Load())
	}
}
