package itertools

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/builtin"
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
)

func makeChain() *object.Class {
	return builtin.NewIteratorClass(builtin.IteratorSpec{Module: "itertools", Name: "chain",
		Static: map[string]object.Method{
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
		},
		Create: func(thread *starlark.Thread, cls *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if len(kwargs) > 0 {
				return nil, exception.New(exception.TypeError, "chain() takes no keyword arguments")
			}
			return chainOf(thread, cls, args, args...)
		},
	})
}

// A chained is the state of a chain.
type chained struct {
	outer, part *builtin.Inner // nil: none
	nested      bool           // part reads an iterator that may itself read others
	deep        bool           // so may outer
}

func chainOf(thread *starlark.Thread, cls *object.Class, iterables starlark.Value, over ...starlark.Value) (starlark.Value, error) {
	outer, err := builtin.Read(thread, iterables)
	if err != nil {
		return nil, err
	}
	c := &chained{outer: outer}
	return builtin.NewIterator(thread, cls, &builtin.Source{Advance: c.next, Reduce: c.reduce, SetState: c.setState}, over...)
}

func read(thread *starlark.Thread, in *builtin.Inner, nested bool) (starlark.Value, bool, error) {
	if nested {
		return builtin.Nested(thread, in.Next)
	}
	return in.Next(thread)
}

func (c *chained) next(thread *starlark.Thread) (starlark.Value, bool, error) {
	for tick := builtin.NewTick(thread); c.outer != nil; {
		if c.part == nil {
			v, ok, err := read(thread, c.outer, c.deep)
			if err == nil && ok {
				c.part, err = builtin.Read(thread, v)
				_, c.nested = v.(*builtin.Iterator)
			}
			if err != nil || !ok {
				c.outer = nil
				return nil, false, err
			}
		}
		v, ok, err := read(thread, c.part, c.nested)
		if err != nil || ok {
			return v, ok, err
		}
		c.part = nil
		if err := tick.Next(); err != nil {
			return nil, false, err
		}
	}
	return nil, false, nil
}

func (c *chained) reduce(thread *starlark.Thread) (starlark.Tuple, error) {
	if c.outer == nil {
		return starlark.Tuple{chainClass.Get(), starlark.Tuple{}}, nil
	}
	outer, err := c.outer.Value(thread)
	if err != nil || c.part == nil {
		return starlark.Tuple{chainClass.Get(), starlark.Tuple{}, starlark.Tuple{outer}}, err
	}
	part, err := c.part.Value(thread)
	return starlark.Tuple{chainClass.Get(), starlark.Tuple{}, starlark.Tuple{outer, part}}, err
}

func (c *chained) setState(thread *starlark.Thread, state starlark.Value) error {
	t, ok := object.Unwrap(state).(starlark.Tuple)
	if !ok {
		return exception.New(exception.TypeError, "state is not a tuple")
	}
	switch {
	case len(t) < 1:
		return exception.New(exception.TypeError, "function takes at least 1 argument (0 given)")
	case len(t) > 2:
		return exception.New(exception.TypeError, "function takes at most 2 arguments (%d given)", len(t))
	}
	var ins [2]*builtin.Inner
	for i, v := range t {
		if _, ok := object.TypeOf(v).Lookup("__next__"); !ok {
			return exception.New(exception.TypeError, "Arguments must be iterators.")
		}
		var err error
		if ins[i], err = builtin.Read(thread, v); err != nil {
			return err
		}
	}
	*c = chained{outer: ins[0], part: ins[1], nested: true, deep: true}
	return nil
}

func compress(thread *starlark.Thread, a []starlark.Value) (*builtin.Source, []starlark.Value, error) {
	data, err := builtin.Read(thread, a[0])
	if err != nil {
		return nil, nil, err
	}
	selectors, err := builtin.Read(thread, a[1])
	if err != nil {
		return nil, nil, err
	}
	return &builtin.Source{
		Advance: func(thread *starlark.Thread) (starlark.Value, bool, error) {
			env := object.EnvOf(thread)
			for tick := builtin.NewTick(thread); ; {
				v, ok, err := data.Next(thread)
				if err != nil || !ok {
					return nil, false, err
				}
				s, ok, err := selectors.Next(thread)
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
		},
		Reduce: func(thread *starlark.Thread) (starlark.Tuple, error) {
			d, err := data.Value(thread)
			if err != nil {
				return nil, err
			}
			s, err := selectors.Value(thread)
			return reduction("compress", starlark.Tuple{d, s}), err
		},
	}, a, nil
}

func makeZipLongest() *object.Class {
	return builtin.NewIteratorClass(builtin.IteratorSpec{Module: "itertools", Name: "zip_longest", Create: newZipLongest})
}

func newZipLongest(thread *starlark.Thread, cls *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var fill starlark.Value = starlark.None
	for _, kw := range kwargs {
		if kw[0] != starlark.Value(starlark.String("fillvalue")) {
			return nil, exception.New(exception.TypeError, "zip_longest() got an unexpected keyword argument")
		}
		fill = kw[1]
	}
	parts := make([]*builtin.Inner, len(args))
	tick := builtin.NewTick(thread)
	for i, v := range args {
		var err error
		if parts[i], err = builtin.Read(thread, v); err == nil {
			err = tick.Next()
		}
		if err != nil {
			return nil, err
		}
	}
	running := len(parts)
	src := &builtin.Source{
		Advance: func(thread *starlark.Thread) (starlark.Value, bool, error) {
			if running == 0 {
				return nil, false, nil
			}
			t := make(starlark.Tuple, len(parts))
			tick := builtin.NewTick(thread)
			for i, part := range parts {
				t[i] = fill
				if part == nil {
					continue
				}
				v, ok, err := part.Next(thread)
				if err == nil {
					err = tick.Next()
				}
				if err != nil {
					running = 0
					return nil, false, err
				}
				if ok {
					t[i] = v
					continue
				}
				if running--; running == 0 {
					return nil, false, nil
				}
				parts[i] = nil
			}
			return t, true, nil
		},
		Reduce: func(thread *starlark.Thread) (starlark.Tuple, error) {
			rest := make(starlark.Tuple, len(parts))
			for i, part := range parts {
				rest[i] = starlark.Tuple{}
				if part != nil {
					var err error
					if rest[i], err = part.Value(thread); err != nil {
						return nil, err
					}
				}
			}
			return reduction("zip_longest", rest, fill), nil
		},
		SetState: func(_ *starlark.Thread, state starlark.Value) error {
			fill = state
			return nil
		},
	}
	return builtin.NewIterator(thread, cls, src, args...)
}
