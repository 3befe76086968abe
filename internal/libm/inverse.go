package libm

import "math"

// The inverse functions start from package math's result, good to about 52
// bits, and correct it by the sine and cosine of that angle: the error left is
// of the order of its square.

// Asin returns the angle between -pi/2 and pi/2 whose sine is x.
func Asin(x float64) float64 {
	a := math.Abs(x)
	switch {
	case !(a < 1):
		return math.Asin(x)
	case a < 0x1p-27:
		return x + x*x*x/6
	}
	y := math.Asin(x)
	if a > 0.5 {
		y = math.Copysign(math.Pi/2-2*math.Asin(math.Sqrt((1-a)/2)), x)
	}
	s, c := sinCos(y)
	d := s.neg().addFloat(x).div(c)
	return d.addFloat(y).value()
}

// Acos returns the angle between 0 and pi whose cosine is x.
func Acos(x float64) float64 {
	if !(math.Abs(x) < 1) {
		return math.Acos(x)
	}
	y := math.Acos(x)
	if x > 0.5 {
		y = 2 * math.Asin(math.Sqrt((1-x)/2)) // relatively accurate near x = 1
	}
	s, c := sinCos(y)
	d := c.addFloat(-x).div(s)
	return d.addFloat(y).value()
}

// Atan returns the angle between -pi/2 and pi/2 whose tangent is x.
func Atan(x float64) float64 {
	switch a := math.Abs(x); {
	case x != x || x == 0:
		return x
	case a < 0x1p-27:
		return x - x*x*x/3
	case a > 0x1p60:
		return math.Copysign(math.Pi/2, x)
	}
	return atan2(x, 1, math.Atan(x))
}

// Atan2 returns the angle between -pi and pi of the point (x, y).
func Atan2(y, x float64) float64 {
	if x == 0 || y == 0 || x-x != 0 || y-y != 0 {
		return math.Atan2(y, x)
	}
	_, ey := math.Frexp(y)
	_, ex := math.Frexp(x)
	if ey-ex < -60 && x > 0 {
		return y / x
	}
	if ey-ex > 60 || ey-ex < -60 {
		return math.Atan2(y, x)
	}
	y, x = math.Ldexp(y, -ex), math.Ldexp(x, -ex)
	return atan2(y, x, math.Atan2(y, x))
}

// atan2 corrects the approximation a.
func atan2(y, x, a float64) float64 {
	s, c := sinCos(a)
	num := c.mulFloat(y).add(s.mulFloat(x).neg())
	den := c.mulFloat(x).add(s.mulFloat(y))
	return num.div(den).addFloat(a).value()
}
