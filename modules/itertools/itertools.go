// Package itertools is the module itertools: iterators made of iterators.
//
// A class is a row of the table in this file; those that walk through their argument are in walk.go, group.go and tee.go, those that
// join several in join.go, those that go through selections of a pool in select.go. state.go reads what their __setstate__
// gets, and says what pickles may make them of.
package itertools

import (
	"github.com/mpstar/mpstar/internal/pickle"
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/builtin"
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

// Module returns the definition of the module.
func Module() interp.Def {
	return interp.Def{
		Name: "itertools",
		Doc:  "Iterators that combine, filter and repeat others.",
		Init: func(in *interp.Interp, m *object.Module) error {
			for _, c := range classes.Get() {
				m.Set(c.Name(), c)
			}
			m.Set("tee", tee.Get())
			for _, c := range []*object.Class{teeClass.Get(), teeDataClass.Get(), grouperClass.Get()} {
				m.Set(c.Name(), c)
			}
			return nil
		},
	}
}

// The classes, in the order of their names, and those of them that others make.
var (
	classes                                                                                       *object.Lazy[[]*object.Class]
	chainClass, groupbyClass, grouperClass, productClass, teeClass, teeDataClass, zipLongestClass *object.Lazy[*object.Class]
)

func init() {
	chainClass, groupbyClass = object.Later(makeChain), object.Later(makeGroupby)
	grouperClass, productClass = object.Later(makeGrouper), object.Later(makeProduct)
	teeClass, teeDataClass, zipLongestClass = object.Later(makeTee), object.Later(makeTeeData), object.Later(makeZipLongest)
	classes = object.Later(makeClasses)
	pickle.RegisterLater(registerPickles)
}

func makeClasses() []*object.Class {
	return []*object.Class{
		class("accumulate", &text.Signature{Func: "accumulate", Params: []string{"iterable", "func", "initial"}, Required: 1, MaxPos: 2}, accumulate),
		chainClass.Get(),
		class("combinations", named("combinations", "iterable", "r"), combinations),
		class("combinations_with_replacement", named("combinations_with_replacement", "iterable", "r"), combinationsWithReplacement),
		class("compress", named("compress", "data", "selectors"), compress),
		class("count", &text.Signature{Func: "count", Params: []string{"start", "step"}}, count),
		class("cycle", positional("cycle", "iterable"), cycle),
		class("dropwhile", positional("dropwhile", "predicate", "iterable"), dropwhile),
		class("filterfalse", positional("filterfalse", "function", "iterable"), filterfalse),
		groupbyClass.Get(),
		class("islice", &text.Signature{Func: "islice", Style: text.Positional, Params: []string{"iterable", "start", "stop", "step"}, Required: 2}, islice),
		class("pairwise", positional("pairwise", "iterable"), pairwise),
		class("permutations", &text.Signature{Func: "permutations", Params: []string{"iterable", "r"}, Required: 1}, permutations),
		productClass.Get(),
		class("repeat", &text.Signature{Func: "repeat", Params: []string{"object", "times"}, Required: 1}, repeat),
		class("starmap", positional("starmap", "function", "iterable"), starmap),
		class("takewhile", positional("takewhile", "predicate", "iterable"), takewhile),
		zipLongestClass.Get(),
	}
}

func named(name string, params ...string) *text.Signature {
	return &text.Signature{Func: name, Params: params, Required: len(params)}
}

func positional(name string, params ...string) *text.Signature {
	return &text.Signature{Owner: "itertools", Func: name, Style: text.Positional, Params: params, Required: len(params)}
}

// A maker makes an iterator of a call's arguments. The result reads those in over.
type maker func(thread *starlark.Thread, a []starlark.Value) (src *builtin.Source, over []starlark.Value, err error)

func class(name string, signature *text.Signature, create maker) *object.Class {
	spec := builtin.IteratorSpec{Module: "itertools", Name: name, Stateless: stateless[name]}
	if name == "repeat" {
		spec.Methods = map[string]object.Method{"__length_hint__": repeatHint}
	}
	spec.Create = func(thread *starlark.Thread, cls *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if signature.Style != text.Named && len(kwargs) > 0 {
			return nil, exception.New(exception.TypeError, "%s() takes no keyword arguments", name)
		}
		a, err := signature.Parse(args, kwargs)
		if err != nil {
			return nil, err
		}
		src, over, err := create(thread, a)
		if err != nil {
			return nil, err
		}
		return builtin.NewIterator(thread, cls, src, over...)
	}
	return builtin.NewIteratorClass(spec)
}

// classOf returns the class with this name.
func classOf(name string) *object.Class {
	for _, c := range classes.Get() {
		if c.Name() == name {
			return c
		}
	}
	panic("itertools: no class " + name)
}

// given returns v, or nil for None.
func given(v starlark.Value) starlark.Value {
	if v == starlark.None {
		return nil
	}
	return v
}

// elements returns the elements of a pool that selections are made of.
func elements(thread *starlark.Thread, v starlark.Value) ([]starlark.Value, error) {
	return object.Elements(object.EnvOf(thread), v)
}

// size reads the length of selections.
func size(thread *starlark.Thread, v starlark.Value) (int, error) {
	n, err := number.Index(thread, v)
	if err != nil {
		return 0, err
	}
	if n.Sign() < 0 {
		return 0, exception.New(exception.ValueError, "r must be non-negative")
	}
	i, ok := n.Int64()
	if !ok || int64(int(i)) != i {
		return 0, exception.New(exception.OverflowError, "Python int too large to convert to C ssize_t")
	}
	return int(i), nil
}
