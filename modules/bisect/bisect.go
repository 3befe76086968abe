// Package bisect is the module bisect: places in sorted lists, found by halving.
package bisect

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
)

// Module returns the definition of the module.
func Module() interp.Def {
	return interp.Def{Name: "bisect", Doc: "Keep a list sorted.", Init: func(_ *interp.Interp, m *object.Module) error {
		for _, f := range []struct {
			name          string
			right, insert bool
		}{
			{"bisect_left", false, false}, {"bisect_right", true, false}, {"bisect", true, false},
			{"insort_left", false, true}, {"insort_right", true, true}, {"insort", true, true},
		} {
			m.Set(f.name, object.NewFunc(f.name, find(f.name, f.right, f.insert)))
		}
		return nil
	}}
}

// find makes one of the functions. right says that equal elements stay before the place, insert
// that x goes there.
func find(name string, right, insert bool) object.Func {
	list := params.Func(name, "a, x, lo=, hi=, *, key=")
	return func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := list.Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		env := object.EnvOf(thread)
		seq, x, key := a[0], a[1], a[4]
		if key == starlark.None {
			key = nil
		}
		lo, hi := 0, 0
		if a[2] != nil {
			if lo, err = position(env, a[2]); err != nil {
				return nil, err
			}
		}
		if lo < 0 {
			return nil, exception.New(exception.ValueError, "lo must be non-negative")
		}
		if a[3] != nil && a[3] != starlark.None {
			hi, err = position(env, a[3])
		} else {
			hi, err = object.Len(env, seq)
		}
		if err != nil {
			return nil, err
		}
		target := x
		if insert && key != nil {
			if target, err = object.Call(thread, key, x); err != nil {
				return nil, err
			}
		}
		for lo < hi {
			mid := int(uint(lo+hi) / 2)
			v, err := object.GetItem(env, seq, starlark.MakeInt(mid))
			if err == nil && key != nil {
				v, err = object.Call(thread, key, v)
			}
			if err != nil {
				return nil, err
			}
			var before bool // mid stands before the place
			if right {
				before, err = object.Compare(env, "<", target, v)
				before = !before
			} else {
				before, err = object.Compare(env, "<", v, target)
			}
			if err != nil {
				return nil, err
			}
			if before {
				lo = mid + 1
			} else {
				hi = mid
			}
		}
		if !insert {
			return starlark.MakeInt(lo), nil
		}
		f, err := object.GetAttr(thread, seq, "insert")
		if err != nil {
			return nil, err
		}
		_, err = object.Call(thread, f, starlark.MakeInt(lo), x)
		return starlark.None, err
	}
}

func position(env *object.Env, v starlark.Value) (int, error) {
	n, err := object.Index(env, v)
	if err != nil {
		return 0, err
	}
	i, ok := n.Int64()
	if !ok {
		return 0, exception.New(exception.OverflowError, "Python int too large to convert to C ssize_t")
	}
	return int(i), nil
}
