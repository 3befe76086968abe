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
	// maxFreeThreads is how many engine threads are kept for later generators.
	maxFreeThreads = 16
)

// coroutineKey is where a thread of the engine keeps its coroutine.
const coroutineKey = "mpstar.coroutine"

// A coroutine runs a generator's body on a goroutine and an engine thread of its
// own; control is handed over, so that only one side runs at a time.
type coroutine struct {
	env    *Env
	body   starlark.Value
	thread *starlark.Thread // nil before the start and after the end
	state  coroutineState

	resume  func() (struct{}, bool)
	stop    func()
	suspend func(struct{}) bool

	resumer *starlark.Thread // who resumed it, while it runs

	// What is handed over.
	sent   starlark.Value
	thrown error
	value  starlark.Value // yielded, or returned
	err    error          // raised
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
	free    []*starlark.Thread // threads of ended coroutines, to be used again
	running int                // how deep running coroutines are nested

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
		if err := co.start(); err != nil {
			return nil, false, err
		}
	}
	if env.gens.running >= maxRunning {
		return nil, false, errRecursion
	}
	if sent == nil {
		sent = starlark.None
	}
	co.sent, co.thrown = sent, thrown
	co.state = running
	co.resumer = env.Thread
	env.Thread = co.thread
	env.gens.running++
	_, more := co.resume()
	env.gens.running--
	env.Thread = co.resumer
	co.resumer = nil
	if more {
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
		return exception.New(exception.MemoryError, "too many suspended generators (%d)", len(g.live))
	}
	if n := len(g.free); n > 0 {
		co.thread = g.free[n-1]
		g.free = g.free[:n-1]
	} else {
		co.thread = env.Host.NewThread("generator")
	}
	co.thread.SetLocal(coroutineKey, co)
	if g.live == nil {
		g.live = make(map[*coroutine]struct{})
	}
	g.live[co] = struct{}{}
	co.resume, co.stop = iter.Pull(func(yield func(struct{}) bool) {
		co.suspend = yield
		v, err := starlark.Call(co.thread, co.body, nil, nil)
		if err != nil {
			v, err = nil, co.failure(err)
		}
		co.value, co.err = v, err
	})
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
	t := co.thread
	_, uncatchable := co.err.(Uncatchable)
	co.state = ended
	co.body, co.thread, co.value, co.sent, co.thrown, co.err = nil, nil, nil, nil, nil, nil
	co.resume, co.stop, co.suspend = nil, nil, nil
	delete(g.live, co)
	if t == nil {
		return
	}
	t.SetLocal(coroutineKey, nil)
	delete(co.env.handling, t)
	if len(g.free) < maxFreeThreads && !uncatchable && !co.env.Host.Dying() {
		g.free = append(g.free, t)
	} else {
		co.env.Host.EndThread(t)
	}
}

// yield hands a value to whoever resumed the coroutine of thread t and returns what
// is sent.
func (e *Env) yield(t *starlark.Thread, v starlark.Value) (starlark.Value, error) {
	co := coroutineOf(t)
	if co == nil || co.state != running {
		return nil, exception.New(exception.RuntimeError, "yield outside of a running generator")
	}
	co.value = v
	if !co.suspend(struct{}{}) {
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
	env.Thread = co.thread
	co.state = running
	co.thread.Cancel("generator abandoned")
	co.stop()
	env.Thread = outer
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

// watch has the coroutine ended when its handle is gone.
func (g *generators) watch(handle *Generator, co *coroutine) {
	runtime.AddCleanup(handle, func(co *coroutine) {
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
	for _, t := range e.gens.free {
		e.Host.EndThread(t)
	}
	e.gens.free = nil
}
