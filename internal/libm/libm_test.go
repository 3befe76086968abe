package libm

import (
	"bufio"
	"bytes"
	"fmt"
	"math"
	"math/rand"
	"os/exec"
	"slices"
	"strconv"
	"testing"

	cpython "github.com/mpstar/mpstar/tests/oracle"
)

// cases are compared with CPython's module math. The share of results that may
// differ, and then only in the last bits, is what the C library itself rounds
// wrongly, or differs in between two versions of it.
var cases = []struct {
	name   string
	fn     func(float64) float64
	lo, hi float64
	share  float64
	ulps   int64
}{
	{"exp", Exp, -700, 700, 0.01, 1},
	{"exp", Exp, -2, 2, 0.01, 1},
	{"exp2", Exp2, -1074, 1023, 0.01, 1},
	{"log", Log, 0, 2, 0.01, 1},
	{"log", Log, 0.98, 1.02, 0.01, 1},
	{"log", Log, 0, 1e300, 0.01, 1},
	{"log2", Log2, 0, 1e6, 0.01, 1},
	{"log10", Log10, 0, 1e6, 0.01, 1},
	{"sin", Sin, -10, 10, 0.01, 1},
	{"sin", Sin, -1e9, 1e9, 0.01, 1},
	{"sin", Sin, -1e300, 1e300, 0.01, 1},
	{"cos", Cos, -1000, 1000, 0.01, 1},
	{"cos", Cos, -1e25, 1e25, 0.01, 1},
	{"tan", Tan, -100, 100, 0.02, 1},
	{"asin", Asin, -1, 1, 0.01, 1},
	{"acos", Acos, -1, 1, 0.01, 1},
	{"acos", Acos, 0.999, 1, 0.01, 1},
	{"atan", Atan, -50, 50, 0.01, 1},
	{"atan", Atan, -1e12, 1e12, 0.01, 1},
	{"sinh", Sinh, -25, 25, 0.02, 2},
	{"cosh", Cosh, -25, 25, 0.02, 2},
	{"tanh", Tanh, -4, 4, 0.02, 2},
	{"asinh", Asinh, -50, 50, 0.02, 2},
	{"acosh", Acosh, 1, 50, 0.02, 2},
	{"cbrt", Cbrt, -1e6, 1e6, 1, 4},
	{"gamma", Gamma, -20, 30, 0.05, 8},
	{"gamma", Gamma, 100, 171, 0.05, 8},
	{"lgamma", Lgamma, 3, 1000, 0.05, 8},
	{"lgamma", Lgamma, -20, 3, 0.05, 1000},
}

const perCase = 2000

func TestAgainstCPython(t *testing.T) {
	python, err := cpython.LookPath()
	if err != nil {
		t.Skip("no python3 to compare with")
	}
	rng := rand.New(rand.NewSource(1))
	var in bytes.Buffer
	args := make([]float64, 0, perCase*len(cases))
	for _, c := range cases {
		for range perCase {
			x := c.lo + (c.hi-c.lo)*rng.Float64()
			args = append(args, x)
			fmt.Fprintf(&in, "%s %x\n", c.name, x)
		}
	}
	cmd := exec.Command(python, "-c", `
import sys, math
for line in sys.stdin:
    name, x = line.split()
    print(getattr(math, name)(float.fromhex(x)).hex())`)
	cmd.Stdin = &in
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(bytes.NewReader(out))
	for i, c := range cases {
		differ, shown := 0, 0
		for j := range perCase {
			if !lines.Scan() {
				t.Fatal("python3 printed too little")
			}
			want, err := strconv.ParseFloat(lines.Text(), 64)
			if err != nil {
				t.Fatal(err)
			}
			x := args[i*perCase+j]
			got := c.fn(x)
			if got == want {
				continue
			}
			differ++
			if d := ulps(got, want); d > c.ulps && shown < 3 {
				shown++
				t.Errorf("%s(%v) = %v, want %v: %d ulps", c.name, x, got, want, d)
			}
		}
		if float64(differ) > c.share*perCase {
			t.Errorf("%s between %g and %g: %d of %d differ", c.name, c.lo, c.hi, differ, perCase)
		}
	}
}

func ulps(a, b float64) int64 {
	d := int64(math.Float64bits(a)) - int64(math.Float64bits(b))
	return max(d, -d)
}

func TestExactPowers(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, c := range []struct{ x, y, want float64 }{
		{10, 22, 1e22}, {10, 2, 100}, {2, 0.5, math.Sqrt2}, {2, -1, 0.5}, {3, 33, 5559060566555523},
		{134217729, 2, 18014398777917440}, {2, 1023, 0x1p1023}, {2, -1074, 0x1p-1074}, {2, 1024, inf},
		{-2, 3, -8}, {-2, 0.5, nan}, {-1, 1e9 + 1, -1}, {-1, inf, 1}, {0, -1, inf}, {nan, 0, 1}, {1, nan, 1},
		{0.5, 1074, 0x1p-1074}, {0.5, 1075, 0}, {1.1, 1000, 2.4699329180060256e+41}, {8, 1.0 / 3, 2},
		{-8, 3, -512}, {1e-300, 2, 0}, {-10, 309, -inf}, {0.1, 3, 0.0010000000000000002},
	} {
		if got := Pow(c.x, c.y); got != c.want && !(got != got && c.want != c.want) {
			t.Errorf("Pow(%v, %v) = %v, want %v", c.x, c.y, got, c.want)
		}
	}
}

func TestCubes(t *testing.T) {
	for n := -1000.0; n <= 1000; n++ {
		if got := Cbrt(n * n * n); got != n {
			t.Errorf("Cbrt(%v) = %v", n*n*n, got)
		}
	}
}

func TestHypot(t *testing.T) {
	for _, c := range []struct {
		xs   []float64
		want float64
	}{
		{nil, 0}, {[]float64{-3}, 3}, {[]float64{3, 4}, 5}, {[]float64{1e300, 1e300}, 1.4142135623730952e300},
		{[]float64{5e-324, 0}, 5e-324}, {[]float64{math.NaN(), math.Inf(-1)}, math.Inf(1)}, {[]float64{1, 1, 1}, 1.7320508075688772},
		{[]float64{1.5e308, 1.5e308}, math.Inf(1)},
	} {
		if got := Hypot(c.xs...); got != c.want {
			t.Errorf("Hypot(%v) = %v, want %v", c.xs, got, c.want)
		}
	}
}

func TestAtan2AndSubnormals(t *testing.T) {
	var got []string
	for _, f := range []float64{
		Atan2(1, 1), Atan2(1, -1), Atan2(-1, -1), Atan2(0, -1), Atan2(math.Copysign(0, -1), -1), Atan2(1e-300, 1e300), Atan2(5e-324, 1),
		Atan2(1e300, 1e-300), Atan2(3, -4e8), Exp(-745), Exp(-744.44), Exp(-708.5), Exp2(-1074), Exp2(-1075), Log(5e-324), Sin(1e22),
		Cos(1e308), Tan(math.Pi / 2), Sin(math.Pi), Gamma(0.5), Gamma(-1.5), Gamma(170.5), Lgamma(0.5), Log2(8), Log10(1000), Cbrt(27),
	} {
		got = append(got, strconv.FormatFloat(f, 'g', -1, 64))
	}
	want := []string{"0.7853981633974483", "2.356194490192345", "-2.356194490192345", "3.141592653589793", "-3.141592653589793", "0",
		"5e-324", "1.5707963267948966", "3.1415926460897934", "5e-324", "5e-324", "2.006132305331306e-308", "5e-324", "0",
		"-744.4400719213812", "-0.8522008497671888", "-0.8913089376870335", "1.633123935319537e+16", "1.2246467991473532e-16",
		"1.7724538509055159", "2.3632718012073544", "5.56209241456e+305", "0.5723649429247004", "3", "3", "3"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
