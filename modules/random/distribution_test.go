package random

import (
	"fmt"
	"math"
	"math/big"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"

	cpython "github.com/mpstar/mpstar/tests/oracle"
)

// A draw is one function of the module with fixed arguments; python is how
// CPython's random.Random r is asked for the same.
type draw struct {
	python string
	ulps   int64 // what the C library's rounding may change
	fn     func(s generator) (float64, error)
}

func wholes(n uint64) func(s generator) (float64, error) {
	return func(s generator) (float64, error) {
		r, err := s.below(n)
		return float64(r), err
	}
}

var draws = []draw{
	{"r.random()", 0, func(s generator) (float64, error) { return s.float() }},
	{"r.getrandbits(32)", 0, func(s generator) (float64, error) { return float64(s.bits(32)), nil }},
	{"r.getrandbits(7)", 0, func(s generator) (float64, error) { return float64(s.bits(7)), nil }},
	{"r.getrandbits(53)", 0, func(s generator) (float64, error) { return float64(s.bits(53)), nil }},
	{"r.getrandbits(200)", 0, func(s generator) (float64, error) {
		x, err := s.bitsBig(200)
		if err != nil {
			return 0, err
		}
		f, _ := new(big.Float).SetInt(x).Float64()
		return f, nil
	}},
	{"r.getrandbits(96)", 0, func(s generator) (float64, error) {
		x, err := s.bitsBig(96)
		if err != nil {
			return 0, err
		}
		f, _ := new(big.Float).SetInt(x).Float64()
		return f, nil
	}},
	{"r.randrange(1)", 0, wholes(1)},
	{"r.randrange(10)", 0, wholes(10)},
	{"r.randrange(1 << 32)", 0, wholes(1 << 32)},
	{"r.randrange(10**15)", 0, wholes(1e15)},
	{"r.randrange(10**40)", 0, func(s generator) (float64, error) {
		n, err := s.belowBig(new(big.Int).Exp(big.NewInt(10), big.NewInt(40), nil))
		f, _ := new(big.Float).SetInt(n).Float64()
		return f, err
	}},
	{"r.uniform(-2.5, 7)", 0, func(s generator) (float64, error) { return uniform(s, -2.5, 7) }},
	{"r.triangular()", 0, func(s generator) (float64, error) {
		x, _, err := triangular(s, 0, 1, 0, false)
		return x, err
	}},
	{"r.triangular(1, 9, 3)", 0, func(s generator) (float64, error) {
		x, _, err := triangular(s, 1, 9, 3, true)
		return x, err
	}},
	{"r.normalvariate(3, 0.7)", 1, func(s generator) (float64, error) { return normalvariate(s, 3, 0.7) }},
	{"(r.gauss(0, 1), r.gauss(0, 1))[0]", 2, func(s generator) (float64, error) {
		z, _, err := gauss(s)
		return z, err
	}},
	{"(r.gauss(0, 1), r.gauss(0, 1))[1]", 2, func(s generator) (float64, error) {
		_, z, err := gauss(s)
		return z, err
	}},
	{"r.lognormvariate(0.5, 0.3)", 2, func(s generator) (float64, error) { return lognormvariate(s, 0.5, 0.3) }},
	{"r.expovariate(0.2)", 2, func(s generator) (float64, error) { return expovariate(s, 0.2) }},
	{"r.vonmisesvariate(1, 4)", 4, func(s generator) (float64, error) { return vonmisesvariate(s, 1, 4) }},
	{"r.vonmisesvariate(0, 0)", 0, func(s generator) (float64, error) { return vonmisesvariate(s, 0, 0) }},
	{"r.gammavariate(2.5, 3)", 8, func(s generator) (float64, error) { return gammavariate(s, 2.5, 3) }},
	{"r.gammavariate(1, 2)", 1, func(s generator) (float64, error) { return gammavariate(s, 1, 2) }},
	{"r.gammavariate(0.3, 1)", 8, func(s generator) (float64, error) { return gammavariate(s, 0.3, 1) }},
	{"r.betavariate(2, 3)", 8, func(s generator) (float64, error) { return betavariate(s, 2, 3) }},
	{"r.paretovariate(3)", 1, func(s generator) (float64, error) { return paretovariate(s, 3) }},
	{"r.weibullvariate(1, 1.5)", 2, func(s generator) (float64, error) { return weibullvariate(s, 1, 1.5) }},
}

// seeds pairs a key with the Python expression that it is the key of.
func seeds() (python []string, keys [][]uint32) {
	add := func(expr string, key []uint32) {
		python = append(python, expr)
		keys = append(keys, key)
	}
	key := func(words []uint32, err error) []uint32 {
		if err != nil {
			panic(err)
		}
		return words
	}
	for _, n := range []int64{0, 1, -1, 2, 42, 123, 1234, 2021, -99, 1 << 31, 1 << 32, 1<<62 + 12345} {
		add(strconv.FormatInt(n, 10), keyOfInt(big.NewInt(n)))
	}
	huge := new(big.Int).Exp(big.NewInt(7), big.NewInt(9000), nil) // a key longer than the state
	add("7**9000", keyOfInt(huge))
	for _, s := range []string{"", "a", "hello", "héllo wörld", "𝛑"} {
		add(strconv.Quote(s), key(keyOfBytes(s, nil)))
		add(strconv.Quote(s)+", 1", key(keyOfText(slices.Values([]rune(s)), nil)))
	}
	add(`b"\x00\xff"`, key(keyOfBytes("\x00\xff", nil)))
	for _, f := range []float64{0, 0.5, -0.5, 1, -1, 3.14, 1e300, -1e-300, 5e-324, 1 << 61, 1<<62 - 1024, math.Inf(1), math.Inf(-1)} {
		expr := strconv.FormatFloat(f, 'g', -1, 64)
		add(fmt.Sprintf("float(%q)", expr), keyOfFloat(f))
	}
	return python, keys
}

func TestDistributionsAgainstCPython(t *testing.T) {
	python, err := cpython.LookPath()
	if err != nil {
		t.Skip("no python3 to compare with")
	}
	const rounds = 40
	exprs, keys := seeds()
	var script strings.Builder
	script.WriteString("import random\nfs = [\n")
	for _, d := range draws {
		fmt.Fprintf(&script, "lambda r: %s,\n", d.python)
	}
	fmt.Fprintf(&script, "]\nfor seed in [(%s,)]:\n", strings.Join(exprs, ",), ("))
	fmt.Fprintf(&script, "    r = random.Random()\n    r.seed(*seed)\n    for i in range(%d):\n        for f in fs:\n            print(float(f(r)).hex())\n", rounds)
	cmd := exec.Command(python, "-")
	cmd.Stdin = strings.NewReader(script.String())
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Fields(string(out))
	if n := len(keys) * rounds * len(draws); len(lines) != n {
		t.Fatalf("python3 printed %d numbers, want %d", len(lines), n)
	}
	differ := 0
	for i, key := range keys {
		mt := new(twister)
		mt.seedKey(nil, key)
		g := generator{words: mt}
		for round := range rounds {
			for _, d := range draws {
				want, _ := strconv.ParseFloat(lines[0], 64)
				lines = lines[1:]
				got, err := d.fn(g)
				if err != nil {
					t.Fatal(err)
				}
				if got == want {
					continue
				}
				differ++
				if delta := int64(math.Float64bits(got)) - int64(math.Float64bits(want)); delta > d.ulps || -delta > d.ulps {
					t.Fatalf("seed %s, round %d: %s = %v, want %v", exprs[i], round, d.python, got, want)
				}
			}
		}
	}
	total := len(keys) * rounds * len(draws)
	if differ > total/500 {
		t.Errorf("%d of %d numbers differ in their last digit", differ, total)
	}
	t.Logf("%d of %d numbers differ in their last digit", differ, total)
}
