package libm

import "math"

// pow2Steps is how finely exp2Table divides an octave. 64 leaves an argument
// below 2^-7.5, so that from its fourth power on a float64 suffices.
const pow2Steps = 64

// exp2Table holds 2^(i/64).
var exp2Table = func() (t [pow2Steps]double) {
	step := double{2, 0}
	for i := 1; i < pow2Steps; i *= 2 {
		step = step.sqrt()
	}
	t[0] = double{1, 0}
	for i := 1; i < pow2Steps; i++ {
		t[i] = t[i-1].mul(step)
	}
	return t
}()

// expSmall returns e^r - 1 for |r| <= ln2/128.
func expSmall(r double) double {
	x := r.hi
	tail := x * x * x * x * (1.0/24 + x*(1.0/120+x*(1.0/720+x*(1.0/5040+x*(1.0/40320+x*(1.0/362880))))))
	r2 := r.mul(r)
	r3 := r2.mul(r)
	s := r2.mulFloat(0.5).add(r3.mul(sixth))
	return r.add(s).addFloat(tail)
}

var sixth = double{1, 0}.div(double{6, 0})

// expDouble returns m, k with e^x = m * 2^k and m in [1, 2), for |x| < 2^20.
func expDouble(x double) (m double, k int) {
	n := math.RoundToEven(x.hi * (pow2Steps / math.Ln2))
	// n*ln2/64 to 160 bits: products of n with each half of ln2 are exact in a double.
	q := n / pow2Steps
	r := product(q, ln2.hi).neg().add(x)
	r = r.add(product(q, ln2.lo).neg())
	r = r.addFloat(-q * ln2Third)
	i := int(n)
	k = i >> 6
	t := exp2Table[i&(pow2Steps-1)]
	return t.add(t.mul(expSmall(r))), k
}

// ln2Third is what ln2.hi + ln2.lo lack of ln 2.
const ln2Third = 0x1.7b57a079a1934p-111

// scale rounds m * 2^k once, also where the result is subnormal.
func scale(m double, k int) float64 {
	switch {
	case k > 1100:
		return math.Inf(1)
	case k < -1200:
		return 0
	case k > -1021 && k < 1023:
		return m.value() * math.Float64frombits(uint64(k+1023)<<52)
	case k >= 1023:
		return m.value() * 0x1p1022 * math.Ldexp(1, k-1022)
	}
	// Subnormal: adding 2^(52-1074-k) first aligns the last bit kept with the
	// last bit of the result, so that only one rounding happens.
	big := math.Ldexp(1, -1022-k)
	s := sum(big, m.hi)
	return math.Ldexp((s.hi+(s.lo+m.lo))-big, k)
}

// Exp returns e^x.
func Exp(x float64) float64 {
	switch {
	case x != x:
		return x
	case x > 710:
		return math.Inf(1)
	case x < -746:
		return 0
	case math.Abs(x) < 0x1p-54:
		return 1 + x
	}
	return scale(expDouble(double{x, 0}))
}

// Exp2 returns 2^x.
func Exp2(x float64) float64 {
	switch {
	case x != x:
		return x
	case x >= 1024:
		return math.Inf(1)
	case x < -1076:
		return 0
	}
	n := math.RoundToEven(x * pow2Steps)
	r := ln2.mulFloat(x - n/pow2Steps)
	i := int(n)
	t := exp2Table[i&(pow2Steps-1)]
	return scale(t.add(t.mul(expSmall(r))), i>>6)
}
