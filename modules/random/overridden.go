package random

import (
	"math"
	"math/big"
	"math/bits"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
)

// overridden is the source of a script's subclass of Random that defines random or
// getrandbits itself.
type overridden struct {
	c *call
	// random and bits say which of the two are the script's. whole says that
	// integers are drawn from getrandbits; they are drawn from random if the class
	// nearest to the instance that defines one of them defines only that one.
	random, bits, whole bool
}

// sourceOf returns what the distributions draw from.
func sourceOf(c *call) source {
	cls := c.self.Class()
	if cls.Native() {
		return c.generator()
	}
	s := &overridden{c: c, whole: true}
	decided := false
	for _, k := range cls.MRO() {
		if k.Native() {
			break
		}
		random, bits := false, false
		k.Own(func(name string, _ starlark.Value) bool {
			random = random || name == "random"
			bits = bits || name == "getrandbits"
			return true
		})
		s.random, s.bits = s.random || random, s.bits || bits
		if !decided && (random || bits) {
			decided, s.whole = true, bits
		}
	}
	if !decided {
		return c.generator()
	}
	return s
}

func (s *overridden) call(name string, args ...starlark.Value) (starlark.Value, error) {
	fn, err := object.GetAttr(s.c.thread, s.c.self, name)
	if err != nil {
		return nil, err
	}
	return object.Call(s.c.thread, fn, args...)
}

func (s *overridden) float() (float64, error) {
	if !s.random {
		return s.c.generator().float()
	}
	v, err := s.call("random")
	if err != nil {
		return 0, err
	}
	return number.Float(s.c.thread, v)
}

func (s *overridden) below(n uint64) (uint64, error) {
	if s.whole && !s.bits {
		return s.c.generator().below(n)
	}
	r, err := s.belowBig(new(big.Int).SetUint64(n))
	if err != nil {
		return 0, err
	}
	return r.Uint64(), nil
}

func (s *overridden) belowBig(n *big.Int) (*big.Int, error) {
	if !s.whole {
		return s.scaled(n)
	}
	if !s.bits {
		return s.c.generator().belowBig(n)
	}
	k := starlark.MakeInt(n.BitLen())
	for {
		v, err := s.call("getrandbits", k)
		if err != nil {
			return nil, err
		}
		r, ok := number.IsInt(v)
		if !ok || r.Sign() < 0 {
			return nil, exception.New(exception.TypeError, "getrandbits() should return a non-negative int, not %s", v)
		}
		if b := r.BigInt(); b.Cmp(n) < 0 {
			return b, nil
		}
	}
}

// scaled draws an integer below n from random() alone, so that each is as likely
// as any other: numbers beyond the last multiple of n are drawn again.
func (s *overridden) scaled(n *big.Int) (*big.Int, error) {
	const size = 1 << 53
	if n.BitLen() > bits.Len64(size-1) {
		u, err := s.float()
		if err != nil {
			return nil, err
		}
		f, _ := new(big.Float).SetInt(n).Float64()
		r, _ := big.NewFloat(math.Floor(u * f)).Int(nil)
		return r, nil
	}
	m := n.Uint64()
	limit := float64(size-size%m) / size
	for {
		u, err := s.float()
		if err != nil {
			return nil, err
		}
		if !(u >= 0 && u < 1) {
			return nil, exception.New(exception.ValueError, "random() should return a number in [0, 1), not %v", u)
		}
		if u < limit {
			return new(big.Int).SetUint64(uint64(math.Floor(u*size)) % m), nil
		}
	}
}
