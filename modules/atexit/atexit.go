// Package atexit is the module atexit: functions to call when the main script has ended.
// As under CPython, where they end with os._exit, processes of multiprocessing call none.
package atexit

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
)

// A callback is one function that was registered.
type callback struct {
	fn     starlark.Value // nil: unregistered
	args   starlark.Tuple
	kwargs []starlark.Tuple
}

// state is the callbacks of one interpreter, in the order of their registration.
type state struct{ callbacks []*callback }

type stateKey struct{}

func stateOf(thread *starlark.Thread) *state {
	return interp.Of(thread).State(stateKey{}, func() any { return new(state) }).(*state)
}

// Module returns the definition of the module.
func Module() interp.Def {
	return interp.Def{
		Name: "atexit",
		Doc:  "Functions to call when the process exits.",
		Init: func(in *interp.Interp, m *object.Module) error {
			for _, fn := range functions.Get() {
				m.Set(fn.Name(), fn)
			}
			return nil
		},
	}
}

var functions = object.Later(func() []*starlark.Builtin {
	return []*starlark.Builtin{
		object.NewFunc("register", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if len(args) == 0 {
				return nil, exception.New(exception.TypeError, "register() takes at least 1 argument (0 given)")
			}
			if !object.Callable(args[0]) {
				return nil, exception.New(exception.TypeError, "the first argument must be callable")
			}
			cb := &callback{args[0], args[1:], kwargs}
			in := interp.Of(thread)
			if in.Root() {
				in.OnExit(cb.run)
			}
			st := stateOf(thread)
			st.callbacks = append(st.callbacks, cb)
			return args[0], nil
		}),
		object.NewFunc("unregister", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if len(args) != 1 || len(kwargs) > 0 {
				return nil, exception.New(exception.TypeError, "atexit.unregister() takes exactly one argument (%d given)", len(args)+len(kwargs))
			}
			st := stateOf(thread)
			kept := st.callbacks[:0]
			for _, cb := range st.callbacks {
				if cb.fn == nil {
					continue
				}
				same, err := object.Equal(object.EnvOf(thread), cb.fn, args[0])
				if err != nil {
					return nil, err
				}
				if same {
					cb.fn = nil
					continue
				}
				kept = append(kept, cb)
			}
			st.callbacks = kept
			return starlark.None, nil
		}),
		object.NewFunc("_clear", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			st := stateOf(thread)
			for _, cb := range st.callbacks {
				cb.fn = nil
			}
			st.callbacks = nil
			return starlark.None, nil
		}),
		object.NewFunc("_run_exitfuncs", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			st := stateOf(thread)
			for n := len(st.callbacks); n > 0; n = len(st.callbacks) {
				cb := st.callbacks[n-1]
				st.callbacks = st.callbacks[:n-1]
				cb.run(thread)
			}
			return starlark.None, nil
		}),
		object.NewFunc("_ncallbacks", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			n := 0
			for _, cb := range stateOf(thread).callbacks {
				if cb.fn != nil {
					n++
				}
			}
			return starlark.MakeInt(n), nil
		}),
	}
})

// run calls the function once. What it raises is reported and does not stop the
// others.
func (cb *callback) run(thread *starlark.Thread) {
	fn := cb.fn
	if fn == nil {
		return
	}
	cb.fn = nil
	env := object.EnvOf(thread)
	_, err := starlark.Call(thread, fn, cb.args, cb.kwargs)
	if err == nil {
		err = env.TakePending()
	}
	if err == nil {
		return
	}
	exc, ok := object.AsException(env, err)
	if !ok {
		return
	}
	env.TakePending()
	thread.Uncancel()
	name, _ := object.Repr(env, fn)
	interp.Of(thread).Stderr().WriteString("Exception ignored in atexit callback: " + name + "\n" + object.FormatException(env, exc))
}
