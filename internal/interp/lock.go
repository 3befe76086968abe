package interp

import (
	"runtime"
	"sync"
	"sync/atomic"

	"go.starlark.net/starlark"
)

// lock is an interpreter's global lock: whoever runs script code, or touches
// script values, holds it. sync.Mutex hands over to a waiter after 1 ms, so a
// thread that computes without end cannot starve the others.
type lock struct {
	mu      sync.Mutex
	waiting atomic.Int32
}

func (l *lock) lock() {
	if l.mu.TryLock() {
		return
	}
	l.waiting.Add(1)
	l.mu.Lock()
	l.waiting.Add(-1)
}

func (l *lock) unlock() { l.mu.Unlock() }

// contended reports whether another thread wants the lock.
func (l *lock) contended() bool { return l.waiting.Load() > 0 }

// acquire takes the interpreter's lock for th and makes th the running thread.
func (in *Interp) acquire(th *Thread) {
	in.gil.lock()
	in.running = th
	in.env.Thread = th.current
	in.env.Active.Store(th.current)
	if in.flags.Load()&flagDying != 0 && th.current != nil {
		th.current.Cancel("process ended")
	}
}

// release gives the lock up; th remembers on which engine thread it was, which
// is a generator's while one runs.
func (in *Interp) release(th *Thread) {
	th.current = in.env.Thread
	in.running = nil
	in.env.Thread = nil
	in.env.Active.Store(nil)
	in.gil.unlock()
}

// Unlocked runs fn without the interpreter's lock, so that other threads of this
// interpreter go on meanwhile. fn must not touch script values. The caller holds
// the lock, and holds it again when Unlocked returns.
func (in *Interp) Unlocked(fn func()) {
	th := in.running
	in.release(th)
	defer in.acquire(th)
	fn()
}

// turnSteps is how many engine steps a thread runs before it looks round: for
// cancellation, recursion depth, and other threads that want the lock. About
// 50 us of script time.
const turnSteps = 2048

// nearSteps is how close to Limits.Recursion a thread is looked at for every frame that it could add.
const nearSteps = 16

// arm makes t stop at every turnSteps steps.
func (in *Interp) arm(t *starlark.Thread) {
	t.SetMaxExecutionSteps(in.steps(t))
	t.OnMaxSteps = in.turn
}

// steps returns how many steps t may make before its next turn: no more than it has frames left, since it takes a step at least to add one.
func (in *Interp) steps(t *starlark.Thread) uint64 {
	if limit := in.rt.limits.Recursion; limit > 0 {
		return uint64(min(turnSteps, max(nearSteps, 3*limit-in.depth(t))))
	}
	return turnSteps
}

// turn runs on the interpreter's goroutine between two instructions of t.
func (in *Interp) turn(t *starlark.Thread) {
	made := t.Steps
	t.Steps = 0
	t.SetMaxExecutionSteps(in.steps(t))
	in.rt.countSteps(made)
	if in.flags.Load() != 0 {
		if err := in.Check(t); err != nil {
			in.env.Raise(err)
			return
		}
		if err := in.RunSignals(t); err != nil {
			in.env.Raise(err)
			return
		}
	}
	if max := in.rt.limits.Recursion; max > 0 && in.depth(t) > 3*max {
		in.env.Raise(in.rt.exceed("Recursion", int64(max)))
		return
	}
	if depth := in.depth(t); depth > in.maxDepth() {
		in.env.Raise(errRecursion)
		return
	}
	if in.gil.contended() && in.restoring == 0 {
		th := in.running
		in.release(th)
		runtime.Gosched()
		in.acquire(th)
	}
}
