package object

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
)

// Attr returns an attribute of the class as a script reads it.
func (c *Class) Attr(name string) (starlark.Value, error) {
	env := c.env
	if env == nil {
		env = noEnv
	}
	return c.attr(env, name)
}

// noEnv stands for the interpreter where a native class's attribute is read
// without one; nothing that a native class holds needs it.
var noEnv = &Env{}

func (c *Class) attr(env *Env, name string) (starlark.Value, error) {
	meta := c.Meta()
	ms := meta.find(name)
	if ms != nil && ms.data() {
		return ms.bind(env, c, meta)
	}
	if s := c.find(name); s != nil {
		return s.bindClass(env, c)
	}
	if ms != nil {
		return ms.bind(env, c, meta)
	}
	if s := meta.made().overrides.getattr; s != nil {
		return callSlot(env.Thread, s, c, textValue(name))
	}
	err := exception.New(exception.AttributeError, "type object '%s' has no attribute '%s'", c.name, name)
	err.Obj = c
	return nil, err
}

// AttrNames returns the names of the attributes along the MRO.
func (c *Class) AttrNames() []string {
	seen := make(map[string]bool)
	var names []string
	for _, b := range c.mro {
		for _, s := range b.made().order {
			if !seen[s.name] {
				seen[s.name] = true
				names = append(names, s.name)
			}
		}
	}
	return names
}

// SetField stores an attribute of a user class.
func (c *Class) SetField(name string, v starlark.Value) error {
	if c.env == nil {
		return exception.New(exception.TypeError, "cannot set '%s' attribute of immutable type '%s'", name, c.name)
	}
	meta := c.Meta()
	if s := meta.made().overrides.setattr; s != nil {
		_, err := callSlot(c.env.Thread, s, c, textValue(name), v)
		return err
	}
	return c.setField(name, v)
}

// setField is type.__setattr__.
func (c *Class) setField(name string, v starlark.Value) error {
	if s := c.Meta().find(name); s != nil && s.data() {
		return s.assign(c.env, c, v)
	}
	c.setSlot(name, v)
	return nil
}

// DeleteField removes an attribute of a user class.
func (c *Class) DeleteField(name string) error {
	if c.env == nil {
		return exception.New(exception.TypeError, "cannot set '%s' attribute of immutable type '%s'", name, c.name)
	}
	if !c.deleteSlot(name) {
		return exception.New(exception.AttributeError, "type object '%s' has no attribute '%s'", c.name, name)
	}
	return nil
}

// assign calls the setter of a data descriptor.
func (s *slot) assign(env *Env, self, v starlark.Value) error {
	switch p := s.value.(type) {
	case *nativeProperty:
		return p.set(env.Thread, self, v)
	case *ScriptProperty:
		return p.set(env.Thread, self, v, s.name)
	case *Instance:
		set := p.class.find("__set__")
		if set == nil {
			return exception.New(exception.AttributeError, "__set__")
		}
		_, err := callSlot(env.Thread, set, p, self, v)
		return err
	}
	return exception.New(exception.AttributeError, "attribute '%s' is read-only", s.name)
}

// remove calls the deleter of a data descriptor.
func (s *slot) remove(env *Env, self starlark.Value) error {
	switch p := s.value.(type) {
	case *nativeProperty:
		return p.del(env.Thread, self)
	case *ScriptProperty:
		return p.del(env.Thread, self, s.name)
	case *Instance:
		del := p.class.find("__delete__")
		if del == nil {
			return exception.New(exception.AttributeError, "__delete__")
		}
		_, err := callSlot(env.Thread, del, p, self)
		return err
	}
	return exception.New(exception.AttributeError, "attribute '%s' is read-only", s.name)
}
