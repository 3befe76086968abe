package builtin

import (
	"strings"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
)

// This file has what the Go types of this package share as values with a class.

// classAttr returns the method called name of v's class, bound to v.
func classAttr(v object.Typed, name string) (starlark.Value, error) {
	c := v.PythonClass()
	switch name {
	case "__class__":
		return c, nil
	case "__doc__":
		if doc, ok := c.Lookup(name); ok {
			return doc, nil
		}
		return starlark.None, nil
	}
	switch m, _ := c.Lookup(name); m := m.(type) {
	case *object.NativeMethod:
		return &object.BoundMethod{Func: m, Self: v}, nil
	case *object.StaticMethod:
		return m.Func, nil
	case *object.ClassMethod:
		if f, ok := m.Func.(starlark.Callable); ok {
			return &object.BoundMethod{Func: f, Self: c}, nil
		}
	}
	return nil, noAttr(v, name)
}

func noAttr(v starlark.Value, name string) error {
	err := exception.New(exception.AttributeError, "'%s' object has no attribute '%s'", object.TypeName(v), name)
	err.Obj = v
	return err
}

// displayed is the text of a container for the engine, which has no interpreter at hand
// to ask its elements.
func displayed(v object.Displayed) string {
	open, elems, close, _ := v.Display(nil)
	var b strings.Builder
	b.WriteString(open)
	for i, x := range elems {
		if i > 0 {
			b.WriteString(", ")
		}
		switch x.(type) {
		case starlark.Int, starlark.Float, starlark.String, starlark.Bool, starlark.NoneType:
			b.WriteString(x.String())
		default:
			b.WriteString("...") // what is in it may lead back here
		}
	}
	b.WriteString(close)
	return b.String()
}

func hashID(v starlark.Value) uint32 {
	id := object.ID(v)
	return uint32(id>>4) ^ uint32(id>>32)
}

// getter makes a Property of a function that can't fail.
func getter[T starlark.Value](get func(v T) starlark.Value) object.Property {
	return object.Property{Get: func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
		v, ok := self.(T)
		if !ok {
			return nil, typeError("descriptor does not apply to a '%s' object", object.TypeName(self))
		}
		return get(v), nil
	}}
}
