// Package cursor makes iterator objects of Go functions.
//
//	var walkClass = cursor.NewClass(object.Spec{Name: "generator"})
//
//	return cursor.New(env, walkClass, func(thread *starlark.Thread) (starlark.Value, bool, error) { ... })
package cursor

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
)

// Next returns the next value; ok is false at the end, after which it is not
// called again.
type Next func(thread *starlark.Thread) (v starlark.Value, ok bool, err error)

// NewClass returns a class of iterators, which has __iter__ and __next__ beside
// what the spec says. Scripts can't call it.
func NewClass(spec object.Spec) *object.Class {
	if spec.Methods == nil {
		spec.Methods = make(map[string]object.Method)
	}
	spec.Methods["__iter__"] = func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return self, nil
	}
	spec.Methods["__next__"] = func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		i := self.(*object.Instance)
		if next, ok := i.Native.(Next); ok && next != nil {
			v, ok, err := next(thread)
			if ok && err == nil {
				return v, nil
			}
			i.Native = Next(nil)
			if err != nil {
				return nil, err
			}
		}
		return nil, object.Raise(object.NewException(object.EnvOf(thread), object.StopIteration))
	}
	name := spec.Name
	spec.New = func(*starlark.Thread, *object.Class, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
		return nil, exception.New(exception.TypeError, "cannot create '%s' instances", name)
	}
	spec.Final = true
	return object.NewClass(spec)
}

// New returns an iterator of such a class.
func New(env *object.Env, class *object.Class, next Next) *object.Instance {
	i := object.NewInstance(env, class)
	i.Native = next
	return i
}

// Slice returns a Next over values.
func Slice(values []starlark.Value) Next {
	return func(*starlark.Thread) (starlark.Value, bool, error) {
		if len(values) == 0 {
			return nil, false, nil
		}
		v := values[0]
		values = values[1:]
		return v, true, nil
	}
}

// Close ends an iterator: it has no more values.
func Close(v starlark.Value) {
	if i, ok := v.(*object.Instance); ok {
		if _, ok := i.Native.(Next); ok {
			i.Native = Next(nil)
		}
	}
}
