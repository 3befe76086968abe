// Package gc is the module gc. Go's collector does the work, so its functions take what
// CPython's take and answer for a collector that finds nothing.
package gc

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
)

// settings are what a script has set.
type settings struct {
	disabled  bool
	debug     starlark.Value
	threshold starlark.Tuple
}

type settingsKey struct{}

func of(thread *starlark.Thread) *settings {
	return interp.Of(thread).State(settingsKey{}, func() any {
		return &settings{debug: starlark.MakeInt(0), threshold: starlark.Tuple{starlark.MakeInt(700), starlark.MakeInt(10), starlark.MakeInt(10)}}
	}).(*settings)
}

// Module returns the definition of the module.
func Module() interp.Def {
	return interp.Def{Name: "gc", Doc: "The garbage collector, as far as a script can see it.", Init: func(_ *interp.Interp, m *object.Module) error {
		for name, f := range functions.Get() {
			m.Set(name, object.NewFunc(name, f))
		}
		for i, name := range []string{"DEBUG_STATS", "DEBUG_COLLECTABLE", "DEBUG_UNCOLLECTABLE"} {
			m.Set(name, starlark.MakeInt(1<<i))
		}
		m.Set("DEBUG_SAVEALL", starlark.MakeInt(32))
		m.Set("DEBUG_LEAK", starlark.MakeInt(38))
		m.Set("garbage", starlark.NewList(nil))
		m.Set("callbacks", starlark.NewList(nil))
		return nil
	}}
}

func absent(name string) object.Func {
	return func(*starlark.Thread, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
		return nil, exception.New(exception.NotImplementedError, "gc.%s() is not part of mpstar: objects are not tracked", name)
	}
}

func constant(v starlark.Value) object.Func {
	return func(*starlark.Thread, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) { return v, nil }
}

var functions = object.Later(func() map[string]object.Func {
	return map[string]object.Func{
		"collect": func(thread *starlark.Thread, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
			interp.Of(thread).Collect(thread)
			return starlark.MakeInt(0), nil
		},
		"enable": func(thread *starlark.Thread, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
			of(thread).disabled = false
			return starlark.None, nil
		},
		"disable": func(thread *starlark.Thread, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
			of(thread).disabled = true
			return starlark.None, nil
		},
		"isenabled": func(thread *starlark.Thread, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
			return starlark.Bool(!of(thread).disabled), nil
		},
		"set_debug": func(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
			if len(args) != 1 {
				return nil, exception.New(exception.TypeError, "gc.set_debug() takes exactly one argument (%d given)", len(args))
			}
			of(thread).debug = args[0]
			return starlark.None, nil
		},
		"get_debug": func(thread *starlark.Thread, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
			return of(thread).debug, nil
		},
		"set_threshold": func(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
			s := of(thread)
			if len(args) < 1 || len(args) > 3 {
				return nil, exception.New(exception.TypeError, "gc.set_threshold() takes 1 to 3 arguments (%d given)", len(args))
			}
			t := append(starlark.Tuple(nil), s.threshold...)
			copy(t, args)
			s.threshold = t
			return starlark.None, nil
		},
		"get_threshold": func(thread *starlark.Thread, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
			return of(thread).threshold, nil
		},
		"get_count": func(*starlark.Thread, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
			return starlark.Tuple{starlark.MakeInt(0), starlark.MakeInt(0), starlark.MakeInt(0)}, nil
		},
		"freeze": constant(starlark.None), "unfreeze": constant(starlark.None), "get_freeze_count": constant(starlark.MakeInt(0)),
		"is_tracked": constant(starlark.False), "is_finalized": constant(starlark.False),
		"get_objects": absent("get_objects"), "get_referrers": absent("get_referrers"), "get_referents": absent("get_referents"),
		"get_stats": absent("get_stats"),
	}
})
