package govalue

import (
	"errors"
	"strings"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

// A Frame is one line of a traceback.
type Frame struct {
	File     string
	Line     int    // from 1
	Function string // "<module>" for the script itself
	Source   string // the line's text, "" if it is not known
}

// An Exception is an exception of a script, as Go sees it. Scripts that it comes back to see one of the same class with the same
// arguments.
type Exception struct {
	Class     string     // "ValueError"; with its module if that is not builtins: "queue.Empty", "__main__.MyError"
	Message   string     // str() of the exception
	Args      []any      // its args as Go values; those without counterpart as their repr
	Frames    []Frame    // where it came from, outermost first
	Notes     []string   // what add_note added
	Cause     *Exception // what it was raised from, or what was being handled when it was raised; nil if nothing
	Traceback string     // as CPython prints it

	err error // the Go error behind it
}

func (e *Exception) Error() string {
	if e.Message == "" {
		return e.Class
	}
	return e.Class + ": " + e.Message
}

// Unwrap returns the error of the Go function that caused the exception, or else the exception's cause.
func (e *Exception) Unwrap() error {
	if e.err != nil {
		return e.err
	}
	if e.Cause != nil {
		return e.Cause
	}
	return nil
}

// maxCauses bounds a chain of exceptions.
const maxCauses = 100

// NewException describes an exception.
func NewException(env *object.Env, exc *object.Instance) *Exception {
	c := fromConverter{env: env}
	e, _ := c.exception(exc, "") // the outermost is not nested too deep
	return e
}

// exception describes an exception, which may be an argument of another.
func (c *fromConverter) exception(exc *object.Instance, path string) (*Exception, error) {
	if err := c.enter(exc, path); err != nil {
		return nil, err
	}
	defer c.leave()
	e := c.describe(exc, maxCauses)
	e.Traceback = object.FormatException(c.env, exc)
	return e, nil
}

func (c *fromConverter) describe(exc *object.Instance, depth int) *Exception {
	env := c.env
	x := object.ExceptionOf(exc)
	e := &Exception{Class: exc.Class().FullName(), Notes: append([]string(nil), x.Notes...), err: x.Host}
	if msg, err := object.Str(env, exc); err == nil {
		e.Message = msg
	} else {
		e.Message = "<exception str() failed>"
		clearPending(env)
	}
	for _, a := range x.Args {
		if env.Ended() != nil {
			break // exceptions of exceptions may have very many arguments
		}
		v, err := c.from(a, "")
		if err != nil {
			clearPending(env)
			if v, err = object.Repr(env, a); err != nil {
				clearPending(env)
				v = "<" + object.TypeName(a) + ">"
			}
		}
		e.Args = append(e.Args, v)
	}
	for _, f := range x.Frames {
		e.Frames = append(e.Frames, Frame{f.File, f.Line, f.Func, strings.TrimSpace(f.Text)})
	}
	cause := x.Cause
	if cause == nil && !x.SuppressContext {
		cause = x.Context
	}
	if cause != nil && cause != exc && depth > 0 && object.ExceptionOf(cause) != nil {
		e.Cause = c.describe(cause, depth-1)
	}
	return e
}

func clearPending(env *object.Env) {
	if env.Pending() != nil {
		env.TakePending()
	}
}

// raise returns what a script sees of a Go error: an exception of the class that it names, an OSError for an error of the operating
// system, RuntimeError for all others.
func raise(env *object.Env, err error) error {
	var python *exception.Error
	var raised *object.Raised
	var uncatchable object.Uncatchable
	if errors.As(err, &raised) || errors.As(err, &uncatchable) {
		return err
	}
	exc := errorValue(env, err)
	if errors.As(err, &python) && error(python) == err {
		return err
	}
	return object.Raise(exc)
}

// errorValue returns an exception for a Go error.
func errorValue(env *object.Env, err error) *object.Instance {
	var script *Exception
	if errors.As(err, &script) {
		if exc := script.again(env); exc != nil {
			return exc
		}
	}
	exc, ok := object.Convert(env, err)
	if !ok {
		exc = object.NewException(env, object.RuntimeError, text.Str(err.Error()))
	}
	object.ExceptionOf(exc).Host = err
	return exc
}

// again makes an exception of the same class and with the same arguments, nil if the class is not known here.
func (e *Exception) again(env *object.Env) *object.Instance {
	cls := object.ExceptionClassOf(exception.Kind(e.Class))
	if cls == nil {
		if i := strings.LastIndexByte(e.Class, '.'); i > 0 && !strings.HasPrefix(e.Class, "__main__.") {
			cls, _ = env.Host.ImportClass(e.Class[:i], e.Class[i+1:])
		}
	}
	if cls == nil || !cls.IsSubclass(object.BaseException) {
		return nil
	}
	args := make([]starlark.Value, len(e.Args))
	for i, a := range e.Args {
		v, err := To(env, a)
		if err != nil {
			return nil
		}
		args[i] = v
	}
	exc := object.NewException(env, cls, args...)
	object.ExceptionOf(exc).Host = e.err
	return exc
}

// A RaiseError makes a script raise an exception of a class.
type RaiseError struct {
	Class, Message string
	Err            error
}

func (e *RaiseError) Error() string {
	if e.Message == "" {
		return e.Class
	}
	return e.Class + ": " + e.Message
}

func (e *RaiseError) Unwrap() error { return e.Err }

// As gives package object the exception.
func (e *RaiseError) As(target any) bool {
	if p, ok := target.(**exception.Error); ok {
		*p = exception.New(exception.Kind(e.Class), "%s", e.Message)
		return true
	}
	return false
}
