package math

import (
	"math"
	"math/big"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/libm"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

// functions are the module's functions, in alphabetical order.
var functions = object.Later(func() []*starlark.Builtin {
	return []*starlark.Builtin{
		unary("acos", false, libm.Acos),
		unary("acosh", false, libm.Acosh),
		unary("asin", false, libm.Asin),
		unary("asinh", false, libm.Asinh),
		unary("atan", false, libm.Atan),
		binary("atan2", func(y, x float64) (float64, error) { return libm.Atan2(y, x), nil }),
		unary("atanh", false, math.Atanh),
		unary("cbrt", false, libm.Cbrt),
		rounding("ceil", "__ceil__", math.Ceil),
		combFunc.Get(),
		binary("copysign", func(x, y float64) (float64, error) { return math.Copysign(x, y), nil }),
		unary("cos", false, libm.Cos),
		unary("cosh", true, libm.Cosh),
		unary("degrees", false, func(x float64) float64 { return x * (180 / math.Pi) }),
		distFunc.Get(),
		unary("erf", false, math.Erf),
		unary("erfc", false, math.Erfc),
		unary("exp", true, libm.Exp),
		unary("exp2", true, libm.Exp2),
		unary("expm1", true, math.Expm1),
		unary("fabs", false, math.Abs),
		single("factorial", factorial),
		rounding("floor", "__floor__", math.Floor),
		binary("fmod", fmod),
		single("frexp", frexp),
		single("fsum", fsum),
		unary("gamma", true, gamma),
		variadic("gcd", gcd),
		variadic("hypot", hypot),
		iscloseFunc.Get(),
		predicate("isfinite", func(x float64) bool { return x-x == 0 }),
		predicate("isinf", func(x float64) bool { return math.IsInf(x, 0) }),
		predicate("isnan", func(x float64) bool { return x != x }),
		single("isqrt", isqrt),
		variadic("lcm", lcm),
		ldexpFunc.Get(),
		unary("lgamma", true, lgamma),
		logFunc.Get(),
		logarithm("log10", libm.Log10),
		unary("log1p", false, math.Log1p),
		logarithm("log2", libm.Log2),
		single("modf", modf),
		binary("nextafter", func(x, y float64) (float64, error) {
			if x == y {
				return y, nil // with its sign
			}
			return math.Nextafter(x, y), nil
		}),
		permFunc.Get(),
		binary("pow", pow),
		prodFunc.Get(),
		unary("radians", false, func(x float64) float64 { return x * (math.Pi / 180) }),
		binary("remainder", remainder),
		unary("sin", false, libm.Sin),
		unary("sinh", true, libm.Sinh),
		unary("sqrt", false, math.Sqrt),
		unary("tan", false, libm.Tan),
		unary("tanh", false, libm.Tanh),
		single("trunc", trunc),
		unary("ulp", false, ulp),
	}
})

// gamma has poles at zero and the negative integers: domain errors there, not
// range errors.
func gamma(x float64) float64 {
	if x == 0 {
		return math.NaN()
	}
	return libm.Gamma(x)
}

func lgamma(x float64) float64 {
	if x <= 0 && x == math.Floor(x) && !math.IsInf(x, 0) {
		return math.NaN()
	}
	return libm.Lgamma(x)
}

func ulp(x float64) float64 {
	x = math.Abs(x)
	if x-x != 0 {
		return x
	}
	if up := math.Nextafter(x, math.Inf(1)); !math.IsInf(up, 1) {
		return up - x
	}
	return x - math.Nextafter(x, 0)
}

func fmod(x, y float64) (float64, error) {
	if math.IsInf(y, 0) && x-x == 0 {
		return x, nil
	}
	z := math.Mod(x, y)
	if z != z && x == x && y == y {
		return 0, errDomain
	}
	return z, nil
}

func remainder(x, y float64) (float64, error) {
	z := math.Remainder(x, y)
	if z != z && x == x && y == y {
		return 0, errDomain
	}
	return z, nil
}

func pow(x, y float64) (float64, error) {
	z := libm.Pow(x, y)
	if z-z != 0 && x-x == 0 && y-y == 0 {
		if z != z || x == 0 {
			return 0, errDomain
		}
		return 0, errRange
	}
	return z, nil
}

func frexp(thread *starlark.Thread, v starlark.Value) (starlark.Value, error) {
	x, err := number.Float(thread, v)
	if err != nil {
		return nil, err
	}
	m, e := math.Frexp(x)
	return starlark.Tuple{starlark.Float(m), starlark.MakeInt(e)}, nil
}

func modf(thread *starlark.Thread, v starlark.Value) (starlark.Value, error) {
	x, err := number.Float(thread, v)
	if err != nil {
		return nil, err
	}
	whole := math.Trunc(x)
	part := math.Copysign(x-whole, x)
	if math.IsInf(x, 0) {
		part = math.Copysign(0, x)
	}
	return starlark.Tuple{starlark.Float(part), starlark.Float(whole)}, nil
}

var ldexpSignature = &text.Signature{Owner: "math", Func: "ldexp", Style: text.Positional, Params: []string{"x", "i"}, Required: 2}

var ldexpFunc = object.Later(func() *starlark.Builtin {
	return object.NewFunc("ldexp", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if _, err := ldexpSignature.Parse(args, kwargs); err != nil {
			return nil, err
		}
		x, err := number.Float(thread, args[0])
		if err != nil {
			return nil, err
		}
		n, ok := number.IsInt(args[1])
		if !ok {
			return nil, exception.New(exception.TypeError, "Expected an int as second argument to ldexp.")
		}
		if x == 0 || x-x != 0 {
			return starlark.Float(x), nil
		}
		e, ok := n.Int64()
		if !ok {
			e = int64(n.Sign()) << 40
		}
		y := math.Ldexp(x, int(max(min(e, 5000), -5000)))
		if math.IsInf(y, 0) {
			return nil, errRange
		}
		return starlark.Float(y), nil
	})
})

// logOf returns the logarithm of a float, or of an int of any size.
func logOf(thread *starlark.Thread, v starlark.Value, log func(float64) float64) (float64, error) {
	if n, ok := number.IsInt(v); ok {
		if n.Sign() <= 0 {
			return 0, errDomain
		}
		if _, small := n.Int64(); !small {
			f, _ := new(big.Float).SetInt(n.BigInt()).Float64()
			if math.IsInf(f, 1) {
				m := new(big.Float).SetPrec(53).SetInt(n.BigInt())
				e := m.MantExp(m)
				x, _ := m.Float64()
				return log(x) + float64(log(2)*float64(e)), nil
			}
			return log(f), nil
		}
	}
	x, err := number.Float(thread, v)
	if err != nil {
		return 0, err
	}
	if x <= 0 {
		return 0, errDomain
	}
	return log(x), nil
}

func logarithm(name string, fn func(float64) float64) *starlark.Builtin {
	return single(name, func(thread *starlark.Thread, v starlark.Value) (starlark.Value, error) {
		y, err := logOf(thread, v, fn)
		if err != nil {
			return nil, err
		}
		return starlark.Float(y), nil
	})
}

var logFunc = object.Later(func() *starlark.Builtin {
	return object.NewFunc("log", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if len(kwargs) > 0 {
			return nil, exception.New(exception.TypeError, "log() takes no keyword arguments")
		}
		if len(args) < 1 || len(args) > 2 {
			return nil, exception.New(exception.TypeError, "math.log requires 1 to 2 arguments")
		}
		y, err := logOf(thread, args[0], libm.Log)
		if err != nil {
			return nil, err
		}
		if len(args) == 2 {
			base, err := logOf(thread, args[1], libm.Log)
			if err != nil {
				return nil, err
			}
			if base == 0 {
				return nil, exception.New(exception.ZeroDivisionError, "float division by zero")
			}
			y /= base
		}
		return starlark.Float(y), nil
	})
})

// rounding returns floor or ceil: of a float, an int, or an object with the
// special method.
func rounding(name, method string, fn func(float64) float64) *starlark.Builtin {
	return single(name, func(thread *starlark.Thread, v starlark.Value) (starlark.Value, error) {
		if f, ok := v.(starlark.Float); ok {
			return wholeInt(fn(float64(f)))
		}
		if r, ok, err := number.Special(thread, v, method); ok || err != nil {
			return r, err
		}
		if n, ok := number.IsInt(v); ok {
			return n, nil
		}
		f, err := number.Float(thread, v)
		if err != nil {
			return nil, err
		}
		return wholeInt(fn(f))
	})
}

func trunc(thread *starlark.Thread, v starlark.Value) (starlark.Value, error) {
	if r, ok, err := number.Special(thread, v, "__trunc__"); ok || err != nil {
		return r, err
	}
	if n, ok := number.IsInt(v); ok {
		return n, nil
	}
	f, ok := object.Unwrap(v).(starlark.Float)
	if !ok {
		return nil, exception.New(exception.TypeError, "type %s doesn't define __trunc__ method", object.TypeName(v))
	}
	return wholeInt(math.Trunc(float64(f)))
}

// wholeInt returns the int equal to a whole float.
func wholeInt(f float64) (starlark.Value, error) {
	switch {
	case f != f:
		return nil, exception.New(exception.ValueError, "cannot convert float NaN to integer")
	case math.IsInf(f, 0):
		return nil, exception.New(exception.OverflowError, "cannot convert float infinity to integer")
	case math.Abs(f) < 1<<62:
		return starlark.MakeInt64(int64(f)), nil
	}
	n, _ := big.NewFloat(f).Int(nil)
	return starlark.MakeBigInt(n), nil
}

var iscloseSignature = &text.Signature{Owner: "math", Func: "isclose", Params: []string{"a", "b", "rel_tol", "abs_tol"}, Required: 2, MaxPos: 2}

var iscloseFunc = object.Later(func() *starlark.Builtin {
	return object.NewFunc("isclose", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		slots, err := iscloseSignature.Parse(args, kwargs)
		if err != nil {
			return nil, err
		}
		x := [4]float64{2: 1e-9}
		for i, v := range slots {
			if v == nil {
				continue
			}
			if x[i], err = number.Float(thread, v); err != nil {
				return nil, err
			}
		}
		a, b, relative, absolute := x[0], x[1], x[2], x[3]
		if relative < 0 || absolute < 0 {
			return nil, exception.New(exception.ValueError, "tolerances must be non-negative")
		}
		if a == b {
			return starlark.True, nil
		}
		if math.IsInf(a, 0) || math.IsInf(b, 0) {
			return starlark.False, nil
		}
		diff := math.Abs(b - a)
		return starlark.Bool(diff <= math.Abs(relative*b) || diff <= math.Abs(relative*a) || diff <= absolute), nil
	})
})
