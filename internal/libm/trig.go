package libm

import (
	"math"
	"math/big"
	"sync"
)

// pi/2 in four parts of 53 bits.
var halfPi = [4]float64{0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54, -0x1.f1976b7ed8fbcp-110, 0x1.4cf98e804177dp-164}

// reduce returns r and n mod 4 with x = n*pi/2 + r, |r| <= pi/4 or a little more.
func reduce(x float64) (r double, quadrant int) {
	if math.Abs(x) <= math.Pi/4 {
		return double{x, 0}, 0
	}
	if math.Abs(x) >= 0x1p27 {
		return reduceBig(x)
	}
	n := math.RoundToEven(x * (2 / math.Pi))
	p := product(n, halfPi[0])
	r = sum(x-p.hi, -p.lo) // the difference is exact: p.hi is near x
	r = r.add(product(n, halfPi[1]).neg())
	r = r.add(product(n, halfPi[2]).neg())
	r = r.addFloat(-n * halfPi[3])
	return r, int(n) & 3
}

// bigPiBits leaves 100 bits after a float64 of 1024 integer bits has lost up to
// 62 bits to cancellation.
const bigPiBits = 1280

// bigHalfPi is pi/2 * 2^bigPiBits, by Machin's formula.
var bigHalfPi = sync.OnceValue(func() *big.Int {
	const guard = 32
	arccot := func(n int64) *big.Int {
		power := new(big.Int).Lsh(big.NewInt(1), bigPiBits+guard)
		power.Quo(power, big.NewInt(n))
		total, square, term := new(big.Int).Set(power), big.NewInt(n*n), new(big.Int)
		for i := int64(1); power.Sign() != 0; i++ {
			power.Quo(power, square)
			term.Quo(power, big.NewInt(2*i+1))
			if i%2 == 1 {
				total.Sub(total, term)
			} else {
				total.Add(total, term)
			}
		}
		return total
	}
	pi4 := new(big.Int).Lsh(arccot(5), 2)
	pi4.Sub(pi4, arccot(239))
	return pi4.Rsh(pi4, guard-1)
})

func reduceBig(x float64) (double, int) {
	m, e := math.Frexp(x)
	v := big.NewInt(int64(m * (1 << 53)))
	v.Lsh(v, uint(e-53+bigPiBits))
	half := bigHalfPi()
	n, rest := new(big.Int).DivMod(v, half, new(big.Int))
	if new(big.Int).Lsh(rest, 1).Cmp(half) > 0 {
		rest.Sub(rest, half)
		n.Add(n, big.NewInt(1))
	}
	f := new(big.Float).SetPrec(200).SetInt(rest)
	f.SetMantExp(f, -bigPiBits)
	hi, _ := f.Float64()
	lo, _ := f.Sub(f, big.NewFloat(hi)).Float64()
	return double{hi, lo}, int(new(big.Int).And(n, big.NewInt(3)).Int64())
}

// trigTable holds sine and cosine of i/64 up to pi/4 and a little more.
var trigTable = func() (t [52]struct{ sin, cos double }) {
	step := double{1.0 / 64, 0}
	s1, c1 := sinSmall(step), cosSmall(step).addFloat(1)
	// Doubling the angle at each even entry keeps the error from growing with i.
	t[0].cos = double{1, 0}
	t[1].sin, t[1].cos = s1, c1
	for i := 2; i < len(t); i++ {
		a, b := t[i/2], t[i-i/2]
		t[i].sin = a.sin.mul(b.cos).add(a.cos.mul(b.sin))
		t[i].cos = a.cos.mul(b.cos).add(a.sin.mul(b.sin).neg())
	}
	return t
}()

// sinSmall returns sin t for |t| <= 1/64.
func sinSmall(t double) double {
	t2 := t.mul(t)
	z := t2.hi
	tail := z * z * z * (-1.0/5040 + z*(1.0/362880+z*(-1.0/39916800+z*(1.0/6227020800))))
	p := t2.mul(sixth).neg().add(t2.mul(t2).mul(double120)).addFloat(tail)
	return t.add(t.mul(p))
}

// cosSmall returns cos t - 1 for |t| <= 1/64.
func cosSmall(t double) double {
	t2 := t.mul(t)
	z := t2.hi
	tail := z * z * z * (-1.0/720 + z*(1.0/40320+z*(-1.0/3628800+z*(1.0/479001600))))
	return t2.mulFloat(-0.5).add(t2.mul(t2).mul(double24)).addFloat(tail)
}

var (
	double120 = double{1, 0}.div(double{120, 0})
	double24  = double{1, 0}.div(double{24, 0})
)

// sinCosReduced returns sine and cosine of r, |r| <= pi/4 or a little more.
func sinCosReduced(r double) (sin, cos double) {
	n := math.RoundToEven(math.Abs(r.hi) * 64)
	if n == 0 {
		return sinSmall(r), cosSmall(r).addFloat(1)
	}
	sign := math.Copysign(1, r.hi)
	t := double{r.hi * sign, r.lo * sign}.addFloat(-n / 64)
	e := trigTable[int(n)]
	s, c := sinSmall(t), cosSmall(t)
	sin = e.sin.add(e.sin.mul(c).add(e.cos.mul(s)))
	cos = e.cos.add(e.cos.mul(c).add(e.sin.mul(s).neg()))
	return double{sin.hi * sign, sin.lo * sign}, cos
}

func sinCos(x float64) (sin, cos double) {
	r, q := reduce(x)
	s, c := sinCosReduced(r)
	switch q {
	case 0:
		return s, c
	case 1:
		return c, s.neg()
	case 2:
		return s.neg(), c.neg()
	}
	return c.neg(), s
}

// Sin returns the sine of x radians, NaN for an infinity.
func Sin(x float64) float64 {
	if x-x != 0 {
		return math.NaN()
	}
	if math.Abs(x) < 0x1p-27 {
		if x == 0 {
			return x // with its sign
		}
		return x - x*x*x/6
	}
	s, _ := sinCos(x)
	return s.value()
}

// Cos returns the cosine of x radians, NaN for an infinity.
func Cos(x float64) float64 {
	if x-x != 0 {
		return math.NaN()
	}
	_, c := sinCos(x)
	return c.value()
}

// Tan returns the tangent of x radians, NaN for an infinity.
func Tan(x float64) float64 {
	if x-x != 0 {
		return math.NaN()
	}
	if math.Abs(x) < 0x1p-27 {
		return x + x*x*x/3
	}
	s, c := sinCos(x)
	return s.div(c).value()
}
