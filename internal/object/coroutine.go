package object

import (
	"iter"
	"runtime"
	"sync"
	"sync/atomic"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
)

const (
	// maxRunning bounds how deep generators may resume each other, as CPython's
	// recursion limit does.
	maxRunning = 950
	// maxLive bounds the generators that have begun and not ended. Each has a
	// goroutine, with 8 KiB of stack at least.
	maxLive = 100_000
	// maxIdle is how many workers are kept for later generators.
	maxIdle = 16
)

// coroutineKey is where a thread of the engine keeps its coroutine.
const coroutineKey = "mpstar.coroutine"

// A coroutine runs a generator's body on a goroutine and an engine thread of its
// own; control is handed over, so that only one side runs at a time.
type coroutine struct {
	env    *Env
	body   starlark.Value
	state  coroutineState
	worker *worker          // nil before the start and after the end
	thread *starlark.Thread // the worker's

	resumer *starlark.Thread // who resumed it, while it runs

	// What is handed over.
	sent   starlark.Value
	thrown error
	value  starlark.Value // yielded, or returned
	err    error          // raised

	// cleanup ends the coroutine when its handle is gone. It refers to the coroutine, and so to the interpreter: of a
	// handle that a global of the interpreter keeps, it would keep both for ever.
	cleanup runtime.Cleanup
}

// A worker is a goroutine with an engine thread. It runs one body after the other:
// making a goroutine, and growing its stack to what the engine needs, costs more
// than a short generator's whole run.
type worker struct {
	thread  *starlark.Thread
	co      *coroutine // what it runs; nil when it is idle
	resume  func() (struct{}, bool)
	stop    func()
	suspend func(struct{}) bool
}

func newWorker(thread *starlark.Thread) *worker {
	w := &worker{thread: thread}
	w.resume, w.stop = iter.Pull(func(yield func(struct{}) bool) {
		w.suspend = yield
		for w.co != nil {
			co := w.co
			v, err := starlark.Call(w.thread, co.body, nil, nil)
			if err != nil {
				v, err = nil, co.failure(err)
			}
			co.value, co.err = v, err
			w.co = nil
			if !yield(struct{}{}) {
				return
			}
		}
	})
	return w
}

type coroutineState uint8

const (
	created coroutineState = iota
	suspended
	running
	ended
)

// generators are the coroutines of an Env that have begun and not ended.
type generators struct {
	live    map[*coroutine]struct{}
	idle    []*worker
	running int // how deep running coroutines are nested

	// The garbage collector reports handles that are gone; a goroutine of the
	// interpreter ends their coroutines.
	gone      atomic.Bool
	mu        sync.Mutex
	abandoned []*coroutine
}

// abandonedError unwinds the coroutine of a generator that nobody will resume.
type abandonedError struct{}

func (abandonedError) Error() string { return "generator abandoned" }

// Uncatchable marks the error as one that no handler sees.
func (abandonedError) Uncatchable() {}

func coroutineOf(t *starlark.Thread) *coroutine {
	if t == nil {
		return nil
	}
	co, _ := t.Local(coroutineKey).(*coroutine)
	return co
}

// resumer returns the thread that resumed the coroutine of t, or nil.
func (g *generators) resumer(t *starlark.Thread) *starlark.Thread {
	if co := coroutineOf(t); co != nil && co.thread == t {
		return co.resumer
	}
	return nil
}

// run resumes the coroutine with a value or, if thrown is not nil, an error.
// done is true if it has ended; the value is what it yielded or returned.
func (co *coroutine) run(sent starlark.Value, thrown error) (v starlark.Value, done bool, err error) {
	env := co.env
	switch co.state {
	case running:
		return nil, false, exception.New(exception.ValueError, "generator already executing")
	case ended:
		if thrown != nil {
			return nil, true, thrown
		}
		return starlark.None, true, nil
	case created:
		if thrown != nil {
			co.state = ended
			return nil, true, thrown
		}
		if sent != nil && sent != starlark.None {
			return nil, false, exception.New(exception.TypeError, "can't send non-None value to a just-started generator")
		}
	}
	if env.gens.running >= maxRunning {
		return nil, false, errRecursion
	}
	if co.state == created {
		if err := co.start(); err != nil {
			return nil, false, err
		}
	}
	if sent == nil {
		sent = starlark.None
	}
	co.sent, co.thrown = sent, thrown
	co.state = running
	co.resumer = env.Thread
	env.switchTo(co.thread)
	env.gens.running++
	w := co.worker
	w.resume()
	env.gens.running--
	env.switchTo(co.resumer)
	co.resumer = nil
	if w.co != nil {
		co.state = suspended
		v, co.value = co.value, nil
		return v, false, nil
	}
	v, err = co.value, co.err
	co.finish()
	if err != nil {
		return nil, true, err
	}
	return v, true, nil
}

// start makes the goroutine. It does not run yet.
func (co *coroutine) start() error {
	env := co.env
	env.SweepGenerators()
	g := &env.gens
	if len(g.live) >= maxLive {
		env.collectGenerators()
	}
	if len(g.live) >= maxLive {
		return exception.New(exception.MemoryError, "too many suspended generators (%d)", len(g.live))
	}
	if n := len(g.idle); n > 0 {
		co.worker = g.idle[n-1]
		g.idle = g.idle[:n-1]
	} else {
		co.worker = newWorker(env.Host.NewThread("generator"))
	}
	co.worker.co = co
	co.thread = co.worker.thread
	co.thread.SetLocal(coroutineKey, co)
	if g.live == nil {
		g.live = make(map[*coroutine]struct{})
	}
	g.live[co] = struct{}{}
	return nil
}

// failure returns the error that ends the generator when its body ended with err.
func (co *coroutine) failure(err error) error {
	env := co.env
	exc, ok := env.catch(co.thread, err)
	if !ok {
		return err
	}
	if !exc.class.IsSubclass(StopIteration) {
		return settled(exc)
	}
	// As PEP 479 has it: StopIteration would silently end the loop.
	r := NewException(env, RuntimeError, textValue("generator raised StopIteration"))
	x, from := ExceptionOf(r), ExceptionOf(exc)
	x.Cause, x.Context, x.SuppressContext = exc, exc, true
	x.Frames = append([]Frame(nil), from.Frames...)
	return settled(r)
}

// finish gives back what the coroutine holds.
func (co *coroutine) finish() {
	if co.state == ended {
		return
	}
	g := &co.env.gens
	w := co.worker
	_, uncatchable := co.err.(Uncatchable)
	co.state = ended
	co.cleanup.Stop()
	co.body, co.worker, co.thread, co.value, co.sent, co.thrown, co.err = nil, nil, nil, nil, nil, nil, nil
	if w == nil {
		return
	}
	delete(g.live, co)
	w.thread.SetLocal(coroutineKey, nil)
	delete(co.env.handling, w.thread)
	co.env.forget(w.thread)
	if len(g.idle) < maxIdle && !uncatchable && !co.env.Host.Dying() {
		g.idle = append(g.idle, w)
		return
	}
	w.stop()
	co.env.Host.EndThread(w.thread)
}

// yield hands a value to whoever resumed the coroutine of thread t and returns what
// is sent.
func (e *Env) yield(t *starlark.Thread, v starlark.Value) (starlark.Value, error) {
	co := coroutineOf(t)
	if co == nil || co.state != running {
		return nil, exception.New(exception.RuntimeError, "yield outside of a running generator")
	}
	co.value = v
	if !co.worker.suspend(struct{}{}) {
		return nil, abandonedError{}
	}
	if err := co.thrown; err != nil {
		co.thrown = nil
		return nil, err
	}
	return co.sent, nil
}

// abandon ends a suspended coroutine without running script code.
func (co *coroutine) abandon() {
	if co.state != suspended {
		return
	}
	env := co.env
	outer := env.Thread
	env.switchTo(co.thread)
	co.state = running
	co.thread.Cancel("generator abandoned")
	co.worker.stop()
	env.switchTo(outer)
	co.err = abandonedError{}
	co.finish()
}

// SweepGenerators ends the coroutines of generators that nothing refers to any
// more. Their finally blocks do not run. It is called when a generator starts; the
// interpreter may call it at other times when script code may run.
func (e *Env) SweepGenerators() {
	g := &e.gens
	if !g.gone.Load() {
		return
	}
	g.mu.Lock()
	list := g.abandoned
	g.abandoned = nil
	g.gone.Store(false)
	g.mu.Unlock()
	for _, co := range list {
		co.abandon()
	}
}

// collectGenerators has the garbage collector look for generators that nothing refers to. Left to itself it may not get round to them on a
// machine that has other things to do. It takes as long as gc.collect(), which scripts may call as often as they like.
func (e *Env) collectGenerators() {
	if host, ok := e.Host.(interface{ Garbage() }); ok {
		host.Garbage()
		e.SweepGenerators()
	}
}

// watch has the coroutine ended when its handle is gone.
func (g *generators) watch(handle *Generator, co *coroutine) {
	co.cleanup = runtime.AddCleanup(handle, func(co *coroutine) {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.abandoned = append(g.abandoned, co)
		g.gone.Store(true)
	}, co)
}

// CloseGenerators ends the coroutines of all generators without running any
// script code. It is for the interpreter's end: no generator can be used
// afterwards.
func (e *Env) CloseGenerators() {
	for len(e.gens.live) > 0 {
		n := len(e.gens.live)
		for co := range e.gens.live {
			co.abandon()
		}
		if len(e.gens.live) == n {
			break // the rest is running: the caller is one of them
		}
	}
	for _, w := range e.gens.idle {
		w.stop()
		e.Host.EndThread(w.thread)
	}
	e.gens.idle = nil
}
