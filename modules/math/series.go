package math

import (
	"math"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/libm"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

// each calls fn for the elements of an iterable.
func each(thread *starlark.Thread, v starlark.Value, fn func(x starlark.Value) error) error {
	env := object.EnvOf(thread)
	it, err := object.Iterate(env, v)
	if err != nil {
		return err
	}
	defer it.Done()
	var x starlark.Value
	for it.Next(&x) {
		if err := fn(x); err != nil {
			return err
		}
		if err := env.Tick(); err != nil {
			return err
		}
	}
	return env.Pending()
}

// fsum adds without rounding until the end: partials are floats that do not
// overlap, smallest first, whose exact sum is the sum so far.
func fsum(thread *starlark.Thread, v starlark.Value) (starlark.Value, error) {
	var partials []float64
	special, infinities := 0.0, 0.0
	err := each(thread, v, func(v starlark.Value) error {
		x, err := number.Float(thread, v)
		if err != nil {
			return err
		}
		given := x
		n := 0
		for _, y := range partials {
			if math.Abs(x) < math.Abs(y) {
				x, y = y, x
			}
			high := x + y
			if low := y - (high - x); low != 0 {
				partials[n] = low
				n++
			}
			x = high
		}
		partials = partials[:n]
		switch {
		case x == 0:
		case x-x == 0:
			partials = append(partials, x)
		case given-given == 0:
			return exception.New(exception.OverflowError, "intermediate overflow in fsum")
		default:
			if math.IsInf(given, 0) {
				infinities += given
			}
			special += given
			partials = partials[:0]
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if special != 0 {
		if infinities != infinities {
			return nil, exception.New(exception.ValueError, "-inf + inf in fsum")
		}
		return starlark.Float(special), nil
	}
	n := len(partials)
	if n == 0 {
		return starlark.Float(0), nil
	}
	n--
	high, low := partials[n], 0.0
	for n > 0 && low == 0 {
		n--
		x, y := high, partials[n]
		high = x + y
		low = y - (high - x)
	}
	// Half way between two floats the next partial decides.
	if n > 0 && (low < 0) == (partials[n-1] < 0) && low != 0 {
		y := low * 2
		x := high + y
		if y == x-high {
			high = x
		}
	}
	return starlark.Float(high), nil
}

var prodSignature = &text.Signature{Owner: "math", Func: "prod", Params: []string{"iterable", "start"}, Required: 1, PosOnly: 1, MaxPos: 1}

var prodFunc = object.Later(func() *starlark.Builtin {
	return object.NewFunc("prod", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		slots, err := prodSignature.Parse(args, kwargs)
		if err != nil {
			return nil, err
		}
		total := slots[1]
		if total == nil {
			total = starlark.MakeInt(1)
		}
		env := object.EnvOf(thread)
		err = each(thread, slots[0], func(x starlark.Value) (err error) {
			if n, ok := total.(starlark.Int); ok && n.BigInt().BitLen() > 1<<16 { // then a product takes as long as 1000 small ones
				if err := env.Check(); err != nil {
					return err
				}
			}
			total, err = object.Multiply(env, total, x)
			return err
		})
		return total, err
	})
})

func floats(thread *starlark.Thread, vs []starlark.Value) ([]float64, error) {
	env := object.EnvOf(thread)
	xs := make([]float64, len(vs))
	for i, v := range vs {
		var err error
		if xs[i], err = number.Float(thread, v); err != nil {
			return nil, err
		}
		if err := env.Tick(); err != nil {
			return nil, err
		}
	}
	return xs, nil
}

// hypot returns the length of a vector.
func hypot(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
	xs, err := floats(thread, args)
	if err != nil {
		return nil, err
	}
	return length(thread, xs)
}

// length returns the length of a vector.
func length(thread *starlark.Thread, xs []float64) (starlark.Value, error) {
	x, err := libm.Length(xs, object.EnvOf(thread).Check)
	return starlark.Float(x), err
}

var distSignature = &text.Signature{Owner: "math", Func: "dist", Style: text.Positional, Params: []string{"p", "q"}, Required: 2}

var distFunc = object.Later(func() *starlark.Builtin {
	return object.NewFunc("dist", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if _, err := distSignature.Parse(args, kwargs); err != nil {
			return nil, err
		}
		env := object.EnvOf(thread)
		var points [2][]starlark.Value
		for i, v := range args {
			var err error
			if points[i], err = object.Elements(env, v); err != nil {
				return nil, err
			}
		}
		if len(points[0]) != len(points[1]) {
			return nil, exception.New(exception.ValueError, "both points must have the same number of dimensions")
		}
		p, err := floats(thread, points[0])
		if err != nil {
			return nil, err
		}
		q, err := floats(thread, points[1])
		if err != nil {
			return nil, err
		}
		for i := range p {
			p[i] -= q[i]
		}
		return length(thread, p)
	})
})
