package ipc

import (
	"math"
	"sync"
	"sync/atomic"
	"time"
)

// Hooks are told of a task's waits. Block is called just before the task really waits and Unblock when it goes
// on, both on the task's goroutine and with no mutex of the kernel held. They come in pairs, at most one pair per operation;
// an operation that can complete at once calls neither. Any may be nil.
//
// Alert is what a wait does, between an Unblock and a Block, when [Task.Alert] asks for it; then it goes on waiting. What Alert itself waits for, it
// does on a task that Nested has made.
type Hooks struct{ Block, Unblock, Alert func() }

// How insistently a task has been asked to stop waiting.
const (
	running     int32 = iota
	interrupted       // Interrupt: an exception will be raised, and the script may go on
	cancelled         // Cancel: on the way out
	killed            // the holder is closed: for good
)

// A Task is one thread of control that may wait. Only one operation runs on it at a time; the methods of
// Task itself may be called from any goroutine.
type Task struct {
	holder *Holder
	serial uint64 // among the holder's
	hooks  Hooks
	clock  Clock
	stop   atomic.Int32
	alert  atomic.Bool // the Alert hook is to be called
	outer  *Task       // the task that this one is nested in, or nil

	// wake holds at most one token. It says only "look again": what has happened is kept in the object,
	// under its mutex, so a token left over from an earlier wait does no harm.
	wake chan struct{}
	// wakes counts calls of wakeup; checked is what it was before the task last looked in vain. While they are
	// equal the task is parked and nothing is on its way to it.
	wakes, checked atomic.Uint64

	w       waiter                // its place in the list of the object it waits for, guarded by that object's mutex
	blocked bool                  // between Block and Unblock; for the task's goroutine alone
	observe func(t *Task, c Call) // nil: nobody
	call    Call                  // the wait that has just ended, for observe
	timer   Timer                 // made for the first wait with a deadline; likewise

	parked atomic.Pointer[parked] // set while it waits without a goroutine
	began  time.Time              // when it did, for the rest of that wait

	mu   sync.Mutex
	name string
	at   Waiting // Object is nil while it does not wait
}

// NewTask makes a thread of control of the process that h stands for. A task of a closed holder is cancelled from the start.
func NewTask(h *Holder, hooks Hooks) *Task {
	if h == nil {
		panic("ipc: a task needs a holder")
	}
	t := &Task{holder: h, hooks: hooks, clock: h.kernel.clock(), wake: make(chan struct{}, 1)}
	if h.kernel != nil {
		t.observe = h.kernel.Observe
	}
	t.w.task = t
	h.addTask(t)
	return t
}

// Nested makes a task for what t does in the middle of one of its waits: see Hooks. It may do with a lock of t's what t may.
func (t *Task) Nested() *Task {
	n := NewTask(t.holder, t.hooks)
	n.outer = t.self()
	return n
}

// self is the task as which t owns locks.
func (t *Task) self() *Task {
	if t != nil && t.outer != nil {
		return t.outer
	}
	return t
}

// Close ends the task: its holder forgets it. What it has acquired stays acquired.
func (t *Task) Close() { t.holder.removeTask(t) }

// Holder returns the process that the task belongs to.
func (t *Task) Holder() *Holder { return t.holder }

// Serial tells the task from the other tasks, past and present, of its holder. It is never 0.
func (t *Task) Serial() uint64 { return t.serial }

// SetName sets the name that reports use for the task.
func (t *Task) SetName(name string) {
	t.mu.Lock()
	t.name = name
	t.mu.Unlock()
}

// Name returns the name set by SetName.
func (t *Task) Name() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.name
}

// Now returns the time that the task's deadlines are measured by.
func (t *Task) Now() time.Time { return t.clock.Now() }

// Deadline returns the deadline of a wait of at most d. For d <= 0 it is NoWait.
func (t *Task) Deadline(d time.Duration) time.Time {
	if d <= 0 {
		return NoWait
	}
	return t.clock.Now().Add(d)
}

// Cancel makes the current wait, or else the next, return ErrCancelled, and every further one until Uncancel. It is for
// a task that is to end: a Condition's lock that is not free at once is not waited for, and a barrier that the task waits in breaks.
func (t *Task) Cancel() { t.ask(cancelled) }

// Interrupt is Cancel for a task that may go on, as after KeyboardInterrupt: a wait on a Condition still takes its lock back
// before it returns ErrCancelled, and a barrier that the task waits in merely has one party fewer.
func (t *Task) Interrupt() { t.ask(interrupted) }

// Alert has the task's Alert hook called: by the wait that it is in, at once, or else by its next one.
func (t *Task) Alert() {
	t.alert.Store(true)
	t.wakeup()
}

// Uncancel takes back Cancel and Interrupt. A task whose holder is closed stays cancelled.
func (t *Task) Uncancel() {
	for {
		s := t.stop.Load()
		if s == running || s == killed || t.stop.CompareAndSwap(s, running) {
			return
		}
	}
}

// Cancelled reports whether waits return ErrCancelled.
func (t *Task) Cancelled() bool { return t.stop.Load() != running }

// unlessCancelled is how an operation ends that takes nothing, so that its answer can be given up: whoever stops the task and then lets come
// what it waits for, as an interrupt of a whole tree does, is heard in this order.
func (t *Task) unlessCancelled(err error) error {
	if err == nil && t != nil && t.Cancelled() {
		return ErrCancelled
	}
	return err
}

func (t *Task) ask(level int32) {
	for {
		s := t.stop.Load()
		if s >= level {
			return
		}
		if t.stop.CompareAndSwap(s, level) {
			t.wakeup()
			return
		}
	}
}

// wakeup makes the task look again. It takes no mutex, so it may be called under any.
func (t *Task) wakeup() {
	t.wakes.Add(1)
	if p := t.parked.Load(); p != nil && t.parked.CompareAndSwap(p, nil) {
		go p.rest()
		return
	}
	select {
	case t.wake <- struct{}{}:
	default:
	}
}

// wait is where everything that waits does so. It is called and returns with mu held (mu may be nil), and gives it up
// while it waits; done is called with mu held, each time something may have changed, and says whether the wait is over.
// A request to stop of at least the given level ends it with ErrCancelled, the deadline with ErrTimeout; if done holds
// it is nil whatever else has happened. The caller then settles the object, unlocks mu, and calls resume.
func (t *Task) wait(mu *sync.Mutex, obj Object, op string, deadline time.Time, level int32, done func() bool) error {
	began := t.began
	t.began = time.Time{}
	if began.IsZero() && t.stop.Load() >= level {
		return ErrCancelled
	}
	if deadline == NoWait {
		return ErrTimeout
	}
	now := t.clock.Now()
	if !deadline.IsZero() && !now.Before(deadline) {
		return ErrTimeout
	}
	if !began.IsZero() {
		now = began
	}
	t.checked.Store(math.MaxUint64)
	t.mu.Lock()
	if t.at.Object != nil {
		t.mu.Unlock()
		panic("ipc: a task waits in two operations at once")
	}
	t.at = Waiting{Task: t, Object: obj, Op: op, Since: now, Deadline: deadline}
	t.mu.Unlock()
	if !t.blocked && t.hooks.Block != nil {
		if mu != nil {
			mu.Unlock()
		}
		t.hooks.Block()
		if mu != nil {
			mu.Lock()
		}
	}
	t.blocked = true

	var err error
	for {
		if t.alert.Load() && t.stop.Load() == running {
			t.alert.Store(false)
			if mu != nil {
				mu.Unlock()
			}
			t.alerted()
			if mu != nil {
				mu.Lock()
			}
		}
		seen := t.wakes.Load()
		if done() {
			break
		}
		if t.stop.Load() >= level {
			err = ErrCancelled
			break
		}
		if e, ok := obj.(interface{ ended() bool }); ok && e.ended() {
			err = ErrClosed
			break
		}
		if !deadline.IsZero() {
			d := deadline.Sub(t.clock.Now())
			if d <= 0 {
				err = ErrTimeout
				break
			}
			if t.timer == nil {
				t.timer = t.clock.AfterFunc(d, t.wakeup)
			} else {
				t.timer.Reset(d)
			}
		}
		if mu != nil {
			mu.Unlock()
		}
		t.checked.Store(seen)
		<-t.wake
		t.checked.Store(math.MaxUint64)
		if mu != nil {
			mu.Lock()
		}
	}
	if !deadline.IsZero() && t.timer != nil {
		t.timer.Stop()
	}
	t.mu.Lock()
	t.at = Waiting{}
	t.mu.Unlock()
	if t.observe != nil {
		t.call = Call{Object: obj, Op: op, Waited: t.clock.Now().Sub(now), Err: err}
	}
	return err
}

// alerted calls the Alert hook in the middle of a wait. No mutex of the kernel is held.
func (t *Task) alerted() {
	if t.hooks.Alert == nil {
		return
	}
	if t.hooks.Unblock != nil {
		t.hooks.Unblock()
	}
	t.hooks.Alert()
	if t.hooks.Block != nil {
		t.hooks.Block()
	}
}

// resume ends an operation that may have waited. No mutex of the kernel is held.
func (t *Task) resume() {
	if t.blocked {
		t.blocked = false
		if t.hooks.Unblock != nil {
			t.hooks.Unblock()
		}
	}
	if t.observe != nil && t.call.Object != nil {
		c := t.call
		t.call = Call{}
		t.observe(t, c)
	}
}

// did tells the observer of an operation that did not wait.
func (t *Task) did(obj Object, op string) {
	if t != nil && t.observe != nil {
		t.observe(t, Call{Object: obj, Op: op})
	}
}

// Sleep waits for d, or until the task is cancelled: then it returns ErrCancelled.
func Sleep(t *Task, d time.Duration) error {
	if d <= 0 {
		if t.Cancelled() {
			return ErrCancelled
		}
		return nil
	}
	err := t.wait(nil, sleeping{}, "sleep", t.clock.Now().Add(d), interrupted, never)
	t.resume()
	if err == ErrTimeout {
		return nil
	}
	return err
}

func never() bool { return false }

type sleeping struct{}

func (sleeping) String() string { return "the time to pass" }
