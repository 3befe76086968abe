package pickle

import (
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// This file reduces instances of classes: what object.__reduce_ex__ does.

func reduceInstance(thread *starlark.Thread, v *object.Instance, protocol int) (*Reduction, error) {
	cls := v.Class()
	for _, name := range [...]string{"__reduce_ex__", "__reduce__"} {
		if m, ok := cls.Lookup(name); ok && !ofObject(m, name) {
			return callReduce(thread, v, name, protocol)
		}
	}
	return reducePlain(thread, v, protocol)
}

// reducePlain is object.__reduce_ex__.
func reducePlain(thread *starlark.Thread, v *object.Instance, protocol int) (*Reduction, error) {
	cls := v.Class()
	var base starlark.Value // of a class derived from int, list ...
	switch native := v.Native.(type) {
	case nil:
	case *object.Exception:
	case starlark.Value:
		base = native
	default:
		return nil, cannotPickle(v)
	}
	switch base.(type) {
	case *starlark.Set, *text.ByteArray, frozen:
		state, err := getState(thread, v)
		if err != nil {
			return nil, err
		}
		return reduceCopy(thread, v, base, state, protocol)
	}
	if protocol < 2 {
		return reduceOld(thread, v, base)
	}
	r := &Reduction{Func: newObj}
	var err error
	if r.State, err = getState(thread, v); err != nil {
		return nil, err
	}
	args, kwargs, ok, err := newArgs(thread, v)
	if err != nil {
		return nil, err
	}
	switch {
	case ok && kwargs != nil && kwargs.Len() > 0:
		r.Func, r.Args = newObjEx, starlark.Tuple{cls, args, kwargs}
		return r, items(thread, v, base, r)
	case ok:
	default:
		switch b := base.(type) {
		case nil, *starlark.List, *starlark.Dict:
		default:
			args = starlark.Tuple{b}
		}
	}
	r.Args = append(starlark.Tuple{cls}, args...)
	return r, items(thread, v, base, r)
}

// items fills in the elements of an instance of a class derived from list or dict.
func items(thread *starlark.Thread, v *object.Instance, base starlark.Value, r *Reduction) (err error) {
	switch base.(type) {
	case *starlark.List:
		r.Items, err = iterator(thread, v)
	case *starlark.Dict:
		fn, err2 := object.GetAttr(thread, v, "items")
		if err2 != nil {
			return err2
		}
		pairs, err2 := object.Call(thread, fn)
		if err2 != nil {
			return err2
		}
		r.Pairs, err = iterator(thread, pairs)
	}
	return err
}

func iterator(thread *starlark.Thread, v starlark.Value) (starlark.Value, error) {
	elems, err := object.Elements(object.EnvOf(thread), v)
	if err != nil {
		return nil, err
	}
	return starlark.NewList(elems), nil
}

// reduceCopy is the __reduce__ of set, frozenset and bytearray: a call of the class.
func reduceCopy(thread *starlark.Thread, v *object.Instance, base, state starlark.Value, protocol int) (*Reduction, error) {
	r := &Reduction{Func: v.Class(), State: state}
	if b, ok := base.(*text.ByteArray); ok {
		switch {
		case len(b.Bytes()) == 0:
			r.Args = starlark.Tuple{}
		case protocol >= 3:
			r.Args = starlark.Tuple{text.Bytes(b.Bytes())}
		default:
			s, err := text.Decode(string(b.Bytes()), "latin-1", "strict")
			if err != nil {
				return nil, err
			}
			r.Args = starlark.Tuple{text.Str(s), starlark.String("latin-1")}
		}
		return r, nil
	}
	elems, err := iterator(thread, v)
	r.Args = starlark.Tuple{elems}
	return r, err
}

// newArgs asks __getnewargs_ex__ and __getnewargs__; ok is false if the class
// has neither.
func newArgs(thread *starlark.Thread, v *object.Instance) (args starlark.Tuple, kwargs *starlark.Dict, ok bool, err error) {
	cls := v.Class()
	if _, has := cls.Lookup("__getnewargs_ex__"); has {
		r, err := callMethod(thread, v, "__getnewargs_ex__")
		if err != nil {
			return nil, nil, false, err
		}
		t, isTuple := object.Unwrap(r).(starlark.Tuple)
		if !isTuple {
			return nil, nil, false, exception.New(exception.TypeError, "__getnewargs_ex__ should return a tuple, not '%s'", object.TypeName(r))
		}
		if len(t) != 2 {
			return nil, nil, false, exception.New(exception.ValueError, "__getnewargs_ex__ should return a tuple of length 2, not %d", len(t))
		}
		if args, isTuple = object.Unwrap(t[0]).(starlark.Tuple); !isTuple {
			return nil, nil, false, exception.New(exception.TypeError,
				"first item of the tuple returned by __getnewargs_ex__ must be a tuple, not '%s'", object.TypeName(t[0]))
		}
		if kwargs, isTuple = object.Unwrap(t[1]).(*starlark.Dict); !isTuple {
			return nil, nil, false, exception.New(exception.TypeError,
				"second item of the tuple returned by __getnewargs_ex__ must be a dict, not '%s'", object.TypeName(t[1]))
		}
		return args, kwargs, true, nil
	}
	if _, has := cls.Lookup("__getnewargs__"); has {
		r, err := callMethod(thread, v, "__getnewargs__")
		if err != nil {
			return nil, nil, false, err
		}
		t, isTuple := object.Unwrap(r).(starlark.Tuple)
		if !isTuple {
			return nil, nil, false, exception.New(exception.TypeError, "__getnewargs__ should return a tuple, not '%s'", object.TypeName(r))
		}
		return t, nil, true, nil
	}
	return nil, nil, false, nil
}

func callMethod(thread *starlark.Thread, v starlark.Value, name string, args ...starlark.Value) (starlark.Value, error) {
	fn, err := object.GetAttr(thread, v, name)
	if err != nil {
		return nil, err
	}
	return object.Call(thread, fn, args...)
}

// getState returns what v's __getstate__ returns, nil for None.
func getState(thread *starlark.Thread, v *object.Instance) (starlark.Value, error) {
	if m, ok := v.Class().Lookup("__getstate__"); ok && !ofObject(m, "__getstate__") {
		s, err := callMethod(thread, v, "__getstate__")
		if err != nil || s == starlark.None {
			return nil, err
		}
		return s, nil
	}
	return plainState(v), nil
}

// plainState is object.__getstate__: the attributes, those of __slots__ apart; nil if
// there are none.
func plainState(v *object.Instance) starlark.Value {
	if v.NumAttrs() == 0 {
		return nil
	}
	slots := slotNames(v.Class())
	var attrs, inSlots *starlark.Dict
	for _, name := range v.Names() {
		x, _ := v.Own(name)
		d := &attrs
		if slots[name] {
			d = &inSlots
		}
		if *d == nil {
			*d = new(starlark.Dict)
		}
		(*d).SetKey(text.Str(name), x) // a str can always be a key
	}
	var state starlark.Value = starlark.None
	if attrs != nil {
		state = attrs
	}
	if inSlots != nil {
		return starlark.Tuple{state, inSlots}
	}
	return state
}

// slotNames returns the attributes that the __slots__ of a class and of those it
// derives from name.
func slotNames(cls *object.Class) map[string]bool {
	var names map[string]bool
	for _, c := range cls.MRO() {
		if c.Native() {
			continue
		}
		c.Own(func(name string, v starlark.Value) bool {
			if name != "__slots__" {
				return true
			}
			elems := []starlark.Value{v}
			if _, ok := text.AsString(v); !ok {
				elems, _ = object.Elements(c.Env(), v)
			}
			for _, e := range elems {
				if s, ok := text.AsString(e); ok && s != "__dict__" && s != "__weakref__" {
					if names == nil {
						names = make(map[string]bool)
					}
					names[object.Mangle(c.Name(), s)] = true
				}
			}
			return false
		})
	}
	return names
}

// reduceOld is how protocols 0 and 1 write instances.
func reduceOld(thread *starlark.Thread, v *object.Instance, base starlark.Value) (*Reduction, error) {
	cls := v.Class()
	r := &Reduction{Func: reconstruct, Args: starlark.Tuple{cls, object.ObjectType, starlark.None}}
	if base != nil {
		of := object.TypeOf(base)
		plain, err := plainCopy(base)
		if err != nil {
			return nil, err
		}
		r.Args = starlark.Tuple{cls, of, plain}
	}
	if m, ok := cls.Lookup("__getstate__"); !ok || ofObject(m, "__getstate__") {
		if len(slotNames(cls)) > 0 {
			return nil, exception.New(exception.TypeError, "a class that defines __slots__ without defining __getstate__ cannot be pickled")
		}
	}
	state, err := getState(thread, v)
	if err != nil {
		return nil, err
	}
	if state != nil {
		if truth, err := object.Truth(object.EnvOf(thread), state); err != nil || truth {
			r.State = state
			return r, err
		}
	}
	return r, nil
}

// plainCopy returns a value of the built-in type that an instance derives from.
func plainCopy(base starlark.Value) (starlark.Value, error) {
	switch b := base.(type) {
	case *starlark.List:
		elems := make([]starlark.Value, b.Len())
		for i := range elems {
			elems[i] = b.Index(i)
		}
		return starlark.NewList(elems), nil
	case *starlark.Dict:
		d := starlark.NewDict(b.Len())
		for k, v := range b.Entries() {
			if err := d.SetKey(k, v); err != nil {
				return nil, err
			}
		}
		return d, nil
	}
	return base, nil
}
