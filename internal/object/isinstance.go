package object

import (
	"strings"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/exception"
)

// A Union is int | str.
type Union struct{ Args starlark.Tuple }

// unionOf returns x | y for types.
func unionOf(x, y starlark.Value) (starlark.Value, error) {
	u := &Union{}
	for _, v := range []starlark.Value{x, y} {
		switch t := v.(type) {
		case *Union:
			for _, a := range t.Args {
				u.add(a)
			}
		case *Class:
			u.add(t)
		case *Alias:
			u.add(t)
		case starlark.NoneType:
			u.add(NoneTypeClass)
		default:
			return nil, binaryError("|", TypeName(x), TypeName(y))
		}
	}
	if len(u.Args) == 1 {
		return u.Args[0], nil
	}
	return u, nil
}

func (u *Union) add(v starlark.Value) {
	for _, a := range u.Args {
		if eq, err := starlark.Equal(a, v); err == nil && eq {
			return
		}
	}
	u.Args = append(u.Args, v)
}

// PythonClass returns types.UnionType.
func (u *Union) PythonClass() *Class { return UnionType }

// Binary makes larger unions.
func (u *Union) Binary(op syntax.Token, y starlark.Value, side starlark.Side) (starlark.Value, error) {
	if op != syntax.PIPE {
		return nil, nil
	}
	if side == starlark.Right {
		return unionOf(y, u)
	}
	return unionOf(u, y)
}

// Attr returns __args__, the members, and __parameters__, the type variables among them.
func (u *Union) Attr(name string) (starlark.Value, error) {
	switch name {
	case "__args__":
		return u.Args, nil
	case "__parameters__":
		return typeVariables(u.Args), nil
	}
	return nil, nil
}

// AttrNames returns the names that Attr knows.
func (u *Union) AttrNames() []string { return []string{"__args__", "__parameters__"} }

func (u *Union) String() string        { return plainRepr(u) }
func (u *Union) show(p *printer) error { return p.types("", u.Args, " | ", "") }
func (u *Union) Type() string          { return "UnionType" }
func (u *Union) Freeze()               {}
func (u *Union) Truth() starlark.Bool  { return true }
func (u *Union) Hash() (uint32, error) {
	var h uint32
	for _, a := range u.Args {
		x, _ := a.Hash()
		h ^= x
	}
	return h, nil
}

// CompareSameType compares the members of two unions, in any order.
func (u *Union) CompareSameType(op syntax.Token, y starlark.Value, depth int) (bool, error) {
	v, ok := y.(*Union)
	eq := ok && len(u.Args) == len(v.Args)
	if eq {
		for _, a := range u.Args {
			found := false
			for _, b := range v.Args {
				found = found || a == b
			}
			eq = eq && found
		}
	}
	switch op {
	case syntax.EQL:
		return eq, nil
	case syntax.NEQ:
		return !eq, nil
	}
	return false, compareError(op, u, y)
}

// IsInstanceOf returns isinstance(v, classinfo), where classinfo is a class, a
// union, or a tuple of these.
func IsInstanceOf(env *Env, v, classinfo starlark.Value) (bool, error) {
	return classCheck(env, classinfo, maxReprDepth, instanceComplaint, func(c *Class) (bool, error) {
		if TypeOf(v) == c {
			return true, nil
		}
		if c.meta != nil {
			if s := c.meta.find("__instancecheck__"); s != nil {
				r, err := callSlot(env.Thread, s, c, v)
				if err != nil {
					return false, err
				}
				return Truth(env, r)
			}
		}
		return instanceOf(v, c), nil
	}, func(i *Instance) (bool, error) { return env.checkBy(i, "__instancecheck__", v, instanceComplaint) })
}

// IsSubclassOf returns issubclass(c, classinfo).
func IsSubclassOf(env *Env, c *Class, classinfo starlark.Value) (bool, error) {
	return classCheck(env, classinfo, maxReprDepth, subclassComplaint, func(of *Class) (bool, error) {
		if of.meta != nil {
			if s := of.meta.find("__subclasscheck__"); s != nil {
				r, err := callSlot(env.Thread, s, of, c)
				if err != nil {
					return false, err
				}
				return Truth(env, r)
			}
		}
		return c.IsSubclass(of), nil
	}, func(i *Instance) (bool, error) { return env.checkBy(i, "__subclasscheck__", c, subclassComplaint) })
}

const (
	instanceComplaint = "isinstance() arg 2 must be a type, a tuple of types, or a union"
	subclassComplaint = "issubclass() arg 2 must be a class, a tuple of classes, or a union"
	aliasComplaint    = "isinstance() argument 2 cannot be a parameterized generic"
)

// checkBy asks an instance that stands for a class, such as typing.List, whether v belongs to it.
func (e *Env) checkBy(i *Instance, method string, v starlark.Value, complaint string) (bool, error) {
	s := i.class.find(method)
	if s == nil {
		return false, exception.New(exception.TypeError, "%s", complaint)
	}
	r, err := callSlot(e.Thread, s, i, v)
	if err != nil {
		return false, err
	}
	return Truth(e, r)
}

func classCheck(env *Env, classinfo starlark.Value, depth int, complaint string, is func(*Class) (bool, error), of func(*Instance) (bool, error)) (bool, error) {
	if depth == 0 {
		return false, errRecursion
	}
	if err := env.Tick(); err != nil {
		return false, err
	}
	var elems []starlark.Value
	switch c := classinfo.(type) {
	case *Class:
		return is(c)
	case *Union:
		elems = c.Args
	case starlark.Tuple:
		elems = c
	case *Instance:
		return of(c)
	case *Alias:
		return false, exception.New(exception.TypeError, "%s", strings.Replace(aliasComplaint, "isinstance()", complaint[:strings.IndexByte(complaint, ' ')], 1))
	default:
		return false, exception.New(exception.TypeError, "%s", complaint)
	}
	for _, e := range elems {
		if ok, err := classCheck(env, e, depth-1, complaint, is, of); err != nil || ok {
			return ok, err
		}
	}
	return false, nil
}
