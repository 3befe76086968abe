package interp

import (
	"context"

	"github.com/mpstar/mpstar/internal/ipc"
	"go.starlark.net/starlark"
)

// This file lets Go code into a running interpreter, and out of it for a while.

// ErrEnded is returned by Attach when the process is about to end or has ended.
var ErrEnded error = errEnded{}

// Attach runs fn on the calling goroutine as another thread of this interpreter, which takes turns with the others. It may
// be called from any goroutine that does not hold the interpreter's lock. Its error is fn's, or ErrEnded.
func (in *Interp) Attach(name string, fn func(t *starlark.Thread) error) error {
	in.threadMu.Lock()
	if in.closed {
		in.threadMu.Unlock()
		return ErrEnded
	}
	in.goroutines.Add(1)
	in.threadMu.Unlock()
	defer in.goroutines.Done()
	th := in.newThread(name, false)
	th.daemon = true
	in.acquire(th)
	defer func() {
		in.dropThread(th)
		in.release(th)
	}()
	return in.guard("thread "+name, func() error { return fn(th.engine) })
}

// A Visit lets another interpreter's goroutine do something short here while nobody else runs, without waking anybody.
type Visit struct {
	th   *Thread
	busy bool // what is done waits for something; guarded by the interpreter's lock
	over bool // End was called
}

// Receive makes a Visit, whose thread scripts see if visible is set. The caller holds the lock, and calls End before the process ends.
func (in *Interp) Receive(name string, visible bool) *Visit {
	th := in.makeThread(name, false)
	th.daemon, th.hidden, th.guest = true, !visible, true
	return &Visit{th: th}
}

// Busy reports whether a visit waits for something. The caller holds the lock.
func (v *Visit) Busy() bool { return v != nil && v.busy }

// End ends the visits, once the one under way has returned. The caller holds the lock.
func (v *Visit) End() {
	v.over = true
	if !v.busy {
		v.th.in.dropThread(v.th)
	}
}

// left says that a visit has returned.
func (v *Visit) left() {
	v.busy = false
	if v.over {
		v.th.in.dropThread(v.th)
	}
}

// Do runs fn as a thread of the interpreter, if nobody holds its lock and no other fn has not returned yet; otherwise it returns false. It may be called on any goroutine, whose
// caller holds no interpreter's lock.
func (v *Visit) Do(fn func(t *starlark.Thread)) bool {
	in := v.th.in
	in.threadMu.Lock()
	if in.closed {
		in.threadMu.Unlock()
		return false
	}
	in.goroutines.Add(1)
	in.threadMu.Unlock()
	defer in.goroutines.Done()
	if in.flags.Load()&flagDying != 0 || !in.gil.mu.TryLock() {
		return false
	}
	if v.busy || v.over {
		in.gil.unlock()
		return false
	}
	in.begin(v.th)
	v.busy = true
	defer func() {
		v.left()
		in.release(v.th)
	}()
	defer in.recoverPanic(v.th.name)
	fn(v.th.engine)
	return true
}

// Run runs fn as the visit's thread in place of the thread that runs, whose lock the caller holds. It returns false if another fn of this visit has not
// returned yet.
func (v *Visit) Run(fn func(t *starlark.Thread)) bool {
	if v.busy || v.over {
		return false
	}
	in := v.th.in
	th := in.running
	v.th.pause, th.pause = th.pause, nil
	th.current = in.env.Thread
	v.th.current = v.th.engine
	in.begin(v.th)
	v.busy = true
	defer func() {
		th.pause, v.th.pause = v.th.pause, nil
		v.left()
		in.begin(th)
	}()
	fn(v.th.engine)
	return true
}

// OnPause has fn called once, under the lock, when the running thread gives up the interpreter's lock for the first time, or has computed for a turn. A
// nil fn takes that back.
func (in *Interp) OnPause(fn func()) { in.running.pause = fn }

// paused calls what OnPause has set.
func (th *Thread) paused() {
	fn := th.pause
	th.pause = nil
	fn()
}

// Outside runs fn without the interpreter's lock, and gives it a way back in: inside takes the lock, runs script code on the same
// thread, and gives the lock up again. inside may be called on the goroutine of Outside only, while fn runs.
func (in *Interp) Outside(fn func(inside func(body func(t *starlark.Thread)))) {
	th := in.running
	in.release(th)
	defer in.acquire(th)
	fn(func(body func(t *starlark.Thread)) {
		in.acquire(th)
		defer in.release(th)
		body(in.env.Thread)
	})
}

// Context returns a context that ends when the process is being ended. It has the values of the context that the tree
// runs under.
func (in *Interp) Context() context.Context {
	in.threadMu.Lock()
	defer in.threadMu.Unlock()
	if in.ctx == nil {
		in.ctx, in.cancel = context.WithCancelCause(in.rt.ctx)
		if in.flags.Load()&flagDying != 0 {
			in.cancel(in.endReason())
		}
	}
	return in.ctx
}

func (in *Interp) endReason() error {
	if err := in.rt.Reason(); err != nil {
		return err
	}
	return ErrEnded
}

// Idle waits until the event is set. KeyboardInterrupt does not end the wait: there is nothing to interrupt.
func (in *Interp) Idle(t *starlark.Thread, until *ipc.Event) error {
	for {
		err := until.Wait(in.Task(t), ipc.Forever)
		if err == nil {
			return nil
		}
		if in.Err(t, err); in.Dying() {
			return errEnded{}
		}
	}
}
