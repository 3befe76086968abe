// Package number reads the numbers that scripts pass to native functions, with
// the conversions that CPython applies: __float__, __index__, and int where
// float is wanted.
//
//	x, err := number.Float(thread, args[0]) // "must be real number, not str"
//	n, err := number.Int(thread, args[1])   // "'float' object cannot be interpreted as an integer"
package number

import (
	"math"
	"math/big"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
)

// Float returns v as a float: a float, an int, or an object with __float__ or
// __index__.
func Float(thread *starlark.Thread, v starlark.Value) (float64, error) {
	switch v := v.(type) {
	case starlark.Float:
		return float64(v), nil
	case starlark.Int:
		return FromInt(v)
	case starlark.Bool:
		if v {
			return 1, nil
		}
		return 0, nil
	}
	if f, ok := object.Unwrap(v).(starlark.Float); ok {
		return float64(f), nil
	}
	r, ok, err := Special(thread, v, "__float__")
	if err != nil {
		return 0, err
	}
	if ok {
		f, ok := object.Unwrap(r).(starlark.Float)
		if !ok {
			return 0, exception.New(exception.TypeError, "%s.__float__ returned non-float (type %s)", object.TypeName(v), object.TypeName(r))
		}
		return float64(f), nil
	}
	if n, ok, err := index(thread, v); ok || err != nil {
		if err != nil {
			return 0, err
		}
		return FromInt(n)
	}
	return 0, exception.New(exception.TypeError, "must be real number, not %s", object.TypeName(v))
}

// FromInt returns the float nearest to n, or OverflowError.
func FromInt(n starlark.Int) (float64, error) {
	if i, ok := n.Int64(); ok {
		return float64(i), nil
	}
	f, _ := new(big.Float).SetInt(n.BigInt()).Float64()
	if math.IsInf(f, 0) {
		return 0, exception.New(exception.OverflowError, "int too large to convert to float")
	}
	return f, nil
}

// Index returns v as an int: an int, a bool, or an object with __index__.
func Index(thread *starlark.Thread, v starlark.Value) (starlark.Int, error) {
	n, ok, err := index(thread, v)
	if err == nil && !ok {
		err = exception.New(exception.TypeError, "'%s' object cannot be interpreted as an integer", object.TypeName(v))
	}
	return n, err
}

// IsInt reports whether v is an int, a bool, or an instance of a class derived
// from int, and returns its value.
func IsInt(v starlark.Value) (starlark.Int, bool) {
	switch v := object.Unwrap(v).(type) {
	case starlark.Int:
		return v, true
	case starlark.Bool:
		if v {
			return starlark.MakeInt(1), true
		}
		return starlark.Int{}, true
	}
	return starlark.Int{}, false
}

func index(thread *starlark.Thread, v starlark.Value) (starlark.Int, bool, error) {
	if n, ok := IsInt(v); ok {
		return n, true, nil
	}
	r, ok, err := Special(thread, v, "__index__")
	if !ok || err != nil {
		return starlark.Int{}, ok, err
	}
	n, ok := IsInt(r)
	if !ok {
		return n, true, exception.New(exception.TypeError, "__index__ returned non-int (type %s)", object.TypeName(r))
	}
	return n, true, nil
}

// Int returns v as a Go int, taking what Index takes. Beyond its range it
// raises OverflowError, as CPython does where it needs a C long.
func Int(thread *starlark.Thread, v starlark.Value) (int, error) {
	n, err := Index(thread, v)
	if err != nil {
		return 0, err
	}
	i, ok := n.Int64()
	if !ok || int64(int(i)) != i {
		return 0, exception.New(exception.OverflowError, "Python int too large to convert to C long")
	}
	return int(i), nil
}

// Special calls the special method of that name that the class of v has, as v.name()
// does. It reports false if v is not an instance of a class with such a method.
func Special(thread *starlark.Thread, v starlark.Value, name string) (r starlark.Value, ok bool, err error) {
	if _, isInstance := v.(*object.Instance); !isInstance {
		return nil, false, nil
	}
	m, ok := object.TypeOf(v).Lookup(name)
	if !ok {
		return nil, false, nil
	}
	r, err = object.Call(thread, m, v)
	return r, true, err
}
