package object

import (
	"strings"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/exception"
)

// AliasType is types.GenericAlias.
var AliasType *Class

// An Alias is a class with type arguments: list[int]. Calling it calls the class.
type Alias struct {
	Origin starlark.Value
	Args   starlark.Tuple
}

// NewAlias returns origin[item].
func NewAlias(origin, item starlark.Value) *Alias {
	args, ok := item.(starlark.Tuple)
	if !ok {
		args = starlark.Tuple{item}
	}
	return &Alias{origin, args}
}

// Subscript is __class_getitem__ of a class that takes type arguments: C[int] is an [Alias].
func Subscript(_ *starlark.Thread, cls starlark.Value, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	if err := wantArgs("__class_getitem__", args, 1); err != nil {
		return nil, err
	}
	return NewAlias(cls, args[0]), nil
}

// initAlias makes the class, and the built-in classes and some others subscriptable.
func initAlias() {
	AliasType = NewClass(Spec{
		Name: "GenericAlias", Module: "types", Final: true,
		New: func(_ *starlark.Thread, _ *Class, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
			if len(args) != 2 {
				return nil, exception.New(exception.TypeError, "GenericAlias expected 2 arguments, got %d", len(args))
			}
			return NewAlias(args[0], args[1]), nil
		},
		Methods: map[string]Method{
			"__mro_entries__": func(_ *starlark.Thread, self starlark.Value, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
				return starlark.Tuple{self.(*Alias).Origin}, nil
			},
			"__getitem__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
				if err := wantArgs("__getitem__", args, 1); err != nil {
					return nil, err
				}
				return self.(*Alias).substitute(EnvOf(thread), args[0])
			},
		},
	})
	for _, c := range []*Class{TypeType, ListType, TupleType, DictType, SetType, FrozensetType} {
		RegisterType(c, Spec{ClassMethods: map[string]Method{"__class_getitem__": Subscript}})
	}
}

// parameters returns the type variables among the arguments: those that are instances of a
// class named TypeVar, and those of arguments that have __parameters__.
func (a *Alias) parameters(env *Env) starlark.Tuple {
	var found starlark.Tuple
	add := func(v starlark.Value) {
		for _, f := range found {
			if f == v {
				return
			}
		}
		found = append(found, v)
	}
	for _, arg := range a.Args {
		switch x := arg.(type) {
		case *Alias:
			for _, p := range x.parameters(env) {
				add(p)
			}
		case *Instance:
			if x.class.name == "TypeVar" {
				add(x)
			}
		}
	}
	return found
}

func (a *Alias) substitute(env *Env, item starlark.Value) (starlark.Value, error) {
	params := a.parameters(env)
	if len(params) == 0 {
		return nil, exception.New(exception.TypeError, "%s is not a generic class", a)
	}
	given := NewAlias(a, item).Args
	if len(given) != len(params) {
		word := "few"
		if len(given) > len(params) {
			word = "many"
		}
		return nil, exception.New(exception.TypeError, "Too %s arguments for %s; actual %d, expected %d", word, a, len(given), len(params))
	}
	return a.replace(params, given), nil
}

func (a *Alias) replace(params, given starlark.Tuple) *Alias {
	args := make(starlark.Tuple, len(a.Args))
	for i, arg := range a.Args {
		args[i] = arg
		if x, ok := arg.(*Alias); ok {
			args[i] = x.replace(params, given)
		}
		for j, p := range params {
			if arg == p {
				args[i] = given[j]
			}
		}
	}
	return &Alias{a.Origin, args}
}

// Name returns the name of the class, for messages about calls.
func (a *Alias) Name() string { return TypeName(a.Origin) }

// CallInternal calls the class.
func (a *Alias) CallInternal(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return callValue(thread, a.Origin, args, kwargs)
}

// Attr returns the alias's own attributes, and those of the class.
func (a *Alias) Attr(name string) (starlark.Value, error) {
	switch name {
	case "__origin__":
		return a.Origin, nil
	case "__args__":
		return a.Args, nil
	case "__parameters__":
		return a.parameters(nil), nil
	case "__mro_entries__", "__getitem__":
		m, _ := AliasType.Lookup(name)
		return &BoundMethod{Func: m.(*NativeMethod), Self: a}, nil
	}
	if c, ok := a.Origin.(*Class); ok {
		return c.Attr(name)
	}
	return nil, nil
}

// AttrNames returns the alias's own attributes.
func (a *Alias) AttrNames() []string { return []string{"__args__", "__origin__", "__parameters__"} }

// Binary makes unions.
func (a *Alias) Binary(op syntax.Token, y starlark.Value, side starlark.Side) (starlark.Value, error) {
	if op != syntax.PIPE {
		return nil, nil
	}
	if side == starlark.Right {
		return unionOf(y, a)
	}
	return unionOf(a, y)
}

func (a *Alias) String() string {
	args := make([]string, len(a.Args))
	for i, arg := range a.Args {
		args[i] = typeText(arg)
	}
	if len(args) == 0 {
		args = []string{"()"}
	}
	return typeText(a.Origin) + "[" + strings.Join(args, ", ") + "]"
}

// typeText is a type as the repr of an alias or a union shows it.
func typeText(v starlark.Value) string {
	switch v := v.(type) {
	case *Class:
		if v == NoneTypeClass {
			return "None"
		}
		return v.FullName()
	case starlark.NoneType:
		return "None"
	case *starlark.List:
		parts := make([]string, v.Len())
		for i := range parts {
			parts[i] = typeText(v.Index(i))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case *Instance:
		s, err := Repr(v.env, v)
		if err != nil {
			return v.String()
		}
		return s
	}
	if v.Type() == "ellipsis" {
		return "..."
	}
	return v.String()
}

func (a *Alias) Type() string         { return "GenericAlias" }
func (a *Alias) PythonClass() *Class  { return AliasType }
func (a *Alias) Freeze()              {}
func (a *Alias) Truth() starlark.Bool { return true }

// Hash combines the hashes of class and arguments.
func (a *Alias) Hash() (uint32, error) {
	h, err := a.Args.Hash()
	if err != nil {
		return 0, err
	}
	o, err := a.Origin.Hash()
	return h ^ o, err
}

// CompareSameType compares class and arguments.
func (a *Alias) CompareSameType(op syntax.Token, y starlark.Value, depth int) (bool, error) {
	b, ok := y.(*Alias)
	eq := ok && a.Origin == b.Origin
	if eq {
		var err error
		if eq, err = starlark.EqualDepth(a.Args, b.Args, depth-1); err != nil {
			return false, err
		}
	}
	switch op {
	case syntax.EQL:
		return eq, nil
	case syntax.NEQ:
		return !eq, nil
	}
	return false, compareError(op, a, y)
}
