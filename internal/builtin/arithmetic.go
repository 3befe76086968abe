package builtin

import (
	"math"
	"math/big"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

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

// manyBits is from how many bits on it is asked after each addition whether to go on.
const manyBits = 1 << 16

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
				sum := t.Add(n)
				total = sum
				if _, small := sum.Int64(); !small && sum.BigInt().BitLen() > manyBits {
					return true, env.Check()
				}
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
