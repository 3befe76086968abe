// Package math is the module math.
//
// Functions of one float are rows of a table (functions.go); those of integers of
// any size are in integer.go, sums and products in series.go. How they round is
// decided in package libm.
package math

import (
	"math"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/quick"
	"github.com/mpstar/mpstar/internal/text"
)

// Module returns the definition of the module.
func Module() interp.Def {
	return interp.Def{
		Name: "math",
		Doc:  "Functions of real numbers and integers.",
		Init: func(in *interp.Interp, m *object.Module) error {
			for _, f := range functions.Get() {
				m.Set(f.Name(), f)
			}
			m.Set("pi", starlark.Float(math.Pi))
			m.Set("e", starlark.Float(math.E))
			m.Set("tau", starlark.Float(2*math.Pi))
			m.Set("inf", starlark.Float(math.Inf(1)))
			m.Set("nan", starlark.Float(math.NaN()))
			return nil
		},
	}
}

var (
	errDomain = exception.New(exception.ValueError, "math domain error")
	errRange  = exception.New(exception.OverflowError, "math range error")
)

// single returns a function of one positional argument.
func single(name string, fn func(thread *starlark.Thread, x starlark.Value) (starlark.Value, error)) *starlark.Builtin {
	signature := &text.Signature{Owner: "math", Func: name, Style: text.Single, Params: []string{"x"}, Required: 1}
	return object.NewFunc(name, func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if len(args) != 1 || len(kwargs) > 0 {
			if _, err := signature.Parse(args, kwargs); err != nil {
				return nil, err
			}
		}
		return fn(thread, args[0])
	})
}

// unary returns a function of one float. An infinite result of a finite
// argument is a range error if the function can overflow, else it is a pole.
func unary(name string, overflows bool, fn func(x float64) float64) *starlark.Builtin {
	f := single(name, func(thread *starlark.Thread, v starlark.Value) (starlark.Value, error) {
		x, err := number.Float(thread, v)
		if err != nil {
			return nil, err
		}
		y := fn(x)
		if y-y != 0 { // not finite
			switch {
			case y != y && x == x:
				return nil, errDomain
			case math.IsInf(y, 0) && x-x == 0 && overflows:
				return nil, errRange
			case math.IsInf(y, 0) && x-x == 0:
				return nil, errDomain
			}
		}
		return starlark.Float(y), nil
	})
	quick.FloatFunction(f, fn)
	return f
}

// predicate returns a test of one float.
func predicate(name string, fn func(x float64) bool) *starlark.Builtin {
	return single(name, func(thread *starlark.Thread, v starlark.Value) (starlark.Value, error) {
		x, err := number.Float(thread, v)
		if err != nil {
			return nil, err
		}
		return starlark.Bool(fn(x)), nil
	})
}

// binary returns a function of two floats.
func binary(name string, fn func(x, y float64) (float64, error)) *starlark.Builtin {
	signature := &text.Signature{Owner: "math", Func: name, Style: text.Positional, Params: []string{"x", "y"}, Required: 2}
	return object.NewFunc(name, func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if _, err := signature.Parse(args, kwargs); err != nil {
			return nil, err
		}
		x, err := number.Float(thread, args[0])
		if err != nil {
			return nil, err
		}
		y, err := number.Float(thread, args[1])
		if err != nil {
			return nil, err
		}
		z, err := fn(x, y)
		if err != nil {
			return nil, err
		}
		return starlark.Float(z), nil
	})
}

// variadic returns a function that takes any number of positional arguments.
func variadic(name string, fn func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error)) *starlark.Builtin {
	return object.NewFunc(name, func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if len(kwargs) > 0 {
			return nil, exception.New(exception.TypeError, "math.%s() takes no keyword arguments", name)
		}
		return fn(thread, args)
	})
}
