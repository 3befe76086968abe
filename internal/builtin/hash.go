package builtin

import (
	"math"
	"math/big"
	"math/bits"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/object"
)

// hashBits is the width of the Mersenne prime modulus of CPython's numeric
// hashes on 64-bit machines.
const hashBits = 61

const hashModulus = 1<<hashBits - 1

var bigHashModulus = big.NewInt(hashModulus)

// exactHash returns the hash CPython gives to v, if it depends on nothing but v's
// value: numbers, and tuples of them. Strings are not among them, because
// CPython salts their hashes. It is not ok either when env is being ended.
func exactHash(env *object.Env, v starlark.Value) (h int64, ok bool) {
	switch v := v.(type) {
	case starlark.Bool:
		if v {
			return 1, true
		}
		return 0, true
	case starlark.Int:
		return hashInt(v), true
	case starlark.Float:
		f := float64(v)
		if math.IsNaN(f) {
			return 0, false
		}
		return hashFloat(f), true
	case Complex:
		re, im := real(v), imag(v)
		if math.IsNaN(re) || math.IsNaN(im) {
			return 0, false
		}
		h := int64(uint64(hashFloat(re)) + 1000003*uint64(hashFloat(im)))
		if h == -1 {
			h = -2
		}
		return h, true
	case starlark.Tuple:
		return hashTuple(env, v)
	}
	return 0, false
}

func hashInt(v starlark.Int) int64 {
	if i, ok := v.Int64(); ok && i != math.MinInt64 {
		h := i % hashModulus
		if h == -1 {
			h = -2
		}
		return h
	}
	h := new(big.Int).Rem(v.BigInt(), bigHashModulus).Int64()
	if h == -1 {
		h = -2
	}
	return h
}

// hashFloat reduces f = m * 2**e modulo the prime, where multiplying by a power of
// two is a rotation. f is not a NaN.
func hashFloat(f float64) int64 {
	if math.IsInf(f, 0) {
		if f > 0 {
			return 314159
		}
		return -314159
	}
	m, e := math.Frexp(math.Abs(f))
	// m * 2**53 is an integer below the modulus.
	x := uint64(m * (1 << 53))
	e = (e - 53) % hashBits
	if e < 0 {
		e += hashBits
	}
	x = (x<<e)&hashModulus | x>>(hashBits-e)
	if x == hashModulus {
		x = 0
	}
	h := int64(x)
	if f < 0 {
		h = -h
	}
	if h == -1 {
		h = -2
	}
	return h
}

// hashTuple combines the hashes of t's elements as CPython 3.8 and later do
// (xxHash over 64-bit lanes).
func hashTuple(env *object.Env, t starlark.Tuple) (int64, bool) {
	const (
		prime1 = 11400714785074694791
		prime2 = 14029467366897019727
		prime5 = 2870177450012600261
	)
	acc := uint64(prime5)
	for _, v := range t {
		h, ok := exactHash(env, v)
		if !ok || env.Tick() != nil {
			return 0, false
		}
		acc += uint64(h) * prime2
		acc = bits.RotateLeft64(acc, 31)
		acc *= prime1
	}
	acc += uint64(len(t)) ^ (prime5 ^ 3527539)
	if acc == math.MaxUint64 {
		acc = 1546275796
	}
	return int64(acc), true
}
