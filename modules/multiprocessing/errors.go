package multiprocessing

import (
	"strings"
	"syscall"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// The exceptions of the package, with the module each says it comes from.
var (
	processError = object.Later(func() *object.Class {
		return newError("ProcessError", "multiprocessing.context", object.ExceptionClass)
	})
	bufferTooShort      = object.Later(func() *object.Class { return newError("BufferTooShort", "multiprocessing.context", processError.Get()) })
	timeoutError        = object.Later(func() *object.Class { return newError("TimeoutError", "multiprocessing.context", processError.Get()) })
	authenticationError = object.Later(func() *object.Class {
		return newError("AuthenticationError", "multiprocessing.context", processError.Get())
	})

	remoteTraceback = object.Later(func() *object.Class {
		return object.NewClass(object.Spec{Name: "RemoteTraceback", Module: "multiprocessing.pool", Bases: []*object.Class{object.ExceptionClass},
			Properties: map[string]object.Property{"tb": {Get: argument(0)}}})
	})
	// workerDied is raised for a task whose worker ended before it was done.
	// CPython has nothing like it: there the caller waits for ever.
	workerDied  = object.Later(func() *object.Class { return newError("WorkerDied", "multiprocessing.pool", processError.Get()) })
	remoteError = object.Later(func() *object.Class {
		return object.NewClass(object.Spec{Name: "RemoteError", Module: "multiprocessing.managers", Bases: []*object.Class{object.ExceptionClass},
			Methods: map[string]object.Method{
				"__str__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
					v, _ := argument(0)(nil, self)
					s, err := object.Str(object.EnvOf(thread), v)
					rule := strings.Repeat("-", 75)
					return text.Str("\n" + rule + "\n" + s + rule), err
				},
			}})
	})
)

// maybeEncodingError is raised for a result that cannot be sent back. Its args
// are the repr of the reason and the repr of the result.
var maybeEncodingError = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "MaybeEncodingError", Module: "multiprocessing.pool", Bases: []*object.Class{object.ExceptionClass},
		Methods: map[string]object.Method{
			"__str__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				return text.Str(encodingMessage(self)), nil
			},
			"__repr__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				return text.Str("<" + object.TypeOf(self).Name() + ": " + encodingMessage(self) + ">"), nil
			},
		},
		Properties: map[string]object.Property{
			"exc":   {Get: argument(0)},
			"value": {Get: argument(1)},
		},
	})
})

// argument returns the getter of an exception's n-th argument.
func argument(n int) func(*starlark.Thread, starlark.Value) (starlark.Value, error) {
	return func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
		if e := object.ExceptionOf(self); e != nil && n < len(e.Args) {
			return e.Args[n], nil
		}
		return starlark.None, nil
	}
}

func encodingMessage(self starlark.Value) string {
	reason, _ := argument(0)(nil, self)
	value, _ := argument(1)(nil, self)
	r, _ := text.AsString(reason)
	v, _ := text.AsString(value)
	return "Error sending result: '" + v + "'. Reason: '" + r + "'"
}

func newError(name, module string, base *object.Class) *object.Class {
	return object.NewClass(object.Spec{Name: name, Module: module, Bases: []*object.Class{base}})
}

// raise returns an exception of one of the package's own classes.
func raise(env *object.Env, cls *object.Class, args ...starlark.Value) error {
	return object.Raise(object.NewException(env, cls, args...))
}

// raiseText is raise with a message.
func raiseText(env *object.Env, cls *object.Class, msg string) error {
	return raise(env, cls, text.Str(msg))
}

func assertion(msg string) error { return exception.New(exception.AssertionError, "%s", msg) }

func valueError(msg string) error { return exception.New(exception.ValueError, "%s", msg) }

func noAttribute(v starlark.Value, name string) error {
	return exception.New(exception.AttributeError, "'%s' object has no attribute '%s'", object.TypeName(v), name)
}

// brokenPipe is what sending to nobody raises.
func brokenPipe() error {
	return exception.WithArgs(exception.BrokenPipeError, starlark.MakeInt(32), starlark.String("Broken pipe"))
}

// connectionRefused is what connecting to nobody raises.
func connectionRefused() error {
	return exception.WithArgs("ConnectionRefusedError", starlark.MakeInt(int(syscall.ECONNREFUSED)), starlark.String("Connection refused"))
}

// faultTrace is the traceback of an error as a manager's server sends it.
func faultTrace(env *object.Env, err error) string {
	exc, ok := object.AsException(env, err)
	if !ok {
		return err.Error()
	}
	trace := object.FormatException(env, exc)
	if e := object.ExceptionOf(exc); e != nil && len(e.Frames) == 0 {
		trace = "Traceback (most recent call last):\n" + trace // which a reader expects even if no script code was running
	}
	return trace
}

// remoteFault is the RemoteError about an error in a manager's server.
func remoteFault(env *object.Env, err error) *object.Instance {
	return object.NewException(env, remoteError.Get(), text.Str(faultTrace(env, err)))
}
