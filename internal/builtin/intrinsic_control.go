package builtin

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
)

// controlIntrinsics are statements: try, with, raise, class, yield.
var controlIntrinsics = map[string]intrinsic{
	"·try": tryStatement,
	"·with": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		return object.With(thread, args[0], args[1])
	},
	"·raise": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		var cause starlark.Value
		if len(args) > 1 {
			cause = args[1]
		}
		return nil, object.RaiseStatement(thread, args[0], cause)
	},
	"·reraise": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		return nil, object.Reraise(thread)
	},
	"·assert": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		return nil, exception.WithArgs(exception.AssertionError, args...)
	},
	"·class": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		bases, _ := args[3].(starlark.Tuple)
		kwargs, _ := args[4].(*starlark.Dict)
		return object.ClassStatement(thread, name(args[0]), name(args[1]), args[2], bases, kwargs, args[5])
	},
	"·super": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		c, ok := args[0].(*object.Cell).Value().(*object.Class)
		if !ok {
			return nil, exception.New(exception.RuntimeError, "super(): empty __class__ cell")
		}
		return object.NewSuper(c, args[1])
	},
	"·generator": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		return object.NewGenerator(object.EnvOf(thread), args[0], name(args[1]), name(args[2])), nil
	},
	"·yield": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		return object.Yield(thread, args[0])
	},
	"·yieldfrom": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		return object.YieldFrom(thread, args[0])
	},
	"·iter": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		return object.Iterable(object.EnvOf(thread), args[0])
	},
	"·unpack": unpackStarred,
}

func tryStatement(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
	var buf [4]object.Handler
	handlers := buf[:0]
	for _, h := range args[1].(starlark.Tuple) {
		pair := h.(starlark.Tuple)
		handlers = append(handlers, object.Handler{Types: pair[0], Body: pair[1]})
	}
	return object.Try(thread, args[0], handlers, orNil(args[2]), orNil(args[3]))
}

func orNil(v starlark.Value) starlark.Value {
	if v == starlark.None {
		return nil
	}
	return v
}

// unpackStarred is "a, *b, c = x": the values before the star, a list, and those
// after it.
func unpackStarred(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
	env := object.EnvOf(thread)
	it, err := object.Iterate(env, args[0])
	if err != nil {
		if exc, ok := object.AsException(env, err); ok && exc.Class() == object.TypeError && !hasIter(args[0]) {
			return nil, exception.New(exception.TypeError, "cannot unpack non-iterable %s object", object.TypeName(args[0]))
		}
		return nil, err
	}
	defer it.Done()
	var elems []starlark.Value
	var e starlark.Value
	for it.Next(&e) {
		if len(elems) >= maxElements {
			return nil, memoryError()
		}
		if err := env.Tick(); err != nil {
			return nil, err
		}
		if elems, err = env.Push(elems, e); err != nil {
			return nil, err
		}
	}
	if err := env.TakePending(); err != nil {
		return nil, err
	}
	before, err := object.AsInt(args[1])
	if err != nil {
		return nil, err
	}
	after, err := object.AsInt(args[2])
	if err != nil {
		return nil, err
	}
	if len(elems) < before+after {
		return nil, exception.New(exception.ValueError, "not enough values to unpack (expected at least %d, got %d)", before+after, len(elems))
	}
	out := make(starlark.Tuple, 0, before+after+1)
	out = append(out, elems[:before]...)
	end := len(elems) - after
	out = append(out, starlark.NewList(elems[before:end:end]))
	return append(out, elems[end:]...), nil
}

// hasIter reports whether the class of v says how to iterate.
func hasIter(v starlark.Value) bool {
	_, ok := object.TypeOf(v).Lookup("__iter__")
	return ok
}
