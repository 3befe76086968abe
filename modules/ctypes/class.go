package ctypes

import (
	"fmt"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

// This file defines what all objects of C types have in common, and the simple ones.

// unpickleData makes an object of the bytes it had: what pickles of objects of C types call.
func unpickleData(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
	if len(args) != 2 {
		return nil, exception.New(exception.TypeError, "_unpickle expected 2 arguments, got %d", len(args))
	}
	cls, ok := args[0].(*object.Class)
	if !ok || !cls.IsSubclass(dataClass.Get()) {
		return nil, exception.New(exception.TypeError, "_unpickle() argument 1 must be a class of a C type, not %s", object.TypeName(args[0]))
	}
	v, err := newData(thread, cls, nil, nil)
	if err != nil {
		return nil, err
	}
	return v, v.(*object.Instance).Native.(*Data).restore(v.(*object.Instance), args[1])
}

// dataClass is the base of all.
func newDataClass() *object.Class {
	return object.NewClass(object.Spec{
		Name: "_CData", Module: "_ctypes",
		New: newData,
		Methods: map[string]object.Method{
			"__hash__": func(*starlark.Thread, starlark.Value, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
				return nil, exception.New(exception.TypeError, "unhashable type")
			},
			"__reduce__": func(_ *starlark.Thread, self starlark.Value, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
				d, err := of(self)
				if err != nil {
					return nil, err
				}
				i := self.(*object.Instance)
				attrs := starlark.NewDict(0)
				for _, name := range i.Names() {
					v, _ := i.Own(name)
					if err := attrs.SetKey(text.Str(name), v); err != nil {
						return nil, err
					}
				}
				return starlark.Tuple{unpickle, starlark.Tuple{i.Class(), starlark.Tuple{attrs, text.Bytes(d.Bytes())}}}, nil
			},
			"__setstate__": func(_ *starlark.Thread, self starlark.Value, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
				d, err := of(self)
				if err != nil {
					return nil, err
				}
				if len(args) != 1 {
					return nil, exception.New(exception.TypeError, "__setstate__() takes exactly one argument (%d given)", len(args))
				}
				return starlark.None, d.restore(self.(*object.Instance), args[0])
			},
		},
		Properties: map[string]object.Property{
			"_b_base_": {Doc: "the base object", Get: func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
				if d, err := of(self); err != nil || d.base == nil {
					return starlark.None, err
				} else {
					return d.base, nil
				}
			}},
			"_b_needsfree_": {Doc: "whether the object owns the memory or not", Get: func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
				d, err := of(self)
				if err != nil {
					return nil, err
				}
				if d.base != nil {
					return starlark.MakeInt(0), nil
				}
				return starlark.MakeInt(1), nil
			}},
		},
	})
}

// restore is what __reduce__ prepares: attributes, and the object's bytes.
func (d *Data) restore(self *object.Instance, state starlark.Value) error {
	t, ok := state.(starlark.Tuple)
	if !ok || len(t) != 2 {
		return exception.New(exception.TypeError, "state must be a pair of a dict and bytes")
	}
	attrs, ok1 := t[0].(*starlark.Dict)
	b, ok2 := text.AsBytes(object.Unwrap(t[1]))
	if !ok1 || !ok2 {
		return exception.New(exception.TypeError, "state must be a pair of a dict and bytes")
	}
	d.mem.Write([]byte(b)[:min(len(b), d.size)], d.off)
	for _, item := range attrs.Items() {
		name, ok := text.AsString(item[0])
		if !ok {
			return exception.New(exception.TypeError, "attribute name must be string, not '%s'", object.TypeName(item[0]))
		}
		self.Set(name, item[1])
	}
	return nil
}

// newData is __new__: an object of cls with all bytes zero.
func newData(thread *starlark.Thread, cls *object.Class, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	env := object.EnvOf(thread)
	t, err := TypeOf(env, cls)
	if err == error(errNoSize) {
		return nil, exception.New(exception.TypeError, "abstract class")
	} else if err != nil {
		return nil, err
	}
	t.settle()
	if err := env.Reserve(int64(t.Size)); err != nil {
		return nil, err
	}
	return instance(env, &Data{typ: t, mem: ipc.NewMemory(t.Size), size: t.Size}), nil
}

// simpleClass is the base of the types of one value.
func newSimpleClass() *object.Class {
	return object.NewClass(object.Spec{
		Name: "_SimpleCData", Module: "_ctypes", Bases: []*object.Class{dataClass.Get()}, Meta: simpleMeta.Get(),
		New: newData,
		Methods: map[string]object.Method{
			"__init__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				d, err := of(self)
				if err != nil {
					return nil, err
				}
				return starlark.None, d.Init(object.EnvOf(thread), args)
			},
			"__repr__": func(thread *starlark.Thread, self starlark.Value, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
				d, err := of(self)
				if err != nil {
					return nil, err
				}
				if d.typ.derived {
					return text.Str(fmt.Sprintf("<%s object at 0x%x>", d.typ.Name(), object.ID(self))), nil
				}
				shown, err := object.Repr(object.EnvOf(thread), d.Value())
				if err != nil {
					return nil, err
				}
				return text.Str(d.typ.Name() + "(" + shown + ")"), nil
			},
			"__bool__": func(thread *starlark.Thread, self starlark.Value, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
				d, err := of(self)
				if err != nil {
					return nil, err
				}
				for _, b := range d.Bytes() {
					if b != 0 {
						return starlark.True, nil
					}
				}
				return starlark.False, nil
			},
		},
		Properties: map[string]object.Property{"value": {
			Doc: "current value",
			Get: func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
				d, err := of(self)
				if err != nil {
					return nil, err
				}
				return d.Value(), nil
			},
			Set: func(thread *starlark.Thread, self, v starlark.Value) error {
				d, err := of(self)
				if err != nil {
					return err
				}
				return d.SetValue(object.EnvOf(thread), v)
			},
		}},
	})
}

// Init is __init__ of an object of a simple type: its value, or none.
func (d *Data) Init(env *object.Env, args starlark.Tuple) error {
	switch len(args) {
	case 0:
		return nil
	case 1:
		return d.SetValue(env, args[0])
	}
	return exception.New(exception.TypeError, "__init__ expected at most 1 argument, got %d", len(args))
}
