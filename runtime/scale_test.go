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
