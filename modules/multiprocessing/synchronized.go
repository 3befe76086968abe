package multiprocessing

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/internal/text"
	"github.com/mpstar/mpstar/modules/ctypes"
)

// This file defines the wrappers that Value and Array return: a shared object and
// a lock, which each access takes. The two are the instance's attributes _obj and
// _lock.

// A synchronized is what a wrapper knows of the two, so as not to look them up each time.
type synchronized struct {
	obj  *object.Instance // nil until it is looked up
	data *ctypes.Data
	lock *semLock // nil: a lock of another kind, to be used through its methods
}

// Transfer implements [pickle.Transferer]. The object itself goes as an attribute.
func (s *synchronized) Transfer(p *pickle.Packer) (pickle.Import, error) {
	var objects []any
	if s.lock != nil {
		objects = append(objects, s.lock.kernel())
	}
	return p.Portable("multiprocessing.synchronized", nil, nil, objects...)
}

func loadSynchronized(_ *pickle.Unpacker, p *pickle.Portable) (any, error) {
	s := new(synchronized)
	if len(p.Objects) > 0 {
		if s.lock = semLockFor(p.Objects[0]); s.lock == nil {
			return nil, p.Damaged()
		}
	}
	return s, nil
}

var synchronizedBase = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "SynchronizedBase", Module: "multiprocessing.sharedctypes",
		New: cannotCreate("multiprocessing.sharedctypes.SynchronizedBase"),
		Methods: map[string]object.Method{
			"__reduce__": onlyInherited(""),
			"get_obj":    synchronizedGet("get_obj", "_obj"),
			"get_lock":   synchronizedGet("get_lock", "_lock"),
			"acquire":    lockMethod("acquire"),
			"release":    lockMethod("release"),
			"__enter__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				return callLock(thread, self, "acquire", nil, nil)
			},
			"__exit__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				return callLock(thread, self, "release", nil, nil)
			},
			"__repr__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				obj, err := attr(self.(*object.Instance), "_obj")
				if err != nil {
					return nil, err
				}
				shown, err := object.Str(object.EnvOf(thread), obj)
				if err != nil {
					return nil, err
				}
				return text.Str("<" + object.TypeOf(self).Name() + " wrapper for " + shown + ">"), nil
			},
		},
	})
})

var synchronizedClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "Synchronized", Module: "multiprocessing.sharedctypes", Bases: []*object.Class{synchronizedBase.Get()},
		Properties: map[string]object.Property{"value": {
			Get: func(thread *starlark.Thread, self starlark.Value) (starlark.Value, error) {
				s, err := synchronizedOf(self)
				if err != nil {
					return nil, err
				}
				return s.locked(thread, self, func() (starlark.Value, error) { return s.data.Value(), nil })
			},
			Set: func(thread *starlark.Thread, self, v starlark.Value) error {
				s, err := synchronizedOf(self)
				if err != nil {
					return err
				}
				_, err = s.locked(thread, self, func() (starlark.Value, error) {
					return starlark.None, s.data.SetValue(object.EnvOf(thread), v)
				})
				return err
			},
		}},
	})
})

var synchronizedArray = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "SynchronizedArray", Module: "multiprocessing.sharedctypes", Bases: []*object.Class{synchronizedBase.Get()},
		Methods: map[string]object.Method{
			"__len__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				s, err := synchronizedOf(self)
				if err != nil {
					return nil, err
				}
				return starlark.MakeInt(s.data.Items()), nil
			},
			"__getitem__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				s, err := synchronizedOf(self)
				if err != nil {
					return nil, err
				}
				if len(args) != 1 {
					return nil, exception.New(exception.TypeError, "expected 1 argument, got %d", len(args))
				}
				return s.locked(thread, self, func() (starlark.Value, error) {
					return ctypes.GetItem(s.obj, args[0])
				})
			},
			"__setitem__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				s, err := synchronizedOf(self)
				if err != nil {
					return nil, err
				}
				if len(args) != 2 {
					return nil, exception.New(exception.TypeError, "expected 2 arguments, got %d", len(args))
				}
				return s.locked(thread, self, func() (starlark.Value, error) {
					return starlark.None, s.data.SetItem(object.EnvOf(thread), args[0], args[1])
				})
			},
			"__iter__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				s, err := synchronizedOf(self)
				if err != nil {
					return nil, err
				}
				env := object.EnvOf(thread)
				return ctypes.Iterate(env, s.data.Items(), func(i int) (starlark.Value, error) {
					return s.locked(env.Thread, self, func() (starlark.Value, error) { return ctypes.Item(s.obj, i) })
				}), nil
			},
		},
	})
})

var synchronizedString = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "SynchronizedString", Module: "multiprocessing.sharedctypes", Bases: []*object.Class{synchronizedArray.Get()},
		Properties: map[string]object.Property{
			"value": stringProperty((*ctypes.Data).Text, (*ctypes.Data).SetText),
			"raw":   stringProperty((*ctypes.Data).Raw, (*ctypes.Data).SetRaw),
		},
	})
})

func stringProperty(get func(*ctypes.Data, *object.Env) (starlark.Value, error), set func(*ctypes.Data, *object.Env, starlark.Value) error) object.Property {
	return object.Property{
		Get: func(thread *starlark.Thread, self starlark.Value) (starlark.Value, error) {
			s, err := synchronizedOf(self)
			if err != nil {
				return nil, err
			}
			return s.locked(thread, self, func() (starlark.Value, error) { return get(s.data, object.EnvOf(thread)) })
		},
		Set: func(thread *starlark.Thread, self, v starlark.Value) error {
			s, err := synchronizedOf(self)
			if err != nil {
				return err
			}
			_, err = s.locked(thread, self, func() (starlark.Value, error) { return starlark.None, set(s.data, object.EnvOf(thread), v) })
			return err
		},
	}
}

func synchronizedOf(self starlark.Value) (*synchronized, error) {
	i, ok := self.(*object.Instance)
	if !ok {
		return nil, noAttribute(self, "_obj")
	}
	s, ok := i.Native.(*synchronized)
	if !ok {
		return nil, noAttribute(self, "_obj")
	}
	if s.obj == nil {
		v, err := attr(i, "_obj")
		if err != nil {
			return nil, err
		}
		if s.data, ok = ctypes.Of(v); !ok {
			return nil, exception.New(exception.TypeError, "cannot synchronize '%s' object", object.TypeName(v))
		}
		s.obj = v.(*object.Instance)
	}
	return s, nil
}

// locked calls f while it holds the wrapper's lock.
func (s *synchronized) locked(thread *starlark.Thread, self starlark.Value, f func() (starlark.Value, error)) (starlark.Value, error) {
	if s.lock == nil {
		if _, err := callLock(thread, self, "acquire", nil, nil); err != nil {
			return nil, err
		}
		v, err := f()
		if _, err := callLock(thread, self, "release", nil, nil); err != nil {
			return nil, err
		}
		return v, err
	}
	in := interpOf(thread, self)
	if r := s.lock.rlock; r != nil && r.Holds(in.Task(thread)) {
		return f() // "with v.get_lock(): v.value += 1"
	}
	if _, err := s.lock.acquire(thread, in, ipc.Forever); err != nil {
		return nil, err
	}
	v, err := f()
	if err := s.lock.release(thread, in); err != nil {
		return nil, err
	}
	return v, err
}

func synchronizedGet(method, name string) object.Method {
	method = "SynchronizedBase." + method
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := bare(method, args, kwargs); err != nil {
			return nil, err
		}
		return attr(self.(*object.Instance), name)
	}
}

func lockMethod(name string) object.Method {
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return callLock(thread, self, name, args, kwargs)
	}
}

// callLock calls a method of the wrapper's lock.
func callLock(thread *starlark.Thread, self starlark.Value, name string, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	lock, err := attr(self.(*object.Instance), "_lock")
	if err != nil {
		return nil, err
	}
	fn, err := object.GetAttr(thread, lock, name)
	if err != nil {
		return nil, err
	}
	return object.CallKw(thread, fn, args, kwargs)
}

// synchronize wraps a shared object. lock is a lock of scripts, or None for a
// new RLock.
func synchronize(env *object.Env, obj *object.Instance, lock starlark.Value) (*object.Instance, error) {
	if _, ok := obj.Native.(*synchronized); ok {
		return nil, assertion("object already synchronized")
	}
	d, ok := ctypes.Of(obj)
	if !ok {
		return nil, exception.New(exception.TypeError, "cannot synchronize '%s' object", object.TypeName(obj))
	}
	s := &synchronized{obj: obj, data: d}
	cls, err := wrapperOf(env, d.Type())
	if err != nil {
		return nil, err
	}
	if isNone(lock) {
		own, err := newSemLock(env, rlockClass.Get(), nil)
		if err != nil {
			return nil, err
		}
		lock = own
	}
	if l, err := semLockOf(lock); err == nil {
		s.lock = l
	}
	i := object.NewInstance(env, cls)
	i.Native = s
	i.Set("_obj", obj)
	i.Set("_lock", lock)
	return i, nil
}

// wrapperOf returns the class of the wrappers of objects of a type. That of a structure has its fields.
func wrapperOf(env *object.Env, t *ctypes.Type) (*object.Class, error) {
	switch {
	case t.Chars(true):
		return synchronizedString.Get(), nil
	case t.Elem() != nil:
		return synchronizedArray.Get(), nil
	case t.Simple():
		return synchronizedClass.Get(), nil
	}
	attrs := object.NewNamespace()
	for _, name := range t.FieldNames() {
		i := object.NewInstance(env, lockedField.Get())
		i.Native = fieldName(name)
		attrs.Set(name, i)
	}
	return ctypes.Derived(env, "synchronized", t.Class, "Synchronized"+t.Name(), sharedctypes, synchronizedBase.Get(), attrs)
}

// A fieldName is a field of a structure as an attribute of its wrapper.
type fieldName string

// Transfer implements [pickle.Transferer].
func (f fieldName) Transfer(p *pickle.Packer) (pickle.Import, error) {
	return p.Portable("multiprocessing.field", pickle.Strings(string(f)), nil)
}

func loadFieldName(_ *pickle.Unpacker, p *pickle.Portable) (any, error) {
	s, err := p.Strings(1)
	if err != nil {
		return nil, err
	}
	return fieldName(s[0]), nil
}

// lockedField reads and writes a field of the wrapped object under the wrapper's lock.
var lockedField = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "property", Module: sharedctypes, New: cannotCreate("property"), Final: true,
		Methods: map[string]object.Method{
			"__get__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
				if len(args) == 0 || args[0] == starlark.None {
					return self, nil
				}
				s, err := synchronizedOf(args[0])
				if err != nil {
					return nil, err
				}
				name := string(self.(*object.Instance).Native.(fieldName))
				return s.locked(thread, args[0], func() (starlark.Value, error) { return s.obj.Attr(name) })
			},
			"__set__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
				if len(args) != 2 {
					return nil, exception.New(exception.TypeError, "expected 2 arguments, got %d", len(args))
				}
				s, err := synchronizedOf(args[0])
				if err != nil {
					return nil, err
				}
				name := string(self.(*object.Instance).Native.(fieldName))
				return s.locked(thread, args[0], func() (starlark.Value, error) { return starlark.None, s.obj.SetField(name, args[1]) })
			},
		},
	})
})

// withLock is what Value and Array do with their lock argument.
func withLock(thread *starlark.Thread, obj *object.Instance, lock starlark.Value) (starlark.Value, error) {
	switch lock {
	case starlark.False:
		return obj, nil
	case nil, starlark.True, starlark.None:
		return synchronize(obj.Env(), obj, nil)
	}
	ok, err := object.HasAttr(thread, lock, "acquire")
	if err != nil {
		return nil, err
	}
	if !ok {
		shown, err := object.Repr(obj.Env(), lock)
		if err != nil {
			return nil, err
		}
		return nil, exception.New(exception.AttributeError, "%s has no method 'acquire'", shown)
	}
	return synchronize(obj.Env(), obj, lock)
}

var synchronizedParams = params.Func("synchronized", "obj, lock=, ctx=")

// synchronizedFunc is sharedctypes.synchronized.
func synchronizedFunc(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := synchronizedParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	obj, ok := a[0].(*object.Instance)
	if !ok {
		return nil, exception.New(exception.TypeError, "cannot synchronize '%s' object", object.TypeName(a[0]))
	}
	return synchronize(obj.Env(), obj, a[1])
}
