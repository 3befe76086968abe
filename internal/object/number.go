package object

import (
	"math"
	"math/big"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/libm"
)

// arithmetic computes with numbers; the result is nil if they have no such operation.
func arithmetic(env *Env, op string, x, y starlark.Value) (starlark.Value, error) {
	a, aInt := x.(starlark.Int)
	b, bInt := y.(starlark.Int)
	if aInt && bInt {
		return intArithmetic(env, op, a, b)
	}
	f, err := floatOf(x)
	if err != nil {
		return nil, err
	}
	g, err := floatOf(y)
	if err != nil {
		return nil, err
	}
	switch op {
	case "+":
		return starlark.Float(f + g), nil
	case "-":
		return starlark.Float(f - g), nil
	case "*":
		return starlark.Float(f * g), nil
	case "/":
		if g == 0 {
			return nil, exception.New(exception.ZeroDivisionError, "float division by zero")
		}
		return starlark.Float(f / g), nil
	case "//", "%":
		if g == 0 {
			if op == "%" {
				return nil, exception.New(exception.ZeroDivisionError, "float modulo")
			}
			return nil, exception.New(exception.ZeroDivisionError, "float floor division by zero")
		}
		div, mod := FloatDivMod(f, g)
		if op == "%" {
			return starlark.Float(mod), nil
		}
		return starlark.Float(div), nil
	case "**":
		return floatPow(f, g)
	}
	return nil, nil
}

// QuickDivide is x / y, x // y or x % y for two numbers with which this costs nothing to speak of and cannot fail, else nil.
func QuickDivide(op string, x, y starlark.Value) starlark.Value {
	i, xInt := x.(starlark.Int)
	j, yInt := y.(starlark.Int)
	if xInt && yInt {
		n, ok := j.Int64()
		if !ok || n == 0 {
			return nil
		}
		m, ok := i.Int64()
		switch {
		case op == "%":
			return i.Mod(j)
		case op == "//":
			return i.Div(j)
		case ok && exactFloat(m) && exactFloat(n):
			return starlark.Float(float64(m) / float64(n))
		}
		return nil
	}
	f, ok := quickFloat(x)
	if !ok {
		return nil
	}
	g, ok := quickFloat(y)
	if !ok || g == 0 {
		return nil
	}
	if op == "/" {
		return starlark.Float(f / g)
	}
	div, mod := FloatDivMod(f, g)
	if op == "%" {
		return starlark.Float(mod)
	}
	return starlark.Float(div)
}

// exactFloat reports whether an int of one word is in the range where all ints are floats, too.
func exactFloat(n int64) bool { return -1<<53 <= n && n <= 1<<53 }

// quickFloat returns the value of a float, or of an int that is one.
func quickFloat(v starlark.Value) (f float64, ok bool) {
	switch v := v.(type) {
	case starlark.Float:
		return float64(v), true
	case starlark.Int:
		n, ok := v.Int64()
		return float64(n), ok && exactFloat(n)
	}
	return 0, false
}

func floatOf(v starlark.Value) (float64, error) {
	switch v := v.(type) {
	case starlark.Float:
		return float64(v), nil
	case starlark.Int:
		f := float64(v.Float())
		if math.IsInf(f, 0) {
			return 0, exception.New(exception.OverflowError, "int too large to convert to float")
		}
		return f, nil
	}
	return 0, exception.New(exception.TypeError, "must be real number, not %s", TypeName(v))
}

// FloatDivMod is divmod for floats, b not zero: the remainder has the sign of b.
func FloatDivMod(a, b float64) (div, mod float64) {
	mod = math.Mod(a, b)
	div = (a - mod) / b
	if mod != 0 {
		if (b < 0) != (mod < 0) {
			mod += b
			div--
		}
	} else {
		mod = math.Copysign(0, b)
	}
	if div == 0 {
		return math.Copysign(0, a/b), mod
	}
	floor := math.Floor(div)
	if div-floor > 0.5 {
		floor++
	}
	return floor, mod
}

// powered is a number with a ** of its own: a complex one.
type powered interface {
	Power(y starlark.Value, side starlark.Side) (starlark.Value, error)
}

// makeComplex makes complex numbers; package builtin has them.
var makeComplex func(c complex128) starlark.Value

// RegisterComplex says how a complex number is made. It is called once, at package initialisation.
func RegisterComplex(make func(c complex128) starlark.Value) { makeComplex = make }

func floatPow(f, g float64) (starlark.Value, error) {
	if f == 0 && g < 0 {
		return nil, exception.New(exception.ZeroDivisionError, "0.0 cannot be raised to a negative power")
	}
	if f < 0 && !math.IsInf(f, 0) && g != math.Floor(g) && !math.IsInf(g, 0) && !math.IsNaN(g) {
		if p, ok := makeComplex(complex(f, 0)).(powered); ok {
			return p.Power(starlark.Float(g), starlark.Left)
		}
	}
	r := libm.Pow(f, g)
	if math.IsInf(r, 0) && !math.IsInf(f, 0) && !math.IsInf(g, 0) {
		return nil, exception.WithArgs(exception.OverflowError, starlark.MakeInt(34), starlark.String("Numerical result out of range"))
	}
	return starlark.Float(r), nil
}

func intArithmetic(env *Env, op string, a, b starlark.Int) (starlark.Value, error) {
	switch op {
	case "+":
		return a.Add(b), nil
	case "-":
		return a.Sub(b), nil
	case "*":
		return multiplyInts(env, a, b)
	case "/":
		return intDivide(a, b)
	case "//":
		if b.Sign() == 0 {
			return nil, exception.New(exception.ZeroDivisionError, "integer division or modulo by zero")
		}
		if _, small := b.Int64(); small {
			return a.Div(b), nil
		}
		q, _, err := IntDivMod(env, a, b)
		return q, err
	case "%":
		if b.Sign() == 0 {
			return nil, exception.New(exception.ZeroDivisionError, "integer modulo by zero")
		}
		if _, small := b.Int64(); small {
			return a.Mod(b), nil
		}
		_, m, err := IntDivMod(env, a, b)
		return m, err
	case "**":
		return intPow(env, a, b)
	case "&":
		return a.And(b), nil
	case "|":
		return a.Or(b), nil
	case "^":
		return a.Xor(b), nil
	case "<<", ">>":
		return intShift(op, a, b)
	}
	return nil, nil
}

// intDivide is true division: the float nearest to the quotient.
func intDivide(a, b starlark.Int) (starlark.Value, error) {
	if b.Sign() == 0 {
		return nil, exception.New(exception.ZeroDivisionError, "division by zero")
	}
	if v := QuickDivide("/", a, b); v != nil {
		return v, nil
	}
	f, ok := quotientOf(a.BigInt(), b.BigInt())
	if !ok {
		f, _ = new(big.Rat).SetFrac(a.BigInt(), b.BigInt()).Float64()
	}
	if math.IsInf(f, 0) {
		return nil, exception.New(exception.OverflowError, "integer division result too large for a float")
	}
	return starlark.Float(f), nil
}

// quotientOf is the float nearest to the quotient of large ints, by their first digits. It reports false if these don't show it: the ints are short, or the
// quotient lies as good as between two floats.
func quotientOf(a, b *big.Int) (float64, bool) {
	const digits = 256
	m, n := a.BitLen(), b.BitLen()
	switch {
	case m-n > 1100:
		return math.Inf(1), true
	case n-m > 1100:
		return math.Copysign(0, float64(a.Sign()*b.Sign())), true
	case m <= 4*digits || n <= 4*digits:
		return 0, false
	}
	x, y := new(big.Int).Rsh(new(big.Int).Abs(a), uint(m-digits)), new(big.Int).Rsh(new(big.Int).Abs(b), uint(n-digits))
	one := big.NewInt(1)
	float := func(x, y *big.Int) float64 {
		x, y = new(big.Int).Lsh(x, uint(max(m-n, 0))), new(big.Int).Lsh(y, uint(max(n-m, 0)))
		f, _ := new(big.Rat).SetFrac(x, y).Float64()
		return f
	}
	least, most := float(x, new(big.Int).Add(y, one)), float(new(big.Int).Add(x, one), y)
	if a.Sign() != b.Sign() {
		least, most = -least, -most
	}
	return least, least == most
}

func intPow(env *Env, a, b starlark.Int) (starlark.Value, error) {
	if b.Sign() < 0 {
		if a.Sign() == 0 {
			return nil, exception.New(exception.ZeroDivisionError, "0.0 cannot be raised to a negative power")
		}
		f, err := floatOf(a)
		if err != nil {
			return nil, err
		}
		g, err := floatOf(b)
		if err != nil {
			return nil, err
		}
		return floatPow(f, g)
	}
	base := a.BigInt()
	n, ok := b.Int64()
	if base.BitLen() <= 1 {
		// 0, 1 and -1 to any power.
		switch {
		case b.Sign() == 0, base.Sign() > 0:
			return starlark.MakeInt(1), nil
		case base.Sign() == 0:
			return starlark.MakeInt(0), nil
		}
		if b.BigInt().Bit(0) == 1 {
			return a, nil
		}
		return starlark.MakeInt(1), nil
	}
	if !ok || n > maxIntBits || int64(base.BitLen()-1)*n > maxIntBits {
		return nil, exception.New(exception.MemoryError, "")
	}
	z, err := PowBig(env, base, n)
	if err != nil {
		return nil, err
	}
	return starlark.MakeBigInt(z), nil
}

func intShift(op string, a, b starlark.Int) (starlark.Value, error) {
	if b.Sign() < 0 {
		return nil, exception.New(exception.ValueError, "negative shift count")
	}
	n, ok := b.Int64()
	if op == ">>" {
		if !ok || n > maxIntBits {
			if a.Sign() < 0 {
				return starlark.MakeInt(-1), nil
			}
			return starlark.MakeInt(0), nil
		}
		return a.Rsh(uint(n)), nil
	}
	if a.Sign() == 0 {
		return a, nil
	}
	if digits := new(big.Int).Quo(b.BigInt(), big.NewInt(30)); !ok && !digits.IsInt64() { // CPython's digits have 30 bits
		return nil, exception.New(exception.OverflowError, "too many digits in integer")
	}
	if !ok || n > maxIntBits || int64(a.BigInt().BitLen())+n > maxIntBits {
		return nil, exception.New(exception.MemoryError, "")
	}
	return a.Lsh(uint(n)), nil
}
