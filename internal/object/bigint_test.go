package object

import (
	"math/big"
	"math/rand/v2"
	"testing"
)

func TestBigInts(t *testing.T) {
	env := NewEnv(nil)
	r := rand.New(rand.NewPCG(1, 2))
	random := func(bits int) *big.Int {
		words := make([]big.Word, bits/64+1)
		for i := range words {
			words[i] = big.Word(r.Uint64())
		}
		x := new(big.Int).SetBits(words)
		if r.IntN(2) == 0 {
			x.Neg(x)
		}
		return x
	}
	for _, sizes := range [][2]int{{10, 10}, {leafBits, 100}, {2 * leafBits, leafBits}, {5 * leafBits, 3 * leafBits}, {7*leafBits + 3, 40}} {
		x, y := random(sizes[0]), random(sizes[1])
		if z, err := MulBig(env, x, y); err != nil || z.Cmp(new(big.Int).Mul(x, y)) != 0 {
			t.Errorf("product of %v bits is wrong: %v", sizes, err)
		}
	}
	for _, c := range []struct{ bits, n int }{{3, 5}, {100, 5000}, {64, 9000}} {
		x := random(c.bits)
		if z, err := PowBig(env, x, int64(c.n)); err != nil || z.Cmp(new(big.Int).Exp(x, big.NewInt(int64(c.n)), nil)) != 0 {
			t.Errorf("power of %v is wrong: %v", c, err)
		}
	}
	for _, c := range []struct{ x, n, m int }{{100, 100, 100}, {1000, 70000, 300}, {200000, 60, 70000}, {50, 3000, 20000}} {
		x, n, m := random(c.x), random(c.n), random(c.m)
		n.Abs(n)
		m.Abs(m)
		if z, err := ModPowBig(env, x, n, m); err != nil || z.Cmp(new(big.Int).Exp(x, n, m)) != 0 {
			t.Errorf("modular power of %v is wrong: %v", c, err)
		}
	}
	if z, err := ProductBig(env, 3, 9000); err != nil || z.Cmp(new(big.Int).MulRange(3, 9000)) != 0 {
		t.Errorf("product of a range is wrong: %v", err)
	}
}
