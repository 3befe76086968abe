package math

import (
	"math"
	"math/big"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

// maxBits bounds the size of a product of integers: 32 Mbit, such as the factorial
// of 1.7 million, take about three seconds, during which nothing can stop it.
const maxBits = 1 << 25

func errTooLarge(what string) error {
	return exception.New(exception.MemoryError, "%s would have more than %d bits", what, maxBits)
}

func factorial(thread *starlark.Thread, v starlark.Value) (starlark.Value, error) {
	n, err := number.Index(thread, v)
	if err != nil {
		return nil, err
	}
	if n.Sign() < 0 {
		return nil, exception.New(exception.ValueError, "factorial() not defined for negative values")
	}
	k, ok := n.Int64()
	if !ok {
		return nil, exception.New(exception.OverflowError, "factorial() argument should not exceed %d", math.MaxInt64)
	}
	return falling(object.EnvOf(thread), k, k, "the factorial")
}

// falling returns n(n-1)...(n-k+1).
func falling(env *object.Env, n, k int64, what string) (starlark.Value, error) {
	if k > n {
		return starlark.MakeInt(0), nil
	}
	if float64(k)*math.Log2(float64(n)+1) > 2*maxBits {
		return nil, errTooLarge(what)
	}
	high, _ := math.Lgamma(float64(n) + 1)
	low, _ := math.Lgamma(float64(n-k) + 1)
	// For n far above k the difference loses its digits; the bound above is then close.
	if k > n/1000 && (high-low)/math.Ln2 > maxBits {
		return nil, errTooLarge(what)
	}
	z, err := object.ProductBig(env, n-k+1, n)
	if err != nil {
		return nil, err
	}
	return starlark.MakeBigInt(z), nil
}

// choose reads n and k of comb and perm.
func choose(thread *starlark.Thread, args starlark.Tuple) (n, k starlark.Int, err error) {
	if n, err = number.Index(thread, args[0]); err != nil {
		return
	}
	if k, err = number.Index(thread, args[1]); err != nil {
		return
	}
	if n.Sign() < 0 {
		err = exception.New(exception.ValueError, "n must be a non-negative integer")
	} else if k.Sign() < 0 {
		err = exception.New(exception.ValueError, "k must be a non-negative integer")
	}
	return
}

var permSignature = &text.Signature{Owner: "math", Func: "perm", Style: text.Positional, Params: []string{"n", "k"}, Required: 1}

var permFunc = object.Later(func() *starlark.Builtin {
	return object.NewFunc("perm", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		slots, err := permSignature.Parse(args, kwargs)
		if err != nil {
			return nil, err
		}
		if slots[1] == nil || slots[1] == starlark.None {
			return factorial(thread, slots[0])
		}
		n, k, err := choose(thread, slots)
		if err != nil {
			return nil, err
		}
		if less(n, k) {
			return starlark.MakeInt(0), nil
		}
		count, ok := k.Int64()
		if !ok {
			return nil, exception.New(exception.OverflowError, "k must not exceed %d", math.MaxInt64)
		}
		if top, ok := n.Int64(); ok && top < math.MaxInt64 {
			return falling(object.EnvOf(thread), top, count, "the number of permutations")
		}
		p, err := bigFalling(object.EnvOf(thread), n.BigInt(), count, "the number of permutations")
		if err != nil {
			return nil, err
		}
		return starlark.MakeBigInt(p), nil
	})
})

var combSignature = &text.Signature{Owner: "math", Func: "comb", Style: text.Positional, Params: []string{"n", "k"}, Required: 2}

var combFunc = object.Later(func() *starlark.Builtin {
	return object.NewFunc("comb", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if _, err := combSignature.Parse(args, kwargs); err != nil {
			return nil, err
		}
		n, k, err := choose(thread, args)
		if err != nil {
			return nil, err
		}
		if less(n, k) {
			return starlark.MakeInt(0), nil
		}
		if rest := n.Sub(k); less(rest, k) {
			k = rest
		}
		count, ok := k.Int64()
		if !ok {
			return nil, exception.New(exception.OverflowError, "min(n - k, k) must not exceed %d", math.MaxInt64)
		}
		if count == 0 {
			return starlark.MakeInt(1), nil
		}
		const what = "the number of combinations"
		env := object.EnvOf(thread)
		var top *big.Int
		if m, ok := n.Int64(); ok && m < math.MaxInt64 {
			p, err := falling(env, m, count, what)
			if err != nil {
				return nil, err
			}
			top = p.(starlark.Int).BigInt()
		} else if top, err = bigFalling(env, n.BigInt(), count, what); err != nil {
			return nil, err
		}
		below, err := object.ProductBig(env, 1, count)
		if err != nil {
			return nil, err
		}
		q, _, err := object.DivModBig(env, top, below)
		if err != nil {
			return nil, err
		}
		return starlark.MakeBigInt(q), nil
	})
})

// bigFalling is falling for any n >= k.
func bigFalling(env *object.Env, n *big.Int, k int64, what string) (*big.Int, error) {
	if k > maxBits/int64(n.BitLen()) {
		return nil, errTooLarge(what)
	}
	// Halving keeps the factors of each product of like size.
	var product func(skip, k int64) (*big.Int, error)
	product = func(skip, k int64) (*big.Int, error) {
		switch k {
		case 0:
			return big.NewInt(1), nil
		case 1:
			return new(big.Int).Sub(n, big.NewInt(skip)), env.Tick()
		}
		half := k / 2
		first, err := product(skip, half)
		if err != nil {
			return nil, err
		}
		second, err := product(skip+half, k-half)
		if err != nil {
			return nil, err
		}
		return object.MulBig(env, first, second)
	}
	return product(0, k)
}

func less(x, y starlark.Int) bool { return x.Sub(y).Sign() < 0 }

func gcd(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
	total := new(big.Int)
	env := object.EnvOf(thread)
	for _, v := range args {
		n, err := number.Index(thread, v)
		if err != nil {
			return nil, err
		}
		if err := env.Tick(); err != nil {
			return nil, err
		}
		b := n.BigInt()
		if total, err = object.GCDBig(env, total, b.Abs(b)); err != nil {
			return nil, err
		}
	}
	return starlark.MakeBigInt(total), nil
}

func lcm(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
	total := big.NewInt(1)
	env := object.EnvOf(thread)
	for _, v := range args {
		n, err := number.Index(thread, v)
		if err != nil {
			return nil, err
		}
		b := n.BigInt()
		b.Abs(b)
		if b.Sign() == 0 {
			total.SetInt64(0)
		}
		if total.Sign() == 0 {
			continue
		}
		if total.BitLen()+b.BitLen() > maxBits {
			return nil, errTooLarge("the least common multiple")
		}
		common, err := object.GCDBig(env, total, b)
		if err != nil {
			return nil, err
		}
		if total, err = object.MulBig(env, total, b.Quo(b, common)); err != nil {
			return nil, err
		}
	}
	return starlark.MakeBigInt(total), nil
}

// isqrt doubles the number of correct bits in each round, dividing numbers just as long
// as needed; big.Int.Sqrt divides the whole number each time.
func isqrt(thread *starlark.Thread, v starlark.Value) (starlark.Value, error) {
	x, err := number.Index(thread, v)
	if err != nil {
		return nil, err
	}
	switch x.Sign() {
	case -1:
		return nil, exception.New(exception.ValueError, "isqrt() argument must be nonnegative")
	case 0:
		return starlark.MakeInt(0), nil
	}
	n := x.BigInt()
	if n.BitLen() > maxBits {
		return nil, exception.New(exception.MemoryError, "isqrt() argument has more than %d bits", maxBits)
	}
	bits := (n.BitLen() - 1) / 2
	root := big.NewInt(1)
	env := object.EnvOf(thread)
	have := 0
	for s := big.NewInt(int64(bits)).BitLen() - 1; s >= 0; s-- {
		want := bits >> s
		q := new(big.Int).Rsh(n, uint(2*bits-have-want+1))
		if q, _, err = object.DivModBig(env, q, root); err != nil {
			return nil, err
		}
		root.Add(root.Lsh(root, uint(want-have-1)), q)
		have = want
	}
	square, err := object.MulBig(env, root, root)
	if err != nil {
		return nil, err
	}
	if square.Cmp(n) > 0 {
		root.Sub(root, big.NewInt(1))
	}
	return starlark.MakeBigInt(root), nil
}
