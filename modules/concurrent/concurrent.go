// Package concurrent is Python's concurrent.futures: executors that run calls in
// threads or in child interpreters, and the futures that stand for the results.
//
//	Future                        future.go future_class.go
//	wait, as_completed            wait.go
//	Executor, map                 executor.go
//	ThreadPoolExecutor            thread.go
//	ProcessPoolExecutor           process.go process_worker.go
//
// A future belongs to the interpreter that made it. A worker in another
// interpreter touches only what its mutex guards, and leaves the result as a
// message; the owner unpacks it when somebody asks.
//
// Processes are started by package multiprocessing.
//
//	rt := interp.New(interp.Config{Modules: append(multiprocessing.Modules(), concurrent.Modules()...)})
package concurrent

import (
	"slices"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// Modules returns the package and its submodules.
func Modules() []interp.Def {
	return []interp.Def{
		{Name: "concurrent", Init: func(*interp.Interp, *object.Module) error { return nil }},
		{Name: "concurrent.futures", Doc: "Execute computations asynchronously using threads or processes.",
			Init: define(exported, base, []*object.Class{processExecutorClass, threadExecutorClass}, true)},
		{Name: "concurrent.futures._base", Init: define(nil, base, nil, true)},
		{Name: "concurrent.futures.process", Init: define(nil, []*object.Class{processExecutorClass, brokenProcessPool, remoteTraceback}, nil, false)},
		{Name: "concurrent.futures.thread", Init: define(nil, []*object.Class{threadExecutorClass, brokenThreadPool}, nil, false)},
	}
}

var base = []*object.Class{cancelledError, invalidStateError, brokenExecutor, futureClass, executorClass}

var exported = []string{"FIRST_COMPLETED", "FIRST_EXCEPTION", "ALL_COMPLETED", "CancelledError", "TimeoutError",
	"BrokenExecutor", "Future", "Executor", "wait", "as_completed", "ProcessPoolExecutor", "ThreadPoolExecutor"}

func define(all []string, classes, more []*object.Class, functions bool) func(*interp.Interp, *object.Module) error {
	return func(_ *interp.Interp, m *object.Module) error {
		for _, c := range slices.Concat(classes, more) {
			m.Set(c.Name(), c)
		}
		if functions {
			for _, name := range []string{firstCompleted, firstException, allCompleted} {
				m.Set(name, starlark.String(name))
			}
			m.Set("TimeoutError", object.ExceptionClassOf(exception.TimeoutError))
			m.Set("wait", waitFunc)
			m.Set("as_completed", asCompletedFunc)
		}
		if all != nil {
			var names starlark.Tuple
			for _, name := range all {
				names = append(names, starlark.String(name))
			}
			m.Set("__all__", names)
		}
		return nil
	}
}

// The exceptions of the package.
var (
	baseError         = newError("Error", "concurrent.futures._base", object.ExceptionClass)
	cancelledError    = newError("CancelledError", "concurrent.futures._base", baseError)
	invalidStateError = newError("InvalidStateError", "concurrent.futures._base", baseError)
	brokenExecutor    = newError("BrokenExecutor", "concurrent.futures._base", object.ExceptionClassOf(exception.RuntimeError))
	brokenProcessPool = newError("BrokenProcessPool", "concurrent.futures.process", brokenExecutor)
	brokenThreadPool  = newError("BrokenThreadPool", "concurrent.futures.thread", brokenExecutor)
	remoteTraceback   = newError("_RemoteTraceback", "concurrent.futures.process", object.ExceptionClass)
)

func newError(name, module string, base *object.Class) *object.Class {
	return object.NewClass(object.Spec{Name: name, Module: module, Bases: []*object.Class{base}})
}

// raise returns an exception of one of the package's classes; "" is no argument.
func raise(env *object.Env, cls *object.Class, msg string) error {
	return object.Raise(newException(env, cls, msg))
}

func newException(env *object.Env, cls *object.Class, msg string) *object.Instance {
	if msg == "" {
		return object.NewException(env, cls)
	}
	return object.NewException(env, cls, text.Str(msg))
}

func isNone(v starlark.Value) bool { return v == nil || v == starlark.None }

func noAttribute(v starlark.Value, name string) error {
	return exception.New(exception.AttributeError, "'%s' object has no attribute '%s'", object.TypeName(v), name)
}

// bare binds the arguments of a method that takes none.
func bare(name string, args starlark.Tuple, kwargs []starlark.Tuple) error {
	if len(args)+len(kwargs) == 0 {
		return nil
	}
	_, err := params.Method(name, "").Bind(args, kwargs)
	return err
}

// log writes what CPython's logging writes when no script has set it up: a line,
// and the traceback.
func log(in *interp.Interp, line string, exc *object.Instance) {
	in.Stderr().WriteString(line + "\n" + object.FormatException(in.Env(), exc))
}
