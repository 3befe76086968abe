package random

import (
	"encoding/binary"
	"io"
	"math"
	"math/big"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/internal/text"
)

// state is what an instance of Random keeps.
type state struct {
	twister
	// next is what the next call of gauss returns, if there is something.
	next    float64
	hasNext bool
}

// Transfer copies the state into another interpreter.
func (s *state) Transfer(p *pickle.Packer) (pickle.Import, error) {
	b := make([]byte, 0, 4*stateSize+17)
	for _, w := range s.words {
		b = binary.LittleEndian.AppendUint32(b, w)
	}
	b = binary.LittleEndian.AppendUint64(b, uint64(s.index))
	b = binary.LittleEndian.AppendUint64(b, math.Float64bits(s.next))
	if s.hasNext {
		b = append(b, 1)
	} else {
		b = append(b, 0)
	}
	return p.Portable("random.state", b, nil)
}

func init() {
	pickle.Register("random.system", func(*pickle.Unpacker, *pickle.Portable) (any, error) { return system{}, nil })
	pickle.Register("random.state", func(_ *pickle.Unpacker, p *pickle.Portable) (any, error) {
		b := p.Data
		if len(b) != 4*stateSize+17 {
			return nil, p.Damaged()
		}
		s := new(state)
		for i := range s.words {
			s.words[i] = binary.LittleEndian.Uint32(b[4*i:])
		}
		b = b[4*stateSize:]
		index := binary.LittleEndian.Uint64(b)
		if index > stateSize {
			return nil, p.Damaged()
		}
		s.index, s.next, s.hasNext = int(index), math.Float64frombits(binary.LittleEndian.Uint64(b[8:])), b[16] == 1
		return s, nil
	})
}

// system is what an instance of SystemRandom keeps: nothing.
type system struct{}

// Transfer makes the receiver's.
func (system) Transfer(p *pickle.Packer) (pickle.Import, error) {
	return p.Portable("random.system", nil, nil)
}

// An entropySource draws from the source of the interpreter.
type entropySource struct{ r io.Reader }

// Uint32 returns 32 bits of the interpreter's source.
func (d entropySource) Uint32() uint32 {
	var b [4]byte
	io.ReadFull(d.r, b[:]) // a source that ends goes on with zeros
	return binary.LittleEndian.Uint32(b[:])
}

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
		return generator{entropySource{interp.Of(c.thread).System().Random}}
	}
	return generator{&c.state.twister}
}

// maxBits bounds one draw, which nothing can interrupt: 1 Gbit takes about a fifth of a second.
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
	return starlark.MakeBigInt(c.generator().bitsBig(n)), nil
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
		c.generator().bitsBig(8 * n).FillBytes(b)
	}
	for i, j := 0, len(b)-1; i < j; i, j = i+1, j-1 {
		b[i], b[j] = b[j], b[i]
	}
	return text.Bytes(b), nil
}

func seed(c *call, a []starlark.Value) (starlark.Value, error) {
	if c.state == nil {
		return starlark.None, nil
	}
	version := 2
	if a[1] != nil {
		n, ok := number.IsInt(a[1])
		version = 0
		if k, isSmall := n.Int64(); ok && isSmall && (k == 1 || k == 2) {
			version = int(k)
		}
	}
	var key []uint32
	v := object.Unwrap(orNone(a[0]))
	str, isStr := text.AsString(v)
	b, isBytes := text.AsBytes(v)
	switch n, isInt := number.IsInt(v); {
	case v == starlark.None:
		key = entropy(interp.Of(c.thread))
	case isInt:
		key = keyOfInt(n.BigInt())
	case isStr && version == 2:
		key = keyOfBytes([]byte(str))
	case isBytes && version == 2:
		key = keyOfBytes([]byte(b))
	case isStr && version == 1:
		key = keyOfText([]rune(str))
	case isBytes && version == 1:
		chars := make([]rune, len(b))
		for i := range chars {
			chars[i] = rune(b[i])
		}
		key = keyOfText(chars)
	case isStr || isBytes:
		return nil, exception.New(exception.ValueError, "seed of a %s: version must be 1 or 2", object.TypeName(v))
	default:
		f, isFloat := v.(starlark.Float)
		if !isFloat {
			return nil, exception.New(exception.TypeError, "The only supported seed types are: None,\nint, float, str, bytes, and bytearray.")
		}
		key = keyOfFloat(float64(f))
	}
	c.state.seedKey(key)
	c.state.hasNext = false
	return starlark.None, nil
}

func orNone(v starlark.Value) starlark.Value {
	if v == nil {
		return starlark.None
	}
	return v
}

var errNoState = exception.New(exception.NotImplementedError, "System entropy source does not have state.")

// stateVersion is the first item of what getstate returns.
const stateVersion = 3

func getstate(c *call, a []starlark.Value) (starlark.Value, error) {
	s := c.state
	if s == nil {
		return nil, errNoState
	}
	inner := make(starlark.Tuple, 0, stateSize+1)
	for _, w := range s.words {
		inner = append(inner, starlark.MakeUint64(uint64(w)))
	}
	inner = append(inner, starlark.MakeInt(s.index))
	var next starlark.Value = starlark.None
	if s.hasNext {
		next = starlark.Float(s.next)
	}
	return starlark.Tuple{starlark.MakeInt(stateVersion), inner, next}, nil
}

func setstate(c *call, a []starlark.Value) (starlark.Value, error) {
	if c.state == nil {
		return nil, errNoState
	}
	first, err := object.GetItem(c.env(), a[0], starlark.MakeInt(0))
	if err != nil {
		return nil, err
	}
	version, _ := number.IsInt(first)
	if n, ok := version.Int64(); !ok || n != 2 && n != stateVersion {
		return nil, exception.New(exception.ValueError, "state with version %s passed to Random.setstate() of version %d", first, stateVersion)
	}
	parts, err := object.Elements(c.env(), a[0])
	if err != nil {
		return nil, err
	}
	switch n := len(parts); {
	case n < 3:
		return nil, exception.New(exception.ValueError, "not enough values to unpack (expected 3, got %d)", n)
	case n > 3:
		return nil, exception.New(exception.ValueError, "too many values to unpack (expected 3)")
	}
	inner, ok := parts[1].(starlark.Tuple)
	if !ok {
		return nil, exception.New(exception.TypeError, "state vector must be a tuple")
	}
	if len(inner) != stateSize+1 {
		return nil, exception.New(exception.ValueError, "state vector is the wrong size")
	}
	var t twister
	for i, v := range inner {
		n, ok := number.IsInt(v)
		if !ok {
			return nil, exception.New(exception.TypeError, "an integer is required")
		}
		if i == stateSize {
			index, ok := n.Int64()
			if !ok || index < 0 || index > stateSize {
				return nil, exception.New(exception.ValueError, "invalid state")
			}
			t.index = int(index)
			continue
		}
		b := n.BigInt()
		if version.BigInt().Int64() == 2 { // which had them signed
			b.And(b, big.NewInt(1<<32-1))
		}
		if b.Sign() < 0 {
			return nil, exception.New(exception.OverflowError, "can't convert negative value to unsigned int")
		}
		t.words[i] = uint32(b.Uint64())
	}
	s := state{twister: t}
	if parts[2] != starlark.None {
		if s.next, err = number.Float(c.thread, parts[2]); err != nil {
			return nil, err
		}
		s.hasNext = true
	}
	*c.state = s
	return starlark.None, nil
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
			s.seedKey(entropy(interp.Of(thread))) // for subclasses that don't call __init__
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
