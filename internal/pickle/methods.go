package pickle

import (
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// This file gives every object the methods that pickling and copying ask.

func init() {
	object.RegisterType(object.ObjectType, object.Spec{Methods: map[string]object.Method{
		"__reduce_ex__": objectReduceEx,
		"__reduce__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if err := noArgs("__reduce__", args, kwargs); err != nil {
				return nil, err
			}
			return plainReduction(thread, self, 0)
		},
		"__getstate__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if err := noArgs("__getstate__", args, kwargs); err != nil {
				return nil, err
			}
			i, ok := self.(*object.Instance)
			if !ok {
				return starlark.None, nil
			}
			if s := plainState(i); s != nil {
				return s, nil
			}
			return starlark.None, nil
		},
	}})
}

func noArgs(name string, args starlark.Tuple, kwargs []starlark.Tuple) error {
	if len(args)+len(kwargs) > 0 {
		return exception.New(exception.TypeError, "%s() takes no arguments (%d given)", name, len(args)+len(kwargs))
	}
	return nil
}

func objectReduceEx(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(args) != 1 || len(kwargs) > 0 {
		return nil, exception.New(exception.TypeError, "object.__reduce_ex__() takes exactly one argument (%d given)", len(args)+len(kwargs))
	}
	protocol, err := number.Int(thread, args[0])
	if err != nil {
		return nil, err
	}
	if m, ok := object.TypeOf(self).Lookup("__reduce__"); ok && !ofObject(m, "__reduce__") {
		return callMethod(thread, self, "__reduce__")
	}
	return plainReduction(thread, self, protocol)
}

// plainReduction is what object's own methods return.
func plainReduction(thread *starlark.Thread, v starlark.Value, protocol int) (starlark.Value, error) {
	var r *Reduction
	var err error
	switch x := v.(type) {
	case *object.Instance:
		r, err = reducePlain(thread, x, protocol)
	case *object.Class, *starlark.Function:
		_, name, err := GlobalName(object.EnvOf(thread), v, "")
		return text.Str(name), err
	case *starlark.List:
		r = &Reduction{Func: newObj, Args: starlark.Tuple{object.ListType}, Items: x}
	case *starlark.Dict:
		env := object.EnvOf(thread)
		items, err := object.Items(env, x)
		if err != nil {
			return nil, err
		}
		pairs, err := env.CopyOf(len(items), func(i int) starlark.Value { return items[i] })
		if err != nil {
			return nil, err
		}
		r = &Reduction{Func: newObj, Args: starlark.Tuple{object.DictType}, Pairs: starlark.NewList(pairs)}
	case *starlark.Set:
		elems, err := iterator(thread, x)
		if err != nil {
			return nil, err
		}
		r = &Reduction{Func: object.SetType, Args: starlark.Tuple{elems}}
	case starlark.Int, starlark.Float, starlark.Bool, starlark.String, *text.Text, text.Bytes, starlark.Bytes, starlark.Tuple:
		r = &Reduction{Func: newObj, Args: starlark.Tuple{object.TypeOf(v), v}}
	default:
		if b, ok := v.(*starlark.Builtin); ok && b.Receiver() == nil {
			return text.Str(b.Name()), nil
		}
		r, err = Reduce(thread, v, protocol)
	}
	if err != nil {
		return nil, err
	}
	return r.tuple(thread)
}

// tuple returns the reduction as __reduce__ returns it.
func (r *Reduction) tuple(thread *starlark.Thread) (starlark.Value, error) {
	if r.Name != "" {
		return text.Str(r.Name), nil
	}
	t := starlark.Tuple{r.Func, r.Args, starlark.None, starlark.None, starlark.None}
	if r.State != nil {
		t[2] = r.State
	}
	for i, v := range []starlark.Value{r.Items, r.Pairs} {
		if v == nil {
			continue
		}
		it, err := callMethod(thread, v, "__iter__")
		if err != nil {
			return nil, err
		}
		t[3+i] = it
	}
	// object.__reduce__ with a call of the class, as of a set, has three parts.
	if t[3] == starlark.None && t[4] == starlark.None && r.Func != starlark.Value(newObj) && r.Func != starlark.Value(newObjEx) {
		n := 3
		if r.State == nil && r.Func != object.SetType && r.Func != object.FrozensetType && r.Func != object.BytearrayType {
			n = 2
		}
		return t[:n], nil
	}
	return t, nil
}
