package builtin

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"go.starlark.net/starlark"
)

// TestSetOrder compares the order of sets of numbers, and their hashes, with CPython's.
func TestSetOrder(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	sets := [][]int64{{3, 1, 2}, {5, 4, 3, 2, 1, 0}, {100, 8, 16, 0}, {-1, -2, 1}, {1 << 61, 0, 1<<61 - 1, math.MinInt64, math.MaxInt64}}
	for n := 2; n < 400; n += 7 {
		for _, limit := range []int64{int64(n), 1000, 1 << 40} {
			var s []int64
			for len(s) < n {
				x := rnd.Int64N(2*limit) - limit/4
				s = append(s, x)
			}
			sets = append(sets, s)
		}
	}
	floats := []float64{0, 1, -1, 0.5, 2.5, -1e300, 1e-300, 123456.789, math.Inf(1), math.Inf(-1), 5e-324, math.MaxFloat64, 1 << 61}
	var want struct {
		Sets   []string
		Tuples []string
		Floats []string
	}
	oracle(t, `
import json, sys
sets, floats = json.load(sys.stdin)
fs = [float(f) for f in floats]
print(json.dumps(dict(
    Sets=[str(list(set(s))) for s in sets],
    Tuples=[str(hash(tuple(s))) for s in sets],
    Floats=[str(hash(f)) for f in fs])))`, []any{sets, func() (ss []string) {
		for _, f := range floats {
			ss = append(ss, fmt.Sprint(f))
		}
		return
	}()}, &want)
	for i, s := range sets {
		set := new(starlark.Set)
		var tuple starlark.Tuple
		for _, x := range s {
			set.Insert(starlark.MakeInt64(x))
			tuple = append(tuple, starlark.MakeInt64(x))
		}
		var elems []starlark.Value
		for e := range set.Elements() {
			elems = append(elems, e)
		}
		elems, err := SetOrder(nil, elems)
		if err != nil {
			t.Fatal(err)
		}
		got := starlark.NewList(elems).String()
		if got != want.Sets[i] {
			t.Errorf("set(%v): got %s, want %s", s, got, want.Sets[i])
		}
		if h, _ := exactHash(nil, tuple); fmt.Sprint(h) != want.Tuples[i] {
			t.Errorf("hash(%v): got %d, want %s", tuple, h, want.Tuples[i])
		}
	}
	for i, f := range floats {
		if h := hashFloat(f); fmt.Sprint(h) != strings.TrimSpace(want.Floats[i]) {
			t.Errorf("hash(%g): got %d, want %s", f, h, want.Floats[i])
		}
	}
}
