package builtin

import (
	"strings"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

// displayIntrinsics make values: displays, literals, f-strings.
var displayIntrinsics = map[string]intrinsic{
	"·list": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		elems, err := starElements(thread, args)
		return starlark.NewList(elems), err
	},
	"·tuple": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		elems, err := starElements(thread, args)
		return starlark.Tuple(elems), err
	},
	"·star": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		if t, ok := args[0].(starlark.Tuple); ok {
			return t, nil
		}
		env := object.EnvOf(thread)
		if _, ok := args[0].(*object.Instance); !ok {
			if err := needsIterable(env, args[0]); err != nil {
				return nil, err
			}
		}
		elems, err := object.Elements(env, args[0])
		return starlark.Tuple(elems), err
	},
	"·makeset": displaySet,
	"·constset": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		// CPython makes a constant by listing a first set into a second one.
		first, err := displaySet(thread, args)
		if err != nil {
			return nil, err
		}
		return displaySet(thread, setElements(first.(*starlark.Set)))
	},
	"·dict": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		d := new(starlark.Dict)
		return d, eachItem(thread, args, func(k, v starlark.Value) error { return object.SetItem(object.EnvOf(thread), d, k, v) })
	},
	"·kwargs": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		d := new(starlark.Dict)
		for _, m := range args {
			if !isMapping(m) {
				return nil, exception.New(exception.TypeError, "argument after ** must be a mapping, not %s", object.TypeName(m))
			}
		}
		return d, eachItem(thread, args, func(k, v starlark.Value) error {
			s, ok := text.AsString(k)
			if !ok {
				return exception.New(exception.TypeError, "keywords must be strings")
			}
			if _, found, _ := d.Get(k); found {
				return exception.New(exception.TypeError, "got multiple values for keyword argument '%s'", s)
			}
			return d.SetKey(k, v)
		})
	},
	"·text": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		s, _ := text.AsString(args[0])
		return text.Str(s), nil
	},
	"·bytes": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		b, _ := text.AsBytes(args[0])
		return text.Bytes(b), nil
	},
	"·concat": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		var b strings.Builder
		for _, a := range args {
			s, _ := text.AsString(a)
			b.WriteString(s)
		}
		return object.EnvOf(thread).Text(b.String())
	},
}

func starElements(thread *starlark.Thread, args starlark.Tuple) ([]starlark.Value, error) {
	if len(args) == 0 {
		return nil, nil
	}
	return object.Elements(object.EnvOf(thread), args[0])
}

// needsIterable refuses what can't stand after a star in a call.
func needsIterable(env *object.Env, v starlark.Value) error {
	switch v.(type) {
	case starlark.Iterable, starlark.String, *text.Text, object.Nexter, *object.Class:
		return nil
	}
	return exception.New(exception.TypeError, "argument after * must be an iterable, not %s", object.TypeName(v))
}

// isMapping reports whether v can stand after ** in a call.
func isMapping(v starlark.Value) bool {
	switch v := object.Unwrap(v).(type) {
	case *object.Instance:
		_, ok := v.Class().Lookup("keys")
		return ok
	case starlark.IterableMapping:
		return true
	}
	return false
}

// insert adds an element to a set.
func insert(thread *starlark.Thread, s *starlark.Set, e starlark.Value) error {
	if err := s.Insert(e); err != nil {
		env := object.EnvOf(thread)
		if pending := env.TakePending(); pending != nil {
			return pending
		}
		if _, herr := object.Hash(env, e); herr != nil {
			return herr
		}
		return err
	}
	return nil
}

// eachItem calls f for the items of the mappings.
func eachItem(thread *starlark.Thread, maps starlark.Tuple, f func(k, v starlark.Value) error) error {
	env := object.EnvOf(thread)
	for _, m := range maps {
		switch x := object.Unwrap(m).(type) {
		case *object.Instance:
			if ok, err := object.HasAttr(thread, x, "keys"); err != nil {
				return err
			} else if !ok {
				return exception.New(exception.TypeError, "'%s' object is not a mapping", object.TypeName(m))
			}
			items := x.Items()
			if err := env.TakePending(); err != nil {
				return err
			}
			for _, item := range items {
				if err := f(item[0], item[1]); err != nil {
					return err
				}
			}
		case starlark.IterableMapping:
			for _, item := range x.Items() {
				if err := f(item[0], item[1]); err != nil {
					return err
				}
			}
		default:
			return exception.New(exception.TypeError, "'%s' object is not a mapping", object.TypeName(m))
		}
	}
	return nil
}

func displaySet(thread *starlark.Thread, elems starlark.Tuple) (starlark.Value, error) {
	s := starlark.NewSet(len(elems))
	for _, e := range elems {
		if err := insert(thread, s, e); err != nil {
			return nil, err
		}
	}
	return s, nil
}
