package govalue

import (
	"fmt"
	"reflect"
	"sync"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/internal/text"
)

// A goObject is a pointer to a struct in the hands of scripts: they call its methods, and read and set its fields. It
// crosses to other processes as it is, so its methods may be called from several goroutines at once.
type goObject struct{ ptr reflect.Value }

// Transfer hands the pointer on.
func (o *goObject) Transfer(*pickle.Packer) (pickle.Import, error) {
	return func(*pickle.Unpacker) (any, error) { return o, nil }, nil
}

// classes are the classes of Go types. A class is made of its type alone and never changes.
var classes sync.Map // reflect.Type -> *object.Class

// classOf returns the class of a pointer type.
func classOf(t reflect.Type) (*object.Class, error) {
	if c, ok := classes.Load(t); ok {
		return c.(*object.Class), nil
	}
	spec := object.Spec{
		Name: t.Elem().Name(), Module: "go", Final: true,
		Methods: map[string]object.Method{}, Properties: map[string]object.Property{},
		New: func(*starlark.Thread, *object.Class, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
			return nil, exception.New(exception.TypeError, "cannot create 'go.%s' instances", t.Elem().Name())
		},
	}
	if spec.Name == "" {
		spec.Name = "struct"
	}
	for i := range t.NumMethod() {
		m := t.Method(i)
		name := PythonName(m.Name)
		if m.Name == "String" && m.Type.NumIn() == 1 && m.Type.NumOut() == 1 {
			name = "__str__"
		}
		s, err := signatureOf(name, m.Type, 1)
		if err != nil {
			continue // scripts can't call it
		}
		spec.Methods[name] = func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			o, ok := self.(*object.Instance).Native.(*goObject)
			if !ok {
				return nil, typeError("%s() needs a Go object", name)
			}
			return s.call(thread, m.Func, []reflect.Value{o.ptr}, args, kwargs)
		}
	}
	for _, f := range fieldsOf(t.Elem()) {
		if _, isMethod := spec.Methods[f.name]; isMethod {
			continue
		}
		spec.Properties[f.name] = object.Property{
			Get: func(thread *starlark.Thread, self starlark.Value) (starlark.Value, error) {
				c := toConverter{env: object.EnvOf(thread)}
				return c.whole(self.(*object.Instance).Native.(*goObject).ptr.Elem().FieldByIndex(f.index), f.goName)
			},
			Set: func(thread *starlark.Thread, self starlark.Value, v starlark.Value) error {
				x := reflect.New(f.typ).Elem()
				if err := into(object.EnvOf(thread), v, x, f.name); err != nil {
					return err
				}
				if !interp.Of(thread).Host(func() { self.(*object.Instance).Native.(*goObject).ptr.Elem().FieldByIndex(f.index).Set(x) }) {
					return interp.ErrEnded
				}
				return nil
			},
		}
	}
	spec.Methods["__repr__"] = func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return text.Str(fmt.Sprintf("<go.%s object at %#x>", spec.Name, object.ID(self))), nil
	}
	c, _ := classes.LoadOrStore(t, object.NewClass(spec))
	return c.(*object.Class), nil
}

// wrap returns the object for a pointer to a struct.
func wrap(env *object.Env, v reflect.Value) (starlark.Value, error) {
	cls, err := classOf(v.Type())
	if err != nil {
		return nil, err
	}
	i := object.NewInstance(env, cls)
	i.Native = &goObject{v}
	return i, nil
}
