package builtin

import (
	"math"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/libm"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

// A Complex is a complex number. Its arithmetic is CPython's, step by step: products are rounded before they are added, on all machines.
type Complex complex128

// PythonClass returns the class complex.
func (c Complex) PythonClass() *object.Class { return object.ComplexType }

func (c Complex) String() string       { return text.ComplexRepr(real(c), imag(c)) }
func (c Complex) Type() string         { return "complex" }
func (c Complex) Freeze()              {}
func (c Complex) Truth() starlark.Bool { return c != 0 }

// Complex returns the number.
func (c Complex) Complex() complex128 { return complex128(c) }

// Hash is that of the real part where there is no other.
func (c Complex) Hash() (uint32, error) {
	x, err := starlark.Float(real(c)).Hash()
	if imag(c) == 0 || err != nil {
		return x, err
	}
	y, err := starlark.Float(imag(c)).Hash()
	return x + 1000003*y, err
}

// Attr returns an attribute.
func (c Complex) Attr(name string) (starlark.Value, error) {
	switch name {
	case "real":
		return starlark.Float(real(c)), nil
	case "imag":
		return starlark.Float(imag(c)), nil
	}
	return classAttr(c, name)
}

// AttrNames returns the names of the attributes.
func (c Complex) AttrNames() []string { return classNames(object.ComplexType) }

// FormatSpec is format(c, spec).
func (c Complex) FormatSpec(spec string) (string, error) {
	return text.FormatComplex(real(c), imag(c), spec)
}

// Immutable says that processes may share the number.
func (c Complex) Immutable() {}

func init() {
	object.RegisterComplex(func(c complex128) starlark.Value { return Complex(c) })
}

// complexOf returns a number as a complex one. It reports false for what is no number.
func complexOf(v starlark.Value) (c Complex, ok bool, err error) {
	switch v := object.Unwrap(v).(type) {
	case Complex:
		return v, true, nil
	case starlark.Float:
		return Complex(complex(float64(v), 0)), true, nil
	case starlark.Bool:
		if v {
			return 1, true, nil
		}
		return 0, true, nil
	case starlark.Int:
		f := float64(v.Float())
		if math.IsInf(f, 0) {
			return 0, true, exception.New(exception.OverflowError, "int too large to convert to float")
		}
		return Complex(complex(f, 0)), true, nil
	}
	return 0, false, nil
}

// CompareSameType knows == and != alone.
func (c Complex) CompareSameType(op syntax.Token, y starlark.Value, _ int) (bool, error) {
	d, ok := y.(Complex)
	switch op {
	case syntax.EQL:
		return ok && c == d, nil
	case syntax.NEQ:
		return !ok || c != d, nil
	}
	return false, typeError("'%s' not supported between instances of 'complex' and '%s'", op, object.TypeName(y))
}

// CompareWith compares with other numbers.
func (c Complex) CompareWith(op syntax.Token, y starlark.Value) (result, ok bool, err error) {
	if op != syntax.EQL && op != syntax.NEQ {
		return false, false, nil
	}
	d, ok, err := complexOf(y)
	if !ok || err != nil {
		return false, false, nil
	}
	return (c == d) == (op == syntax.EQL), true, nil
}

// Unary gives + and -.
func (c Complex) Unary(op syntax.Token) (starlark.Value, error) {
	switch op {
	case syntax.PLUS:
		return c, nil
	case syntax.MINUS:
		return Complex(complex(-real(c), -imag(c))), nil
	}
	return nil, nil
}

// Binary gives + - * /.
func (c Complex) Binary(op syntax.Token, y starlark.Value, side starlark.Side) (starlark.Value, error) {
	switch op {
	case syntax.PLUS, syntax.MINUS, syntax.STAR, syntax.SLASH:
	default:
		return nil, nil
	}
	d, ok, err := complexOf(y)
	if !ok || err != nil {
		return nil, err
	}
	a, b := complex128(c), complex128(d)
	if side == starlark.Right {
		a, b = b, a
	}
	switch op {
	case syntax.PLUS:
		return Complex(a + b), nil
	case syntax.MINUS:
		return Complex(a - b), nil
	case syntax.STAR:
		return Complex(product(a, b)), nil
	}
	q, err := quotient(a, b)
	return Complex(q), err
}

// Power is c ** y, or y ** c on the right side.
func (c Complex) Power(y starlark.Value, side starlark.Side) (starlark.Value, error) {
	d, ok, err := complexOf(y)
	if !ok || err != nil {
		return nil, err
	}
	a, b := complex128(c), complex128(d)
	if side == starlark.Right {
		a, b = b, a
	}
	r, err := power(a, b)
	return Complex(r), err
}

func product(a, b complex128) complex128 {
	return complex(float64(real(a)*real(b))-float64(imag(a)*imag(b)), float64(real(a)*imag(b))+float64(imag(a)*real(b)))
}

// quotient divides by the larger part of b first, so that its square need not be a float.
func quotient(a, b complex128) (complex128, error) {
	re, im := math.Abs(real(b)), math.Abs(imag(b))
	switch {
	case re >= im:
		if re == 0 {
			return 0, exception.New(exception.ZeroDivisionError, "complex division by zero")
		}
		ratio := imag(b) / real(b)
		denom := real(b) + float64(imag(b)*ratio)
		return complex((real(a)+float64(imag(a)*ratio))/denom, (imag(a)-float64(real(a)*ratio))/denom), nil
	case im >= re:
		ratio := real(b) / imag(b)
		denom := float64(real(b)*ratio) + imag(b)
		return complex((float64(real(a)*ratio)+imag(a))/denom, (float64(imag(a)*ratio)-real(a))/denom), nil
	}
	return complex(math.NaN(), math.NaN()), nil
}

// power multiplies where the exponent is a small integer.
func power(a, b complex128) (r complex128, err error) {
	if n := real(b); imag(b) == 0 && n == math.Floor(n) && math.Abs(n) <= 100 {
		r = integralPower(a, int(math.Abs(n)))
		if n <= 0 {
			if r, err = quotient(1, r); err != nil {
				return 0, exception.New(exception.ZeroDivisionError, "0.0 to a negative or complex power")
			}
		}
	} else if a == 0 {
		if imag(b) != 0 || real(b) < 0 {
			return 0, exception.New(exception.ZeroDivisionError, "0.0 to a negative or complex power")
		}
	} else {
		size := libm.Hypot(real(a), imag(a))
		length := libm.Pow(size, real(b))
		at := libm.Atan2(imag(a), real(a))
		phase := at * real(b)
		if imag(b) != 0 {
			length /= libm.Exp(at * imag(b))
			phase += float64(imag(b) * libm.Log(size))
		}
		r = complex(length*libm.Cos(phase), length*libm.Sin(phase))
	}
	if math.IsInf(real(r), 0) || math.IsInf(imag(r), 0) {
		return 0, exception.New(exception.OverflowError, "complex exponentiation")
	}
	return r, nil
}

func integralPower(a complex128, n int) complex128 {
	r := complex128(1)
	for mask := 1; mask <= n; mask <<= 1 {
		if n&mask != 0 {
			r = product(r, a)
		}
		a = product(a, a)
	}
	return r
}

// magnitude is abs(c).
func (c Complex) magnitude() (starlark.Value, error) {
	f := libm.Hypot(real(c), imag(c))
	if math.IsInf(f, 0) && !math.IsInf(real(c), 0) && !math.IsInf(imag(c), 0) {
		return nil, exception.New(exception.OverflowError, "absolute value too large")
	}
	return starlark.Float(f), nil
}

var complexSpec = object.Spec{
	New: newComplex,
	Methods: map[string]object.Method{
		"conjugate": func(_ *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			c := self.(Complex)
			return Complex(complex(real(c), -imag(c))), none("complex", "conjugate", args, kwargs)
		},
		"__abs__": func(_ *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if err := none("complex", "__abs__", args, kwargs); err != nil {
				return nil, err
			}
			return self.(Complex).magnitude()
		},
		"__complex__": func(_ *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return self, none("complex", "__complex__", args, kwargs)
		},
		"__getnewargs__": func(_ *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			c := self.(Complex)
			return starlark.Tuple{starlark.Float(real(c)), starlark.Float(imag(c))}, none("complex", "__getnewargs__", args, kwargs)
		},
		"__reduce__": func(_ *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			c := self.(Complex)
			return starlark.Tuple{object.ComplexType, starlark.Tuple{starlark.Float(real(c)), starlark.Float(imag(c))}}, nil
		},
	},
	Properties: map[string]object.Property{
		"real": {Get: func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
			return starlark.Float(real(self.(Complex))), nil
		}},
		"imag": {Get: func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
			return starlark.Float(imag(self.(Complex))), nil
		}},
	},
}

// newComplex is complex(real=0, imag=0) and complex(str).
func newComplex(thread *starlark.Thread, _ *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var re, im starlark.Value
	switch {
	case len(args)+len(kwargs) > 2:
		return nil, typeError("complex() takes at most 2 arguments (%d given)", len(args)+len(kwargs))
	case len(args) > 1:
		re, im = args[0], args[1]
	case len(args) > 0:
		re = args[0]
	}
	for key, dst := range map[string]*starlark.Value{"real": &re, "imag": &im} {
		v, rest := keyword(kwargs, key)
		if v == nil {
			continue
		}
		if *dst != nil {
			return nil, typeError("argument for complex() given by name ('%s') and position (1)", key)
		}
		*dst, kwargs = v, rest
	}
	if len(kwargs) > 0 {
		return nil, unknownKeyword("complex", kwargs)
	}
	if re != nil {
		if c, ok := re.(Complex); ok && im == nil {
			return c, nil
		}
		if s, ok := text.AsString(object.Unwrap(re)); ok {
			if im != nil {
				return nil, typeError("complex() can't take second arg if first is a string")
			}
			return parseComplex(object.EnvOf(thread), s)
		}
	}
	if im != nil && isStr(im) {
		return nil, typeError("complex() second arg can't be a string")
	}
	var x, y Complex
	if re != nil {
		var ok bool
		var err error
		if x, ok, err = complexArg(thread, re); err != nil {
			return nil, err
		} else if !ok {
			return nil, typeError("complex() first argument must be a string or a number, not '%s'", object.TypeName(re))
		}
	}
	if im != nil {
		c, ok, err := complexArg(thread, im)
		if err != nil {
			return nil, err
		} else if !ok {
			return nil, typeError("complex() second argument must be a number, not '%s'", object.TypeName(im))
		}
		y = c
		return Complex(complex(real(x)-imag(y), imag(x)+real(y))), nil
	}
	return x, nil
}

// complexArg is complexOf for arguments, which may say themselves which number they are.
func complexArg(thread *starlark.Thread, v starlark.Value) (Complex, bool, error) {
	r, found, err := special(thread, v, "__complex__")
	if err != nil {
		return 0, false, err
	}
	if found {
		c, ok := object.Unwrap(r).(Complex)
		if !ok {
			return 0, false, typeError("%s.__complex__ returned non-complex (type %s)", object.TypeName(v), object.TypeName(r))
		}
		return c, true, nil
	}
	if c, ok, err := complexOf(v); ok || err != nil {
		return c, ok, err
	}
	for _, method := range [...]string{"__float__", "__index__"} {
		r, found, err := special(thread, v, method)
		if err != nil {
			return 0, false, err
		}
		if found {
			return complexOf(r)
		}
	}
	return 0, false, nil
}

// parseComplex reads "1", "2j", "1+2j", with spaces or parentheses around.
func parseComplex(env *object.Env, s string) (starlark.Value, error) {
	malformed := valueError("complex() arg is a malformed string")
	s, err := text.StripPaced(env.Check, s)
	if n := len(s); err == nil && n > 1 && s[0] == '(' && s[n-1] == ')' {
		s, err = text.StripPaced(env.Check, s[1:n-1])
	}
	// The last sign that is not of an exponent parts the two.
	cut := 0
	for i := len(s) - 1; i > 0 && err == nil; i-- {
		if (s[i] == '+' || s[i] == '-') && s[i-1]|0x20 != 'e' {
			cut = i
			break
		}
		if i%(1<<16) == 0 {
			err = env.Check()
		}
	}
	if err != nil {
		return nil, err
	}
	var re, im float64
	if n := len(s); n > 0 && s[n-1]|0x20 == 'j' {
		part := s[cut : n-1]
		switch part {
		case "", "+":
			im = 1
		case "-":
			im = -1
		default:
			if im, err = exactFloat(env, part, malformed); err != nil {
				return nil, err
			}
		}
		if s = s[:cut]; s == "" {
			return Complex(complex(0, im)), nil
		}
	}
	if re, err = exactFloat(env, s, malformed); err != nil {
		return nil, err
	}
	return Complex(complex(re, im)), nil
}

// exactFloat reads a float that has no space around.
func exactFloat(env *object.Env, s string, malformed error) (float64, error) {
	if stripped, err := text.StripPaced(env.Check, s); err != nil {
		return 0, err
	} else if len(stripped) != len(s) {
		return 0, malformed
	}
	x, err := text.ParseFloatPaced(env.Check, s, false)
	if e, ok := err.(*exception.Error); ok && e.Kind == exception.ValueError {
		return 0, malformed
	}
	return x, err
}
