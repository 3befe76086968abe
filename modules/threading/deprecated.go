package threading

import (
	"strings"

	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// deprecated is a method of CPython's older spelling: it warns, as there, once the arguments are right.
func deprecated(name, spec, instead string, fn func(thread *starlark.Thread, self *object.Instance, a []starlark.Value) (starlark.Value, error)) object.Method {
	short := name[strings.LastIndexByte(name, '.')+1:]
	return method(name, spec, func(thread *starlark.Thread, self *object.Instance, a []starlark.Value) (starlark.Value, error) {
		if err := deprecate(thread, short+"() is deprecated, "+instead+" instead"); err != nil {
			return nil, err
		}
		return fn(thread, self, a)
	})
}

// deprecatedFunction is deprecated for a function of the module.
func deprecatedFunction(name, instead string, fn func(st *state) starlark.Value) *starlark.Builtin {
	return function(name, "", func(st *state, thread *starlark.Thread, _ []starlark.Value) (starlark.Value, error) {
		if err := deprecate(thread, name+"() is deprecated, use "+instead+"() instead"); err != nil {
			return nil, err
		}
		return fn(st), nil
	})
}

// deprecate warns with a DeprecationWarning at the line that runs. The error is one that a filter made of it.
func deprecate(thread *starlark.Thread, message string) error {
	m, err := interp.Of(thread).Import(thread, "warnings")
	if err != nil {
		return err
	}
	warn, err := object.GetAttr(thread, m, "warn")
	if err != nil {
		return err
	}
	_, err = object.Call(thread, warn, text.Str(message), object.DeprecationWarning)
	return err
}
