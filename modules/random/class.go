package random

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/internal/text"
)

// A call is one call of a method.
type call struct {
	thread *starlark.Thread
	self   *object.Instance
	state  *state // nil for SystemRandom
	source source
}

func (c *call) env() *object.Env { return object.EnvOf(c.thread) }

// A method is a method of Random and, but for a few, a function of the module.
type method struct {
	name string
	bind func(args starlark.Tuple, kwargs []starlark.Tuple) ([]starlark.Value, error)
	fn   func(c *call, a []starlark.Value) (starlark.Value, error)
}

// written is a method that CPython writes in Python; spec is its parameters.
func written(name, spec string, fn func(c *call, a []starlark.Value) (starlark.Value, error)) method {
	return method{name, params.Method("Random."+name, spec).Bind, fn}
}

// builtin is a method that CPython writes in C.
func builtin(name string, style text.Style, param []string, fn func(c *call, a []starlark.Value) (starlark.Value, error)) method {
	s := &text.Signature{Owner: "Random", Func: name, Style: style, Params: param, Required: len(param)}
	return method{name, s.Parse, fn}
}

var methods = object.Later(func() []method {
	return []method{
		builtin("random", text.Nothing, nil, func(c *call, a []starlark.Value) (starlark.Value, error) {
			x, err := c.generator().float()
			return starlark.Float(x), err
		}),
		builtin("getrandbits", text.Single, []string{"k"}, func(c *call, a []starlark.Value) (starlark.Value, error) {
			return c.getrandbits(a[0])
		}),
		written("seed", "a=, version=", seed),
		written("getstate", "", getstate),
		written("setstate", "state", setstate),
		written("randbytes", "n", randbytes),

		written("randrange", "start, stop=, step=", randrange),
		written("randint", "a, b", randint),
		written("choice", "seq", choice),
		written("choices", "population, weights=, *, cum_weights=, k=", choices),
		written("sample", "population, k, *, counts=", sample),
		written("shuffle", "x", shuffle),

		written("uniform", "a, b", func(c *call, a []starlark.Value) (starlark.Value, error) {
			low, ok1 := plainFloat(a[0])
			high, ok2 := plainFloat(a[1])
			if ok1 && ok2 {
				x, err := uniform(c.source, low, high)
				return starlark.Float(x), err
			}
			// Whatever a script adds and multiplies: a + (b - a) * random()
			width, err := object.Binary(c.env(), "-", a[1], a[0])
			if err != nil {
				return nil, err
			}
			u, err := c.source.float()
			if err != nil {
				return nil, err
			}
			if width, err = object.Binary(c.env(), "*", width, starlark.Float(u)); err != nil {
				return nil, err
			}
			return object.Binary(c.env(), "+", a[0], width)
		}),
		written("triangular", "low=, high=, mode=", func(c *call, a []starlark.Value) (starlark.Value, error) {
			x := [3]float64{0, 1, 0}
			for i, v := range a {
				if v == nil || i == 2 && v == starlark.None {
					continue
				}
				var err error
				if x[i], err = number.Float(c.thread, v); err != nil {
					return nil, err
				}
			}
			r, ok, err := triangular(c.source, x[0], x[1], x[2], a[2] != nil && a[2] != starlark.None)
			if !ok && err == nil && a[0] != nil {
				return a[0], nil
			}
			return starlark.Float(r), err
		}),
		written("gauss", "mu=, sigma=", func(c *call, a []starlark.Value) (starlark.Value, error) {
			x, err := c.floats(a, "+*", 0, 1)
			if err != nil {
				return nil, err
			}
			var z, next float64
			if s := c.state; s != nil && s.hasNext {
				z, s.hasNext = s.next, false
			} else if z, next, err = gauss(c.source); err != nil {
				return nil, err
			} else if s != nil {
				s.next, s.hasNext = next, true
			}
			return starlark.Float(x[0] + float64(z*x[1])), nil
		}),
		drawn("normalvariate", "mu=, sigma=", "+*", []float64{0, 1}, normalvariate),
		drawn("lognormvariate", "mu, sigma", "+*", nil, lognormvariate),
		drawn("vonmisesvariate", "mu, kappa", "+<", nil, vonmisesvariate),
		drawn("gammavariate", "alpha, beta", "<<", nil, gammavariate),
		drawn("betavariate", "alpha, beta", "<<", nil, betavariate),
		drawn("weibullvariate", "alpha, beta", "*/", nil, weibullvariate),
		drawn("expovariate", "lambd", "/", nil, func(s source, lambda, _ float64) (float64, error) { return expovariate(s, lambda) }),
		drawn("paretovariate", "alpha", "/", nil, func(s source, alpha, _ float64) (float64, error) { return paretovariate(s, alpha) }),
	}
})

// drawn is a method that returns a number from a distribution with one or two
// parameters; ops are the operators to which they go first (see floats).
func drawn(name, spec, ops string, defaults []float64, fn func(s source, x, y float64) (float64, error)) method {
	return written(name, spec, func(c *call, a []starlark.Value) (starlark.Value, error) {
		x, err := c.floats(a, ops, defaults...)
		if err != nil {
			return nil, err
		}
		r, err := fn(c.source, x[0], x[1])
		return starlark.Float(r), err
	})
}

// floats reads up to two parameters. What is no number is refused in the words of
// the operator that would meet it first: + and < have it on the left of a float, * and
// / on the right.
func (c *call) floats(a []starlark.Value, ops string, defaults ...float64) (x [2]float64, err error) {
	copy(x[:], defaults)
	for i, v := range a {
		if v == nil {
			continue
		}
		if x[i], err = number.Float(c.thread, v); err == nil {
			continue
		}
		if e, ok := err.(*exception.Error); ok && e.Kind == exception.TypeError {
			var refused error
			switch op := ops[i : i+1]; op {
			case "<":
				_, refused = object.Compare(c.env(), "<=", v, starlark.Float(0))
			case "+":
				_, refused = object.Binary(c.env(), op, v, starlark.Float(0))
			default:
				_, refused = object.Binary(c.env(), op, starlark.Float(0), v)
			}
			if refused != nil {
				err = refused
			}
		}
		return x, err
	}
	return x, nil
}

// plainFloat reads a float, or an int that a float can hold.
func plainFloat(v starlark.Value) (float64, bool) {
	switch v := v.(type) {
	case starlark.Float:
		return float64(v), true
	case starlark.Int:
		n, ok := v.Int64()
		return float64(n), ok && n < 1<<53 && n > -1<<53
	}
	return 0, false
}

// generator returns what random and getrandbits draw from, whatever a subclass
// puts in their place.
func (c *call) generator() generator {
	if c.state == nil {
		return generator{entropySource{interp.Of(c.thread).System().Random}, object.EnvOf(c.thread)}
	}
	return generator{&c.state.twister, object.EnvOf(c.thread)}
}

// maxBits bounds one draw: 1 Gbit takes about a fifth of a second.
const maxBits = 1 << 30

func (c *call) getrandbits(v starlark.Value) (starlark.Value, error) {
	n, err := number.Int(c.thread, v)
	switch {
	case err != nil:
		return nil, err
	case n < 0:
		return nil, exception.New(exception.ValueError, "number of bits must be non-negative")
	case n > maxBits:
		return nil, exception.New(exception.MemoryError, "")
	case n <= 64:
		return starlark.MakeUint64(c.generator().bits(n)), nil
	}
	x, err := c.generator().bitsBig(n)
	if err != nil {
		return nil, err
	}
	return starlark.MakeBigInt(x), nil
}

func randbytes(c *call, a []starlark.Value) (starlark.Value, error) {
	n, err := number.Int(c.thread, a[0])
	switch {
	case err != nil:
		return nil, err
	case n < 0:
		return nil, exception.New(exception.ValueError, "number of bits must be non-negative")
	case n > maxBits/8:
		return nil, exception.New(exception.MemoryError, "")
	}
	b := make([]byte, n)
	if s, ok := c.source.(*overridden); ok && s.bits {
		v, err := s.call("getrandbits", starlark.MakeInt(8*n))
		if err != nil {
			return nil, err
		}
		x, ok := number.IsInt(v)
		if !ok || x.Sign() < 0 || x.BigInt().BitLen() > 8*n {
			return nil, exception.New(exception.OverflowError, "int too big to convert")
		}
		x.BigInt().FillBytes(b)
	} else {
		x, err := c.generator().bitsBig(8 * n)
		if err != nil {
			return nil, err
		}
		x.FillBytes(b)
	}
	for i, j := 0, len(b)-1; i < j; i, j = i+1, j-1 {
		b[i], b[j] = b[j], b[i]
	}
	return text.Bytes(b), nil
}

func orNone(v starlark.Value) starlark.Value {
	if v == nil {
		return starlark.None
	}
	return v
}

var randomClass = object.Later(func() *object.Class {
	return newClass("Random", "A generator of pseudo-random numbers with a state of its own.", func() any { return new(state) })
})

var systemClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "SystemRandom", Module: "random", Bases: []*object.Class{randomClass.Get()},
		Doc: "A generator that takes its randomness from the operating system and has no state.",
		New: func(thread *starlark.Thread, cls *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			i := object.NewInstance(object.EnvOf(thread), cls)
			i.Native = system{}
			return i, nil
		},
	})
})

var initParams = params.Method("Random.__init__", "x=")

func newClass(name, doc string, native func() any) *object.Class {
	spec := object.Spec{
		Name: name, Module: "random", Doc: doc,
		Methods: make(map[string]object.Method),
		Values:  map[string]starlark.Value{"VERSION": starlark.MakeInt(stateVersion)},
		New: func(thread *starlark.Thread, cls *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			s := new(state)
			s.seedKey(nil, entropy(interp.Of(thread))) // for subclasses that don't call __init__
			i := object.NewInstance(object.EnvOf(thread), cls)
			i.Native = s
			return i, nil
		},
	}
	for _, m := range methods.Get() {
		spec.Methods[m.name] = func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			a, err := m.bind(args, kwargs)
			if err != nil {
				return nil, err
			}
			c := call{thread: thread, self: self.(*object.Instance)}
			c.state, _ = c.self.Native.(*state)
			c.source = sourceOf(&c)
			return m.fn(&c, a)
		}
	}
	spec.Methods["__init__"] = func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := initParams.Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		seed, err := object.GetAttr(thread, self, "seed") // a subclass may have its own
		if err != nil {
			return nil, err
		}
		_, err = object.Call(thread, seed, orNone(a[0]))
		return starlark.None, err
	}
	spec.Methods["__reduce__"] = func(thread *starlark.Thread, self starlark.Value, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		get, err := object.GetAttr(thread, self, "getstate")
		if err != nil {
			return nil, err
		}
		state, err := object.Call(thread, get)
		return starlark.Tuple{object.TypeOf(self), starlark.Tuple{}, state}, err
	}
	spec.Methods["__setstate__"] = func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		set, err := object.GetAttr(thread, self, "setstate")
		if err != nil {
			return nil, err
		}
		return object.Call(thread, set, args...)
	}
	return object.NewClass(spec)
}

func init() {
	pickle.RegisterLater(func() { pickle.RegisterClass(randomClass.Get()) })
}
