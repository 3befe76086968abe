package builtin

import (
	"math"
	"math/big"
	"strconv"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

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
		return roundInt(object.EnvOf(thread), n, d)
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
func roundInt(env *object.Env, n starlark.Int, digits int) (starlark.Value, error) {
	if digits >= 0 {
		return n, nil
	}
	x := n.BigInt()
	// 10**k has more than 3.3 k bits: beyond twice n there is only 0.
	if float64(-digits)*3.3 > float64(x.BitLen())+2 {
		return starlark.MakeInt(0), nil
	}
	p, err := object.PowBig(env, big.NewInt(10), int64(-digits))
	if err != nil {
		return nil, err
	}
	q, r, err := object.IntDivMod(env, n, starlark.MakeBigInt(p))
	if err != nil {
		return nil, err
	}
	rounded, err := object.MulBig(env, toEven(q.BigInt(), r.BigInt(), p), p)
	if err != nil {
		return nil, err
	}
	return starlark.MakeBigInt(rounded), nil
}

// toEven returns the integer nearest to q + r/p, of two the even one.
func toEven(q, r, p *big.Int) *big.Int {
	switch c := new(big.Int).Lsh(r, 1).Cmp(p); {
	case c > 0, c == 0 && q.Bit(0) == 1:
		return new(big.Int).Add(q, big.NewInt(1))
	}
	return q
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
		unit := new(big.Int).Mul(p, r.Denom())
		q, rest := new(big.Int).DivMod(r.Num(), unit, new(big.Int))
		s = new(big.Int).Mul(toEven(q, rest, unit), p).String()
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
