package object

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
)

// A ScriptProperty is a property that a script defined. Get, Set and Del are
// functions or None.
type ScriptProperty struct {
	Get, Set, Del starlark.Value
	Doc           starlark.Value
}

func (p *ScriptProperty) String() string        { return addressRepr("property object", p) }
func (p *ScriptProperty) Type() string          { return "property" }
func (p *ScriptProperty) Freeze()               {}
func (p *ScriptProperty) Truth() starlark.Bool  { return true }
func (p *ScriptProperty) Hash() (uint32, error) { return hashPointer(p), nil }

func (p *ScriptProperty) get(thread *starlark.Thread, self starlark.Value, name string) (starlark.Value, error) {
	if p.Get == nil || p.Get == starlark.None {
		return nil, p.lacks("getter", self, name)
	}
	return Call(thread, p.Get, self)
}

func (p *ScriptProperty) set(thread *starlark.Thread, self, v starlark.Value, name string) error {
	if p.Set == nil || p.Set == starlark.None {
		return p.lacks("setter", self, name)
	}
	_, err := Call(thread, p.Set, self, v)
	return err
}

func (p *ScriptProperty) del(thread *starlark.Thread, self starlark.Value, name string) error {
	if p.Del == nil || p.Del == starlark.None {
		return p.lacks("deleter", self, name)
	}
	_, err := Call(thread, p.Del, self)
	return err
}

// lacks says that the property called name, or a nameless one, has no getter, setter or deleter.
func (p *ScriptProperty) lacks(what string, self starlark.Value, name string) error {
	if name != "" {
		name = " '" + name + "'"
	}
	return exception.New(exception.AttributeError, "property%s of '%s' object has no %s", name, TypeOf(self).qualname, what)
}

// A nativeProperty is a property of a native class.
type nativeProperty struct {
	Property
	name  string
	class *Class
}

func (p *nativeProperty) String() string {
	return "<attribute '" + p.name + "' of '" + p.class.FullName() + "' objects>"
}
func (p *nativeProperty) Type() string          { return "getset_descriptor" }
func (p *nativeProperty) Freeze()               {}
func (p *nativeProperty) Truth() starlark.Bool  { return true }
func (p *nativeProperty) Hash() (uint32, error) { return hashPointer(p), nil }

func (p *nativeProperty) get(thread *starlark.Thread, self starlark.Value) (starlark.Value, error) {
	if p.class.value == p.class {
		self = Unwrap(self)
	}
	return p.Get(thread, self)
}

func (p *nativeProperty) set(thread *starlark.Thread, self, v starlark.Value) error {
	if p.Set == nil {
		return exception.New(exception.AttributeError, "attribute '%s' of '%s' objects is not writable", p.name, p.class.name)
	}
	return p.Set(thread, self, v)
}

func (p *nativeProperty) del(thread *starlark.Thread, self starlark.Value) error {
	if p.Del == nil {
		return exception.New(exception.AttributeError, "attribute '%s' of '%s' objects is not writable", p.name, p.class.name)
	}
	return p.Del(thread, self)
}
