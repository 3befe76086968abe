package sys

import (
	"strings"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/cursor"
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/text"
)

// This file implements sys.modules: a mapping that can be read, of the modules that
// the interpreter has imported.

var modulesIterator = object.Later(func() *object.Class { return cursor.NewClass(object.Spec{Name: "dict_keyiterator"}) })

var modulesClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "dict",
		Methods: map[string]object.Method{
			"__getitem__": modulesMethod("__getitem__", "key", func(c modulesCall, a []starlark.Value) (starlark.Value, error) {
				if m, ok := c.module(a[0]); ok {
					return m, nil
				}
				return nil, exception.WithArgs(exception.KeyError, a[0])
			}),
			"__setitem__": modulesMethod("__setitem__", "key, value", refuse),
			"__delitem__": modulesMethod("__delitem__", "key", refuse),
			"pop":         modulesMethod("pop", "key, default=", refuse),
			"__contains__": modulesMethod("__contains__", "key", func(c modulesCall, a []starlark.Value) (starlark.Value, error) {
				_, ok := c.module(a[0])
				return starlark.Bool(ok), nil
			}),
			"__len__": modulesMethod("__len__", "", func(c modulesCall, a []starlark.Value) (starlark.Value, error) {
				return starlark.MakeInt(len(c.in.Modules())), nil
			}),
			"__iter__": modulesMethod("__iter__", "", func(c modulesCall, a []starlark.Value) (starlark.Value, error) {
				return cursor.New(c.in.Env(), modulesIterator.Get(), cursor.Slice(c.items(true, false))), nil
			}),
			"__repr__": modulesMethod("__repr__", "", func(c modulesCall, a []starlark.Value) (starlark.Value, error) {
				var parts []string
				for _, name := range c.in.Modules() {
					if m, ok := c.in.Module(name); ok {
						parts = append(parts, text.Repr(name)+": "+m.String())
					}
				}
				return text.Str("{" + strings.Join(parts, ", ") + "}"), nil
			}),
			"get": modulesMethod("get", "key, default=", func(c modulesCall, a []starlark.Value) (starlark.Value, error) {
				if m, ok := c.module(a[0]); ok {
					return m, nil
				}
				if a[1] == nil {
					return starlark.None, nil
				}
				return a[1], nil
			}),
			"keys": modulesMethod("keys", "", func(c modulesCall, a []starlark.Value) (starlark.Value, error) {
				return starlark.NewList(c.items(true, false)), nil
			}),
			"values": modulesMethod("values", "", func(c modulesCall, a []starlark.Value) (starlark.Value, error) {
				return starlark.NewList(c.items(false, true)), nil
			}),
			"items": modulesMethod("items", "", func(c modulesCall, a []starlark.Value) (starlark.Value, error) {
				return starlark.NewList(c.items(true, true)), nil
			}),
			"copy": modulesMethod("copy", "", func(c modulesCall, a []starlark.Value) (starlark.Value, error) {
				d := new(starlark.Dict)
				for _, item := range c.items(true, true) {
					if err := d.SetKey(item.(starlark.Tuple)[0], item.(starlark.Tuple)[1]); err != nil {
						return nil, err
					}
				}
				return d, nil
			}),
		},
		Final: true,
	})
})

func refuse(c modulesCall, a []starlark.Value) (starlark.Value, error) {
	return nil, exception.New(exception.NotImplementedError, "changing sys.modules is not supported")
}

type modulesCall struct{ in *interp.Interp }

func modulesMethod(name, spec string, fn func(c modulesCall, a []starlark.Value) (starlark.Value, error)) object.Method {
	list := params.Method("dict."+name, spec)
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := list.Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		return fn(modulesCall{interp.Of(thread)}, a)
	}
}

func (c modulesCall) module(key starlark.Value) (*object.Module, bool) {
	name, ok := text.AsString(key)
	if !ok {
		return nil, false
	}
	return c.in.Module(name)
}

func (c modulesCall) items(keys, values bool) (list []starlark.Value) {
	for _, name := range c.in.Modules() {
		m, ok := c.in.Module(name)
		switch {
		case !ok:
		case keys && values:
			list = append(list, starlark.Tuple{text.Str(name), m})
		case keys:
			list = append(list, text.Str(name))
		default:
			list = append(list, m)
		}
	}
	return list
}
