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
