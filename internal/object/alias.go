package object

import (
	"slices"

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

	params starlark.Tuple // the type variables among the arguments
}

// NewAlias returns origin[item].
func NewAlias(origin, item starlark.Value) *Alias {
	args, ok := item.(starlark.Tuple)
	if !ok {
		args = starlark.Tuple{item}
	}
	return &Alias{origin, args, typeVariables(args)}
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

// typeVariables returns the type variables among arguments, and those of the aliases among them.
func typeVariables(args starlark.Tuple) starlark.Tuple {
	var found starlark.Tuple
	add := func(v starlark.Value) {
		if !slices.Contains(found, v) {
			found = append(found, v)
		}
	}
	for _, arg := range args {
		switch x := arg.(type) {
		case *Alias:
			for _, p := range x.params {
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
	if len(a.params) == 0 {
		return nil, exception.New(exception.TypeError, "%s is not a generic class", a)
	}
	given := NewAlias(a, item).Args
	if len(given) != len(a.params) {
		word := "few"
		if len(given) > len(a.params) {
			word = "many"
		}
		return nil, exception.New(exception.TypeError, "Too %s arguments for %s; actual %d, expected %d", word, a, len(given), len(a.params))
	}
	s := substitution{env, a.params, given, map[*Alias]*Alias{}}
	return s.of(a, maxReprDepth)
}

// A substitution puts types in the place of type variables.
type substitution struct {
	env           *Env
	params, given starlark.Tuple
	done          map[*Alias]*Alias // an alias may have the same one in it again and again
}

func (s *substitution) of(a *Alias, depth int) (*Alias, error) {
	if len(a.params) == 0 {
		return a, nil
	}
	if r := s.done[a]; r != nil {
		return r, nil
	}
	if depth == 0 {
		return nil, errRecursion
	}
	args := make(starlark.Tuple, len(a.Args))
	for i, arg := range a.Args {
		if err := s.env.Tick(); err != nil {
			return nil, err
		}
		args[i] = arg
		if x, ok := arg.(*Alias); ok {
			r, err := s.of(x, depth-1)
			if err != nil {
				return nil, err
			}
			args[i] = r
		}
		if j := slices.Index(s.params, arg); j >= 0 {
			args[i] = s.given[j]
		}
	}
	r := NewAlias(a.Origin, args)
	s.done[a] = r
	return r, nil
}

// Name returns the name of the class, for messages about calls.
func (a *Alias) Name() string { return TypeName(a.Origin) }

// CallInternal calls the class.
func (a *Alias) CallInternal(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	for depth := 0; ; depth++ { // types.GenericAlias makes aliases of aliases
		origin, ok := a.Origin.(*Alias)
		if !ok {
			return callValue(thread, a.Origin, args, kwargs)
		}
		if depth > maxNesting {
			return nil, errRecursion
		}
		a = origin
	}
}

// Attr returns the alias's own attributes, and those of the class.
func (a *Alias) Attr(name string) (starlark.Value, error) {
	switch name {
	case "__origin__":
		return a.Origin, nil
	case "__args__":
		return a.Args, nil
	case "__parameters__":
		return a.params, nil
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

func (a *Alias) String() string { return plainRepr(a) }

func (a *Alias) show(p *printer) error {
	if err := p.typeName(a.Origin); err != nil {
		return err
	}
	if len(a.Args) == 0 {
		p.out.WriteString("[()]")
		return nil
	}
	return p.types("[", a.Args, ", ", "]")
}

// types writes types as the repr of an alias or a union shows them.
func (p *printer) types(open string, all []starlark.Value, sep, close string) error {
	p.out.WriteString(open)
	for i, v := range all {
		if i > 0 {
			p.out.WriteString(sep)
		}
		if err := p.typeName(v); err != nil {
			return err
		}
	}
	p.out.WriteString(close)
	return nil
}

func (p *printer) typeName(v starlark.Value) error {
	switch v := v.(type) {
	case *Class:
		name := v.FullName()
		if v == NoneTypeClass {
			name = "None"
		}
		p.out.WriteString(name)
		return nil
	case *starlark.List:
		if p.inside(v) {
			p.out.WriteString("[...]")
			return nil
		}
		if err := p.enter(v); err != nil {
			return err
		}
		defer p.leave()
		elems, err := Elements(p.env, v)
		if err != nil {
			return err
		}
		return p.types("[", elems, ", ", "]")
	}
	if v.Type() == "ellipsis" {
		p.out.WriteString("...")
		return nil
	}
	return p.repr(v)
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
