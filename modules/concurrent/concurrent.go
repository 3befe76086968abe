// Package concurrent is Python's concurrent.futures: executors that run calls in
// threads or in child interpreters, and the futures that stand for the results.
//
//	Future                        future.go future_class.go
//	wait, as_completed            wait.go
//	Executor, map                 executor.go
//	ThreadPoolExecutor            thread.go
//	ProcessPoolExecutor           process.go process_worker.go process_class.go
//	InterpreterPoolExecutor       process_class.go
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
	"strings"

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
		{Name: "concurrent.futures", Doc: "Calls that run in pools of threads or processes, and their results.",
			Init: define(exported, base, classes{processExecutorClass, threadExecutorClass, interpreterExecutorClass}, true)},
		{Name: "concurrent.futures._base", Init: func(in *interp.Interp, m *object.Module) error {
			states := new(starlark.List)
			for s := pending; s <= finished; s++ {
				name := starlark.String(s.String())
				m.Set(s.String(), name)
				if err := states.Append(name); err != nil {
					return err
				}
			}
			m.Set("_FUTURE_STATES", states)
			m.SetLazy("LOGGER", func() starlark.Value {
				l, err := logger(in, in.Env().Thread)
				if err != nil { // a host without the module logging
					return starlark.None
				}
				return l
			})
			return define(nil, base, nil, true)(in, m)
		}},
		{Name: "concurrent.futures.process", Init: func(in *interp.Interp, m *object.Module) error {
			m.Set("EXTRA_QUEUED_CALLS", starlark.MakeInt(extraCalls))
			m.Set("_MAX_WINDOWS_WORKERS", starlark.MakeInt(61))
			return define(nil, classes{processExecutorClass, brokenProcessPool, remoteTraceback}, nil, false)(in, m)
		}},
		{Name: "concurrent.futures.interpreter", Init: define(nil, classes{interpreterExecutorClass, brokenInterpreterPool}, nil, false)},
		{Name: "concurrent.futures.thread", Init: define(nil, classes{threadExecutorClass, brokenThreadPool}, nil, false)},
	}
}

type classes []*object.Lazy[*object.Class]

var base = classes{cancelledError, invalidStateError, brokenExecutor, futureClass, executorClass}

var exported = []string{"FIRST_COMPLETED", "FIRST_EXCEPTION", "ALL_COMPLETED", "CancelledError", "TimeoutError",
	"BrokenExecutor", "Future", "Executor", "wait", "as_completed", "ProcessPoolExecutor", "ThreadPoolExecutor"}

func define(all []string, some, more classes, functions bool) func(*interp.Interp, *object.Module) error {
	return func(_ *interp.Interp, m *object.Module) error {
		for _, c := range slices.Concat(some, more) {
			m.Set(c.Get().Name(), c.Get())
		}
		if functions {
			for _, name := range []string{firstCompleted, firstException, allCompleted} {
				m.Set(name, starlark.String(name))
			}
			m.Set("TimeoutError", object.ExceptionClassOf(exception.TimeoutError))
			m.Set("wait", waitFunc.Get())
			m.Set("as_completed", asCompletedFunc.Get())
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
	baseError         = object.Later(func() *object.Class { return newError("Error", "concurrent.futures._base", object.ExceptionClass) })
	cancelledError    = object.Later(func() *object.Class { return newError("CancelledError", "concurrent.futures._base", baseError.Get()) })
	invalidStateError = object.Later(func() *object.Class {
		return newError("InvalidStateError", "concurrent.futures._base", baseError.Get())
	})
	brokenExecutor = object.Later(func() *object.Class {
		return newError("BrokenExecutor", "concurrent.futures._base", object.ExceptionClassOf(exception.RuntimeError))
	})
	brokenProcessPool = object.Later(func() *object.Class {
		return newError("BrokenProcessPool", "concurrent.futures.process", brokenExecutor.Get())
	})
	brokenThreadPool = object.Later(func() *object.Class {
		return newError("BrokenThreadPool", "concurrent.futures.thread", brokenExecutor.Get())
	})
	// brokenInterpreterPool is Python 3.14's.
	brokenInterpreterPool = object.Later(func() *object.Class {
		return newError("BrokenInterpreterPool", "concurrent.futures.interpreter", brokenExecutor.Get())
	})
	remoteTraceback = object.Later(func() *object.Class {
		return object.NewClass(object.Spec{Name: "_RemoteTraceback", Module: "concurrent.futures.process", Bases: []*object.Class{object.ExceptionClass},
			Properties: map[string]object.Property{"tb": {Get: func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
				if e := object.ExceptionOf(self); e != nil && len(e.Args) > 0 {
					return e.Args[0], nil
				}
				return starlark.None, nil
			}}}})
	})
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

// log logs about an exception, or if exc is nil a line alone, with the logger that CPython
// uses. Where there is no module logging it writes what that would, had no script set it up.
func log(in *interp.Interp, thread *starlark.Thread, line string, exc *object.Instance) {
	if logger, err := logger(in, thread); err == nil {
		method, kwargs := "critical", []starlark.Tuple(nil)
		if exc != nil {
			method, kwargs = "error", []starlark.Tuple{{starlark.String("exc_info"), exc}}
		}
		fn, err := object.GetAttr(thread, logger, method)
		if err == nil {
			_, err = object.CallKw(thread, fn, starlark.Tuple{starlark.String("%s"), text.Str(line)}, kwargs)
		}
		if err == nil {
			return
		}
	}
	if exc != nil {
		line += "\n" + strings.TrimSuffix(object.FormatException(in.Env(), exc), "\n")
	}
	in.Stderr().WriteString(line + "\n")
}

// logger returns the package's logger.
func logger(in *interp.Interp, thread *starlark.Thread) (starlark.Value, error) {
	m, err := in.Import(thread, "logging")
	if err != nil {
		return nil, err
	}
	get, err := object.GetAttr(thread, m, "getLogger")
	if err != nil {
		return nil, err
	}
	return object.Call(thread, get, starlark.String("concurrent.futures"))
}
