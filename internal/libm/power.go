package libm

import (
	"math"
	"math/bits"
)

// Pow returns x to the power y, with C's results for infinities, NaNs, zeros
// and negative x.
func Pow(x, y float64) float64 {
	switch {
	case y == 0 || x == 1, x == 0, y == 1, x != x, y != y, math.IsInf(x, 0), math.IsInf(y, 0):
		return math.Pow(x, y)
	case y == 2:
		return x * x
	case y == -1:
		return 1 / x
	case y == 0.5 && x > 0:
		return math.Sqrt(x)
	}
	sign := 1.0
	if x < 0 {
		if y != math.Trunc(y) {
			return math.NaN()
		}
		x = -x
		if math.Mod(y, 2) != 0 {
			sign = -1
		}
		if x == 1 {
			return sign
		}
	}
	if r, ok := exactPower(x, y); ok {
		return sign * r
	}
	l := logDouble(x)
	if e := l.hi * y; e > 710 {
		return math.Inf(int(sign))
	} else if e < -746 {
		return sign * 0
	}
	return sign * scale(expDouble(l.mulFloat(y)))
}

// exactPower computes a power that fits 106 bits. There the exact result may lie
// half way between two floats, where an approximation, however good, can't
// round to even.
func exactPower(x, y float64) (float64, bool) {
	if y < 3 || y > 106 || y != math.Trunc(y) {
		return 0, false
	}
	m, k := math.Frexp(x)
	n := uint64(math.Ldexp(m, 53))
	width := 64 - bits.LeadingZeros64(n) - bits.TrailingZeros64(n)
	if width*int(y) > 106 {
		return 0, false
	}
	p := double{m, 0}
	for i := 1; i < int(y); i++ {
		p = p.mulFloat(m)
	}
	return ldexpOnce(p, k*int(y)), true
}

// ldexpOnce is scale for a mantissa below 1.
func ldexpOnce(m double, k int) float64 {
	_, e := math.Frexp(m.hi)
	s := math.Ldexp(1, 1-e)
	return scale(double{m.hi * s, m.lo * s}, k+e-1)
}
