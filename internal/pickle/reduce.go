package pickle

import (
	"strings"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pieces"
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

// libraryChecks say why a pickle may not call a function with these arguments. Scripts may.
var libraryChecks = map[*starlark.Builtin]Check{}

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

// RegisterBuiltin says that pickles may call a function of the module builtins if check allows it.
func RegisterBuiltin(b *starlark.Builtin, check Check) {
	libraryFuncs[[2]string{"builtins", b.Name()}] = b
	libraryNames[b] = libraryName{"builtins", b.Name()}
	libraryChecks[b] = check
}

// RegisterFunc makes a function that pickles may call, under the name that they give it. It is
// called while the program is being initialised.
func RegisterFunc(module, name string, fn func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error)) *starlark.Builtin {
	return libraryFunc(module, name, fn)
}

// Reduce returns what v is reduced to under a protocol: by its class's
// __reduce_ex__ or __reduce__, or as object.__reduce_ex__ does it.
func Reduce(thread *starlark.Thread, v starlark.Value, protocol int) (*Reduction, error) {
	if object.TypeOf(v) == object.CodeType {
		return nil, exception.New(exception.TypeError, "cannot pickle code objects")
	}
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
	case *object.Alias:
		return &Reduction{Func: object.AliasType, Args: starlark.Tuple{v.Origin, v.Args}}, nil
	case *object.Slice:
		return &Reduction{Func: object.SliceType, Args: starlark.Tuple{v.Start, v.Stop, v.Step}}, nil
	case *text.ByteArray:
		if len(v.Bytes()) == 0 {
			return &Reduction{Func: object.BytearrayType, Args: starlark.Tuple{}}, nil
		}
		b, err := pieces.String(v.Bytes(), object.EnvOf(thread).Check)
		return &Reduction{Func: object.BytearrayType, Args: starlark.Tuple{text.Bytes(b)}}, err
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
