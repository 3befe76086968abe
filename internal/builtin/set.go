package builtin

import (
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
)

func newSet(thread *starlark.Thread, _ *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := positional("set", args, kwargs, 0, 1); err != nil {
		return nil, err
	}
	if len(args) == 0 {
		return new(starlark.Set), nil
	}
	return setOf(thread, args[0])
}

func newFrozenset(thread *starlark.Thread, _ *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := positional("frozenset", args, kwargs, 0, 1); err != nil {
		return nil, err
	}
	if len(args) == 0 {
		return NewFrozenset(object.EnvOf(thread), new(starlark.Set)), nil
	}
	if f, ok := args[0].(*Frozenset); ok {
		return f, nil
	}
	s, err := setOf(thread, args[0])
	if err != nil {
		return nil, err
	}
	return NewFrozenset(object.EnvOf(thread), s), nil
}

// A setMethod is a method of set or frozenset; self are the elements of either.
type setMethod func(thread *starlark.Thread, self *starlark.Set, args starlark.Tuple) (*starlark.Set, error)

// combining are the methods that make a new set of the receiver's kind.
var combining = map[string]setMethod{
	"copy": func(thread *starlark.Thread, self *starlark.Set, _ starlark.Tuple) (*starlark.Set, error) {
		return combineSets(object.EnvOf(thread), syntax.PIPE, self, new(starlark.Set))
	},
	"union": func(thread *starlark.Thread, self *starlark.Set, args starlark.Tuple) (*starlark.Set, error) {
		res, err := combineSets(object.EnvOf(thread), syntax.PIPE, self, new(starlark.Set))
		for i := 0; err == nil && i < len(args); i++ {
			err = insertAll(thread, res, args[i])
		}
		return res, err
	},
	"intersection":         fold(syntax.AMP),
	"difference":           fold(syntax.MINUS),
	"symmetric_difference": fold(syntax.CIRCUMFLEX),
}

// fold returns the method that applies an operator to the receiver and each argument in turn.
func fold(op syntax.Token) setMethod {
	return func(thread *starlark.Thread, self *starlark.Set, args starlark.Tuple) (*starlark.Set, error) {
		res, err := combineSets(object.EnvOf(thread), syntax.PIPE, self, new(starlark.Set))
		for i := 0; err == nil && i < len(args); i++ {
			var other *starlark.Set
			if other, err = toSet(thread, args[i]); err == nil {
				res, err = combineSets(object.EnvOf(thread), op, res, other)
			}
		}
		return res, err
	}
}

// updating are the methods that replace the receiver's elements by those of a
// combining method.
var updating = map[string]string{
	"intersection_update":         "intersection",
	"difference_update":           "difference",
	"symmetric_difference_update": "symmetric_difference",
}

// relations are the methods that answer a question about two sets.
var relations = map[string]func(env *object.Env, x, y *starlark.Set) (bool, error){
	"issubset":   subset,
	"issuperset": func(env *object.Env, x, y *starlark.Set) (bool, error) { return subset(env, y, x) },
	"isdisjoint": func(env *object.Env, x, y *starlark.Set) (bool, error) {
		both, err := combineSets(env, syntax.AMP, x, y)
		return err == nil && both.Len() == 0, err
	},
}

// setArgs checks the arguments of a method of set that takes one set, none or any number.
func setArgs(owner, name string, args starlark.Tuple, kwargs []starlark.Tuple) error {
	var err error
	switch name {
	case "copy":
		err = none(owner, name, args, kwargs)
	case "symmetric_difference", "symmetric_difference_update", "issubset", "issuperset", "isdisjoint":
		_, err = single(owner, name, args, kwargs)
	default:
		if len(kwargs) > 0 {
			err = typeError("%s.%s() takes no keyword arguments", owner, name)
		}
	}
	return err
}

// sharedSetMethods returns the methods that set and frozenset have in common; wrap
// makes a value of the receiver's kind.
func sharedSetMethods(owner string, wrap func(*object.Env, *starlark.Set) starlark.Value) map[string]object.Method {
	methods := make(map[string]object.Method)
	for name, f := range combining {
		methods[name] = func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if err := setArgs(owner, name, args, kwargs); err != nil {
				return nil, err
			}
			s, _ := asSet(self)
			res, err := f(thread, s, args)
			if err != nil {
				return nil, err
			}
			return wrap(object.EnvOf(thread), res), nil
		}
	}
	for name, f := range relations {
		methods[name] = func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if err := setArgs(owner, name, args, kwargs); err != nil {
				return nil, err
			}
			s, _ := asSet(self)
			other, err := toSet(thread, args[0])
			if err != nil {
				return nil, err
			}
			ok, err := f(object.EnvOf(thread), s, other)
			return starlark.Bool(ok), err
		}
	}
	return methods
}

func setMethods() map[string]object.Method {
	methods := sharedSetMethods("set", func(_ *object.Env, s *starlark.Set) starlark.Value { return s })
	for name, source := range updating {
		methods[name] = func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if err := setArgs("set", name, args, kwargs); err != nil {
				return nil, err
			}
			s := self.(*starlark.Set)
			res, err := combining[source](thread, s, args)
			if err != nil {
				return nil, err
			}
			if err := s.Clear(); err != nil {
				return nil, err
			}
			return starlark.None, insertAll(thread, s, res)
		}
	}
	methods["update"] = func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := setArgs("set", "update", args, kwargs); err != nil {
			return nil, err
		}
		for _, a := range args {
			if err := insertAll(thread, self.(*starlark.Set), a); err != nil {
				return nil, err
			}
		}
		return starlark.None, nil
	}
	methods["add"] = func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		x, err := single("set", "add", args, kwargs)
		if err != nil {
			return nil, err
		}
		return starlark.None, object.EnvOf(thread).AddTo(self.(*starlark.Set), x)
	}
	methods["remove"] = func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		x, err := single("set", "remove", args, kwargs)
		if err != nil {
			return nil, err
		}
		found, err := object.EnvOf(thread).DeleteElement(self.(*starlark.Set), setKey(x))
		if err == nil && !found {
			err = exception.WithArgs(exception.KeyError, x)
		}
		return starlark.None, err
	}
	methods["discard"] = func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		x, err := single("set", "discard", args, kwargs)
		if err != nil {
			return nil, err
		}
		_, err = object.EnvOf(thread).DeleteElement(self.(*starlark.Set), setKey(x))
		return starlark.None, err
	}
	methods["pop"] = func(_ *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := none("set", "pop", args, kwargs); err != nil {
			return nil, err
		}
		s := self.(*starlark.Set)
		if s.Len() == 0 {
			return nil, exception.WithArgs(exception.KeyError, starlark.String("pop from an empty set"))
		}
		x := firstOf(s)
		_, err := s.Delete(x)
		return x, err
	}
	methods["clear"] = func(_ *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := none("set", "clear", args, kwargs); err != nil {
			return nil, err
		}
		return starlark.None, self.(*starlark.Set).Clear()
	}
	return methods
}

// maxOrderedPop bounds the sets of which pop takes the element that CPython would
// list first: finding it means listing the set.
const maxOrderedPop = 1024

func firstOf(s *starlark.Set) starlark.Value {
	if s.Len() <= maxOrderedPop {
		if elems, err := object.SetElements(nil, s); err == nil {
			return elems[0]
		}
	}
	for e := range s.Elements() {
		return e
	}
	return starlark.None
}
