package libm

import "math"

// A double is an unevaluated sum of two float64s, |lo| <= ulp(hi)/2: about 106
// bits. Its operations lose at most a few units in the last of these.
type double struct{ hi, lo float64 }

func quickSum(a, b float64) double { // |a| >= |b|, or a is 0
	s := a + b
	return double{s, b - (s - a)}
}

func sum(a, b float64) double {
	s := a + b
	t := s - a
	return double{s, (a - (s - t)) + (b - t)}
}

func product(a, b float64) double {
	p := a * b
	return double{p, math.FMA(a, b, -p)}
}

func (x double) value() float64 { return x.hi + x.lo }

func (x double) neg() double { return double{-x.hi, -x.lo} }

// add stays accurate when x and y nearly cancel.
func (x double) add(y double) double {
	s, t := sum(x.hi, y.hi), sum(x.lo, y.lo)
	s = quickSum(s.hi, s.lo+t.hi)
	return quickSum(s.hi, s.lo+t.lo)
}

func (x double) addFloat(y float64) double {
	s := sum(x.hi, y)
	return quickSum(s.hi, s.lo+x.lo)
}

func (x double) mul(y double) double {
	p := product(x.hi, y.hi)
	p.lo = math.FMA(x.hi, y.lo, math.FMA(x.lo, y.hi, p.lo))
	return quickSum(p.hi, p.lo)
}

func (x double) mulFloat(y float64) double {
	p := product(x.hi, y)
	p.lo = math.FMA(x.lo, y, p.lo)
	return quickSum(p.hi, p.lo)
}

func (x double) div(y double) double {
	q := x.hi / y.hi
	r := x.add(y.mulFloat(q).neg())
	q2 := r.hi / y.hi
	r = r.add(y.mulFloat(q2).neg())
	return quickSum(q, q2).addFloat(r.hi / y.hi)
}

func (x double) sqrt() double {
	if x.hi == 0 {
		return double{}
	}
	s := math.Sqrt(x.hi)
	r := x.add(product(s, s).neg())
	return quickSum(s, r.hi/(2*s))
}

// Constants to 106 bits.
var (
	ln2    = double{0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56}
	invLn2 = double{1, 0}.div(ln2)
)
