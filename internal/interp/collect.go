package interp

import (
	"runtime"
	"runtime/metrics"
	"time"

	"go.starlark.net/starlark"
)

// collectWait bounds how long Collect waits for the cleanups of what is gone, where other programs take the processor or a cleanup of the host's hangs.
const collectWait = 5 * time.Second

// OnCollect registers fn to be called by Collect, on the thread that asks for it.
func (in *Interp) OnCollect(fn func(t *starlark.Thread)) { in.onCollect = append(in.onCollect, fn) }

// Collect has Go's collector look for what nothing refers to any more and waits for the cleanups of what it
// finds; then it calls what was registered with OnCollect: gc.collect.
func (in *Interp) Collect(t *starlark.Thread) {
	in.Unlocked(func() {
		// What the first run finds may have held something else that has a cleanup.
		for range 2 {
			garbage()
		}
	})
	for _, fn := range in.onCollect {
		fn(t)
	}
}

// Garbage is Collect for generators that nothing refers to: see object.Env.SweepGenerators. The caller holds the interpreter's lock.
func (in *Interp) Garbage() { in.Unlocked(garbage) }

// garbage has Go's collector run, and waits until the cleanups of what it has found have.
func garbage() {
	runtime.GC()
	count := []metrics.Sample{{Name: "/gc/cleanups/queued:cleanups"}, {Name: "/gc/cleanups/executed:cleanups"}}
	metrics.Read(count)
	queued := count[0].Value.Uint64()
	for end := time.Now().Add(collectWait); count[1].Value.Uint64() < queued && time.Now().Before(end); metrics.Read(count) {
		time.Sleep(50 * time.Microsecond)
	}
}
