package runtime_test

import (
	"context"
	"errors"
	goruntime "runtime"
	"runtime/metrics"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/mpstar/mpstar/modules"
	"github.com/mpstar/mpstar/runtime"
)

// heapObjects returns the bytes of all objects, dead ones among them.
func heapObjects() int64 {
	s := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(s)
	return int64(s[0].Value.Uint64())
}

// TestHeapDoubling: what doubles its data again and again does not take more than twice the limit, wherever the data is.
func TestHeapDoubling(t *testing.T) {
	if testing.Short() || raceEnabled {
		t.Skip("takes 500 MB")
	}
	const limit = 256 << 20
	for _, script := range []string{
		"a = [0, 1, 2]\nwhile True: a = a + a",
		"a = [0, 1, 2]\nwhile True: a += a",
		"def f(a):\n    while True: a = a + a\nf([0, 1, 2])",
		"def f(a):\n    while True: a += a\nf([0, 1, 2])",
		"def f(a): return a + a\na = (0, 1, 2)\nwhile True: a = f(a)",
		"def f(a): return a + a\na = 'abc'\nwhile True: a = f(a)",
		"class C: pass\nc = C()\nc.a = [0, 1, 2]\nwhile True: c.a = c.a + c.a",
		"class C: pass\nc = C()\nc.a = [0, 1, 2]\nwhile True: c.a += c.a",
		"d = {'a': [0, 1, 2]}\nwhile True: d['a'] = d['a'] + d['a']",
		"a = [0, 1, 2]\nwhile True: a = a * 2",
		"a = [0, 1, 2]\nwhile True: a = [*a, *a]",
		"a = [0, 1, 2]\nwhile True: a.extend(a)",
	} {
		goruntime.GC()
		base := heapObjects()
		var peak atomic.Int64
		stop, stopped := make(chan struct{}), make(chan struct{})
		go func() {
			defer close(stopped)
			for {
				select {
				case <-stop:
					return
				case <-time.After(time.Millisecond):
					peak.Store(max(peak.Load(), heapObjects()-base))
				}
			}
		}()
		rt := runtime.New(runtime.Config{Limits: runtime.Limits{HeapBytes: limit, Time: 5 * time.Minute}})
		err := rt.Run(context.Background(), compile(t, script+"\n"))
		rt.Close()
		close(stop)
		<-stopped
		var exceeded *runtime.LimitError
		if !errors.As(err, &exceeded) || exceeded.Limit != "HeapBytes" {
			t.Errorf("%q: %v", script, err)
		}
		if peak.Load() > 2*limit {
			t.Errorf("%q took %d MB", script, peak.Load()>>20)
		}
	}
}

// TestServeChildHeap: a child that takes more memory than there is for all ends the tree, its brothers among it.
func TestServeChildHeap(t *testing.T) {
	var started, ended atomic.Int64
	var out strings.Builder
	rt := runtime.New(runtime.Config{Modules: modules.All(), Machine: true, Stdout: &out,
		Limits: runtime.Limits{HeapBytes: 64 << 20, Time: 5 * time.Minute},
		Observer: &runtime.Observer{
			Start: func(runtime.ProcessEvent) { started.Add(1) },
			End:   func(runtime.ProcessEvent) { ended.Add(1) },
		}})
	err := rt.Run(context.Background(), compile(t, `
from multiprocessing import get_context, Process
import time
ctx = get_context('spawn')
def brother(q):
    q.put(1)
    time.sleep(1000)
def hog():
    l = []
    while True: l.append('x' * 1000 + str(len(l)))
q = ctx.Queue()
brothers = [ctx.Process(target=brother, args=(q,)) for i in range(2)] + [Process(target=brother, args=(q,))]
for p in brothers: p.start()
for p in brothers: q.get()
for p in brothers[:2]: print(p.pid)
p = ctx.Process(target=hog)
p.start()
print(p.pid)
p.join()
try: print('joined', p.exitcode)
finally: print('went on')
`))
	rt.Close()
	var exceeded *runtime.LimitError
	if !errors.As(err, &exceeded) || exceeded.Limit != "HeapBytes" || exceeded.Max != 64<<20 {
		t.Errorf("got %v", err)
	}
	if started.Load() != 5 || ended.Load() != 5 {
		t.Errorf("%d processes were started, %d have ended; want 5", started.Load(), ended.Load())
	}
	pids := strings.Fields(out.String())
	if len(pids) != 3 {
		t.Fatalf("printed %q", out.String())
	}
	for _, pid := range pids {
		if alive(pid) {
			t.Errorf("process %s is still there", pid)
		}
	}
}

// TestServeChildOwnLimit: a child beyond its own bound is killed alone; its brother goes on.
func TestServeChildOwnLimit(t *testing.T) {
	if !ownLimits {
		t.Skip("not on this operating system")
	}
	var out strings.Builder
	rt := runtime.New(runtime.Config{Modules: modules.All(), Machine: true, Stdout: &out, Limits: runtime.Limits{HeapBytes: 1 << 30, Time: 5 * time.Minute}})
	defer rt.Close()
	err := rt.Run(context.Background(), compile(t, `
from multiprocessing import get_context
ctx = get_context('spawn')
def brother(q, r):
    r.put(q.get() + 1)
def hog():
    l = []
    while True: l.append('x' * 1000 + str(len(l)))
q, r = ctx.Queue(), ctx.Queue()
b = ctx.Process(target=brother, args=(q, r))
b.start()
p = ctx.Process(target=hog)
p.limits = {'memory': 150 << 20}
p.start()
p.join()
q.put(41)
print(p.exitcode, r.get())
b.join()
print(b.exitcode)
`))
	if want := "-9 42\n0\n"; err != nil || out.String() != want {
		t.Errorf("%v, %q, want %q", err, out.String(), want)
	}
}
