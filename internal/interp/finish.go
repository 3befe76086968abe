package interp

import (
	"errors"
	"time"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"go.starlark.net/starlark"
)

// This file implements the end of a process. There is one way out, however the
// process ends: its own return, an exception, sys.exit, or a signal.

// exitInterrupted is the exit code of a main script that KeyboardInterrupt ended.
const exitInterrupted = 128 + SIGINT

// interruptGrace is how long the children of an interrupted main script may take
// to end by themselves.
const interruptGrace = 300 * time.Millisecond

// finish ends the process whose main thread is th; err is what its body returned.
// The caller holds the lock, which finish gives up for good.
func (in *Interp) finish(th *Thread, err error, report func(*Interp, *starlark.Thread, error)) {
	in.guard("exit of "+in.proc.name, func() error {
		in.leave(th, err, report)
		return nil
	})
	in.proc.settle(exitInternal)

	// From here on no script code runs.
	in.die()
	in.dropThread(th)
	in.release(th)
	in.threadMu.Lock()
	in.closed = true
	in.threadMu.Unlock()
	in.goroutines.Wait()
	in.gil.lock()
	in.env.CloseGenerators()
	if !in.proc.quick {
		in.stdout.passOn("")
		in.stderr.passOn("")
	}
	in.closeState()
	in.gil.unlock()
	in.rt.exited(in.proc)
}

// leave is the part of the end that a process lives through itself: it reports
// err, waits for its threads, calls what was registered for the exit.
func (in *Interp) leave(th *Thread, err error, report func(*Interp, *starlark.Thread, error)) {
	t := th.engine
	code, interrupted := in.conclude(t, err, report)
	if in.Dying() {
		return
	}
	in.leaving, in.status = true, code
	if interrupted && in.Root() {
		in.endInterrupted(th)
	}
	in.joinThreads(th)
	for len(in.onExit) > 0 && !in.Dying() {
		last := len(in.onExit) - 1
		fn := in.onExit[last]
		in.onExit = in.onExit[:last]
		fn(t)
		if in.env.Pending() != nil {
			in.env.TakePending()
			t.Uncancel()
		}
	}
	if in.flags.Load()&flagInterrupted != 0 {
		in.lateInterrupt = true // it came, but nothing ran any more to see it
		th.task.Uncancel()
	}
	if in.lateInterrupt && !in.Dying() && !interrupted {
		if in.Root() {
			in.stderr.WriteString("KeyboardInterrupt\n")
			in.endInterrupted(th)
			code = exitInterrupted
		} else {
			code = 1
		}
	}
	in.proc.settle(code)
}

// endInterrupted ends the children of an interrupted main script: those that do not
// end by themselves within interruptGrace, the hard way.
func (in *Interp) endInterrupted(th *Thread) {
	in.rt.interruptChildren(in.proc)
	deadline := time.Now().Add(interruptGrace)
	for _, p := range in.rt.descendants(in.proc) {
		p.exited.Wait(th.task, deadline)
	}
	in.rt.endChildren(in.proc)
}

// conclude turns the result of the main thread into an exit code and reports an
// exception.
func (in *Interp) conclude(t *starlark.Thread, err error, report func(*Interp, *starlark.Thread, error)) (code int, interrupted bool) {
	if err == nil && in.env.Pending() == nil {
		in.proc.endWhole()
		return 0, false
	}
	exc, ok := object.AsException(in.env, err)
	t.Uncancel()
	if !ok {
		if !in.Dying() {
			in.stderr.WriteString("mpstar: " + err.Error() + "\n")
		}
		return 1, false
	}
	cls := exc.Class()
	switch {
	case cls.IsSubclass(object.SystemExit):
		in.proc.endWhole()
		return in.systemExit(t, exc), false
	case cls.IsSubclass(object.KeyboardInterrupt):
		interrupted = true
		code = exitInterrupted
		if !in.Root() {
			// One Ctrl-C prints one traceback, the main script's.
			return 1, true
		}
	default:
		code = 1
	}
	if report != nil {
		report(in, t, &object.Raised{Exc: exc})
		return code, interrupted
	}
	trace := object.FormatUncaught(in.env, exc)
	if exit, exited := in.callExceptHook(t, exc, trace); exited {
		return exit, false
	}
	if in.Root() {
		msg, _ := object.Str(in.env, exc)
		in.rt.failure = &Failure{Class: cls.FullName(), Message: msg, Traceback: trace}
	}
	return code, interrupted
}

// callExceptHook has sys.excepthook report the exception that ends the main script: trace is what it prints unless the script has
// put another in its place. A hook that fails is reported beside the exception; one that leaves by sys.exit decides the exit code.
func (in *Interp) callExceptHook(t *starlark.Thread, exc *object.Instance, trace string) (code int, exited bool) {
	sys, ok := in.Module("sys")
	if !in.Root() || !ok {
		in.WriteError(t, trace)
		return 0, false
	}
	hook, ok := sys.Get("excepthook")
	if own, _ := sys.Get("__excepthook__"); ok && hook == own {
		in.WriteError(t, trace)
		return 0, false
	} else if !ok {
		in.WriteError(t, "sys.excepthook is missing\n"+trace)
		return 0, false
	}
	tb, err := object.GetAttr(t, exc, "__traceback__")
	if err != nil {
		tb = starlark.None
	}
	if _, err = object.Call(t, hook, exc.Class(), exc, tb); err == nil {
		return 0, false
	}
	failed, ok := object.AsException(in.env, err)
	t.Uncancel()
	switch {
	case ok && failed.Class().IsSubclass(object.SystemExit):
		return in.systemExit(t, failed), true
	case ok:
		in.WriteError(t, "Error in sys.excepthook:\n"+object.FormatUncaught(in.env, failed)+"\nOriginal exception was:\n"+trace)
	case !in.Dying():
		in.WriteError(t, "mpstar: "+err.Error()+"\n"+trace)
	}
	return 0, false
}

// systemExit returns the exit code that a SystemExit asks for. Anything but None
// and an integer is written to standard error and means 1.
func (in *Interp) systemExit(t *starlark.Thread, exc *object.Instance) int {
	code, _ := exc.Attr("code")
	switch code := code.(type) {
	case nil, starlark.NoneType:
		return 0
	case starlark.Bool:
		if code {
			return 1
		}
		return 0
	case starlark.Int:
		n, ok := code.Int64()
		switch {
		case in.proc.parent != nil && (!ok || n != int64(int32(n))):
			return 1 // a child's end needs a C int, and fails without
		case !ok:
			return 255
		}
		return int(uint8(n))
	default:
		s, err := object.Str(in.env, code)
		if err != nil {
			s = "<exit code cannot be shown>"
		}
		in.WriteError(t, s+"\n")
		return 1
	}
}

// joinThreads waits for the threads that are not daemons, as CPython does before
// it calls exit handlers.
func (in *Interp) joinThreads(main *Thread) {
	for {
		var next *Thread
		in.threadMu.Lock()
		for th := range in.threads {
			if th != main && !th.daemon {
				next = th
				break
			}
		}
		in.threadMu.Unlock()
		if next == nil {
			return
		}
		err := next.done.Wait(main.task, ipc.Forever)
		if err == nil {
			continue
		}
		if err = in.Err(main.engine, err); in.Dying() {
			return
		}
		var raised *exception.Error
		if errors.As(err, &raised) && raised.Kind == exception.KeyboardInterrupt {
			return
		}
	}
}

// closeState closes what modules keep open for this interpreter.
func (in *Interp) closeState() {
	for _, s := range in.state {
		if c, ok := s.(interface{ CloseState() }); ok {
			c.CloseState()
		}
	}
	in.state, in.plan = nil, nil
	in.registry.close()
}
