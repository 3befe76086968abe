package multiprocessing

import (
	"time"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"go.starlark.net/starlark"
)

// This file is what package concurrent builds its executors on.

// exitExecutors is when executors end as the process exits: before pools and
// managers, and before children are joined.
const exitExecutors = 100

// StartMethod returns the start method of a context, or of the default one for
// nil and None.
func StartMethod(thread *starlark.Thread, ctx starlark.Value) (string, error) {
	st := stateOf(thread)
	if isNone(ctx) {
		return st.startMethod(), nil
	}
	if i, ok := ctx.(*object.Instance); ok {
		if c, ok := i.Native.(*context); ok {
			if c.method == "" {
				return st.startMethod(), nil
			}
			return c.method, nil
		}
	}
	return "", noAttribute(ctx, "get_start_method")
}

// StartWorker starts a process that is no daemon, named as that start method's
// Process names it. In the child, run gets the child's copy of initializer and
// initargs; its error ends the child. The process is an active child of its
// parent, as any Process is; the second result is its process object.
func StartWorker(thread *starlark.Thread, method string, initializer starlark.Value, initargs starlark.Tuple,
	run func(child *interp.Interp, thread *starlark.Thread, initializer starlark.Value, initargs starlark.Tuple) error) (*interp.Process, *object.Instance, error) {
	st := stateOf(thread)
	cls := processClasses.Get()[method]
	if cls == nil {
		return nil, nil, exception.New(exception.ValueError, "cannot find context for %q", method)
	}
	proc, err := st.newProcess(cls)
	if err != nil {
		return nil, nil, err
	}
	pp, err := st.start(thread, proc, starlark.Tuple{initializer, initargs},
		func(child *state, thread *starlark.Thread, extra starlark.Value) error {
			init := extra.(starlark.Tuple)
			return run(child.in, thread, init[0], init[1].(starlark.Tuple))
		}, "")
	if err != nil {
		return nil, nil, err
	}
	return pp.process, proc, nil
}

// BeforeExit registers run for when the process ends by itself, before its
// children are joined. The caller holds the interpreter's lock, and so does run's.
// cancel forgets it.
func BeforeExit(thread *starlark.Thread, run func(thread *starlark.Thread)) (cancel func()) {
	st := stateOf(thread)
	f := st.finalize(exitExecutors, run)
	return func() { st.cancel(f) }
}

// Deadline returns the moment at which a call with this timeout in seconds gives
// up: never for None, at once for zero and below.
func Deadline(t *ipc.Task, timeout starlark.Value) (time.Time, error) {
	return deadlineAbove(t, timeout)
}

// DeadlineSum is Deadline for functions that CPython writes as timeout + time,
// which complain in other words.
func DeadlineSum(t *ipc.Task, timeout starlark.Value) (time.Time, error) {
	if !isNone(timeout) {
		if _, err := real(timeout); err != nil {
			if e, ok := err.(*exception.Error); ok && e.Kind == exception.TypeError {
				return time.Time{}, exception.New(exception.TypeError, "unsupported operand type(s) for +: '%s' and 'float'", object.TypeName(timeout))
			}
		}
	}
	return deadline(t, timeout)
}
