package libm

import "math"

// The functions of this file are not rounded correctly, but as C's are: each
// formula gives the error that it gives there. Products are converted to
// float64 before they are added, which keeps the compiler from fusing the two.

// Log10 returns the decimal logarithm of x.
func Log10(x float64) float64 {
	if y, ok := logSpecial(x); ok {
		return y
	}
	const (
		invLn10 = 0x1.bcb7b1526e50ep-2
		log2Hi  = 0x1.34413509f6p-2 // log10(2) in 40 bits, and the rest
		log2Lo  = 0x1.9fef311f12b36p-42
	)
	m, k := math.Frexp(x) // in [1/2, 1)
	if k > 0 {
		m, k = 2*m, k-1
	}
	y := float64(k)
	z := float64(y*log2Lo) + float64(invLn10*Log(m))
	return z + float64(y*log2Hi)
}

// Sinh returns the hyperbolic sine of x.
func Sinh(x float64) float64 {
	h, a := math.Copysign(0.5, x), math.Abs(x)
	switch {
	case x-x != 0 || a < 0x1p-28:
		return x
	case a < 1:
		t := math.Expm1(a)
		return h * (float64(2*t) - float64(t*t)/(t+1))
	case a < 22:
		t := math.Expm1(a)
		return h * (t + t/(t+1))
	case a < 709:
		return h * Exp(a)
	}
	w := Exp(a / 2)
	return h * w * w
}

// Cosh returns the hyperbolic cosine of x.
func Cosh(x float64) float64 {
	a := math.Abs(x)
	switch {
	case x-x != 0:
		return a
	case a < 0.5*math.Ln2:
		t := math.Expm1(a)
		return 1 + float64(t*t)/(2*(1+t))
	case a < 22:
		t := Exp(a)
		return float64(0.5*t) + 0.5/t
	case a < 709:
		return 0.5 * Exp(a)
	}
	w := Exp(a / 2)
	return 0.5 * w * w
}

// Tanh returns the hyperbolic tangent of x.
func Tanh(x float64) float64 {
	a := math.Abs(x)
	var z float64
	switch {
	case x != x || a < 0x1p-55:
		return x
	case a >= 22:
		z = 1
	case a >= 1:
		z = 1 - 2/(math.Expm1(2*a)+2)
	default:
		t := math.Expm1(-2 * a)
		z = -t / (t + 2)
	}
	return math.Copysign(z, x)
}

// Asinh returns the inverse hyperbolic sine of x.
func Asinh(x float64) float64 {
	a := math.Abs(x)
	var w float64
	switch {
	case x-x != 0 || a < 0x1p-28:
		return x
	case a > 0x1p28:
		w = Log(a) + math.Ln2
	case a > 2:
		w = Log(float64(2*a) + 1/(math.Sqrt(float64(x*x)+1)+a))
	default:
		t := x * x
		w = math.Log1p(a + float64(t)/(1+math.Sqrt(1+float64(t))))
	}
	return math.Copysign(w, x)
}

// Acosh returns the inverse hyperbolic cosine of x, NaN for x < 1.
func Acosh(x float64) float64 {
	switch {
	case x < 1 || x != x:
		return math.NaN()
	case x > 0x1p28:
		return Log(x) + math.Ln2
	case x > 2:
		return Log(float64(2*x) - 1/(x+math.Sqrt(float64(x*x)-1)))
	}
	t := x - 1
	return math.Log1p(t + math.Sqrt(float64(2*t)+float64(t*t)))
}

// Cbrt returns the cube root of x, correctly rounded. The C library's is in the last
// bit as often wrong as right, so there is nothing to follow.
func Cbrt(x float64) float64 {
	if x == 0 || x-x != 0 {
		return x
	}
	m, e := math.Frexp(x)
	third := e / 3
	m = math.Ldexp(m, e-3*third)
	y := math.Cbrt(m)
	cube := product(y, y).mulFloat(y)
	y += cube.neg().addFloat(m).value() / (3 * y * y)
	return math.Ldexp(y, third)
}

// Hypot returns the square root of the sum of the squares of xs, without
// intermediate overflow: infinity if any x is infinite, else NaN if any is NaN.
func Hypot(xs ...float64) float64 {
	x, _ := Length(xs, nil)
	return x
}

// lengthPiece is how many coordinates Length handles between two questions.
const lengthPiece = 1 << 14

// Length is Hypot for many coordinates. If ask is not nil, it is asked every millisecond or so, and its error ends the computation.
func Length(xs []float64, ask func() error) (float64, error) {
	stop := func(i int) error {
		if ask == nil || i%lengthPiece != lengthPiece-1 {
			return nil
		}
		return ask()
	}
	top, nan := 0.0, false
	for i, x := range xs {
		if err := stop(i); err != nil {
			return 0, err
		}
		if math.IsInf(x, 0) {
			return math.Inf(1), nil
		}
		nan = nan || x != x
		top = math.Max(top, math.Abs(x))
	}
	if nan {
		return math.NaN(), nil
	}
	if top == 0 || len(xs) == 1 {
		return top, nil
	}
	_, e := math.Frexp(top)
	var total double
	for i, x := range xs {
		if err := stop(i); err != nil {
			return 0, err
		}
		x = math.Ldexp(x, -e)
		total = total.add(product(x, x))
	}
	return math.Ldexp(total.sqrt().value(), e), nil
}
