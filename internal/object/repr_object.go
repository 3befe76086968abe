package object

import (
	"fmt"
	"strings"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
)

func (p *printer) builtin(b *starlark.Builtin) error {
	recv := b.Receiver()
	switch recv.(type) {
	case nil, *Module:
		p.out.WriteString("<built-in function " + b.Name() + ">")
	default:
		fmt.Fprintf(&p.out, "<built-in method %s of %s object at 0x%012x>", b.Name(), TypeName(recv), ID(recv))
	}
	return nil
}

func (p *printer) method(m *BoundMethod) error {
	if f, ok := m.Func.(*NativeMethod); ok {
		if c, ok := m.Self.(*Class); ok && !c.IsSubclass(TypeType) {
			fmt.Fprintf(&p.out, "<built-in method %s of type object at 0x%012x>", f.name, ID(c))
			return nil
		}
		if !f.class.IsSubclass(BaseException) && f.class.value != f.class {
			// Native classes stand for Python classes: their methods print as such.
			p.out.WriteString("<bound method " + f.class.qualname + "." + f.name + " of ")
			if err := p.repr(m.Self); err != nil {
				return err
			}
			p.out.WriteString(">")
			return nil
		}
		fmt.Fprintf(&p.out, "<built-in method %s of %s object at 0x%012x>", f.name, TypeName(m.Self), ID(m.Self))
		return nil
	}
	name := m.Func.Name()
	if f, ok := m.Func.(*starlark.Function); ok {
		name = p.env.Info(f).Qualname
	}
	p.out.WriteString("<bound method " + name + " of ")
	if err := p.repr(m.Self); err != nil {
		return err
	}
	p.out.WriteString(">")
	return nil
}

func (p *printer) class(c *Class) error {
	if c.meta != nil {
		if s := c.meta.find("__repr__"); s != nil && s.owner != TypeType && s.owner != ObjectType {
			return p.call(s, c, "__repr__")
		}
	}
	p.out.WriteString("<class '" + c.FullName() + "'>")
	return nil
}

func (p *printer) instance(i *Instance) error {
	s := i.class.find("__repr__")
	switch {
	case s.owner == ObjectType:
		if i.base() != nil {
			return p.derived(i)
		}
		p.out.WriteString(i.defaultRepr())
		return nil
	case s.owner.value == s.owner && s.owner.Native():
		return p.derived(i)
	}
	return p.call(s, i, "__repr__")
}

// derived prints an instance of a class derived from a built-in one. Sets and bytearrays show the name of their class.
func (p *printer) derived(i *Instance) error {
	b := i.base()
	of := TypeOf(b)
	if !showsClass(of) {
		return p.repr(b)
	}
	base := printer{env: p.env, path: p.path}
	if err := base.repr(b); err != nil {
		return err
	}
	shown, err := base.out.Join(p.env.Check)
	if err != nil {
		return err
	}
	if strings.HasPrefix(shown, "{") {
		shown = "(" + shown + ")"
	} else {
		shown = strings.TrimPrefix(shown, of.Name())
	}
	p.out.WriteString(i.class.Name() + shown)
	return nil
}

// showsClass reports whether instances of classes derived from a built-in one print as calls of their own class.
func showsClass(c *Class) bool { return c == SetType || c == FrozensetType || c == BytearrayType }

// call prints what the method of self says.
func (p *printer) call(s *slot, self starlark.Value, name string) error {
	if len(p.path) >= maxReprDepth {
		return p.enter(self)
	}
	// A script's __repr__ may print a container that self is in.
	env := p.env
	outer := env.reprPath
	env.reprPath = p.path
	if self != nil {
		env.reprPath = append(env.reprPath[:len(env.reprPath):len(env.reprPath)], self)
	}
	v, err := callSlot(env.Thread, s, self)
	env.reprPath = outer
	if err != nil {
		return err
	}
	shown, ok := plainString(v)
	if !ok {
		return exception.New(exception.TypeError, "%s returned non-string (type %s)", name, TypeName(v))
	}
	p.out.WriteString(shown)
	return nil
}
