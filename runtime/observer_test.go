package runtime_test

import (
	"context"
	"io"
	"sync/atomic"
	"testing"

	"github.com/mpstar/mpstar/modules"
	"github.com/mpstar/mpstar/runtime"
)

// BenchmarkObserver compares 1000 operations on a queue, 100 lines of output and a child, unwatched and watched.
func BenchmarkObserver(b *testing.B) {
	p := compile(b, `
from multiprocessing import Process, Queue
q = Queue()
for i in range(500):
    q.put(i)
    q.get()
for i in range(100): print(i)
c = Process(target=int)
c.start()
c.join()
`)
	var events atomic.Int64
	for _, c := range []struct {
		name     string
		observer *runtime.Observer
	}{
		{"none", nil},
		{"empty", &runtime.Observer{}},
		{"all", &runtime.Observer{
			Start: func(runtime.ProcessEvent) { events.Add(1) }, End: func(runtime.ProcessEvent) { events.Add(1) },
			Call: func(runtime.CallEvent) { events.Add(1) }, Output: func(runtime.OutputEvent) { events.Add(1) },
		}},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			rt := runtime.New(runtime.Config{Modules: modules.All(), Stdout: io.Discard, Observer: c.observer})
			defer rt.Close()
			for b.Loop() {
				if err := rt.Run(context.Background(), p); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	if events.Load() == 0 {
		b.Error("nothing was observed")
	}
}
