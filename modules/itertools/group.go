package itertools

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/builtin"
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

var groupbySignature = &text.Signature{Func: "groupby", Params: []string{"iterable", "key"}, Required: 1}

func makeGroupby() *object.Class {
	return builtin.NewIteratorClass(builtin.IteratorSpec{Module: "itertools", Name: "groupby",
		Create: func(thread *starlark.Thread, cls *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			a, err := groupbySignature.Parse(args, kwargs)
			if err != nil {
				return nil, err
			}
			in, err := builtin.Read(thread, a[0])
			if err != nil {
				return nil, err
			}
			g := &grouping{in: in}
			if a[1] != nil {
				g.key = given(a[1])
			}
			g.self, err = builtin.NewIterator(thread, cls, &builtin.Source{Advance: g.next, Reduce: g.reduce, SetState: g.setState, Of: g}, a[0])
			return g.self, err
		},
	})
}

// makeGrouper makes the class of a group. A pickle makes one anew.
func makeGrouper() *object.Class {
	return builtin.NewIteratorClass(builtin.IteratorSpec{Module: "itertools", Name: "_grouper", Stateless: true,
		Create: func(thread *starlark.Thread, _ *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if len(args) != 2 || len(kwargs) > 0 {
				return nil, exception.New(exception.TypeError, "_grouper expected 2 arguments, got %d", len(args)+len(kwargs))
			}
			g, ok := builtin.SourceOf(args[0]).(*grouping)
			if !ok {
				return nil, exception.New(exception.TypeError, "_grouper() argument 1 must be itertools.groupby, not %s", object.TypeName(args[0]))
			}
			g.turn++
			return g.member(thread, args[1])
		},
	})
}

// A grouping is the state that groupby and its groups share.
type grouping struct {
	self  starlark.Value
	in    *builtin.Inner
	key   starlark.Value // nil: the value itself
	value starlark.Value // read and not yet given out
	of    starlark.Value // key of value; nil before the first
	group starlark.Value // key of the group last given out
	turn  int            // number of that group
}

// advance reads the next value and its key.
func (g *grouping) advance(thread *starlark.Thread) (bool, error) {
	v, ok, err := g.in.Next(thread)
	if err != nil || !ok {
		return false, err
	}
	k := v
	if g.key != nil {
		if k, err = object.Call(thread, g.key, v); err != nil {
			return false, err
		}
	}
	g.value, g.of = v, k
	return true, nil
}

func (g *grouping) next(thread *starlark.Thread) (starlark.Value, bool, error) {
	env := object.EnvOf(thread)
	g.turn++
	// Skip what is left of the last group.
	for tick := builtin.NewTick(thread); ; {
		if g.of != nil && g.group == nil {
			break
		}
		if g.of != nil {
			same, err := object.Equal(env, g.group, g.of)
			if err != nil {
				return nil, false, err
			}
			if !same {
				break
			}
		}
		if ok, err := g.advance(thread); err != nil || !ok {
			return nil, false, err
		}
		if err := tick.Next(); err != nil {
			return nil, false, err
		}
	}
	g.group = g.of
	group, err := g.member(thread, g.of)
	return starlark.Tuple{g.of, group}, err == nil, err
}

func (g *grouping) reduce(thread *starlark.Thread) (starlark.Tuple, error) {
	v, err := g.in.Value(thread)
	args := starlark.Tuple{v, orNone(g.key)}
	if g.value == nil || g.of == nil || g.group == nil {
		return reduction("groupby", args), err
	}
	return reduction("groupby", args, starlark.Tuple{g.of, g.value, g.group}), err
}

func (g *grouping) setState(_ *starlark.Thread, state starlark.Value) error {
	t, err := parts(state, 3)
	if err == nil {
		g.of, g.value, g.group = t[0], t[1], t[2]
	}
	return err
}

// member returns the iterator of the group that has its turn, which ends when its groupby goes on.
func (g *grouping) member(thread *starlark.Thread, key starlark.Value) (starlark.Value, error) {
	turn := g.turn
	src := &builtin.Source{
		Advance: func(thread *starlark.Thread) (starlark.Value, bool, error) {
			if g.turn != turn {
				return nil, false, nil
			}
			if g.value == nil {
				if ok, err := g.advance(thread); err != nil || !ok {
					return nil, false, err
				}
			}
			same, err := object.Equal(object.EnvOf(thread), key, g.of)
			if err != nil || !same {
				return nil, false, err
			}
			v := g.value
			g.value = nil
			return v, true, nil
		},
		Reduce: func(*starlark.Thread) (starlark.Tuple, error) {
			if g.turn != turn {
				return builtin.Ended(), nil
			}
			return starlark.Tuple{grouperClass.Get(), starlark.Tuple{g.self, key}}, nil
		},
	}
	return builtin.NewIterator(thread, grouperClass.Get(), src, g.self)
}
