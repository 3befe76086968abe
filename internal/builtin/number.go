package builtin

import (
	"math"
	"math/big"
	"strconv"
	"strings"

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
		f, err := text.ParseFloat(s)
		return starlark.Float(f), err
	}
	if s, ok := text.AsBytes(x); ok {
		f, err := text.ParseFloatBytes(s)
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

func abs(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	v, err := one("abs", args, kwargs)
	if err != nil {
		return nil, err
	}
	if res, found, err := special(thread, v, "__abs__"); found || err != nil {
		return res, err
	}
	switch x := object.Unwrap(v).(type) {
	case starlark.Int:
		if x.Sign() < 0 {
			return starlark.MakeInt(0).Sub(x), nil
		}
		return x, nil
	case starlark.Bool:
		return boolInt(x), nil
	case starlark.Float:
		return starlark.Float(math.Abs(float64(x))), nil
	case Complex:
		return x.magnitude()
	}
	return nil, typeError("bad operand type for abs(): '%s'", object.TypeName(v))
}

func divmod(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := positional("divmod", args, kwargs, 2, 2); err != nil {
		return nil, err
	}
	x, y := args[0], args[1]
	for _, try := range []struct {
		method      string
		self, other starlark.Value
	}{{"__divmod__", x, y}, {"__rdivmod__", y, x}} {
		res, found, err := special(thread, try.self, try.method, try.other)
		if err != nil {
			return nil, err
		}
		if found && !isNotImplemented(res) {
			return res, nil
		}
	}
	a, aok := integer(x)
	b, bok := integer(y)
	if aok && bok {
		if b.Sign() == 0 {
			return nil, exception.New(exception.ZeroDivisionError, "integer division or modulo by zero")
		}
		q, m, err := object.IntDivMod(object.EnvOf(thread), a, b)
		return starlark.Tuple{q, m}, err
	}
	f, fok, err := realNumber(thread, x)
	if err != nil {
		return nil, err
	}
	g, gok, err := realNumber(thread, y)
	if err != nil {
		return nil, err
	}
	if !fok || !gok {
		return nil, typeError("unsupported operand type(s) for divmod(): '%s' and '%s'", object.TypeName(x), object.TypeName(y))
	}
	if g == 0 {
		return nil, exception.New(exception.ZeroDivisionError, "float divmod()")
	}
	mod := math.Mod(f, g)
	div := (f - mod) / g
	if mod == 0 {
		mod = math.Copysign(0, g)
	} else if (g < 0) != (mod < 0) {
		mod += g
		div--
	}
	if div == 0 {
		div = math.Copysign(0, f/g)
	} else if fl := math.Floor(div); div-fl > 0.5 {
		div = fl + 1
	} else {
		div = fl
	}
	return starlark.Tuple{starlark.Float(div), starlark.Float(mod)}, nil
}

// integer returns an int or bool, or what a class derived from them carries.
func integer(v starlark.Value) (starlark.Int, bool) {
	switch v := object.Unwrap(v).(type) {
	case starlark.Int:
		return v, true
	case starlark.Bool:
		return boolInt(v), true
	}
	return starlark.Int{}, false
}

func isNotImplemented(v starlark.Value) bool {
	return object.TypeOf(v) == object.NotImplementedType
}

var powSignature = text.Signature{Func: "pow", Params: []string{"base", "exp", "mod"}, Required: 2}

// maxPowWork bounds the machine word products that a modular power may cost: some
// ten seconds.
const maxPowWork = 1 << 34

func pow(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := powSignature.Parse(args, kwargs)
	if err != nil {
		return nil, err
	}
	if a[2] == nil || a[2] == starlark.None {
		return object.Binary(object.EnvOf(thread), "**", a[0], a[1])
	}
	if res, found, err := special(thread, a[0], "__pow__", a[1], a[2]); err != nil || found && !isNotImplemented(res) {
		return res, err
	}
	var n [3]*big.Int
	for i, v := range a {
		x, ok := integer(v)
		if !ok {
			for _, v := range a {
				if _, ok, err := realNumber(thread, v); !ok || err != nil {
					return nil, typeError("unsupported operand type(s) for ** or pow(): '%s', '%s', '%s'",
						object.TypeName(a[0]), object.TypeName(a[1]), object.TypeName(a[2]))
				}
			}
			return nil, typeError("pow() 3rd argument not allowed unless all arguments are integers")
		}
		n[i] = x.BigInt()
	}
	base, exp, mod := n[0], n[1], n[2]
	if mod.Sign() == 0 {
		return nil, valueError("pow() 3rd argument cannot be 0")
	}
	words := float64(mod.BitLen()/64 + 1)
	if float64(exp.BitLen())*words*words > maxPowWork {
		return nil, exception.New(exception.OverflowError, "pow() with numbers of %d, %d and %d bits is more work than is allowed", base.BitLen(), exp.BitLen(), mod.BitLen())
	}
	m := new(big.Int).Abs(mod)
	if exp.Sign() < 0 {
		inv := new(big.Int).ModInverse(new(big.Int).Mod(base, m), m)
		if inv == nil {
			return nil, valueError("base is not invertible for the given modulus")
		}
		base, exp = inv, new(big.Int).Neg(exp)
	}
	res, err := object.ModPowBig(object.EnvOf(thread), base, exp, m)
	if err != nil {
		return nil, err
	}
	if mod.Sign() < 0 && res.Sign() > 0 {
		res.Add(res, mod)
	}
	return starlark.MakeBigInt(res), nil
}

var roundSignature = text.Signature{Func: "round", Params: []string{"number", "ndigits"}, Required: 1}

func round(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := roundSignature.Parse(args, kwargs)
	if err != nil {
		return nil, err
	}
	if a[1] == starlark.None {
		a[1] = nil
	}
	var more []starlark.Value
	if a[1] != nil {
		more = a[1:]
	}
	if res, found, err := special(thread, a[0], "__round__", more...); found || err != nil {
		return res, err
	}
	return roundNumber(thread, a[0], a[1])
}

// roundNumber is round(v, ndigits); ndigits may be nil.
func roundNumber(thread *starlark.Thread, v, ndigits starlark.Value) (starlark.Value, error) {
	if n, ok := integer(v); ok {
		if ndigits == nil {
			return n, nil
		}
		d, err := clampedSize(thread, ndigits)
		if err != nil {
			return nil, err
		}
		return roundInt(n, d), nil
	}
	f, ok := object.Unwrap(v).(starlark.Float)
	if !ok {
		return nil, typeError("type %s doesn't define __round__ method", object.TypeName(v))
	}
	if ndigits == nil {
		return intOrError(truncate(math.RoundToEven(float64(f))))
	}
	d, err := clampedSize(thread, ndigits)
	if err != nil {
		return nil, err
	}
	r, err := roundFloat(float64(f), d)
	return starlark.Float(r), err
}

// roundInt rounds to a multiple of 10**-digits, halves to the even one.
func roundInt(n starlark.Int, digits int) starlark.Int {
	if digits >= 0 {
		return n
	}
	x := n.BigInt()
	// 10**k has more than 3.3 k bits: beyond twice n there is only 0.
	if float64(-digits)*3.3 > float64(x.BitLen())+2 {
		return starlark.MakeInt(0)
	}
	p := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(-digits)), nil)
	return starlark.MakeBigInt(roundQuotient(x, p, p))
}

// roundQuotient returns n/p rounded to the nearest integer, halves to even, times unit.
func roundQuotient(n, p, unit *big.Int) *big.Int {
	q, r := new(big.Int).DivMod(n, p, new(big.Int))
	switch c := r.Lsh(r, 1).Cmp(p); {
	case c > 0, c == 0 && q.Bit(0) == 1:
		q.Add(q, big.NewInt(1))
	}
	return q.Mul(q, unit)
}

// roundFloat rounds f to so many decimal digits: the exact value of f decides, and
// a tie goes to the even digit.
func roundFloat(f float64, digits int) (float64, error) {
	switch {
	case f == 0 || math.IsInf(f, 0) || math.IsNaN(f) || digits > 323:
		return f, nil
	case digits < -308:
		return math.Copysign(0, f), nil
	}
	var s string
	if digits >= 0 {
		s = strconv.FormatFloat(f, 'f', digits, 64)
	} else {
		r, _ := new(big.Float).SetFloat64(math.Abs(f)).Rat(nil)
		p := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(-digits)), nil)
		n := roundQuotient(r.Num(), new(big.Int).Mul(p, r.Denom()), p)
		s = n.String()
		if f < 0 {
			s = "-" + s
		}
	}
	r, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return 0, exception.New(exception.OverflowError, "rounded value too large to represent")
	}
	return r, nil
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
		s := n.BigInt().Text(base)
		if rest, ok := strings.CutPrefix(s, "-"); ok {
			return starlark.String("-" + prefix + rest), nil
		}
		return starlark.String(prefix + s), nil
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

// sum adds from left to right, as CPython before 3.12 does for floats too.
func sum(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(args) == 0 {
		return nil, typeError("sum() takes at least 1 positional argument (0 given)")
	}
	if n := len(args) + len(kwargs); n > 2 {
		return nil, typeError("sum() takes at most 2 arguments (%d given)", n)
	}
	start, kwargs := keyword(kwargs, "start")
	if len(kwargs) > 0 {
		return nil, unknownKeyword("sum", kwargs)
	}
	if len(args) > 1 {
		start = args[1]
	}
	var total starlark.Value = starlark.MakeInt(0)
	if start != nil {
		total = start
		switch object.TypeOf(start) {
		case object.StrType:
			return nil, typeError("sum() can't sum strings [use ''.join(seq) instead]")
		case object.BytesType:
			return nil, typeError("sum() can't sum bytes [use b''.join(seq) instead]")
		case object.BytearrayType:
			return nil, typeError("sum() can't sum bytearray [use b''.join(seq) instead]")
		}
	}
	env := object.EnvOf(thread)
	err := each(thread, args[0], func(x starlark.Value) (bool, error) {
		switch t := total.(type) {
		case starlark.Int:
			if n, ok := x.(starlark.Int); ok {
				total = t.Add(n)
				return true, nil
			}
		case starlark.Float:
			if f, ok := x.(starlark.Float); ok {
				total = t + f
				return true, nil
			}
		}
		var err error
		total, err = object.Binary(env, "+", total, x)
		return true, err
	})
	if err != nil {
		return nil, err
	}
	return total, nil
}
