package object

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
)

// A typeMethod is a method that the engine itself gives a type: list.append.
type typeMethod struct {
	name  string
	class *Class
}

// initTypeMethods makes the engine's methods attributes of their classes.
func initTypeMethods() {
	for c, sample := range map[*Class]starlark.HasAttrs{
		ListType: new(starlark.List), DictType: new(starlark.Dict), SetType: new(starlark.Set),
		StrType: starlark.String(""), BytesType: starlark.Bytes(""),
	} {
		c.later(func(c *Class) {
			for _, name := range sample.AttrNames() {
				if c.slots[name] == nil && !(starlarkOnly(name) && (c == StrType || c == BytesType)) {
					c.setSlot(name, &typeMethod{name, c})
				}
			}
		})
	}
}

// starlarkOnly reports whether it is a method of Starlark's strings and bytes that Python's do not have.
func starlarkOnly(name string) bool {
	switch name {
	case "elems", "elem_ords", "codepoints", "codepoint_ords":
		return true
	}
	return false
}

// Name returns the method's name.
func (m *typeMethod) Name() string { return m.name }

// CallInternal calls the method; the first argument is the value.
func (m *typeMethod) CallInternal(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(args) == 0 {
		return nil, exception.New(exception.TypeError, "unbound method %s.%s() needs an argument", m.class.name, m.name)
	}
	if !instanceOf(args[0], m.class) {
		return nil, exception.New(exception.TypeError,
			"descriptor '%s' for '%s' objects doesn't apply to a '%s' object", m.name, m.class.name, TypeName(args[0]))
	}
	return m.invoke(thread, args[0], args[1:], kwargs)
}

func (m *typeMethod) invoke(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	f, err := GetAttr(thread, Unwrap(self), m.name)
	if err != nil {
		return nil, err
	}
	if b, ok := f.(*BoundMethod); ok && b.Func == starlark.Callable(m) { // it is not the engine's value, and has none
		return nil, noAttr(self, m.name)
	}
	return callValue(thread, f, args, kwargs)
}

func (m *typeMethod) String() string {
	return "<method '" + m.name + "' of '" + m.class.name + "' objects>"
}
func (m *typeMethod) Type() string          { return "method_descriptor" }
func (m *typeMethod) PythonClass() *Class   { return MethodDescriptorType }
func (m *typeMethod) Freeze()               {}
func (m *typeMethod) Truth() starlark.Bool  { return true }
func (m *typeMethod) Hash() (uint32, error) { return hashPointer(m), nil }
