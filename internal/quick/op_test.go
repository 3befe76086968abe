package quick

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

// ints are those at which words end, and some others.
func someInt(r *rand.Rand) int64 {
	edges := []int64{0, 1, -1, 2, -2, 3, 7, -7, 62, 63, 64, math.MaxInt32, math.MinInt32, 1 << 53, 1<<53 + 1, math.MaxInt64, math.MinInt64, math.MinInt64 + 1}
	switch r.IntN(3) {
	case 0:
		return edges[r.IntN(len(edges))]
	case 1:
		return r.Int64N(200) - 100
	}
	return int64(r.Uint64()) >> r.IntN(64)
}

// TestWords compares the operators on words with those of big.Int: the same result, or none.
func TestWords(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	exact := map[string]func(z, x, y *big.Int) *big.Int{
		"+": (*big.Int).Add, "-": (*big.Int).Sub, "*": (*big.Int).Mul,
		"&": (*big.Int).And, "|": (*big.Int).Or, "^": (*big.Int).Xor,
		"//": func(z, x, y *big.Int) *big.Int {
			m := new(big.Int)
			z.DivMod(x, y, m)
			if y.Sign() < 0 && m.Sign() != 0 {
				z.Sub(z, big.NewInt(1))
			}
			return z
		},
		"%": func(z, x, y *big.Int) *big.Int {
			z.Mod(x, y)
			if y.Sign() < 0 && z.Sign() != 0 {
				z.Add(z, y)
			}
			return z
		},
		"<<": func(z, x, y *big.Int) *big.Int { return z.Lsh(x, uint(y.Int64())) },
		">>": func(z, x, y *big.Int) *big.Int { return z.Rsh(x, uint(min(y.Int64(), 100))) },
		"**": func(z, x, y *big.Int) *big.Int { return z.Exp(x, y, nil) },
	}
	done := map[string]int{}
	for range 200000 {
		x, y := someInt(r), someInt(r)
		for op, f := range words {
			if op == "**" && (y > 70 || y < 0) || op == "<<" && (y > 200 || y < 0) || op == ">>" && y < 0 {
				if _, ok := f(x, y); ok && (y < 0 || op == "<<") {
					t.Fatalf("%d %s %d is done", x, op, y)
				}
				continue
			}
			got, ok := f(x, y)
			if (op == "//" || op == "%") && y == 0 {
				if ok {
					t.Fatalf("%d %s 0 is %d", x, op, got)
				}
				continue
			}
			want := exact[op](new(big.Int), big.NewInt(x), big.NewInt(y))
			if ok && (!want.IsInt64() || want.Int64() != got) {
				t.Fatalf("%d %s %d is %d, not %v", x, op, y, got, want)
			}
			if ok {
				done[op]++
			}
		}
	}
	for op := range words {
		if done[op] < 1000 {
			t.Errorf("%s was done only %d times", op, done[op])
		}
	}
}

// TestNumbers says which pairs of numbers are taken for floats.
func TestNumbers(t *testing.T) {
	if _, _, ok := numbers(intValue(1<<53+1), floatValue(1)); ok {
		t.Error("an int that is no float was taken for one")
	}
	if a, b, ok := numbers(intValue(-3), floatValue(0.5)); !ok || a != -3 || b != 0.5 {
		t.Error(a, b, ok)
	}
	if _, _, ok := numbers(intValue(math.MinInt64), floatValue(1)); ok {
		t.Error("the least int was taken for a float")
	}
	if got := compareNumbers(0, floatValue(math.NaN()), floatValue(1)); got != unknown {
		t.Error("NaN was compared")
	}
}
