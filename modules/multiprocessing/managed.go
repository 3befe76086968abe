package multiprocessing

import (
	"sort"
	"strings"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/text"
	"github.com/mpstar/mpstar/modules/array"
)

// This file defines the classes of what Namespace(), Value() and Array() of a
// manager make in its server.

var namespaceClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "Namespace", Module: "multiprocessing.managers",
		Methods: map[string]object.Method{
			"__init__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				return starlark.None, fillNamespace(self.(*object.Instance), args, kwargs)
			},
			"__repr__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				i := self.(*object.Instance)
				var parts []string
				for _, name := range i.Names() {
					if strings.HasPrefix(name, "_") {
						continue
					}
					v, _ := i.Own(name)
					shown, err := object.Repr(i.Env(), v)
					if err != nil {
						return nil, err
					}
					parts = append(parts, name+"="+shown)
				}
				sort.Strings(parts)
				return text.Str(i.Class().Name() + "(" + strings.Join(parts, ", ") + ")"), nil
			},
		},
	})
})

func fillNamespace(i *object.Instance, args starlark.Tuple, kwargs []starlark.Tuple) error {
	if len(args) > 0 {
		return exception.New(exception.TypeError, "Namespace.__init__() takes 1 positional argument but %d were given", len(args)+1)
	}
	for _, kv := range kwargs {
		name, _ := text.AsString(kv[0])
		i.Set(name, kv[1])
	}
	return nil
}

func newNamespace(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	i := object.NewInstance(object.EnvOf(thread), namespaceClass.Get())
	return i, fillNamespace(i, args, kwargs)
}

// managedValue is what manager.Value() makes: any value, whatever the typecode.
var managedValue = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "Value", Module: "multiprocessing.managers",
		Methods: map[string]object.Method{
			"__init__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				return starlark.None, fillValue(self.(*object.Instance), args, kwargs)
			},
			"get": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				if err := bare("Value.get", args, kwargs); err != nil {
					return nil, err
				}
				return attr(self.(*object.Instance), "_value")
			},
			"set": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				a, err := valueSetParams.Bind(args, kwargs)
				if err != nil {
					return nil, err
				}
				self.(*object.Instance).Set("_value", a[0])
				return starlark.None, nil
			},
			"__repr__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				i := self.(*object.Instance)
				var shown [2]string
				for n, name := range []string{"_typecode", "_value"} {
					v, err := attr(i, name)
					if err != nil {
						return nil, err
					}
					if shown[n], err = object.Repr(i.Env(), v); err != nil {
						return nil, err
					}
				}
				return text.Str(i.Class().Name() + "(" + shown[0] + ", " + shown[1] + ")"), nil
			},
		},
		Properties: map[string]object.Property{"value": {
			Get: func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
				return attr(self.(*object.Instance), "_value")
			},
			Set: func(_ *starlark.Thread, self, v starlark.Value) error {
				self.(*object.Instance).Set("_value", v)
				return nil
			},
		}},
	})
})

var (
	valueSetParams     = params.Method("Value.set", "value")
	managedValueParams = params.Method("Value.__init__", "typecode, value, lock=")
	managedArrayParams = params.Func("Array", "typecode, sequence, lock=")
)

func fillValue(i *object.Instance, args starlark.Tuple, kwargs []starlark.Tuple) error {
	a, err := managedValueParams.Bind(args, kwargs)
	if err != nil {
		return err
	}
	i.Set("_typecode", a[0])
	i.Set("_value", a[1])
	return nil
}

func newManagedValue(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	i := object.NewInstance(object.EnvOf(thread), managedValue.Get())
	return i, fillValue(i, args, kwargs)
}

// newManagedArray makes what manager.Array() does: an array of module array.
func newManagedArray(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := managedArrayParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	return object.Call(thread, array.Class.Get(), a[0], a[1])
}
