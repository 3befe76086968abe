package pickle

import (
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// This file has the functions of CPython's library that make objects, and what pickles may call them with.

func init() {
	RegisterClass(object.AliasType)
	libraryChecks[newObj] = func(args starlark.Tuple, classesOnly bool) error {
		c, err := classArg("__newobj__", args, 1)
		if err != nil {
			return err
		}
		return mayCall(c, args[1:], classesOnly)
	}
	libraryChecks[newObjEx] = func(args starlark.Tuple, classesOnly bool) error {
		c, err := classArg("__newobj_ex__", args, 3)
		if err != nil {
			return err
		}
		t, _ := args[1].(starlark.Tuple)
		return mayCall(c, t, classesOnly)
	}
	libraryChecks[reconstruct] = func(args starlark.Tuple, classesOnly bool) error {
		c, err := classArg("_reconstructor", args, 3)
		if err != nil {
			return err
		}
		if err := mayCall(c, nil, classesOnly); err != nil {
			return err
		}
		if base, ok := args[1].(*object.Class); ok && base != object.ObjectType {
			return mayMake(base, args[2:3])
		}
		return nil
	}
}

func callNewObj(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
	c, err := classArg("__newobj__", args, 1)
	if err != nil {
		return nil, err
	}
	return c.New(thread, args[1:], nil)
}

func callNewObjEx(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
	c, err := classArg("__newobj_ex__", args, 3)
	if err != nil {
		return nil, err
	}
	t, ok1 := args[1].(starlark.Tuple)
	d, ok2 := args[2].(*starlark.Dict)
	if !ok1 || !ok2 {
		return nil, exception.New(exception.TypeError, "__newobj_ex__() takes a class, a tuple and a dict")
	}
	return c.New(thread, t, d.Items())
}

func classArg(fn string, args starlark.Tuple, n int) (*object.Class, error) {
	if len(args) < n {
		return nil, exception.New(exception.TypeError, "%s() missing arguments", fn)
	}
	c, ok := args[0].(*object.Class)
	if !ok {
		return nil, exception.New(exception.TypeError, "%s() wants a class, not '%s'", fn, object.TypeName(args[0]))
	}
	return c, nil
}

func callReconstructor(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
	c, err := classArg("_reconstructor", args, 3)
	if err != nil {
		return nil, err
	}
	base, ok := args[1].(*object.Class)
	if !ok {
		return nil, exception.New(exception.TypeError, "_reconstructor() wants a class, not '%s'", object.TypeName(args[1]))
	}
	make, err := object.GetAttr(thread, base, "__new__")
	if err != nil {
		return nil, err
	}
	if base == object.ObjectType {
		return object.Call(thread, make, c)
	}
	v, err := object.Call(thread, make, c, args[2])
	if err != nil {
		return nil, err
	}
	// list.__new__ and its like leave the elements to __init__.
	if init, ok := base.Lookup("__init__"); ok && !ofObject(init, "__init__") {
		_, err = object.Call(thread, init, v, args[2])
	}
	return v, err
}

func callEncode(_ *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
	if len(args) == 2 {
		s, ok1 := text.AsString(args[0])
		encoding, ok2 := text.AsString(args[1])
		if ok1 && ok2 {
			b, err := text.Encode(s, encoding, "strict")
			return text.Bytes(b), err
		}
	}
	return nil, exception.New(exception.TypeError, "encode() wants two strings")
}

// callGetAttr is getattr for what pickles use it for: methods of objects, and what is
// nested in classes.
func callGetAttr(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
	if len(args) != 2 {
		return nil, exception.New(exception.TypeError, "getattr expected at least 2 arguments, got %d", len(args))
	}
	name, ok := text.AsString(args[1])
	if !ok {
		return nil, exception.New(exception.TypeError, "attribute name must be string, not '%s'", object.TypeName(args[1]))
	}
	switch args[0].(type) {
	case *object.Module, *starlark.Function:
	default:
		v, err := object.GetAttr(thread, args[0], name)
		if err != nil {
			return nil, err
		}
		switch v := v.(type) {
		case *object.Class, *object.BoundMethod, *starlark.Function, *object.NativeMethod:
			return v, nil
		case *starlark.Builtin:
			if v.Receiver() != nil {
				return v, nil
			}
		}
	}
	return nil, unpickling("a pickle cannot get at attribute '%s' of a '%s' object", name, object.TypeName(args[0]))
}
