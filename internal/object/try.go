package object

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
)

// A Handler is an except clause.
type Handler struct {
	Types starlark.Value // a function that returns a class or a tuple of classes; nil or None for all
	Body  starlark.Value // a function of the exception
}

// Try runs a try statement: body; if it fails the first handler that matches, else
// orelse; and final in any case. orelse and final may be nil. The result is what the
// part that ended the statement returned: a signal that lowered code understands, or
// None. When the process is being ended no handler and no final runs.
func Try(thread *starlark.Thread, body starlark.Value, handlers []Handler, orelse, final starlark.Value) (starlark.Value, error) {
	sig, err := starlark.Call(thread, body, nil, nil)
	if err == nil && orelse != nil && sig == starlark.None {
		if sig, err = starlark.Call(thread, orelse, nil, nil); err != nil {
			handlers = nil
		}
	}
	if err == nil {
		if final == nil {
			return sig, nil
		}
		fsig, err := starlark.Call(thread, final, nil, nil)
		if err != nil || fsig != starlark.None {
			return fsig, err
		}
		return sig, nil
	}

	env := EnvOf(thread)
	exc, ok := env.catch(thread, err)
	if !ok {
		return nil, err
	}
	base := env.frameBase(thread)
	if len(handlers) > 0 {
		handled, hsig, next, err := env.handle(thread, handlers, exc)
		switch {
		case err != nil:
			return nil, err
		case handled:
			exc, sig = next, hsig
		default:
			exc = next
		}
	}
	if final != nil {
		if exc == nil {
			fsig, err := starlark.Call(thread, final, nil, nil)
			if err != nil || fsig != starlark.None {
				return fsig, err
			}
			return sig, nil
		}
		fsig, next, err := env.during(thread, exc, func() (starlark.Value, error) {
			return starlark.Call(thread, final, nil, nil)
		})
		switch {
		case err != nil:
			return nil, err
		case next != nil:
			exc = next
		case fsig != starlark.None:
			return fsig, nil
		}
	}
	if exc != nil {
		return nil, &Raised{settled: true, Exc: exc, limited: true, outer: base}
	}
	return sig, nil
}

// handle runs the handler that matches exc. next is the exception that is raised
// then: exc itself if no handler matched, nil if one dealt with it. err is not nil if
// the thread was stopped.
func (e *Env) handle(thread *starlark.Thread, handlers []Handler, exc *Instance) (handled bool, sig starlark.Value, next *Instance, err error) {
	for _, h := range handlers {
		match := h.Types == nil || h.Types == starlark.None
		if !match {
			_, next, err := e.during(thread, exc, func() (starlark.Value, error) {
				types, err := starlark.Call(thread, h.Types, nil, nil)
				if err == nil {
					match, err = exceptionMatches(exc, types)
				}
				return starlark.None, err
			})
			if err != nil || next != nil {
				return false, nil, next, err
			}
		}
		if match {
			sig, next, err := e.during(thread, exc, func() (starlark.Value, error) {
				return starlark.Call(thread, h.Body, starlark.Tuple{exc}, nil)
			})
			return next == nil, sig, next, err
		}
	}
	return false, nil, exc, nil
}

// during runs f while exc is being handled. next is the exception f ended with; err
// is not nil if the thread was stopped.
func (e *Env) during(thread *starlark.Thread, exc *Instance, f func() (starlark.Value, error)) (v starlark.Value, next *Instance, err error) {
	v, err = e.Handle(thread, exc, func() (starlark.Value, error) {
		v, err := f()
		if err != nil {
			var ok bool
			if next, ok = e.catch(thread, err); ok {
				return nil, nil
			}
		}
		return v, err
	})
	return v, next, err
}

// exceptionMatches reports whether an except clause with these types takes exc.
func exceptionMatches(exc *Instance, types starlark.Value) (bool, error) {
	if c, ok := types.(*Class); ok && c.IsSubclass(BaseException) {
		return exc.class.IsSubclass(c), nil
	}
	list, ok := types.(starlark.Tuple)
	if !ok {
		return false, errNotException()
	}
	found := false
	for _, t := range list {
		c, ok := t.(*Class)
		if !ok || !c.IsSubclass(BaseException) {
			return false, errNotException()
		}
		found = found || exc.class.IsSubclass(c)
	}
	return found, nil
}

func errNotException() error {
	return exception.New(exception.TypeError, "catching classes that do not inherit from BaseException is not allowed")
}

// noException are the arguments of __exit__ where there was none. Nobody changes them.
var noException = []starlark.Value{starlark.None, starlark.None, starlark.None}

// With runs a with statement: body gets what the manager's __enter__ returned. The
// result is as for Try.
func With(thread *starlark.Thread, manager, body starlark.Value) (starlark.Value, error) {
	class := TypeOf(manager)
	enter, exit := class.find("__enter__"), class.find("__exit__")
	switch {
	case enter == nil:
		return nil, exception.New(exception.TypeError, "'%s' object does not support the context manager protocol", class.name)
	case exit == nil:
		return nil, exception.New(exception.TypeError, "'%s' object does not support the context manager protocol (missed __exit__ method)", class.name)
	}
	v, err := callSlot(thread, enter, manager)
	if err != nil {
		return nil, err
	}
	sig, err := starlark.Call(thread, body, starlark.Tuple{v}, nil)
	if err == nil {
		if _, err := callSlot(thread, exit, manager, noException...); err != nil {
			return nil, err
		}
		return sig, nil
	}
	env := EnvOf(thread)
	exc, ok := env.catch(thread, err)
	if !ok {
		return nil, err
	}
	base := env.frameBase(thread)
	swallowed := false
	_, next, err := env.during(thread, exc, func() (starlark.Value, error) {
		r, err := callSlot(thread, exit, manager, exc.class, exc, NewTraceback(env, ExceptionOf(exc).Frames))
		if err == nil {
			swallowed, err = Truth(env, r)
		}
		return starlark.None, err
	})
	switch {
	case err != nil:
		return nil, err
	case next != nil:
		return nil, &Raised{settled: true, Exc: next, limited: true, outer: thread.CallStackDepth() - 1}
	case swallowed:
		return starlark.None, nil
	}
	return nil, &Raised{settled: true, Exc: exc, limited: true, outer: base}
}

// RaiseStatement returns the error of "raise exc from cause". cause is nil where
// there is no from.
func RaiseStatement(thread *starlark.Thread, v, cause starlark.Value) error {
	exc, err := exceptionFrom(thread, v, "exceptions must derive from BaseException")
	if err != nil {
		return err
	}
	x := ExceptionOf(exc)
	switch {
	case cause == nil:
	case cause == starlark.None:
		x.Cause, x.SuppressContext = nil, true
	default:
		from, err := exceptionFrom(thread, cause, "exception causes must derive from BaseException")
		if err != nil {
			return err
		}
		x.Cause, x.SuppressContext = from, true
	}
	chainContext(exc, EnvOf(thread).Handling(thread))
	return settled(exc)
}

// Reraise returns the error of a raise statement without an exception. The line
// of the statement does not appear in the traceback.
func Reraise(thread *starlark.Thread) error {
	env := EnvOf(thread)
	exc := env.Handling(thread)
	if exc == nil {
		return exception.New(exception.RuntimeError, "No active exception to reraise")
	}
	return &Raised{settled: true, Exc: exc, limited: true, outer: env.frameBase(thread)}
}
