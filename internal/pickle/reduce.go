package pickle

import (
	"strings"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// This file implements what a value that is not of a built-in kind is reduced to: a
// call that makes an object like it, and what is done to that object then.

// A Reduction is what __reduce__ returns: Func is called with Args; if State is
// not nil the result is given it, by its __setstate__, by Setter or attribute by
// attribute; then Items are appended and Pairs set.
type Reduction struct {
	Func   starlark.Value
	Args   starlark.Tuple
	State  starlark.Value // nil: none
	Items  starlark.Value // an iterator, or a list; nil: none
	Pairs  starlark.Value // an iterator over pairs, or a list; nil: none
	Setter starlark.Value // nil: none

	// Name is set if the value is a global that goes by this name, and all else
	// is nil.
	Name string
}

// The exceptions of the module pickle.
const (
	picklingError   exception.Kind = "pickle.PicklingError"
	unpicklingError exception.Kind = "pickle.UnpicklingError"
)

// The functions of CPython's library that pickles refer to.
var (
	newObj       = libraryFunc("copyreg", "__newobj__", callNewObj)
	newObjEx     = libraryFunc("copyreg", "__newobj_ex__", callNewObjEx)
	reconstruct  = libraryFunc("copyreg", "_reconstructor", callReconstructor)
	codecsEncode = libraryFunc("_codecs", "encode", callEncode)
	getAttr      = libraryFunc("builtins", "getattr", callGetAttr)
)

var latin1Name = starlark.String("latin1")

// libraryFuncs has the functions by module and name. It never changes after
// initialisation.
var libraryFuncs = map[[2]string]*starlark.Builtin{}

type libraryName struct{ module, name string }

var libraryNames = map[*starlark.Builtin]libraryName{}

func libraryFunc(module, name string, fn func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error)) *starlark.Builtin {
	b := starlark.NewBuiltin(name, func(thread *starlark.Thread, b *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if len(kwargs) > 0 {
			return nil, exception.New(exception.TypeError, "%s() takes no keyword arguments", b.Name())
		}
		return fn(thread, args)
	})
	object.NameFunc(b)
	libraryFuncs[[2]string{module, name}] = b
	libraryNames[b] = libraryName{module, name}
	return b
}

// RegisterFunc makes a function that pickles may call, under the name that they give it. It is
// called while the program is being initialised.
func RegisterFunc(module, name string, fn func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error)) *starlark.Builtin {
	return libraryFunc(module, name, fn)
}

// Reduce returns what v is reduced to under a protocol: by its class's
// __reduce_ex__ or __reduce__, or as object.__reduce_ex__ does it.
func Reduce(thread *starlark.Thread, v starlark.Value, protocol int) (*Reduction, error) {
	switch v := v.(type) {
	case *object.Instance:
		return reduceInstance(thread, v, protocol)
	case *object.BoundMethod:
		name, err := object.GetAttr(thread, v, "__name__")
		if err != nil {
			return nil, err
		}
		return &Reduction{Func: getAttr, Args: starlark.Tuple{v.Self, name}}, nil
	case *object.NativeMethod:
		name, err := object.GetAttr(thread, v, "__name__")
		if err != nil {
			return nil, err
		}
		owner, err := object.GetAttr(thread, v, "__objclass__")
		if err != nil {
			return nil, err
		}
		return &Reduction{Func: getAttr, Args: starlark.Tuple{owner, name}}, nil
	case *starlark.Builtin:
		if r := v.Receiver(); r != nil {
			return &Reduction{Func: getAttr, Args: starlark.Tuple{r, text.Str(v.Name())}}, nil
		}
	case *object.Slice:
		return &Reduction{Func: object.SliceType, Args: starlark.Tuple{v.Start, v.Stop, v.Step}}, nil
	case *text.ByteArray:
		if len(v.Bytes()) == 0 {
			return &Reduction{Func: object.BytearrayType, Args: starlark.Tuple{}}, nil
		}
		return &Reduction{Func: object.BytearrayType, Args: starlark.Tuple{text.Bytes(v.Bytes())}}, nil
	case frozen:
		if object.TypeOf(v) == object.FrozensetType {
			elems, err := object.Elements(object.EnvOf(thread), v)
			if err != nil {
				return nil, err
			}
			return &Reduction{Func: object.FrozensetType, Args: starlark.Tuple{starlark.NewList(elems)}}, nil
		}
	case ranged:
		if object.TypeOf(v) == object.RangeType {
			return &Reduction{Func: object.RangeType, Args: starlark.Tuple{
				starlark.MakeInt(v.Start()), starlark.MakeInt(v.Stop()), starlark.MakeInt(v.Step())}}, nil
		}
	}
	switch {
	case v == object.NotImplemented:
		return &Reduction{Name: "NotImplemented"}, nil
	case v == object.Ellipsis:
		return &Reduction{Name: "Ellipsis"}, nil
	case v.Type() == "range":
		return reduceEngineRange(v)
	}
	cls := object.TypeOf(v)
	for _, name := range [...]string{"__reduce_ex__", "__reduce__"} {
		if m, ok := cls.Lookup(name); ok && !ofObject(m, name) {
			return callReduce(thread, v, name, protocol)
		}
	}
	return nil, cannotPickle(v)
}

// ranged is a range, whose package lies above this one.
type ranged interface {
	starlark.Value
	Start() int
	Stop() int
	Step() int
}

// reduceEngineRange serves the Starlark dialect, whose range shows its numbers only
// in its repr.
func reduceEngineRange(v starlark.Value) (*Reduction, error) {
	s := strings.TrimSuffix(strings.TrimPrefix(v.String(), "range("), ")")
	args := starlark.Tuple{starlark.MakeInt(0), nil, starlark.MakeInt(1)}
	parts := strings.Split(s, ", ")
	for i, part := range parts {
		n, ok := parseDecimal(part)
		if !ok {
			return nil, cannotPickle(v)
		}
		if len(parts) == 1 {
			i = 1
		}
		if i < len(args) {
			args[i] = n
		}
	}
	return &Reduction{Func: object.RangeType, Args: args}, nil
}

func cannotPickle(v starlark.Value) error {
	return exception.New(exception.TypeError, "cannot pickle '%s' object", typeName(v))
}

// typeName is the type's name as C code knows it: with its module, if it is neither
// built in nor a script's.
func typeName(v starlark.Value) string {
	if c := object.TypeOf(v); c.Native() && c != object.ObjectType {
		return c.FullName()
	}
	return object.TypeName(v)
}

// ofObject reports whether m is what object itself has under that name.
func ofObject(m starlark.Value, name string) bool {
	own, ok := object.ObjectType.Lookup(name)
	return ok && m == own
}

// callReduce calls a reduction method.
func callReduce(thread *starlark.Thread, v starlark.Value, name string, protocol int) (*Reduction, error) {
	fn, err := object.GetAttr(thread, v, name)
	if err != nil {
		return nil, err
	}
	var r starlark.Value
	if name == "__reduce_ex__" {
		r, err = object.Call(thread, fn, starlark.MakeInt(protocol))
	} else {
		r, err = object.Call(thread, fn)
	}
	if err != nil {
		return nil, err
	}
	return ParseReduction(r)
}

// ParseReduction takes apart what __reduce__ returned.
func ParseReduction(v starlark.Value) (*Reduction, error) {
	if name, ok := text.AsString(v); ok {
		return &Reduction{Name: name}, nil
	}
	t, ok := object.Unwrap(v).(starlark.Tuple)
	if !ok {
		return nil, exception.New(picklingError, "__reduce__ must return a string or tuple")
	}
	if len(t) < 2 || len(t) > 6 {
		return nil, exception.New(picklingError, "tuple returned by __reduce__ must contain 2 through 6 elements")
	}
	part := func(i int) starlark.Value {
		if i >= len(t) || t[i] == starlark.None {
			return nil
		}
		return t[i]
	}
	r := &Reduction{Func: t[0], State: part(2), Items: part(3), Pairs: part(4), Setter: part(5)}
	if !object.Callable(r.Func) {
		return nil, exception.New(picklingError, "first item of the tuple returned by __reduce__ must be callable")
	}
	if r.Args, ok = object.Unwrap(t[1]).(starlark.Tuple); !ok {
		return nil, exception.New(picklingError, "second item of the tuple returned by __reduce__ must be a tuple")
	}
	for i, it := range []starlark.Value{r.Items, r.Pairs} {
		if it == nil {
			continue
		}
		if m, _ := object.TypeOf(it).Lookup("__next__"); m == nil {
			return nil, exception.New(picklingError, "%s element of the tuple returned by __reduce__ must be an iterator, not %s",
				[...]string{"fourth", "fifth"}[i], object.TypeName(it))
		}
	}
	if r.Setter != nil && !object.Callable(r.Setter) {
		return nil, exception.New(picklingError, "sixth element of the tuple returned by __reduce__ must be a function, not %s",
			object.TypeName(r.Setter))
	}
	return r, nil
}

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
					names[s] = true
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
