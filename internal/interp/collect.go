package interp

import (
	"runtime"
	"time"

	"go.starlark.net/starlark"
)

// collectWait bounds how long Collect waits for the cleanups of what is gone.
const collectWait = time.Second

// OnCollect registers fn to be called by Collect, on the thread that asks for it.
func (in *Interp) OnCollect(fn func(t *starlark.Thread)) { in.onCollect = append(in.onCollect, fn) }

// Collect has Go's collector look for what nothing refers to any more and waits for the cleanups of what it
// finds; then it calls what was registered with OnCollect: gc.collect.
func (in *Interp) Collect(t *starlark.Thread) {
	in.Unlocked(func() {
		// What the first run finds may have held something else that has a cleanup.
		for range 2 {
			done := make(chan struct{})
			runtime.AddCleanup(new([16]byte), func(done chan struct{}) { close(done) }, done)
			runtime.GC()
			select {
			case <-done:
			case <-time.After(collectWait):
			}
		}
	})
	for _, fn := range in.onCollect {
		fn(t)
	}
}
