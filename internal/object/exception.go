package object

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"syscall"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/exception"
)

// An Exception is the state of an exception instance; it is in the Native field
// of an Instance whose class derives from BaseException.
type Exception struct {
	Args            starlark.Tuple
	Cause, Context  *Instance
	SuppressContext bool
	Frames          []Frame // the traceback, outermost first
	Notes           []string
	owner           string // of an AttributeError without obj: the name of its type
	hint            string // of a NameError: the name that could have been meant
	Host            error  // the error of the host's that it stands for; only the process that raised it knows

	// fields are what the class keeps beside the args: errno, filename, name,
	// value ... They are the instance's own attributes in CPython's C structs.
	fields []attribute
}

// Field returns what a built-in class keeps beside the args, such as OSError's
// errno; nil if it has none of that name.
func (x *Exception) Field(name string) starlark.Value {
	for i := range x.fields {
		if x.fields[i].name == name {
			return x.fields[i].value
		}
	}
	return nil
}

// SetField sets what a built-in class keeps beside the args.
func (x *Exception) SetField(name string, v starlark.Value) {
	for i := range x.fields {
		if x.fields[i].name == name {
			x.fields[i].value = v
			return
		}
	}
	x.fields = append(x.fields, attribute{name, v})
}

// EachField calls f for each field in order.
func (x *Exception) EachField(f func(name string, v starlark.Value)) {
	for _, a := range x.fields {
		f(a.name, a.value)
	}
}

// ExceptionOf returns the state of an exception instance, or nil if v is none.
func ExceptionOf(v starlark.Value) *Exception {
	if i, ok := v.(*Instance); ok {
		x, _ := i.Native.(*Exception)
		return x
	}
	return nil
}

// NewException returns an instance of an exception class. Neither __new__ nor
// __init__ of a script runs; built-in classes set the fields that their
// constructors set.
func NewException(env *Env, cls *Class, args ...starlark.Value) *Instance {
	i := NewInstance(env, cls)
	x := &Exception{Args: args}
	i.Native = x
	// The arguments may be too few for the class; then it has no fields.
	_ = initFields(i, x, args)
	return i
}

// Raised is an exception on its way through Go code.
type Raised struct {
	Exc *Instance

	// settled says that the context is as it should be: the exception was raised
	// before and is only passed on.
	settled bool

	// outer, if limited, is how many frames at the outer end of the stack are not
	// yet in the traceback.
	limited bool
	outer   int
}

// Raise returns the error that raises exc. What is being handled at that time
// becomes its context if it has none.
func Raise(exc *Instance) *Raised { return &Raised{Exc: exc} }

func settled(exc *Instance) *Raised { return &Raised{Exc: exc, settled: true} }

// Error returns "ValueError: message".
func (r *Raised) Error() string {
	return summary(r.Exc)
}

// An Uncatchable error ends script code without running handlers: the process is
// being ended, or a limit was reached.
type Uncatchable interface {
	error
	Uncatchable()
}

// AsException returns the exception that err stands for: an *Instance on its way,
// an [exception.Error], or what the engine reports as text. The stack frames
// between the caller and the place of the error are added to its traceback. ok
// is false if err must not be caught.
func AsException(env *Env, err error) (exc *Instance, ok bool) {
	return env.catch(env.Thread, err)
}

// Convert returns the exception that an error of Go code stands for. It reports false for an error that is of no kind which
// scripts know.
func Convert(env *Env, err error) (exc *Instance, ok bool) {
	var python *exception.Error
	if errors.As(err, &python) {
		return env.fromError(python), true
	}
	exc = env.fromOS(err)
	return exc, exc != nil
}

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

// A stackError is an error with the stack of the moment when it happened.
type stackError struct {
	err   error
	stack starlark.CallStack
}

func (e *stackError) Error() string { return e.err.Error() }
func (e *stackError) Unwrap() error { return e.err }

// lastError is the last error that became an exception. Go code may hand on
// the error after looking at it; the exception must stay the same then.
type lastError struct {
	err   error
	exc   *Instance
	outer int
}

// catch makes an exception of err, whose traceback begins with the frame that runs now.
func (e *Env) catch(thread *starlark.Thread, err error) (*Instance, bool) {
	if thread == nil {
		return e.catchFrom(nil, err, 0)
	}
	return e.catchFrom(thread, err, thread.CallStackDepth())
}

// catchFrom is catch for a traceback that begins with the frame at a depth.
func (e *Env) catchFrom(thread *starlark.Thread, err error, depth int) (*Instance, bool) {
	given := err
	if p := e.waiting(); p != nil {
		err = p.because(err)
		e.TakePending()
		if u, ok := err.(*unwound); ok {
			return e.catchUnwound(thread, u, given)
		}
	}
	if e.Host != nil && e.Host.Dying() {
		return nil, false
	}
	if outOfMemory(err) {
		if h, ok := e.Host.(MemoryHost); ok && thread != nil {
			h.MemoryShort(thread)
		}
		err = &stackError{err: exception.New(exception.MemoryError, ""), stack: stackOf(err)}
	}
	if e.last.err != nil && e.last.err == err {
		exc := e.last.exc
		if stack := stackOf(err); depth < e.last.outer && e.last.outer <= len(stack) {
			e.addFrames(exc, stack[depth:e.last.outer])
			e.last.outer = depth
		}
		return exc, true
	}
	stack := stackOf(err)
	exc, outer, ok := e.convert(err, stack)
	if !ok {
		return nil, false
	}
	if outer > len(stack) {
		outer = len(stack)
	}
	if depth < outer {
		e.addFrames(exc, stack[depth:outer])
	}
	// What the engine reports of a pending exception is only that it stopped:
	// whoever hands that on means the exception.
	if _, ok := given.(*starlark.EvalError); ok {
		e.last = lastError{err: given, exc: exc, outer: min(depth, outer)}
	}
	var raised *Raised
	if !errors.As(err, &raised) || !raised.settled {
		e.setContext(thread, exc)
	}
	return exc, true
}

// A MemoryHost is a host that stops threads because memory runs out. MemoryShort says that thread, which it has stopped, raises MemoryError,
// and lets it run on.
type MemoryHost interface{ MemoryShort(thread *starlark.Thread) }

// outOfMemory reports whether the engine was stopped because memory runs out: see Interp.outOfMemory.
func outOfMemory(err error) bool {
	e, ok := err.(*starlark.EvalError)
	return ok && e.Msg == "Starlark computation cancelled: memory"
}

func stackOf(err error) starlark.CallStack {
	switch err := err.(type) {
	case *starlark.EvalError:
		return err.CallStack
	case *stackError:
		return err.stack
	}
	return nil
}

// convert returns the exception behind err, and how many frames of the stack at
// its outer end belong into the traceback.
func (e *Env) convert(err error, stack starlark.CallStack) (exc *Instance, outer int, ok bool) {
	outer = len(stack)
	var raised *Raised
	if errors.As(err, &raised) {
		if raised.limited {
			outer = raised.outer
		}
		return raised.Exc, outer, true
	}
	var uncatchable Uncatchable
	if errors.As(err, &uncatchable) {
		return nil, 0, false
	}
	var python *exception.Error
	if errors.As(err, &python) {
		exc := e.fromError(python)
		e.complete(exc, python, stack)
		return exc, outer, true
	}
	if exc := e.fromOS(err); exc != nil {
		return exc, outer, true
	}
	exc, drop, ok := e.fromEngine(err, stack)
	if ok {
		e.complete(exc, nil, stack)
	}
	return exc, outer - drop, ok
}

// fromError makes an object of an exception that Go code returned.
func (e *Env) fromError(err *exception.Error) *Instance {
	cls := ExceptionClassOf(err.Kind)
	if cls == nil {
		cls = e.importClass(string(err.Kind))
	}
	args := err.Args
	if args == nil && err.Msg != "" {
		args = starlark.Tuple{textValue(err.Msg)}
	}
	exc := NewException(e, cls, args...)
	if x, ok := exc.Native.(*Exception); ok && err.Name != "" && keywordClass(cls) != nil {
		x.SetField("name", textValue(err.Name))
	}
	if x, ok := exc.Native.(*Exception); ok && err.Where != "" {
		x.Notes = append(x.Notes, "in "+err.Where)
	}
	return exc
}

// fromOS makes an OSError of an error of the operating system.
func (e *Env) fromOS(err error) *Instance {
	var errno syscall.Errno
	if !errors.As(err, &errno) {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			errno = syscall.ENOENT
		case errors.Is(err, fs.ErrExist):
			errno = syscall.EEXIST
		case errors.Is(err, fs.ErrPermission):
			errno = syscall.EACCES
		case errors.Is(err, os.ErrDeadlineExceeded):
			errno = syscall.ETIMEDOUT
		default:
			return nil
		}
	}
	args := []starlark.Value{starlark.MakeInt(int(errno)), textValue(strerror(errno))}
	var path *fs.PathError
	if errors.As(err, &path) {
		args = append(args, textValue(path.Path))
	}
	return NewException(e, osErrorClass(OSError, int(errno)), args...)
}

// setContext makes the exception that thread handles now the context of a new one.
func (e *Env) setContext(thread *starlark.Thread, exc *Instance) {
	x, _ := exc.Native.(*Exception)
	if x == nil || x.Context != nil {
		return
	}
	chainContext(exc, e.Handling(thread))
}

// chainContext makes context the __context__ of exc. A chain must not come
// back to exc: it is cut where it would.
func chainContext(exc, context *Instance) {
	if context == nil || context == exc {
		return
	}
	for i, n := context, 0; i != nil && n < 10_000; n++ {
		x, _ := i.Native.(*Exception)
		if x == nil {
			break
		}
		if x.Context == exc {
			x.Context = nil
			break
		}
		i = x.Context
	}
	if x, _ := exc.Native.(*Exception); x != nil {
		x.Context = context
	}
}

// Handling returns the exception that thread handles now, nil if none: what
// sys.exc_info tells.
func (e *Env) Handling(thread *starlark.Thread) *Instance {
	for thread != nil {
		if h := e.handling[thread]; len(h) > 0 {
			return h[len(h)-1]
		}
		thread = e.gens.resumer(thread)
	}
	return nil
}

// Handle runs f while exc is the exception that thread handles.
func (e *Env) Handle(thread *starlark.Thread, exc *Instance, f func() (starlark.Value, error)) (starlark.Value, error) {
	if e.handling == nil {
		e.handling = make(map[*starlark.Thread][]*Instance)
	}
	e.handling[thread] = append(e.handling[thread], exc)
	v, err := f()
	if h := e.handling[thread]; len(h) > 1 {
		e.handling[thread] = h[:len(h)-1]
	} else {
		delete(e.handling, thread)
	}
	return v, err
}

func (e *Env) importClass(name string) *Class {
	for i := len(name) - 1; i > 0; i-- {
		if name[i] == '.' {
			if e.Host == nil {
				break
			}
			if c, err := e.Host.ImportClass(name[:i], name[i+1:]); err == nil && c != nil {
				return c
			}
			break
		}
	}
	return RuntimeError
}
