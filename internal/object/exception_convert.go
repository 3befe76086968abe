package object

import (
	"errors"
	"io/fs"
	"os"
	"syscall"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
)

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
		name, err := e.Text(path.Path)
		if err != nil {
			name = textValue(path.Path)
		}
		args = append(args, name)
	}
	return NewException(e, osErrorClass(OSError, int(errno)), args...)
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
