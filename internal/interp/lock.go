package interp

import (
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/engine"
	"github.com/mpstar/mpstar/internal/quick"
)

// lock is an interpreter's global lock: whoever runs script code, or touches
// script values, holds it. sync.Mutex hands over to a waiter after 1 ms, so a
// thread that computes without end cannot starve the others.
type lock struct {
	mu      sync.Mutex
	waiting atomic.Int32
	since   atomic.Int64 // when others began to wait, or a waiter was last let in; of lockClock
}

// lockEpoch is when lockClock was 0.
var lockEpoch = time.Now()

func lockClock() int64 { return int64(time.Since(lockEpoch)) }

func (l *lock) lock() {
	if l.mu.TryLock() {
		return
	}
	if l.waiting.Add(1) == 1 {
		l.since.Store(lockClock())
	}
	l.mu.Lock()
	l.since.Store(lockClock())
	l.waiting.Add(-1)
}

func (l *lock) unlock() { l.mu.Unlock() }

// contended reports whether another thread wants the lock.
func (l *lock) contended() bool { return l.waiting.Load() > 0 }

// overdue reports whether another thread has wanted the lock for as long as a thread may compute on.
func (l *lock) overdue(interval time.Duration) bool {
	return l.contended() && lockClock()-l.since.Load() >= int64(interval)
}

// DefaultSwitchInterval is how long a thread computes on, as in CPython, while another wants its turn.
const DefaultSwitchInterval = 5 * time.Millisecond

// SetSwitchInterval sets how long a thread of this interpreter computes on while another wants its turn. The caller holds the lock.
func (in *Interp) SetSwitchInterval(d time.Duration) { in.pace.interval, in.pace.set = d, true }

// SwitchInterval returns what SetSwitchInterval set.
func (in *Interp) SwitchInterval() time.Duration {
	if !in.pace.set {
		return DefaultSwitchInterval
	}
	return in.pace.interval
}

// A pace is where a thread whose turn is over has come on its way to a place where it may be interrupted. As in CPython those are the
// beginning of a function and the end of a loop's turn: what a script does between two of them no other thread gets in between.
type pace struct {
	interval time.Duration
	set      bool

	thread *starlark.Thread // nil: nobody is on the way
	depth  int
	pc     uint32
	there  bool // whoever asks knows that it is such a place
}

// arrived reports whether t, which is looked at after every step, may be interrupted.
func (p *pace) arrived(t *starlark.Thread) bool {
	if p.there {
		p.there = false // other threads ask meanwhile
		return true
	}
	if t.CallFrame(0).Pos.Filename() == quick.FrameName {
		return false // one step of a loop's
	}
	pc, ok := engine.PC(t)
	if !ok {
		return true
	}
	depth := t.CallStackDepth()
	there := p.thread == t && (depth > p.depth || depth == p.depth && pc < p.pc)
	p.thread, p.depth, p.pc = t, depth, pc
	return there
}

// acquire takes the interpreter's lock for th and makes th the running thread.
func (in *Interp) acquire(th *Thread) {
	in.gil.lock()
	in.begin(th)
}

// begin makes th the running thread of an interpreter whose lock has just been taken.
func (in *Interp) begin(th *Thread) {
	in.running = th
	in.env.Thread = th.current
	in.env.Active.Store(th.current)
	flags := in.flags.Load()
	if flags == 0 || th.current == nil {
		return
	}
	if flags&flagDying != 0 {
		th.current.Cancel("process ended")
	} else if th.main && flags&flagsRaise != 0 {
		// It may have got what it waited for. The signal is looked at by the next instruction, as in CPython: there may be few more.
		th.current.SetMaxExecutionSteps(max(1, th.current.Steps)) // 0 would be no bound
	}
}

// release gives the lock up; th remembers on which engine thread it was, which
// is a generator's while one runs.
func (in *Interp) release(th *Thread) {
	if th.pause != nil {
		th.paused()
	}
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

// phases is how many turns differ in length, by a step each: so that what AtHand shows in a loop is now this part of it, now that.
const phases = 31

// nearSteps is how close to Limits.Recursion a thread is looked at for every frame that it could add.
const nearSteps = 16

// arm makes t stop at every turnSteps steps.
func (in *Interp) arm(t *starlark.Thread) {
	t.SetMaxExecutionSteps(in.steps(t))
	t.OnMaxSteps = in.turn
}

// steps returns how many steps t may make before its next turn: no more than it has frames left, since it takes a step at least to add one.
func (in *Interp) steps(t *starlark.Thread) uint64 {
	n := turnSteps - int(in.phase.Load())
	if limit := in.rt.limits.Recursion; limit > 0 {
		n = min(n, max(nearSteps, 3*limit-in.depth(t)))
	}
	return uint64(n)
}

// Turn is the turn of code that runs in place of the engine: it has made some steps since the last one, and is where it may be interrupted. It returns how many
// it may make until the next.
func (in *Interp) Turn(t *starlark.Thread, made int) int {
	if made > 0 {
		t.Steps += uint64(made)
		in.pace.there = true
		in.turn(t)
		in.pace.there = false
	}
	return int(in.steps(t))
}

// turn runs on the interpreter's goroutine between two instructions of t.
func (in *Interp) turn(t *starlark.Thread) {
	made := t.Steps
	t.Steps = 0
	in.phase.Store((in.phase.Load() + 1) % phases)
	t.SetMaxExecutionSteps(in.steps(t))
	in.rt.countSteps(made)
	if in.shortage.after {
		in.endShortage()
	}
	// What is being restored is made whole before the script is interrupted: nobody would make the rest of it.
	if flags := in.flags.Load(); flags != 0 && (in.restoring == 0 || flags&^flagInterrupted != 0) {
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
	engine.AtHand(t, 3, in.env.GrowEarly)
	if th := in.running; th.pause != nil {
		th.paused()
	}
	if in.gil.overdue(in.SwitchInterval()) && in.restoring == 0 {
		if !in.pace.arrived(t) {
			t.SetMaxExecutionSteps(1)
			return
		}
		in.pace.thread = nil
		th := in.running
		in.release(th)
		runtime.Gosched()
		in.acquire(th)
	}
}
