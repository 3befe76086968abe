// Package threading is the modules threading and _thread: the threads of one
// interpreter, which take turns under its lock, and what they wait with.
//
// It begins with Module. Thread objects are in thread.go, the table of those that
// run in state.go, Timer in timer.go. Lock and RLock are in lock.go; Condition,
// Event, Semaphore and Barrier have a file each; all are made of the kernel's objects
// (internal/ipc). Attributes that each thread has for itself are in local.go.
//
// A child process gets copies: its only thread is the main thread, thread
// objects of its parent have stopped there, and locks are as they were at the start of
// the child.
package threading

import (
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/internal/text"
	"github.com/mpstar/mpstar/modules/multiprocessing"
	"go.starlark.net/starlark"
)

// minStack is the smallest stack that CPython lets scripts ask for, in bytes.
const minStack = 32 << 10

// timeoutMax is TIMEOUT_MAX: the longest timeout in seconds.
const timeoutMax = 9223372036.0

// Module returns the definition of threading.
func Module() interp.Def {
	return interp.Def{
		Name: "threading",
		Doc:  "Threads of one process, which take turns, and what they wait for each other with.",
		Init: func(in *interp.Interp, m *object.Module) error {
			stateFor(in)
			names := []string{"get_ident", "active_count", "Condition", "current_thread", "enumerate", "main_thread", "TIMEOUT_MAX",
				"Event", "Lock", "RLock", "Semaphore", "BoundedSemaphore", "Thread", "Barrier", "BrokenBarrierError", "Timer",
				"ThreadError", "setprofile", "settrace", "local", "stack_size", "excepthook", "ExceptHookArgs", "gettrace",
				"getprofile", "get_native_id"}
			all := make([]starlark.Value, len(names))
			for i, n := range names {
				all[i] = starlark.String(n)
			}
			m.Set("__all__", starlark.NewList(all))
			for _, c := range []*object.Class{threadClass.Get(), timerClass.Get(), conditionClass.Get(), eventClass.Get(), semaphoreClass.Get(),
				boundedSemaphoreClass.Get(), barrierClass.Get(), multiprocessing.BrokenBarrierError.Get(), mainThreadClass.Get(), dummyThreadClass.Get()} {
				m.Set(c.Name(), c)
			}
			m.Set("local", localClass.Get())
			m.Set("ThreadError", object.RuntimeError)
			m.Set("ExceptHookArgs", hookArgs.Get().Class)
			m.Set("TIMEOUT_MAX", starlark.Float(timeoutMax))
			m.Set("Lock", allocateLock.Get())
			m.Set("RLock", makeRLock.Get())
			m.Set("excepthook", exceptHook.Get())
			m.Set("__excepthook__", exceptHook.Get())
			m.Set("get_ident", getIdent.Get())
			m.Set("get_native_id", getNativeID.Get())
			m.Set("stack_size", stackSize.Get())
			for _, f := range []*starlark.Builtin{
				function("current_thread", "", func(st *state, thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
					return st.current(), nil
				}),
				deprecatedFunction("currentThread", "current_thread", func(st *state) starlark.Value { return st.current() }),
				function("main_thread", "", func(st *state, thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
					return st.mainThread(), nil
				}),
				function("enumerate", "", func(st *state, thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
					return starlark.NewList(st.alive()), nil
				}),
				function("active_count", "", func(st *state, thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
					return starlark.MakeInt(len(st.alive())), nil
				}),
				deprecatedFunction("activeCount", "active_count", func(st *state) starlark.Value { return starlark.MakeInt(len(st.alive())) }),
				function("gettrace", "", noHook), function("getprofile", "", noHook),
				function("settrace", "func", refuseHook("settrace")), function("setprofile", "func", refuseHook("setprofile")),
			} {
				m.Set(f.Name(), f)
			}
			return nil
		},
	}
}

// LowModule returns the definition of _thread.
func LowModule() interp.Def {
	return interp.Def{
		Name: "_thread",
		Doc:  "Bare threads and locks; module threading is made for scripts.",
		Init: func(in *interp.Interp, m *object.Module) error {
			m.Set("LockType", lockClass.Get())
			m.Set("RLock", rlockClass.Get())
			m.Set("_local", localClass.Get())
			m.Set("error", object.RuntimeError)
			m.Set("TIMEOUT_MAX", starlark.Float(timeoutMax))
			for _, f := range []*starlark.Builtin{allocateLock.Get(), getIdent.Get(), getNativeID.Get(), stackSize.Get(), startNewThread.Get(), exitThread.Get(), interruptMain.Get(), countThreads.Get()} {
				m.Set(f.Name(), f)
			}
			m.Set("allocate", allocateLock.Get())
			m.Set("start_new", startNewThread.Get())
			m.Set("exit_thread", exitThread.Get())
			m.Set("_excepthook", exceptHook.Get())
			m.Set("_ExceptHookArgs", hookArgs.Get().Class)
			return nil
		},
	}
}

// function makes a function of the module.
func function(name, spec string, fn func(st *state, thread *starlark.Thread, a []starlark.Value) (starlark.Value, error)) *starlark.Builtin {
	list := params.Func(name, spec)
	return object.NewFunc(name, func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := list.Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		return fn(stateOf(thread), thread, a)
	})
}

// method makes a method of a class, whose parameters are bound as a def's are.
func method(name, spec string, fn func(thread *starlark.Thread, self *object.Instance, a []starlark.Value) (starlark.Value, error)) object.Method {
	list := params.Method(name, spec)
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := list.Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		return fn(thread, self.(*object.Instance), a)
	}
}

// native returns what is behind an instance. It is missing if __init__ of a
// subclass did not call the one here; then attr is the attribute that CPython misses.
func native[T any](self starlark.Value, attr string) (T, error) {
	if i, ok := self.(*object.Instance); ok {
		if n, ok := i.Native.(T); ok {
			return n, nil
		}
	}
	var none T
	return none, exception.New(exception.AttributeError, "'%s' object has no attribute '%s'", object.TypeName(self), attr)
}

// fork refuses to pack a value for anything but a new process.
func fork(p *pickle.Packer, class string) error {
	if p.Fork {
		return nil
	}
	return exception.New(exception.TypeError, "cannot pickle '%s' object", class)
}

func raiseRuntime(msg string) error { return exception.New(exception.RuntimeError, "%s", msg) }

func isNone(v starlark.Value) bool { return v == nil || v == starlark.None }

var (
	getIdent = object.Later(func() *starlark.Builtin {
		return function("get_ident", "", func(st *state, thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			return starlark.MakeInt64(st.ident(st.in.Running())), nil
		})
	})
	getNativeID = object.Later(func() *starlark.Builtin {
		return function("get_native_id", "", func(st *state, thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			return starlark.MakeInt64(st.nativeID(st.ident(st.in.Running()))), nil
		})
	})
	// Stacks grow as needed, so any size is as good as granted.
	stackSize = object.Later(func() *starlark.Builtin {
		return function("stack_size", "size=, /", func(st *state, thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			old := starlark.MakeInt64(st.stackSize)
			if a[0] == nil {
				return old, nil
			}
			n, err := object.Index(st.in.Env(), a[0])
			if err != nil {
				return nil, err
			}
			size, ok := n.Int64()
			switch {
			case !ok:
				return nil, exception.New(exception.OverflowError, "Python int too large to convert to C ssize_t")
			case size < 0:
				return nil, exception.New(exception.ValueError, "size must be 0 or a positive value")
			case size > 0 && size < minStack:
				return nil, exception.New(exception.ValueError, "size not valid: %d bytes", size)
			}
			st.stackSize = size
			return old, nil
		})
	})
	countThreads = object.Later(func() *starlark.Builtin {
		return function("_count", "", func(st *state, thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			return starlark.MakeInt(len(st.in.Threads()) - 1), nil
		})
	})
	startNewThread = object.Later(func() *starlark.Builtin {
		return object.NewFunc("start_new_thread", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if len(kwargs) > 0 {
				return nil, exception.New(exception.TypeError, "_thread.start_new_thread() takes no keyword arguments")
			}
			if len(args) < 2 || len(args) > 3 {
				what := "at least 2 arguments"
				if len(args) > 3 {
					what = "at most 3 arguments"
				}
				return nil, exception.New(exception.TypeError, "start_new_thread expected %s, got %d", what, len(args))
			}
			if !object.Callable(args[0]) {
				return nil, exception.New(exception.TypeError, "first arg must be callable")
			}
			positional, ok := object.Unwrap(args[1]).(starlark.Tuple)
			if !ok {
				return nil, exception.New(exception.TypeError, "2nd arg must be a tuple")
			}
			var named []starlark.Tuple
			if len(args) == 3 {
				d, ok := object.Unwrap(args[2]).(*starlark.Dict)
				if !ok {
					return nil, exception.New(exception.TypeError, "optional 3rd arg must be a dictionary")
				}
				named = d.Items()
			}
			return stateOf(thread).startBare(thread, args[0], positional, named)
		})
	})
	exitThread = object.Later(func() *starlark.Builtin {
		return function("exit", "", func(st *state, thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			return nil, object.Raise(object.NewException(st.in.Env(), object.SystemExit))
		})
	})
	interruptMain = object.Later(func() *starlark.Builtin {
		return function("interrupt_main", "signum=, /", func(st *state, thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			if a[0] != nil && object.Unwrap(a[0]) != starlark.MakeInt(interp.SIGINT) {
				return nil, exception.New(exception.NotImplementedError, "_thread.interrupt_main: only SIGINT is supported")
			}
			st.in.Process().Interrupt()
			return starlark.None, nil
		})
	})
)

func noHook(*state, *starlark.Thread, []starlark.Value) (starlark.Value, error) {
	return starlark.None, nil
}

func refuseHook(name string) func(*state, *starlark.Thread, []starlark.Value) (starlark.Value, error) {
	return func(_ *state, _ *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
		if a[0] == starlark.None {
			return starlark.None, nil
		}
		return nil, exception.New(exception.NotImplementedError, "threading.%s is not supported: there are no trace functions", name)
	}
}

// shown returns a string value.
func shown(s string) (starlark.Value, error) { return text.Str(s), nil }
