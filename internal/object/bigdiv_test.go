package object

import (
	"math/big"
	"math/rand"
	"strings"
	"testing"

	"go.starlark.net/starlark"
)

func randomBig(r *rand.Rand, bits int) *big.Int {
	z := new(big.Int).Rand(r, new(big.Int).Lsh(big.NewInt(1), uint(bits)))
	return z.SetBit(z, bits-1, 1)
}

// TestBigDivision compares with package big.
func TestBigDivision(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	for _, c := range []struct{ x, y int }{{10, 5}, {100_000, 50_000}, {300_000, 33_000}, {300_000, 299_000}, {262_144, 131_072}, {500_000, 65_536},
		{1_000_000, 70_001}, {131_073, 131_072}, {200_000, 10}} {
		for range 3 {
			x, y := randomBig(r, c.x), randomBig(r, c.y)
			if r.Intn(2) == 0 { // a quotient of ones
				x.Sub(new(big.Int).Lsh(y, uint(c.x-c.y)), big.NewInt(1))
			}
			q, m, err := DivModBig(noEnv, x, y)
			wantQ, wantM := new(big.Int).QuoRem(x, y, new(big.Int))
			if err != nil || q.Cmp(wantQ) != 0 || m.Cmp(wantM) != 0 {
				t.Errorf("%d / %d bits: wrong, %v", c.x, c.y, err)
			}
			for _, sign := range [][2]int64{{1, 1}, {-1, 1}, {1, -1}, {-1, -1}} {
				a := starlark.MakeBigInt(new(big.Int).Mul(x, big.NewInt(sign[0])))
				b := starlark.MakeBigInt(new(big.Int).Mul(y, big.NewInt(sign[1])))
				q, m, err := IntDivMod(noEnv, a, b)
				if err != nil || q.BigInt().Cmp(a.Div(b).BigInt()) != 0 || m.BigInt().Cmp(a.Mod(b).BigInt()) != 0 {
					t.Errorf("%d // %d bits, signs %v: wrong, %v", c.x, c.y, sign, err)
				}
			}
			g := randomBig(r, c.y/2+1)
			a, b := new(big.Int).Mul(x, g), new(big.Int).Mul(y, g)
			got, err := GCDBig(noEnv, a, b)
			if err != nil || got.Cmp(new(big.Int).GCD(nil, nil, a, b)) != 0 {
				t.Errorf("gcd of %d and %d bits: wrong, %v", c.x, c.y, err)
			}
		}
	}
	for _, n := range []int{1, 60_000, 100_000, 1_000_000} {
		x := randomBig(r, n)
		x.Neg(x)
		s, err := DecimalBig(noEnv, x)
		if err != nil || s != x.String() {
			t.Errorf("digits of %d bits: wrong, %v", n, err)
		}
		y, err := ParseBig(noEnv, s[1:], 10)
		if err != nil || y.Neg(y).Cmp(x) != 0 {
			t.Errorf("number of %d digits: wrong, %v", len(s), err)
		}
	}
	ten := new(big.Int).Exp(big.NewInt(10), big.NewInt(3*decimalLeaf), nil)
	if s, err := DecimalBig(noEnv, ten); err != nil || s != ten.String() {
		t.Error("digits of a power of ten: wrong", err)
	}
}

func TestParseBigRadix(t *testing.T) {
	for _, radix := range []int{2, 3, 8, 10, 16, 36} {
		for _, n := range []int{1, decimalLeaf - 1, decimalLeaf, decimalLeaf + 1, 3 * decimalLeaf, 40_000} {
			digits := strings.Repeat("1", n/2) + strings.Repeat("0", n-n/2)
			want, _ := new(big.Int).SetString(digits, radix)
			if got, err := ParseBig(noEnv, digits, radix); err != nil || got.Cmp(want) != 0 {
				t.Errorf("%d digits in radix %d: %v", n, radix, err)
			}
		}
	}
}
