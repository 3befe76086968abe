package builtin

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/engine"
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
	"·starlist": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		env := object.EnvOf(thread)
		if !object.CanIterate(args[0]) {
			_, err := object.Starred(env, args[0])
			return nil, err
		}
		elems, err := object.Elements(env, args[0])
		return starlark.NewList(elems), err
	},
	"·extended": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		env, l := object.EnvOf(thread), args[0].(*starlark.List)
		if more, ok := args[1].(*starlark.List); ok {
			return appendAll(env, l, more)
		}
		elems, err := object.Starred(env, args[1])
		if err != nil {
			return nil, err
		}
		return appendAll(env, l, elems)
	},
	"·star": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		return object.Starred(object.EnvOf(thread), args[0])
	},
	"·makeset": displaySet,
	"·setof": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		elems, err := starElements(thread, args)
		if err != nil {
			return nil, err
		}
		return displaySet(thread, elems)
	},
	"·constset": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		// CPython makes a constant by listing a first set into a second one.
		first, err := displaySet(thread, args)
		if err != nil {
			return nil, err
		}
		elems, err := object.SetElements(object.EnvOf(thread), first.(*starlark.Set))
		if err != nil {
			return nil, err
		}
		return displaySet(thread, elems)
	},
	"·dict": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		env, d := object.EnvOf(thread), new(starlark.Dict)
		if len(args) > 0 {
			var err error
			if d, err = env.NewDict(presize(args[0])); err != nil {
				return nil, err
			}
		}
		for _, m := range args {
			if err := object.EachItem(env, m, func(k, v starlark.Value) error { return object.SetItem(env, d, k, v) }); err != nil {
				return nil, err
			}
		}
		return d, nil
	},
	"·keywords": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		d, ok := args[0].(*starlark.Dict)
		if !ok {
			return args[0], nil
		}
		return object.WideKeywords(object.EnvOf(thread), d)
	},
	"·kwargs": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		for _, m := range args {
			if !object.IsMapping(m) {
				return nil, exception.New(exception.TypeError, "argument after ** must be a mapping, not %s", object.TypeName(m))
			}
		}
		d := new(starlark.Dict)
		for _, m := range args {
			if err := object.MergeKeywords(object.EnvOf(thread), nil, d, m); err != nil {
				return nil, err
			}
		}
		return d, nil
	},
	"·maps": func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		return object.Mappings{Tuple: args}, nil
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
		env := object.EnvOf(thread)
		var few [8]string
		parts := few[:0]
		for _, a := range args {
			s, _ := text.AsString(a)
			parts = append(parts, s)
		}
		s, err := text.ConcatPaced(env.Check, parts)
		if err != nil {
			return nil, err
		}
		return env.Text(s)
	},
}

func starElements(thread *starlark.Thread, args starlark.Tuple) ([]starlark.Value, error) {
	if len(args) == 0 {
		return nil, nil
	}
	return object.Elements(object.EnvOf(thread), args[0])
}

// insert adds an element to a set.
func insert(thread *starlark.Thread, s *starlark.Set, e starlark.Value) error {
	env := object.EnvOf(thread)
	if err := env.AddTo(s, e); err != nil {
		if pending := env.TakePending(); pending != nil {
			return pending
		}
		if _, ok := err.(*exception.Error); ok {
			return err
		}
		if _, herr := object.Hash(env, e); herr != nil {
			return herr
		}
		return err
	}
	return nil
}

// appendAll appends elements to a list that nobody else has, and returns that list or one with the elements of both.
func appendAll(env *object.Env, l *starlark.List, elems starlark.Indexable) (*starlark.List, error) {
	before, n := l.Len(), elems.Len()
	if n <= checkEvery || before+n <= engine.Capacity(l) {
		for i := range n {
			if i%checkEvery == checkEvery-1 {
				if err := env.Check(); err != nil {
					return nil, err
				}
			}
			if err := l.Append(elems.Index(i)); err != nil {
				return nil, err
			}
		}
		return l, nil
	}
	// The engine would make and drop lists a quarter larger each time. Here too there is room for a quarter more than there was, that many
	// short pieces take no more than a multiple of the time of one.
	all, err := env.Join(l, elems, before/4)
	return starlark.NewList(all), err
}

func displaySet(thread *starlark.Thread, elems starlark.Tuple) (starlark.Value, error) {
	env := object.EnvOf(thread)
	s, err := env.NewSet(min(len(elems), 1<<20))
	if err != nil {
		return nil, err
	}
	for _, e := range elems {
		if err := insert(thread, s, e); err != nil {
			return nil, err
		}
		if err := env.Tick(); err != nil {
			return nil, err
		}
	}
	return s, nil
}
