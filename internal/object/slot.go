package object

import (
	"sort"

	"go.starlark.net/starlark"
)

// A slot is one attribute of a class.
type slot struct {
	name  string
	value starlark.Value
	owner *Class
	kind  slotKind

	// lazy makes the value when it is first needed; nil afterwards.
	lazy func() starlark.Value
}

// ready returns s with its value made. Where that fails, which leaves an exception on the Env, it returns a slot of None in place of s:
// the next who asks tries again.
func (s *slot) ready() *slot {
	lazy := s.lazy
	if lazy == nil {
		return s
	}
	v := lazy()
	switch {
	case s.lazy == nil: // somebody else has made it meanwhile
	case v == nil:
		return &slot{name: s.name, value: starlark.None, owner: s.owner}
	default:
		s.value, s.lazy = v, nil
	}
	return s
}

// A slotKind says what happens when an attribute of a class is read.
type slotKind uint8

const (
	plainSlot      slotKind = iota
	functionSlot            // *starlark.Function, *NativeMethod: binds to the instance
	propertySlot            // *ScriptProperty, *nativeProperty: computes
	staticSlot              // *StaticMethod
	classSlot               // *ClassMethod
	descriptorSlot          // *Instance: a descriptor if its class says so
)

func kindOf(v starlark.Value) slotKind {
	switch v.(type) {
	case *starlark.Function, *NativeMethod, *typeMethod:
		return functionSlot
	case *ScriptProperty, *nativeProperty:
		return propertySlot
	case *StaticMethod:
		return staticSlot
	case *ClassMethod:
		return classSlot
	case *Instance:
		return descriptorSlot
	}
	return plainSlot
}

// data reports whether the slot is a data descriptor, which comes before the
// instance's own attributes.
func (s *slot) data() bool {
	switch s.kind {
	case propertySlot:
		return true
	case descriptorSlot:
		c := s.value.(*Instance).class
		return c.find("__set__") != nil || c.find("__delete__") != nil
	}
	return false
}

// bind returns the attribute as read from an instance self of class cls.
func (s *slot) bind(env *Env, self starlark.Value, cls *Class) (starlark.Value, error) {
	switch s.kind {
	case functionSlot:
		return &BoundMethod{Func: s.value.(starlark.Callable), Self: self}, nil
	case propertySlot:
		switch p := s.value.(type) {
		case *nativeProperty:
			return p.get(env.Thread, self)
		case *ScriptProperty:
			return p.get(env.Thread, self, s.name)
		}
	case staticSlot:
		return s.value.(*StaticMethod).Func, nil
	case classSlot:
		return bindClassMethod(s.value.(*ClassMethod), cls), nil
	case descriptorSlot:
		d := s.value.(*Instance)
		if get := d.class.find("__get__"); get != nil {
			return callSlot(env.Thread, get, d, self, cls)
		}
	}
	return s.value, nil
}

// bindClass returns the attribute as read from the class cls itself.
func (s *slot) bindClass(env *Env, cls *Class) (starlark.Value, error) {
	switch s.kind {
	case staticSlot:
		return s.value.(*StaticMethod).Func, nil
	case classSlot:
		return bindClassMethod(s.value.(*ClassMethod), cls), nil
	case descriptorSlot:
		d := s.value.(*Instance)
		if get := d.class.find("__get__"); get != nil {
			return callSlot(d.env.Thread, get, d, starlark.None, cls)
		}
	}
	return s.value, nil
}

// callSlot calls a method that find found in the class of self.
func callSlot(thread *starlark.Thread, s *slot, self starlark.Value, args ...starlark.Value) (starlark.Value, error) {
	switch f := s.value.(type) {
	case *starlark.Function:
		all := make(starlark.Tuple, 1, 1+len(args))
		all[0] = self
		return callFunction(thread, f, append(all, args...), nil)
	case *NativeMethod:
		return f.invoke(thread, self, args, nil)
	}
	env := EnvOf(thread)
	f, err := s.bind(env, self, TypeOf(self))
	if err != nil {
		return nil, err
	}
	return callValue(thread, f, args, nil)
}

func sortedNames[T any](m map[string]T) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}
