package libm

import "math"

// Lanczos' approximation with g = 6.0246..., thirteen terms, as a quotient of
// polynomials whose denominator is x(x+1)...(x+11).
const (
	lanczosG     = 6.024680040776729583740234375
	lanczosGHalf = 5.524680040776729583740234375
)

var lanczos = [13]struct{ num, den float64 }{
	{23531376880.410759688572007674451636754734846804940, 0},
	{42919803642.649098768957899047001988850926355848959, 39916800},
	{35711959237.355668049440185451547166705960488635843, 120543840},
	{17921034426.037209699919755754458931112671403265390, 150917976},
	{6039542586.3520280050642916443072979210699388420708, 105258076},
	{1439720407.3117216736632230727949123939715485786372, 45995730},
	{248874557.86205415651146038641322942321632125127801, 13339535},
	{31426415.585400194380614231628318205362874684987640, 2637558},
	{2876370.6289353724412254090516208496135991145378768, 357423},
	{186056.26539522349504029498971604569928220784236328, 32670},
	{8071.6720023658162106380029022722506138218516325024, 1925},
	{210.82427775157934587250973392071336271166969580291, 66},
	{2.5066282746310002701649081771338373386264310793408, 1},
}

func lanczosSum(x float64) float64 {
	var num, den float64
	if x < 5 {
		for i := len(lanczos) - 1; i >= 0; i-- {
			num = float64(num*x) + lanczos[i].num
			den = float64(den*x) + lanczos[i].den
		}
	} else {
		for i := range lanczos { // in powers of 1/x, lest x**12 overflow
			num = num/x + lanczos[i].num
			den = den/x + lanczos[i].den
		}
	}
	return num / den
}

// sinPi returns sin(pi*x) for x >= 0, exact zeros included.
func sinPi(x float64) float64 {
	y := math.Mod(x, 2)
	switch math.Round(2 * y) {
	case 0:
		return Sin(math.Pi * y)
	case 1:
		return Cos(math.Pi * (y - 0.5))
	case 2:
		return Sin(math.Pi * (1 - y))
	case 3:
		return -Cos(math.Pi * (y - 1.5))
	}
	return Sin(math.Pi * (y - 2))
}

// Gamma returns the gamma function of x: NaN at a negative integer, an infinity
// of x's sign at zero, infinity on overflow.
func Gamma(x float64) float64 {
	a := math.Abs(x)
	switch {
	case x != x || math.IsInf(x, 1):
		return x
	case math.IsInf(x, -1):
		return math.NaN()
	case x == 0:
		return 1 / x
	case x == math.Floor(x) && x < 0:
		return math.NaN()
	case x == math.Floor(x) && x <= 23:
		f := 1.0 // 22! is the last factorial that is exact
		for i := 2.0; i < x; i++ {
			f *= i
		}
		return f
	case a < 1e-20:
		return 1 / x
	case x > 200:
		return math.Inf(1)
	case x < -200:
		return 0 / sinPi(a) * sinSign(x)
	}
	// z is what rounding took from a + g - 1/2.
	y := a + lanczosGHalf
	var z float64
	if a > lanczosGHalf {
		z = (y - a) - lanczosGHalf
	} else {
		z = (y - lanczosGHalf) - a
	}
	z = z * lanczosG / y
	// Beyond 140 the power alone would overflow before its division by e^y.
	if x < 0 {
		r := -math.Pi / sinPi(a) / a * Exp(y) / lanczosSum(a)
		r -= float64(z * r)
		if a < 140 {
			return r / Pow(y, a-0.5)
		}
		p := Pow(y, a/2-0.25)
		return r / p / p
	}
	r := lanczosSum(a) / Exp(y)
	r += float64(z * r)
	if a < 140 {
		return r * Pow(y, a-0.5)
	}
	p := Pow(y, a/2-0.25)
	return r * p * p
}

// sinSign gives the zero that gamma underflows to its sign.
func sinSign(x float64) float64 { return math.Copysign(1, x) * -1 }

// Lgamma returns the natural logarithm of the absolute value of the gamma
// function of x: infinity at zero and at the negative integers.
func Lgamma(x float64) float64 {
	a := math.Abs(x)
	switch {
	case x != x:
		return x
	case math.IsInf(x, 0):
		return math.Inf(1)
	case x == math.Floor(x) && x <= 0:
		return math.Inf(1)
	case x == 1 || x == 2:
		return 0
	case a < 1e-20:
		return -Log(a)
	}
	const logPi = 1.144729885849400174143427351353058711647
	r := Log(lanczosSum(a)) - lanczosG
	r += float64((a - 0.5) * (Log(a+lanczosG-0.5) - 1))
	if x < 0 {
		r = logPi - Log(math.Abs(sinPi(a))) - Log(a) - r
	}
	return r
}
