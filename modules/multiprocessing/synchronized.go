package multiprocessing

import (
	"strconv"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/internal/text"
)

// This file defines the wrappers that Value and Array return: a shared object and
// a lock, which each access takes. The two are the instance's attributes _obj and
// _lock.

// A synchronized is what a wrapper wraps; value or array is set.
type synchronized struct {
	value *cvalue
	array *carray
	lock  *semLock // nil: a lock of another kind, to be used through its methods
}

// Transfer implements [pickle.Transferer].
func (s *synchronized) Transfer(p *pickle.Packer) (pickle.Import, error) {
	var objects []any
	kind, typ := 0, ""
	if s.value != nil {
		kind, typ, objects = 1, s.value.typ.name, append(objects, s.value.memory)
	} else {
		kind, typ, objects = 2, s.array.typ.name, append(objects, s.array.memory)
	}
	if s.lock != nil {
		objects = append(objects, s.lock.kernel())
	}
	return p.Portable("multiprocessing.synchronized", pickle.Strings(typ, strconv.Itoa(kind)), nil, objects...)
}

func loadSynchronized(u *pickle.Unpacker, p *pickle.Portable) (any, error) {
	parts, err := p.Strings(2)
	if err != nil {
		return nil, err
	}
	t := ctypesNames[parts[0]]
	m, err := pickle.Object[*ipc.Memory](p, 0)
	if err != nil || t == nil || m.Len()%t.size != 0 {
		return nil, p.Damaged()
	}
	s := new(synchronized)
	if parts[1] == "1" && m.Len() == t.size {
		s.value = &cvalue{typ: t, memory: m, shared: true}
	} else {
		s.array = &carray{typ: t, n: m.Len() / t.size, memory: m}
	}
	if len(p.Objects) > 1 {
		if s.lock = semLockFor(p.Objects[1]); s.lock == nil {
			return nil, p.Damaged()
		}
	}
	return s, nil
}

var synchronizedBase = object.NewClass(object.Spec{
	Name: "SynchronizedBase", Module: "multiprocessing.sharedctypes",
	New: cannotCreate("multiprocessing.sharedctypes.SynchronizedBase"),
	Methods: map[string]object.Method{
		"get_obj":  synchronizedGet("get_obj", "_obj"),
		"get_lock": synchronizedGet("get_lock", "_lock"),
		"acquire":  lockMethod("acquire"),
		"release":  lockMethod("release"),
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

var synchronizedClass = object.NewClass(object.Spec{
	Name: "Synchronized", Module: "multiprocessing.sharedctypes", Bases: []*object.Class{synchronizedBase},
	Properties: map[string]object.Property{"value": {
		Get: func(thread *starlark.Thread, self starlark.Value) (starlark.Value, error) {
			s, err := synchronizedOf(self)
			if err != nil {
				return nil, err
			}
			return s.locked(thread, self, func() (starlark.Value, error) { return s.value.get(), nil })
		},
		Set: func(thread *starlark.Thread, self, v starlark.Value) error {
			s, err := synchronizedOf(self)
			if err != nil {
				return err
			}
			_, err = s.locked(thread, self, func() (starlark.Value, error) {
				return starlark.None, s.value.set(object.EnvOf(thread), v)
			})
			return err
		},
	}},
})

var synchronizedArray = object.NewClass(object.Spec{
	Name: "SynchronizedArray", Module: "multiprocessing.sharedctypes", Bases: []*object.Class{synchronizedBase},
	Methods: map[string]object.Method{
		"__len__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			s, err := synchronizedOf(self)
			if err != nil {
				return nil, err
			}
			return starlark.MakeInt(s.array.n), nil
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
				return s.array.getItem(object.EnvOf(thread), args[0])
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
				return starlark.None, s.array.setItem(object.EnvOf(thread), args[0], args[1])
			})
		},
		"__iter__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			s, err := synchronizedOf(self)
			if err != nil {
				return nil, err
			}
			env := object.EnvOf(thread)
			return newArrayIterator(env, s.array, func(i int) (starlark.Value, error) {
				return s.locked(env.Thread, self, func() (starlark.Value, error) { return s.array.get(i), nil })
			}), nil
		},
	},
})

var synchronizedString = object.NewClass(object.Spec{
	Name: "SynchronizedString", Module: "multiprocessing.sharedctypes", Bases: []*object.Class{synchronizedArray},
	Properties: map[string]object.Property{
		"value": stringProperty((*carray).value, (*carray).setValue),
		"raw":   stringProperty(func(a *carray) starlark.Value { return a.slice(0, 1, a.n) }, (*carray).setRaw),
	},
})

func stringProperty(get func(*carray) starlark.Value, set func(*carray, starlark.Value) error) object.Property {
	return object.Property{
		Get: func(thread *starlark.Thread, self starlark.Value) (starlark.Value, error) {
			s, err := synchronizedOf(self)
			if err != nil {
				return nil, err
			}
			return s.locked(thread, self, func() (starlark.Value, error) { return get(s.array), nil })
		},
		Set: func(thread *starlark.Thread, self, v starlark.Value) error {
			s, err := synchronizedOf(self)
			if err != nil {
				return err
			}
			_, err = s.locked(thread, self, func() (starlark.Value, error) { return starlark.None, set(s.array, v) })
			return err
		},
	}
}

func synchronizedOf(self starlark.Value) (*synchronized, error) {
	if i, ok := self.(*object.Instance); ok {
		if s, ok := i.Native.(*synchronized); ok {
			return s, nil
		}
	}
	return nil, noAttribute(self, "_obj")
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
	in := interp.Of(thread)
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
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := bare("SynchronizedBase."+method, args, kwargs); err != nil {
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
	s := &synchronized{}
	cls := synchronizedClass
	switch native := obj.Native.(type) {
	case *cvalue:
		s.value = native
	case *carray:
		s.array = native
		cls = synchronizedArray
		if native.typ.kind == charType {
			cls = synchronizedString
		}
	case *synchronized:
		return nil, assertion("object already synchronized")
	default:
		return nil, exception.New(exception.TypeError, "cannot synchronize '%s' object", object.TypeName(obj))
	}
	if isNone(lock) {
		own, err := newSemLock(env, rlockClass, nil)
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

var (
	synchronizedParams = params.Func("synchronized", "obj, lock=, ctx=")
	copyParams         = params.Func("copy", "obj")
)

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

// copyFunc is sharedctypes.copy.
func copyFunc(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := copyParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	if obj, ok := a[0].(*object.Instance); ok {
		i := object.NewInstance(obj.Env(), obj.Class())
		var data []byte
		switch native := obj.Native.(type) {
		case *cvalue:
			native.memory.Do(func(b []byte) bool { data = append(data, b...); return false })
			c := newCValue(obj.Env(), native.typ, true)
			c.memory.Write(data, 0)
			i.Native = c
			return i, nil
		case *carray:
			native.memory.Do(func(b []byte) bool { data = append(data, b...); return false })
			c, err := newCArray(obj.Env(), native.typ, native.n)
			if err != nil {
				return nil, err
			}
			c.memory.Write(data, 0)
			i.Native = c
			return i, nil
		}
	}
	return nil, exception.New(exception.TypeError, "this type has no size")
}
