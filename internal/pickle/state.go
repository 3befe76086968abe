package pickle

import (
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// This file gives objects their state.

// build gives an object its state.
func (r *Reader) build(obj, state starlark.Value) error {
	if r.Build != nil {
		if ok, err := r.Build(obj, state); ok || err != nil {
			return err
		}
	}
	if err := r.mayChange(obj); err != nil {
		return err
	}
	return setState(r.Thread, obj, state)
}

// setState is what the opcode BUILD does: __setstate__, or the attributes one by one.
func setState(thread *starlark.Thread, obj, state starlark.Value) error {
	if i, ok := obj.(*object.Instance); !ok || hasSetState(i.Class()) {
		fn, err := object.GetAttrDefault(thread, obj, "__setstate__", nil)
		if err != nil {
			return err
		}
		if fn != nil {
			_, err := object.Call(thread, fn, state)
			return err
		}
	}
	var slots starlark.Value
	if t, ok := state.(starlark.Tuple); ok && len(t) == 2 {
		state, slots = t[0], t[1]
	}
	if state != starlark.None {
		d, ok := state.(*starlark.Dict)
		if !ok {
			return unpickling("state is not a dictionary")
		}
		i, ok := obj.(*object.Instance)
		if !ok {
			return exception.New(exception.AttributeError, "'%s' object has no attribute '__dict__'", object.TypeName(obj))
		}
		for k, v := range d.Entries() {
			name, ok := text.AsString(k)
			if !ok {
				return exception.New(exception.TypeError, "attribute name must be string, not '%s'", object.TypeName(k))
			}
			i.Set(name, v)
		}
	}
	if slots != nil && slots != starlark.None {
		d, ok := slots.(*starlark.Dict)
		if !ok {
			return unpickling("slot state is not a dictionary")
		}
		items, err := object.Items(object.EnvOf(thread), d)
		if err != nil {
			return err
		}
		for _, item := range items {
			name, ok := text.AsString(item[0])
			if !ok {
				return exception.New(exception.TypeError, "attribute name must be string, not '%s'", object.TypeName(item[0]))
			}
			if err := object.SetAttr(thread, obj, name, item[1]); err != nil {
				return err
			}
		}
	}
	return nil
}

// hasSetState reports whether looking for __setstate__ in an instance of c could
// find something.
func hasSetState(c *object.Class) bool {
	for _, name := range [...]string{"__setstate__", "__getattr__", "__getattribute__"} {
		if m, ok := c.Lookup(name); ok && !ofObject(m, name) {
			return true
		}
	}
	return false
}
