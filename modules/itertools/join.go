package itertools

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/builtin"
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
)

var chainClass = builtin.NewIteratorClass("itertools", "chain", "", map[string]object.Method{
	"from_iterable": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if len(kwargs) > 0 {
			return nil, exception.New(exception.TypeError, "chain.from_iterable() takes no keyword arguments")
		}
		if len(args) != 1 {
			return nil, exception.New(exception.TypeError, "itertools.chain.from_iterable() takes exactly one argument (%d given)", len(args))
		}
		cls, _ := self.(*object.Class)
		return chainOf(thread, cls, args[0], args[0])
	},
}, func(thread *starlark.Thread, cls *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(kwargs) > 0 {
		return nil, exception.New(exception.TypeError, "chain() takes no keyword arguments")
	}
	return chainOf(thread, cls, args, args...)
})

func chainOf(thread *starlark.Thread, cls *object.Class, iterables starlark.Value, over ...starlark.Value) (starlark.Value, error) {
	outer, err := builtin.Iterate(thread, iterables)
	if err != nil {
		return nil, err
	}
	var part builtin.Advance
	nested := false // part reads an iterator that may itself read others
	advance := func(thread *starlark.Thread) (starlark.Value, bool, error) {
		for tick := builtin.NewTick(thread); outer != nil; {
			if part == nil {
				v, ok, err := outer(thread)
				if err == nil && ok {
					part, err = builtin.Iterate(thread, v)
					_, nested = v.(*builtin.Iterator)
				}
				if err != nil || !ok {
					outer = nil
					return nil, false, err
				}
			}
			var v starlark.Value
			var ok bool
			var err error
			if nested {
				v, ok, err = builtin.Nested(thread, part)
			} else {
				v, ok, err = part(thread)
			}
			if err != nil || ok {
				return v, ok, err
			}
			part = nil
			if err := tick.Next(); err != nil {
				return nil, false, err
			}
		}
		return nil, false, nil
	}
	return builtin.NewIterator(thread, cls, &builtin.Source{Advance: advance}, over...)
}

func compress(thread *starlark.Thread, a []starlark.Value) (*builtin.Source, []starlark.Value, error) {
	data, err := builtin.Iterate(thread, a[0])
	if err != nil {
		return nil, nil, err
	}
	selectors, err := builtin.Iterate(thread, a[1])
	if err != nil {
		return nil, nil, err
	}
	return &builtin.Source{Advance: func(thread *starlark.Thread) (starlark.Value, bool, error) {
		env := object.EnvOf(thread)
		for tick := builtin.NewTick(thread); ; {
			v, ok, err := data(thread)
			if err != nil || !ok {
				return nil, false, err
			}
			s, ok, err := selectors(thread)
			if err != nil || !ok {
				return nil, false, err
			}
			if keep, err := object.Truth(env, s); err != nil || keep {
				return v, err == nil, err
			}
			if err := tick.Next(); err != nil {
				return nil, false, err
			}
		}
	}}, a, nil
}

var zipLongestClass = builtin.NewIteratorClass("itertools", "zip_longest", "", nil,
	func(thread *starlark.Thread, cls *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		var fill starlark.Value = starlark.None
		for _, kw := range kwargs {
			if kw[0] != starlark.Value(starlark.String("fillvalue")) {
				return nil, exception.New(exception.TypeError, "zip_longest() got an unexpected keyword argument")
			}
			fill = kw[1]
		}
		parts := make([]builtin.Advance, len(args))
		for i, v := range args {
			var err error
			if parts[i], err = builtin.Iterate(thread, v); err != nil {
				return nil, err
			}
		}
		running := len(parts)
		advance := func(thread *starlark.Thread) (starlark.Value, bool, error) {
			if running == 0 {
				return nil, false, nil
			}
			t := make(starlark.Tuple, len(parts))
			for i, next := range parts {
				t[i] = fill
				if next == nil {
					continue
				}
				v, ok, err := next(thread)
				if err != nil {
					running = 0
					return nil, false, err
				}
				if ok {
					t[i] = v
					continue
				}
				parts[i] = nil
				if running--; running == 0 {
					return nil, false, nil
				}
			}
			return t, true, nil
		}
		return builtin.NewIterator(thread, cls, &builtin.Source{Advance: advance}, args...)
	})
