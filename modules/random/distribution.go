package random

import (
	"math"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/libm"
)

// This file implements the distributions. Each draws as often as CPython's, in
// the same order, and computes in the same steps: products are converted to
// float64 before they are added, which keeps the compiler from fusing the two.

const twoPi = 2 * math.Pi

var (
	normalMagic = 4 * libm.Exp(-0.5) / math.Sqrt2
	log4        = libm.Log(4)
	gammaMagic  = 1 + libm.Log(4.5)
)

var errDivision = exception.New(exception.ZeroDivisionError, "float division by zero")

func uniform(s source, a, b float64) (float64, error) {
	u, err := s.float()
	return a + float64((b-a)*u), err
}

// triangular returns ok false where the bounds coincide: the result is low.
func triangular(s source, low, high, mode float64, hasMode bool) (x float64, ok bool, err error) {
	u, err := s.float()
	if err != nil {
		return 0, false, err
	}
	c := 0.5
	if hasMode {
		if high == low {
			return low, false, nil
		}
		c = (mode - low) / (high - low)
	}
	if u > c {
		u, c = 1-u, 1-c
		low, high = high, low
	}
	if u*c < 0 {
		return 0, false, exception.New(exception.ValueError, "math domain error")
	}
	return low + float64((high-low)*math.Sqrt(u*c)), true, nil
}

func normalvariate(s source, mu, sigma float64) (float64, error) {
	for {
		u1, err := s.float()
		if err != nil {
			return 0, err
		}
		u2, err := s.float()
		if err != nil {
			return 0, err
		}
		u2 = 1 - u2
		z := float64(normalMagic*(u1-0.5)) / u2
		if z*z/4 <= -libm.Log(u2) {
			return mu + float64(z*sigma), nil
		}
	}
}

// gauss returns two independent numbers from the standard normal distribution;
// the second is for the next call.
func gauss(s source) (z, next float64, err error) {
	u, err := s.float()
	if err != nil {
		return 0, 0, err
	}
	v, err := s.float()
	if err != nil {
		return 0, 0, err
	}
	angle := u * twoPi
	radius := math.Sqrt(-2 * libm.Log(1-v))
	return libm.Cos(angle) * radius, libm.Sin(angle) * radius, nil
}

func lognormvariate(s source, mu, sigma float64) (float64, error) {
	x, err := normalvariate(s, mu, sigma)
	if err != nil {
		return 0, err
	}
	y := libm.Exp(x)
	if math.IsInf(y, 1) && !math.IsInf(x, 1) {
		return 0, exception.New(exception.OverflowError, "math range error")
	}
	return y, nil
}

func expovariate(s source, lambda float64) (float64, error) {
	u, err := s.float()
	if err != nil {
		return 0, err
	}
	if lambda == 0 {
		return 0, errDivision
	}
	return -libm.Log(1-u) / lambda, nil
}

func vonmisesvariate(s source, mu, kappa float64) (float64, error) {
	if kappa <= 1e-6 {
		u, err := s.float()
		return twoPi * u, err
	}
	if kappa != kappa {
		return 0, exception.New(exception.ValueError, "vonmisesvariate: kappa must not be NaN") // nothing would ever be accepted
	}
	half := 0.5 / kappa
	r := half + math.Sqrt(1+float64(half*half))
	var z float64
	for {
		u1, err := s.float()
		if err != nil {
			return 0, err
		}
		z = libm.Cos(math.Pi * u1)
		d := z / (r + z)
		u2, err := s.float()
		if err != nil {
			return 0, err
		}
		if u2 < 1-float64(d*d) || u2 <= float64((1-d)*libm.Exp(d)) {
			break
		}
	}
	q := 1 / r
	f := (q + z) / (1 + float64(q*z))
	u3, err := s.float()
	if err != nil {
		return 0, err
	}
	theta := mu - libm.Acos(f)
	if u3 > 0.5 {
		theta = mu + libm.Acos(f)
	}
	theta = math.Mod(theta, twoPi)
	if theta < 0 {
		theta += twoPi
	} else if theta == 0 {
		theta = 0 // never negative
	}
	return theta, nil
}

func gammavariate(s source, alpha, beta float64) (float64, error) {
	if alpha <= 0 || beta <= 0 {
		return 0, exception.New(exception.ValueError, "gammavariate: alpha and beta must be > 0.0")
	}
	if alpha-alpha != 0 { // nothing would ever be accepted
		return 0, exception.New(exception.ValueError, "gammavariate: alpha must be finite")
	}
	switch {
	case alpha > 1: // Cheng 1977
		ainv := math.Sqrt(float64(2*alpha) - 1)
		b := alpha - log4
		c := alpha + ainv
		for {
			u1, err := s.float()
			if err != nil {
				return 0, err
			}
			if !(1e-7 < u1 && u1 < 0.9999999) {
				continue
			}
			u2, err := s.float()
			if err != nil {
				return 0, err
			}
			u2 = 1 - u2
			v := libm.Log(u1/(1-u1)) / ainv
			x := alpha * libm.Exp(v)
			z := u1 * u1 * u2
			r := b + float64(c*v) - float64(x)
			if r+gammaMagic-float64(4.5*z) >= 0 || r >= libm.Log(z) {
				return x * beta, nil
			}
		}
	case alpha == 1:
		u, err := s.float()
		return -libm.Log(1-u) * beta, err
	}
	for { // Ahrens and Dieter 1974
		u, err := s.float()
		if err != nil {
			return 0, err
		}
		b := (math.E + alpha) / math.E
		p := float64(b * u)
		var x float64
		if p <= 1 {
			x = libm.Pow(p, 1/alpha)
		} else {
			x = -libm.Log((b - p) / alpha)
		}
		u1, err := s.float()
		if err != nil {
			return 0, err
		}
		if p > 1 {
			if u1 <= libm.Pow(x, alpha-1) {
				return x * beta, nil
			}
		} else if u1 <= libm.Exp(-x) {
			return x * beta, nil
		}
	}
}

func betavariate(s source, alpha, beta float64) (float64, error) {
	y, err := gammavariate(s, alpha, 1)
	if err != nil || y == 0 {
		return 0, err
	}
	z, err := gammavariate(s, beta, 1)
	return y / (y + z), err
}

func paretovariate(s source, alpha float64) (float64, error) {
	u, err := s.float()
	if err != nil {
		return 0, err
	}
	if alpha == 0 {
		return 0, errDivision
	}
	return power(1-u, -1/alpha)
}

func weibullvariate(s source, alpha, beta float64) (float64, error) {
	u, err := s.float()
	if err != nil {
		return 0, err
	}
	if beta == 0 {
		return 0, errDivision
	}
	x, err := power(-libm.Log(1-u), 1/beta)
	return alpha * x, err
}

// power is Python's x ** y for x >= 0.
func power(x, y float64) (float64, error) {
	if x == 0 && y < 0 {
		return 0, exception.New(exception.ZeroDivisionError, "0.0 cannot be raised to a negative power")
	}
	z := libm.Pow(x, y)
	if math.IsInf(z, 0) && !math.IsInf(x, 0) && !math.IsInf(y, 0) {
		return 0, exception.WithArgs(exception.OverflowError, starlark.MakeInt(34), starlark.String("Numerical result out of range"))
	}
	return z, nil
}
