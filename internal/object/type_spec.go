package object

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
)

// typeSpec describes what every class has.
func typeSpec() Spec {
	class := func(f func(c *Class) starlark.Value) func(*starlark.Thread, starlark.Value) (starlark.Value, error) {
		return func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) { return f(self.(*Class)), nil }
	}
	rename := func(field func(c *Class) *string, what string) func(*starlark.Thread, starlark.Value, starlark.Value) error {
		return func(_ *starlark.Thread, self, v starlark.Value) error {
			c := self.(*Class)
			if c.Native() {
				return exception.New(exception.TypeError, "cannot set '%s' attribute of immutable type '%s'", what, c.name)
			}
			s, ok := plainString(v)
			if !ok {
				return exception.New(exception.TypeError, "can only assign string to %s.%s, not '%s'", c.name, what, TypeName(v))
			}
			*field(c) = s
			c.kind = instanceKind(c.name)
			return nil
		}
	}
	tuple := func(classes []*Class) starlark.Value {
		t := make(starlark.Tuple, len(classes))
		for i, c := range classes {
			t[i] = c
		}
		return t
	}
	return Spec{
		New: newType,
		Methods: map[string]Method{
			"__init__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				return starlark.None, nil
			},
			"__call__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				return self.(*Class).instantiate(thread, args, kwargs)
			},
			"__repr__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				return textValue("<class '" + self.(*Class).FullName() + "'>"), nil
			},
			"__setattr__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				name, err := wantName(args[0])
				if err != nil {
					return nil, err
				}
				c := self.(*Class)
				if c.Native() {
					return nil, exception.New(exception.TypeError, "cannot set '%s' attribute of immutable type '%s'", name, c.name)
				}
				return starlark.None, c.setField(name, args[1])
			},
			"mro": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				return starlark.NewList(tuple(self.(*Class).mro).(starlark.Tuple)), nil
			},
			"__subclasses__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				return starlark.NewList(tuple(self.(*Class).Subclasses(EnvOf(thread))).(starlark.Tuple)), nil
			},
			"__instancecheck__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				if err := wantArgs("__instancecheck__", args, 1); err != nil {
					return nil, err
				}
				return starlark.Bool(instanceOf(args[0], self.(*Class))), nil
			},
			"__subclasscheck__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				if err := wantArgs("__subclasscheck__", args, 1); err != nil {
					return nil, err
				}
				c, ok := args[0].(*Class)
				return starlark.Bool(ok && c.IsSubclass(self.(*Class))), nil
			},
			"__or__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				if err := wantArgs("__or__", args, 1); err != nil {
					return nil, err
				}
				return unionOf(self, args[0])
			},
		},
		Properties: map[string]Property{
			"__name__": {Get: class(func(c *Class) starlark.Value { return textValue(c.name) }),
				Set: rename(func(c *Class) *string { return &c.name }, "__name__")},
			"__qualname__": {Get: class(func(c *Class) starlark.Value { return textValue(c.qualname) }),
				Set: rename(func(c *Class) *string { return &c.qualname }, "__qualname__")},
			"__module__": {Get: class(func(c *Class) starlark.Value { return textValue(c.module) }),
				Set: rename(func(c *Class) *string { return &c.module }, "__module__")},
			"__annotations__": {Get: func(thread *starlark.Thread, self starlark.Value) (starlark.Value, error) {
				c := self.(*Class)
				if s := c.made().slots["__annotations__"]; s != nil {
					return s.value, nil
				}
				d, err := evaluate(thread, c.annotations)
				if err != nil {
					return nil, err
				}
				if c.Native() {
					return nil, exception.New(exception.AttributeError, "type object '%s' has no attribute '__annotations__'", c.name)
				}
				c.setSlot("__annotations__", d)
				return d, nil
			}, Set: func(_ *starlark.Thread, self, v starlark.Value) error {
				return self.(*Class).SetOwn("__annotations__", v)
			}},
			"__bases__":      {Get: class(func(c *Class) starlark.Value { return tuple(c.bases) })},
			"__mro__":        {Get: class(func(c *Class) starlark.Value { return tuple(c.mro) })},
			"__dictoffset__": {Get: class(func(c *Class) starlark.Value { return starlark.MakeInt(0) })},
			"__base__": {Get: class(func(c *Class) starlark.Value {
				if len(c.bases) == 0 {
					return starlark.None
				}
				return c.bases[0]
			})},
			"__doc__": {Get: class(func(c *Class) starlark.Value {
				if s := c.made().slots["__doc__"]; s != nil {
					return s.value
				}
				return starlark.None
			}), Set: func(_ *starlark.Thread, self, v starlark.Value) error { return self.(*Class).SetOwn("__doc__", v) }},
		},
	}
}
