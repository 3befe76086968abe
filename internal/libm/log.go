package libm

import "math"

// logDouble returns ln x for finite x > 0.
func logDouble(x float64) double {
	m, k := math.Frexp(x)
	if m < math.Sqrt2/2 {
		m *= 2
		k--
	}
	l := logMantissa(m)
	if k == 0 {
		return l
	}
	q := float64(k)
	return product(q, ln2.hi).add(product(q, ln2.lo)).add(l)
}

// logMantissa returns ln m for m between sqrt(1/2) and sqrt(2).
func logMantissa(m float64) double {
	f := m - 1 // exact
	if math.Abs(f) < 0x1p-6 {
		// 2 atanh(f/(2+f)), relatively accurate however near m is to 1.
		s := double{f, 0}.div(sum(2, f))
		s2 := s.mul(s)
		z := s2.hi
		tail := z * z * z * (1.0/7 + z*(1.0/9+z*(1.0/11+z*(1.0/13+z*(1.0/15)))))
		p := s2.mul(third).add(s2.mul(s2).mul(fifth)).addFloat(tail)
		s = double{2 * s.hi, 2 * s.lo}
		return s.add(s.mul(p))
	}
	// One step of Newton's iteration from 52 to over 80 bits.
	y := math.Log(m)
	e, k := expDouble(double{-y, 0})
	e = e.mulFloat(math.Ldexp(m, k)).addFloat(-1)
	return sum(y, 0).add(e).addFloat(-0.5 * e.hi * e.hi)
}

var (
	third = double{1, 0}.div(double{3, 0})
	fifth = double{1, 0}.div(double{5, 0})
)

// logSpecial answers for arguments where a logarithm is not finite.
func logSpecial(x float64) (float64, bool) {
	switch {
	case x != x || math.IsInf(x, 1):
		return x, true
	case x == 0:
		return math.Inf(-1), true
	case x < 0:
		return math.NaN(), true
	}
	return 0, false
}

// Log returns the natural logarithm of x.
func Log(x float64) float64 {
	if y, ok := logSpecial(x); ok {
		return y
	}
	return logDouble(x).value()
}

// Log2 returns the binary logarithm of x, exact for powers of two.
func Log2(x float64) float64 {
	if y, ok := logSpecial(x); ok {
		return y
	}
	m, k := math.Frexp(x)
	if m < math.Sqrt2/2 {
		m *= 2
		k--
	}
	return logMantissa(m).mul(invLn2).addFloat(float64(k)).value()
}
