package runtime_test

import (
	"context"
	"errors"
	"os"
	"strings"
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

// A tree with limits that only its own process can count has no such children, and says so.
func TestServeChildLimits(t *testing.T) {
	prog := compile(t, "from multiprocessing import get_context\nget_context('spawn').Process(target=print).start()\n")
	for _, l := range []runtime.Limits{{Steps: 1e9}, {HeapBytes: 1 << 30}, {Threads: 10}, {QueueBytes: 1 << 20}, {ValueBytes: 1 << 20}, {Recursion: 100}} {
		rt := runtime.New(runtime.Config{Modules: modules.All(), Limits: l})
		if err := rt.Run(context.Background(), prog); err == nil || !strings.Contains(err.Error(), "limits other than of time") {
			t.Errorf("%+v: got %v", l, err)
		}
		rt.Close()
	}
}

// Time, processes and output are counted over children that are processes of the operating system too.
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
