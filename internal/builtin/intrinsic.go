package builtin

import (
	"fmt"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/syntax"
)

// An intrinsic is a function that lowered code calls. Its arguments are what
// lowering says they are; scripts can't reach it.
type intrinsic func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error)

// addIntrinsics adds the functions that lowered code calls, except those that need
// the interpreter, which adds them itself.
func addIntrinsics(names starlark.StringDict, d syntax.Dialect) {
	for _, table := range []map[string]intrinsic{variableIntrinsics, controlIntrinsics, operatorIntrinsics, displayIntrinsics} {
		for name, fn := range table {
			names[name] = starlark.NewBuiltin(name, func(thread *starlark.Thread, _ *starlark.Builtin, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
				return fn(thread, args)
			})
		}
	}
	for name, fn := range starCalls {
		names[name] = starlark.NewBuiltin(name, fn)
	}
	if d == syntax.Starlark {
		names["·star"] = starlark.NewBuiltin("·star", engineStar)
	}
	names["·ellipsis"] = object.Ellipsis
	names["·guard"] = object.Guards{}
	names["·number"], names["·sequence"], names["·characters"] = numberKind, sequenceKind, textKind
}

// starCalls make calls with stars. Their first argument is what is called. What stands after * or ** comes last, in this order; after other
// keyword arguments what stands after ** is one of them, called ·kw, and for ·callnamed what stands after * is the one before it, called ·args.
var starCalls = map[string]func(*starlark.Thread, *starlark.Builtin, starlark.Tuple, []starlark.Tuple) (starlark.Value, error){
	"·callstar": func(thread *starlark.Thread, _ *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		n := len(args) - 1
		return object.CallStars(thread, args[0], args[1:n:n], args[n], kwargs, nil)
	},
	"·callmap": func(thread *starlark.Thread, _ *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if n := len(kwargs) - 1; n >= 0 {
			return object.CallStars(thread, args[0], args[1:], nil, kwargs[:n:n], kwargs[n][1])
		}
		n := len(args) - 1
		return object.CallStars(thread, args[0], args[1:n], nil, nil, args[n])
	},
	"·callboth": func(thread *starlark.Thread, _ *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		n := len(args) - 1
		if k := len(kwargs) - 1; k >= 0 {
			return object.CallStars(thread, args[0], args[1:n:n], args[n], kwargs[:k:k], kwargs[k][1])
		}
		return object.CallStars(thread, args[0], args[1:n-1:n-1], args[n-1], nil, args[n])
	},
	"·callnamed": func(thread *starlark.Thread, _ *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		var mapping starlark.Value
		n := len(kwargs) - 1
		if kwargs[n][0] == starlark.String("·kw") {
			mapping = kwargs[n][1]
			n--
		}
		return object.CallStars(thread, args[0], args[1:], kwargs[n][1], kwargs[:n:n], mapping)
	},
}

// engineStar is ·star of the Starlark dialect, in which str is no iterable.
func engineStar(thread *starlark.Thread, _ *starlark.Builtin, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	if _, ok := args[0].(starlark.Iterable); !ok {
		return nil, fmt.Errorf("argument after * must be iterable, not %s", args[0].Type())
	}
	return object.Starred(object.EnvOf(thread), args[0])
}

// variableIntrinsics are about names, attributes and items.
var variableIntrinsics = map[string]intrinsic{
	"·cell": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		var v starlark.Value
		if len(args) > 1 {
			v = args[1]
		}
		return object.NewCell(name(args[0]), v), nil
	},
	"·set": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		switch x := args[0].(type) {
		case *object.Cell:
			x.SetValue(args[2])
		default:
			return args[2], object.SetAttr(thread, x, name(args[1]), args[2])
		}
		return args[2], nil
	},
	"·clear": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		switch x := args[0].(type) {
		case *object.Cell:
			return starlark.None, x.Clear()
		case *object.Scope:
			return starlark.None, x.Clear(name(args[1]))
		case *object.Module:
			return starlark.None, x.Scope().Clear(name(args[1]))
		}
		return starlark.None, object.DelAttr(thread, args[0], name(args[1]))
	},
	"·attr": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		return object.GetAttr(thread, args[0], name(args[1]))
	},
	"·method": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		return object.CallMethod(thread, args[0], name(args[1]), args[2:])
	},
	"·setattr": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		return starlark.None, object.SetAttr(thread, args[0], name(args[1]), args[2])
	},
	"·delattr": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		return starlark.None, object.DelAttr(thread, args[0], name(args[1]))
	},
	"·setitem": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		return starlark.None, object.SetItem(object.EnvOf(thread), args[0], args[1], args[2])
	},
	"·getitem": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		return object.GetItem(object.EnvOf(thread), args[0], args[1])
	},
	"·match": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		n, err := starlark.AsInt32(args[2])
		if err != nil {
			return nil, err
		}
		return object.Match(object.EnvOf(thread), args[0], args[1], n)
	},
	"·delitem": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		return starlark.None, object.DelItem(object.EnvOf(thread), args[0], args[1])
	},
	"·slice": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		return object.NewSlice(args[0], args[1], args[2]), nil
	},
	"·getslice": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		if len(args) > 3 {
			return object.GetSlice(object.EnvOf(thread), args[0], args[1], args[2], args[3])
		}
		if v := quickSlice(args[0], args[1], args[2]); v != nil {
			return v, nil
		}
		return object.GetSlice(object.EnvOf(thread), args[0], args[1], args[2], starlark.None)
	},
	"·setslice": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		return starlark.None, object.SetSlice(object.EnvOf(thread), args[0], args[1], args[2], args[3], args[4])
	},
	"·delslice": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		return starlark.None, object.DelSlice(object.EnvOf(thread), args[0], args[1], args[2], args[3])
	},
	"·nsget": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		if v, ok := args[0].(*object.Namespace).Get(name(args[1])); ok {
			return v, nil
		}
		return starlark.Call(thread, args[2], nil, nil)
	},
	"·annotate": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		return starlark.None, object.Annotate(object.EnvOf(thread), args[0], name(args[1]), args[2])
	},
	"·globals": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		switch m := args[0].(type) {
		case *object.Scope:
			return m.Module.Dict(), nil
		case *object.Module:
			return m.Dict(), nil
		}
		return nil, exception.New(exception.SystemError, "globals() of a '%s'", object.TypeName(args[0]))
	},
	"·locals": locals,
	"·dir": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		return sorted(thread, args[:1], nil)
	},
}

// quickSlice is v[lo:hi] of an engine's sequence with bounds that are None or small ints, if it is not long, else nil.
func quickSlice(v, lo, hi starlark.Value) starlark.Value {
	switch v := v.(type) {
	case *starlark.List:
		if from, to, ok := quickBounds(lo, hi, v.Len()); ok && to-from <= object.Piece {
			return v.Slice(from, to, 1)
		}
	case starlark.Tuple:
		if from, to, ok := quickBounds(lo, hi, len(v)); ok && to-from <= object.Piece {
			return v.Slice(from, to, 1)
		}
	}
	return nil
}

// quickBounds are what the bounds of a slice, None or ints, mean for a sequence of n elements.
func quickBounds(lo, hi starlark.Value, n int) (from, to int, ok bool) {
	from, ok = quickBound(lo, 0, n)
	to, ok2 := quickBound(hi, n, n)
	return from, max(from, to), ok && ok2
}

func quickBound(v starlark.Value, missing, n int) (int, bool) {
	i, ok := v.(starlark.Int)
	if !ok {
		return missing, v == starlark.None
	}
	k, ok := i.Int64()
	if k < 0 {
		k = max(k+int64(n), 0)
	}
	return int(min(k, int64(n))), ok
}

// name returns a name that lowering passes as a string.
func name(v starlark.Value) string {
	s, _ := starlark.AsString(v)
	if s == "" {
		// A name with other characters than ASCII may come as a text.
		s, _ = asString(v)
	}
	return s
}

// locals returns the variables of a function that have a value, or a class body's
// names.
func locals(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
	switch x := args[0].(type) {
	case *object.Namespace:
		return x.Dict(), nil
	case *starlark.Dict:
		env := object.EnvOf(thread)
		d := starlark.NewDict(x.Len())
		for _, item := range x.Items() {
			v, err := starlark.Call(thread, item[1], nil, nil)
			if err != nil {
				// The only way for a thunk to fail is that the variable is unbound.
				if exc, ok := object.AsException(env, err); !ok || !object.IsInstance(exc, object.NameError) {
					return nil, err
				}
				continue
			}
			if err := d.SetKey(item[0], v); err != nil {
				return nil, err
			}
		}
		return d, nil
	}
	return nil, exception.New(exception.SystemError, "locals() of a '%s'", object.TypeName(args[0]))
}
