package file

import (
	"runtime"
	"sync"
	"time"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/object"
)

// A registry knows the open files of one interpreter. It holds their buffers, not the
// Files: a File that a script has lost is collected and then closed, as CPython closes
// it when its last reference goes.
type registry struct {
	mu     sync.Mutex
	open   map[*buffer]struct{}
	fewer  chan struct{} // closed and renewed when a file is closed
	closed bool
}

type registryKey struct{}

// A stateKeeper keeps things per interpreter, and closes them at its end if they have
// a method CloseState.
type stateKeeper interface {
	State(key any, make func() any) any
}

// registryOf returns the registry of a thread's interpreter. A Host that keeps no
// state has none: its files are closed only when they are collected.
func registryOf(thread *starlark.Thread) *registry {
	if k, ok := object.EnvOf(thread).Host.(stateKeeper); ok {
		r, _ := k.State(registryKey{}, func() any { return newRegistry() }).(*registry)
		if r != nil {
			return r
		}
	}
	return newRegistry()
}

func newRegistry() *registry {
	return &registry{open: make(map[*buffer]struct{}), fewer: make(chan struct{})}
}

// add registers a new file; its buffer is closed when f is collected.
func (r *registry) add(f *File) {
	r.mu.Lock()
	r.open[f.buffer] = struct{}{}
	r.mu.Unlock()
	f.buffer.reg, f.buffer.env = r, f.env
	runtime.AddCleanup(f, func(b *buffer) { b.abandon() }, f.buffer)
}

func (r *registry) remove(b *buffer) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.open, b)
	close(r.fewer)
	r.fewer = make(chan struct{})
}

func (r *registry) buffers() []*buffer {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := make([]*buffer, 0, len(r.open))
	for b := range r.open {
		all = append(all, b)
	}
	return all
}

// flush writes out what waits in all files, so that another look at the same file,
// from here or from elsewhere, finds it.
func (r *registry) flush() {
	for _, b := range r.buffers() {
		b.flush()
	}
}

// collectTime bounds the wait for lost files to be closed when no more can be opened.
const collectTime = 200 * time.Millisecond

// collect has lost files collected and waits until one is closed. It reports whether
// one was.
func (r *registry) collect() bool {
	r.mu.Lock()
	fewer := r.fewer
	r.mu.Unlock()
	runtime.GC()
	select {
	case <-fewer:
		return true
	case <-time.After(collectTime):
		return false
	}
}

// CloseState closes all files: the interpreter has come to its end.
func (r *registry) CloseState() {
	for _, b := range r.buffers() {
		b.abandon()
	}
}

// Flush writes out what waits in all files of the thread's interpreter, so that others
// who look at these files find it.
func Flush(thread *starlark.Thread) { registryOf(thread).flush() }
