package builtin

import (
	"math"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

func newInt(thread *starlark.Thread, _ *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if n := len(args) + len(kwargs); n > 2 {
		return nil, typeError("int() takes at most 2 arguments (%d given)", n)
	}
	base, kwargs := keyword(kwargs, "base")
	if len(kwargs) > 0 {
		return nil, unknownKeyword("int", kwargs)
	}
	if len(args) == 2 {
		base = args[1]
	}
	if len(args) == 0 {
		if base != nil {
			return nil, typeError("int() missing string argument")
		}
		return starlark.MakeInt(0), nil
	}
	if base == nil {
		return toInt(thread, args[0])
	}
	b, err := clampedSize(thread, base)
	if err != nil {
		return nil, err
	}
	if b != 0 && b < 2 || b > 36 {
		return nil, valueError("int() base must be >= 2 and <= 36, or 0")
	}
	f := text.FormatterOf(thread)
	x := object.Unwrap(args[0])
	if s, ok := text.AsString(x); ok {
		return intOrError(f.ParseInt(s, b))
	}
	if s, ok := text.AsBytes(x); ok {
		return intOrError(f.ParseIntBytes(s, b))
	}
	return nil, typeError("int() can't convert non-string with explicit base")
}

func intOrError(n starlark.Int, err error) (starlark.Value, error) {
	if err != nil {
		return nil, err
	}
	return n, nil
}

// toInt returns int(v).
func toInt(thread *starlark.Thread, v starlark.Value) (starlark.Value, error) {
	for _, method := range []string{"__int__", "__index__", "__trunc__"} {
		res, found, err := special(thread, v, method)
		if err != nil {
			return nil, err
		}
		if !found {
			continue
		}
		if n, ok := object.Unwrap(res).(starlark.Int); ok {
			return n, nil
		}
		if b, ok := res.(starlark.Bool); ok {
			return boolInt(b), nil
		}
		return nil, typeError("%s returned non-int (type %s)", method, object.TypeName(res))
	}
	switch x := object.Unwrap(v).(type) {
	case starlark.Int:
		return x, nil
	case starlark.Bool:
		return boolInt(x), nil
	case starlark.Float:
		return intOrError(truncate(float64(x)))
	default:
		f := text.FormatterOf(thread)
		if s, ok := text.AsString(x); ok {
			return intOrError(f.ParseInt(s, 10))
		}
		if s, ok := text.AsBytes(x); ok {
			return intOrError(f.ParseIntBytes(s, 10))
		}
	}
	return nil, typeError("int() argument must be a string, a bytes-like object or a real number, not '%s'", object.TypeName(v))
}

func truncate(f float64) (starlark.Int, error) {
	switch {
	case math.IsNaN(f):
		return starlark.Int{}, valueError("cannot convert float NaN to integer")
	case math.IsInf(f, 0):
		return starlark.Int{}, exception.New(exception.OverflowError, "cannot convert float infinity to integer")
	}
	return starlark.NumberToInt(starlark.Float(f))
}

func newFloat(thread *starlark.Thread, _ *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := positional("float", args, kwargs, 0, 1); err != nil {
		return nil, err
	}
	if len(args) == 0 {
		return starlark.Float(0), nil
	}
	v := args[0]
	res, found, err := special(thread, v, "__float__")
	if err != nil {
		return nil, err
	}
	if found {
		if f, ok := object.Unwrap(res).(starlark.Float); ok {
			return f, nil
		}
		return nil, typeError("%s.__float__ returned non-float (type %s)", object.TypeName(v), object.TypeName(res))
	}
	x := object.Unwrap(v)
	if s, ok := text.AsString(x); ok {
		f, err := text.ParseFloatPaced(object.EnvOf(thread).Check, s, false)
		return starlark.Float(f), err
	}
	if s, ok, err := text.AsBytesPaced(object.EnvOf(thread).Check, x); err != nil {
		return nil, err
	} else if ok {
		f, err := text.ParseFloatPaced(object.EnvOf(thread).Check, s, true)
		return starlark.Float(f), err
	}
	if f, ok, err := realNumber(thread, v); ok || err != nil {
		return starlark.Float(f), err
	}
	return nil, typeError("float() argument must be a string or a real number, not '%s'", object.TypeName(v))
}

// realNumber returns the float that a number is; ok is false if v is no real number.
func realNumber(thread *starlark.Thread, v starlark.Value) (f float64, ok bool, err error) {
	switch x := object.Unwrap(v).(type) {
	case starlark.Float:
		return float64(x), true, nil
	case starlark.Bool:
		if x {
			return 1, true, nil
		}
		return 0, true, nil
	case starlark.Int:
		f := float64(x.Float())
		if math.IsInf(f, 0) {
			return 0, true, exception.New(exception.OverflowError, "int too large to convert to float")
		}
		return f, true, nil
	}
	if i, ok := v.(*object.Instance); ok {
		if _, ok := i.Class().Lookup("__index__"); ok {
			n, err := index(thread, v)
			if err != nil {
				return 0, true, err
			}
			return realNumber(thread, n)
		}
	}
	return 0, false, nil
}

func newBool(thread *starlark.Thread, _ *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := positional("bool", args, kwargs, 0, 1); err != nil {
		return nil, err
	}
	if len(args) == 0 {
		return starlark.False, nil
	}
	ok, err := object.Truth(object.EnvOf(thread), args[0])
	return starlark.Bool(ok), err
}

// inBase is hex, oct and bin.
func inBase(name, prefix string, base int) object.Func {
	return func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		v, err := one(name, args, kwargs)
		if err != nil {
			return nil, err
		}
		n, err := index(thread, v)
		if err != nil {
			return nil, err
		}
		x, before := n.BigInt(), prefix
		if x.Sign() < 0 {
			before = "-" + prefix
		}
		s, err := object.DigitsBig(object.EnvOf(thread), x, before, base)
		return starlark.String(s), err
	}
}

func chr(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	v, err := one("chr", args, kwargs)
	if err != nil {
		return nil, err
	}
	n, err := index(thread, v)
	if err != nil {
		return nil, err
	}
	i, ok := n.Int64()
	if !ok || int64(int32(i)) != i {
		return nil, exception.New(exception.OverflowError, "Python int too large to convert to C int")
	}
	if i < 0 || i > 0x10FFFF {
		return nil, valueError("chr() arg not in range(0x110000)")
	}
	if 0xD800 <= i && i <= 0xDFFF {
		// A lone surrogate takes the three bytes that UTF-8's scheme gives it.
		return text.Str(string([]byte{0xE0 | byte(i>>12), 0x80 | byte(i>>6)&0x3F, 0x80 | byte(i)&0x3F})), nil
	}
	return text.Str(string(rune(i))), nil
}

func ord(_ *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	v, err := one("ord", args, kwargs)
	if err != nil {
		return nil, err
	}
	x := object.Unwrap(v)
	n := -1
	if s, ok := text.AsString(x); ok {
		if n = text.Len(s); n == 1 {
			if len(s) == 3 && s[0] == 0xED && s[1] >= 0xA0 { // a lone surrogate
				return starlark.MakeInt(int(s[0]&0xF)<<12 | int(s[1]&0x3F)<<6 | int(s[2]&0x3F)), nil
			}
			return starlark.MakeInt(int([]rune(s)[0])), nil
		}
	} else if b, ok := text.AsBytes(x); ok {
		if n = len(b); n == 1 {
			return starlark.MakeInt(int(b[0])), nil
		}
	}
	if n < 0 {
		return nil, typeError("ord() expected string of length 1, but %s found", object.TypeName(v))
	}
	return nil, typeError("ord() expected a character, but string of length %d found", n)
}
