package object

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
)

// Attr returns an attribute as a script reads it: data descriptors of the class,
// the instance's own attributes, the class's other attributes, __getattr__.
func (i *Instance) Attr(name string) (starlark.Value, error) {
	o := i.class.made().overrides
	if o.getattribute == nil {
		return i.attr(name)
	}
	v, err := callSlot(i.env.Thread, o.getattribute, i, textValue(name))
	if err != nil && o.getattr != nil {
		return i.fallback(name, err)
	}
	return v, err
}

// attr is object.__getattribute__ followed by __getattr__.
func (i *Instance) attr(name string) (starlark.Value, error) {
	c := i.class
	s := c.find(name)
	if s != nil && s.kind != plainSlot && s.data() {
		v, err := s.bind(i.env, i, c)
		if err != nil && c.made().overrides.getattr != nil {
			return i.fallback(name, err)
		}
		return v, err
	}
	if n := i.lookup(name); n >= 0 {
		return i.attrs[n].value, nil
	}
	if s != nil {
		v, err := s.bind(i.env, i, c)
		if err != nil && s.kind == descriptorSlot && c.made().overrides.getattr != nil {
			return i.fallback(name, err)
		}
		return v, err
	}
	if f := c.made().overrides.getattr; f != nil {
		return callSlot(i.env.Thread, f, i, textValue(name))
	}
	err := exception.New(exception.AttributeError, "'%s' object has no attribute '%s'", c.inMessages(), name)
	err.Obj = i
	return nil, err
}

// fallback calls __getattr__ if err is an AttributeError.
func (i *Instance) fallback(name string, err error) (starlark.Value, error) {
	if exc, err := i.env.match(err, AttributeError); exc == nil {
		return nil, err
	}
	return callSlot(i.env.Thread, i.class.made().overrides.getattr, i, textValue(name))
}

// match returns the exception behind err if it is of class cls; else the error
// to hand on.
func (e *Env) match(err error, cls *Class) (*Instance, error) {
	left := e.waiting() != nil
	exc, ok := e.catch(e.Thread, err)
	switch {
	case !ok:
		return nil, err
	case exc.class.IsSubclass(cls):
		return exc, nil
	case left:
		return nil, settled(exc)
	}
	return nil, err
}

// AttrNames returns the names of the instance's own attributes, then those of its class.
func (i *Instance) AttrNames() []string {
	names := i.Names()
	seen := make(map[string]bool, len(names))
	for _, n := range names {
		seen[n] = true
	}
	for _, n := range i.class.AttrNames() {
		if !seen[n] {
			names = append(names, n)
		}
	}
	return names
}

// SetField stores an attribute as a script does.
func (i *Instance) SetField(name string, v starlark.Value) error {
	if s := i.class.made().overrides.setattr; s != nil {
		_, err := callSlot(i.env.Thread, s, i, textValue(name), v)
		return err
	}
	return i.setField(name, v)
}

// setField is object.__setattr__.
func (i *Instance) setField(name string, v starlark.Value) error {
	c := i.class
	if s := c.find(name); s != nil && s.kind != plainSlot && s.kind != functionSlot && s.data() {
		return s.assign(i.env, i, v)
	} else if c.allowed != nil && !c.allowed[name] || c == ObjectType {
		if s != nil {
			return exception.New(exception.AttributeError, "'%s' object attribute '%s' is read-only", c.inMessages(), name)
		}
		return exception.New(exception.AttributeError, "'%s' object has no attribute '%s'", c.inMessages(), name)
	}
	i.Set(name, v)
	return nil
}

// DeleteField removes an attribute as a script does.
func (i *Instance) DeleteField(name string) error {
	if s := i.class.made().overrides.delattr; s != nil {
		_, err := callSlot(i.env.Thread, s, i, textValue(name))
		return err
	}
	return i.deleteField(name)
}

// deleteField is object.__delattr__.
func (i *Instance) deleteField(name string) error {
	c := i.class
	if s := c.find(name); s != nil && s.data() {
		return s.remove(i.env, i)
	}
	if !i.Delete(name) {
		return exception.New(exception.AttributeError, "'%s' object has no attribute '%s'", c.inMessages(), name)
	}
	return nil
}
