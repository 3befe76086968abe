package object

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
)

// A Super is what super() returns: attributes of self as the classes after one
// in the MRO of its class have them.
type Super struct {
	after *Class
	self  starlark.Value // nil for an unbound one
	class *Class         // whose MRO is searched
}

// NewSuper returns super(after, self), where self is an instance of after or a
// subclass of it.
func NewSuper(after *Class, self starlark.Value) (*Super, error) {
	if c, ok := self.(*Class); ok && c.IsSubclass(after) {
		return &Super{after, self, c}, nil
	}
	if c := TypeOf(self); c.IsSubclass(after) {
		return &Super{after, self, c}, nil
	}
	return nil, exception.New(exception.TypeError, "super(type, obj): obj must be an instance or subtype of type")
}

// PythonClass returns super.
func (s *Super) PythonClass() *Class { return SuperType }

// Attr returns an attribute.
func (s *Super) Attr(name string) (starlark.Value, error) {
	if name == "__class__" {
		return SuperType, nil
	}
	env := envOfValue(s.self)
	if env == nil {
		env = noEnv
	}
	mro := s.class.mro
	for i, c := range mro {
		if c != s.after {
			continue
		}
		for _, b := range mro[i+1:] {
			slot := b.made().slots[name]
			if slot == nil {
				continue
			}
			slot = slot.ready()
			if c, ok := s.self.(*Class); ok && c == s.class {
				return slot.bindClass(env, c)
			}
			if slot.kind == plainSlot || slot.kind == staticSlot {
				return slot.bindClass(env, s.class)
			}
			return slot.bind(env, s.self, s.class)
		}
		break
	}
	switch name {
	case "__thisclass__":
		return s.after, nil
	case "__self__":
		return s.self, nil
	case "__self_class__":
		return s.class, nil
	}
	// What the engine keeps of the value behind an instance.
	if i, ok := s.self.(*Instance); ok && i.base() != nil && s.class.value != nil {
		if h, ok := i.base().(starlark.HasAttrs); ok {
			if v, err := h.Attr(name); err == nil && v != nil {
				return v, nil
			}
		}
	}
	return nil, exception.New(exception.AttributeError, "'super' object has no attribute '%s'", name)
}

// AttrNames returns the names of the attributes that can be read.
func (s *Super) AttrNames() []string { return s.class.AttrNames() }

func (s *Super) String() string {
	return "<super: <class '" + s.after.name + "'>, <" + s.class.name + " object>>"
}
func (s *Super) Type() string          { return "super" }
func (s *Super) Freeze()               {}
func (s *Super) Truth() starlark.Bool  { return true }
func (s *Super) Hash() (uint32, error) { return hashPointer(s), nil }
