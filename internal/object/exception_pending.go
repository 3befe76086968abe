package object

import (
	"strings"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/exception"
)

// Raise makes err the exception that the running script code ends with, for Go
// code that can't return an error. The first one wins.
func (e *Env) Raise(err error) {
	if e == noEnv || e.waiting() != nil {
		return
	}
	t := e.Thread
	p := &pending{err: err, thread: t, next: e.pending}
	e.pending = p
	if t == nil {
		return
	}
	if _, ok := err.(*starlark.EvalError); !ok {
		p.err = &stackError{err: err, stack: t.CallStack()}
	}
	t.Cancel(pendingReason)
}

const pendingReason = "exception"

// waiting returns what Raise left for the thread that runs now, or nil. Another
// thread may have been given its turn between Raise and the engine's next instruction.
func (e *Env) waiting() *pending {
	for p := e.pending; p != nil; p = p.next {
		if p.thread == e.Thread {
			return p
		}
	}
	return nil
}

// forget drops what Raise left for a thread.
func (e *Env) forget(t *starlark.Thread) {
	for at := &e.pending; *at != nil; at = &(*at).next {
		if (*at).thread == t {
			*at = (*at).next
			return
		}
	}
}

// Pending returns the error that Raise left, or nil.
func (e *Env) Pending() error {
	if e.pending == nil {
		return nil
	}
	if p := e.waiting(); p != nil {
		return p.err
	}
	return nil
}

// TakePending returns the error that Raise left, or nil, and lets the thread run on.
func (e *Env) TakePending() error {
	if e.pending == nil {
		return nil
	}
	p := e.waiting()
	if p == nil {
		return nil
	}
	e.forget(p.thread)
	if p.thread != nil {
		p.thread.Uncancel()
		if e.Host != nil && e.Host.Dying() {
			p.thread.Cancel("the process is being ended")
		}
	}
	return p.err
}

type pending struct {
	err    error
	thread *starlark.Thread
	source starlark.Value // what could not be iterated over, if that is the error
	next   *pending
}

// An unwound is an error of what was done while the engine left a function because of another error, which is the
// context of this one. first is nil if it is the one that the engine returned. depth is that of the function.
type unwound struct {
	first, then error
	depth       int
}

func (u *unwound) Error() string { return u.then.Error() }
func (u *unwound) Unwrap() error { return u.then }

// raiseUnwinding is Raise for such an error. The statement that it is of stands at pos, in the function that is left.
func (e *Env) raiseUnwinding(err error, pos syntax.Position) {
	var first error
	if p := e.waiting(); p != nil {
		first = p.err
		e.TakePending()
	}
	e.Raise(err)
	if p := e.waiting(); p != nil {
		u := &unwound{first: first, then: p.err, depth: e.Thread.CallStackDepth()}
		if s, ok := u.then.(*stackError); ok && pos.IsValid() && len(s.stack) > 0 {
			s.stack[len(s.stack)-1].Pos = pos
		}
		p.err = u
	}
}

// catchUnwound is catch for an unwound, which engine brought.
func (e *Env) catchUnwound(thread *starlark.Thread, u *unwound, engine error) (exc *Instance, ok bool) {
	first := u.first
	if first == nil {
		first = engine
	}
	if inner, is := first.(*unwound); is {
		exc, ok = e.catchUnwound(thread, inner, engine)
	} else {
		exc, ok = e.catchFrom(thread, first, u.depth-1)
	}
	if !ok {
		return nil, false
	}
	e.Handle(thread, exc, func() (starlark.Value, error) {
		exc, ok = e.catch(thread, u.then)
		return nil, nil
	})
	if _, is := engine.(*starlark.EvalError); is && ok {
		e.last = lastError{err: engine, exc: exc, outer: thread.CallStackDepth()}
	}
	return exc, ok
}

// because returns the pending error. err is what the engine reports meanwhile: where
// it unpacks, it finds too few values in what can't be iterated over at all.
func (p *pending) because(err error) error {
	s, ok := p.err.(*stackError)
	if p.source == nil || !ok || err == nil {
		return p.err
	}
	_, isPython := s.err.(*exception.Error)
	if isPython && strings.HasPrefix(err.Error(), "too few values to unpack (got 0,") {
		return &stackError{stack: s.stack, err: exception.New(exception.TypeError, "cannot unpack non-iterable %s object", TypeName(p.source))}
	}
	return p.err
}
