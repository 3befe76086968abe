package object

import (
	"math/big"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/exception"
)

// This file multiplies large ints so that a script which does can be stopped: package big's own operations
// take seconds for what maxIntBits admits. Its results are the same.

const (
	// leafBits is the size up to which package big multiplies at once: a third of a millisecond for two of it.
	leafBits = 1 << 17
	// manyBits is the size from which on ints are worth looking at before they are multiplied.
	manyBits = 1 << 16
)

// Multiply returns x * y for any values, as Binary does. Lowered code calls it where the engine's operator could make something too large
// at once, or take too long.
func Multiply(env *Env, x, y starlark.Value) (starlark.Value, error) {
	switch a := x.(type) {
	case starlark.Int:
		switch b := y.(type) {
		case starlark.Int:
			return multiplyInts(env, a, b)
		case starlark.Float:
			return starlark.Binary(syntax.STAR, x, y)
		}
	case starlark.Float:
		switch y.(type) {
		case starlark.Int, starlark.Float:
			return starlark.Binary(syntax.STAR, x, y)
		}
	}
	return Binary(env, "*", x, y)
}

// QuickMultiply is x * y for two numbers whose product costs nothing to speak of, else nil.
func QuickMultiply(x, y starlark.Value) starlark.Value {
	switch a := x.(type) {
	case starlark.Int:
		switch b := y.(type) {
		case starlark.Int:
			if _, ok := a.Int64(); ok {
				return a.Mul(b)
			}
		case starlark.Float:
			if n, ok := a.Int64(); ok && n>>53 == n>>63 {
				return starlark.Float(n) * b
			}
		}
	case starlark.Float:
		switch b := y.(type) {
		case starlark.Float:
			return a * b
		case starlark.Int:
			if n, ok := b.Int64(); ok && n>>53 == n>>63 {
				return a * starlark.Float(n)
			}
		}
	}
	return nil
}

// EngineMultiply is Multiply with the engine's meaning: what * is in Starlark.
func EngineMultiply(env *Env, x, y starlark.Value) (starlark.Value, error) {
	if a, ok := x.(starlark.Int); ok {
		if b, ok := y.(starlark.Int); ok {
			return multiplyInts(env, a, b)
		}
	}
	if err := env.reserveRepeat(x, y); err != nil {
		return nil, err
	}
	if v, err := env.repeat(x, y); v != nil || err != nil {
		return v, err
	}
	return starlark.Binary(syntax.STAR, x, y)
}

func multiplyInts(env *Env, a, b starlark.Int) (starlark.Value, error) {
	if _, ok := a.Int64(); ok {
		return a.Mul(b), nil
	}
	if _, ok := b.Int64(); ok {
		return a.Mul(b), nil
	}
	x, y := a.BigInt(), b.BigInt()
	if x.BitLen() < manyBits || y.BitLen() < manyBits {
		return a.Mul(b), nil
	}
	if x.BitLen()+y.BitLen() > 4*maxIntBits {
		return nil, exception.New(exception.MemoryError, "")
	}
	if err := env.Reserve(int64(x.BitLen()+y.BitLen()) / 8); err != nil {
		return nil, err
	}
	z, err := MulBig(env, x, y)
	if err != nil {
		return nil, err
	}
	return starlark.MakeBigInt(z), nil
}

// MulBig returns x * y. It asks env.Check every millisecond or so.
func MulBig(env *Env, x, y *big.Int) (*big.Int, error) {
	if x.BitLen() < y.BitLen() {
		x, y = y, x
	}
	if x.BitLen() <= leafBits {
		return new(big.Int).Mul(x, y), env.Check()
	}
	if x.Sign() < 0 || y.Sign() < 0 {
		z, err := MulBig(env, new(big.Int).Abs(x), new(big.Int).Abs(y))
		if err == nil && x.Sign()*y.Sign() < 0 {
			z.Neg(z)
		}
		return z, err
	}
	k := uint(x.BitLen()+1) / 2
	x1, x0 := splitBig(x, k)
	if uint(y.BitLen()) <= k {
		high, err := MulBig(env, x1, y)
		if err != nil {
			return nil, err
		}
		low, err := MulBig(env, x0, y)
		if err != nil {
			return nil, err
		}
		return high.Add(high.Lsh(high, k), low), nil
	}
	y1, y0 := splitBig(y, k)
	high, err := MulBig(env, x1, y1)
	if err != nil {
		return nil, err
	}
	low, err := MulBig(env, x0, y0)
	if err != nil {
		return nil, err
	}
	mid, err := MulBig(env, x1.Add(x1, x0), y1.Add(y1, y0))
	if err != nil {
		return nil, err
	}
	mid.Sub(mid, high).Sub(mid, low)
	z := high.Lsh(high, k)
	z.Add(z, mid)
	return z.Add(z.Lsh(z, k), low), nil
}

// splitBig returns x >> k and the k bits below.
func splitBig(x *big.Int, k uint) (high, low *big.Int) {
	high = new(big.Int).Rsh(x, k)
	low = new(big.Int).Sub(x, new(big.Int).Lsh(high, k))
	return high, low
}

// PowBig returns x ** n for n >= 0.
func PowBig(env *Env, x *big.Int, n int64) (*big.Int, error) {
	if int64(x.BitLen())*n <= leafBits {
		return new(big.Int).Exp(x, big.NewInt(n), nil), nil
	}
	z := big.NewInt(1)
	for bit := 62; bit >= 0; bit-- {
		var err error
		if z, err = MulBig(env, z, z); err != nil {
			return nil, err
		}
		if n>>bit&1 != 0 {
			if z, err = MulBig(env, z, x); err != nil {
				return nil, err
			}
		}
	}
	return z, nil
}

// ModPowBig returns x ** n % m for n >= 0 and m > 0.
func ModPowBig(env *Env, x, n, m *big.Int) (*big.Int, error) {
	// About 10 us at 4096 bits for each of the exponent's bits, and growing with the square.
	if n.BitLen() <= 64 || int64(n.BitLen())*int64(m.BitLen()) < 1<<18 {
		if m.BitLen() < manyBits {
			return new(big.Int).Exp(x, n, m), nil
		}
	}
	z, base := big.NewInt(1), new(big.Int).Mod(x, m)
	step := max(1, 1<<18/max(1, m.BitLen())) // bits of the exponent at a time
	for at := n.BitLen(); at > 0; {
		k := min(step, at)
		at -= k
		part := new(big.Int).Rsh(n, uint(at))
		part.And(part, new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), uint(k)), big.NewInt(1)))
		z.Exp(z, new(big.Int).Lsh(big.NewInt(1), uint(k)), m)
		z.Mul(z, new(big.Int).Exp(base, part, m)).Mod(z, m)
		if err := env.Check(); err != nil {
			return nil, err
		}
	}
	return z.Mod(z, m), nil
}

// ProductBig returns lo * (lo+1) * ... * hi.
func ProductBig(env *Env, lo, hi int64) (*big.Int, error) {
	if hi-lo < 2000 {
		return new(big.Int).MulRange(lo, hi), env.Check()
	}
	mid := lo + (hi-lo)/2
	a, err := ProductBig(env, lo, mid)
	if err != nil {
		return nil, err
	}
	b, err := ProductBig(env, mid+1, hi)
	if err != nil {
		return nil, err
	}
	return MulBig(env, a, b)
}
