package object

import (
	"hash/maphash"
	"math"
	"math/big"
	"math/bits"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/pieces"
	"github.com/mpstar/mpstar/internal/text"
)

// Truth returns bool(v).
func Truth(env *Env, v starlark.Value) (bool, error) {
	switch v := v.(type) {
	case *Instance:
		return v.truth()
	case *Class:
		return v.truth()
	}
	return bool(v.Truth()), nil
}

func (i *Instance) truth() (bool, error) {
	if s := i.class.find("__bool__"); s != nil {
		r, err := callSlot(i.env.Thread, s, i)
		if err != nil {
			return false, err
		}
		b, ok := r.(starlark.Bool)
		if !ok {
			return false, exception.New(exception.TypeError, "__bool__ should return bool, returned %s", TypeName(r))
		}
		return bool(b), nil
	}
	if s := i.class.find("__len__"); s != nil && !valueMethod(s) {
		n, err := i.length(s)
		return n != 0, err
	}
	if b := i.base(); b != nil {
		return Truth(i.env, b)
	}
	return true, nil
}

func (c *Class) truth() (bool, error) {
	if c.meta == nil || c.env == nil {
		return true, nil
	}
	if s := c.meta.find("__bool__"); s != nil {
		r, err := callSlot(c.env.Thread, s, c)
		return err == nil && bool(r.Truth()), err
	}
	if s := c.meta.find("__len__"); s != nil {
		n, err := lengthBy(c.env, s, c)
		return n != 0, err
	}
	return true, nil
}

// valueMethod reports whether a slot is a method of an engine type, which is to
// be called on the value behind an instance.
func valueMethod(s *slot) bool { return s.owner.value == s.owner && s.owner.env == nil }

// Truth makes an instance usable in conditions.
func (i *Instance) Truth() starlark.Bool {
	t, err := i.truth()
	if err != nil {
		i.env.Raise(err)
	}
	return starlark.Bool(t)
}

// Truth makes a class usable in conditions.
func (c *Class) Truth() starlark.Bool {
	t, err := c.truth()
	if err != nil {
		c.env.Raise(err)
		return true
	}
	return starlark.Bool(t)
}

// Len returns len(v).
func Len(env *Env, v starlark.Value) (int, error) {
	switch x := v.(type) {
	case *Instance:
		if s := x.class.find("__len__"); s != nil && !valueMethod(s) {
			return x.length(s)
		}
		if b := x.base(); b != nil && starlark.Len(b) >= 0 {
			return Len(env, b)
		}
	case *Class:
		if x.meta != nil {
			if s := x.meta.find("__len__"); s != nil {
				return lengthBy(env, s, x)
			}
		}
	default:
		if n := starlark.Len(v); n >= 0 {
			return n, nil
		}
	}
	return 0, exception.New(exception.TypeError, "object of type '%s' has no len()", TypeName(v))
}

func (i *Instance) length(s *slot) (int, error) { return lengthBy(i.env, s, i) }

func lengthBy(env *Env, s *slot, self starlark.Value) (int, error) {
	r, err := callSlot(env.Thread, s, self)
	if err != nil {
		return 0, err
	}
	n, ok := Unwrap(r).(starlark.Int)
	if b, isBool := r.(starlark.Bool); isBool {
		n, ok = boolInt(b), true
	}
	if !ok {
		return 0, exception.New(exception.TypeError, "'%s' object cannot be interpreted as an integer", TypeName(r))
	}
	if n.Sign() < 0 {
		return 0, exception.New(exception.ValueError, "__len__() should return >= 0")
	}
	small, ok := n.Int64()
	if !ok || small > math.MaxInt {
		return 0, exception.New(exception.OverflowError, "cannot fit 'int' into an index-sized integer")
	}
	return int(small), nil
}

func boolInt(b starlark.Bool) starlark.Int {
	if b {
		return starlark.MakeInt(1)
	}
	return starlark.MakeInt(0)
}

// Hash makes an instance usable as a key of a dict or set.
func (i *Instance) Hash() (uint32, error) {
	s := i.class.made().overrides.hash
	switch {
	case s == nil:
		return hashPointer(i), nil
	case s.value == starlark.None || s.owner.env == nil && valueMethod(s):
		if b := i.base(); b != nil && s.value != starlark.None {
			return b.Hash()
		}
		return 0, errNoHash(i)
	}
	n, err := i.hashBy(s)
	if err != nil {
		// The engine may put the error into words of its own, or overlook it.
		i.env.Raise(err)
		return 0, err
	}
	return uint32(n) ^ uint32(uint64(n)>>32), nil
}

func (i *Instance) hashBy(s *slot) (int64, error) {
	i.env.inKeys++
	r, err := callSlot(i.env.Thread, s, i)
	i.env.inKeys--
	if err != nil {
		return 0, err
	}
	switch n := Unwrap(r).(type) {
	case starlark.Int:
		return intHash(n), nil
	case starlark.Bool:
		return intHash(boolInt(n)), nil
	}
	return 0, exception.New(exception.TypeError, "__hash__ method should return an integer")
}

// hashModulus is the prime that CPython reduces numbers by.
const hashModulus = 1<<61 - 1

func intHash(n starlark.Int) int64 {
	if small, ok := n.Int64(); ok && small < hashModulus && small > -hashModulus {
		if small == -1 {
			return -2
		}
		return small
	}
	b := n.BigInt()
	m := new(big.Int).Mod(new(big.Int).Abs(b), big.NewInt(hashModulus)).Int64()
	if b.Sign() < 0 {
		m = -m
	}
	if m == -1 {
		m = -2
	}
	return m
}

// floatHash is CPython's hash of a float: equal to that of an equal int.
func floatHash(f float64) int64 {
	switch {
	case math.IsInf(f, 1):
		return 314159
	case math.IsInf(f, -1):
		return -314159
	case math.IsNaN(f):
		return 0
	}
	m, e := math.Frexp(math.Abs(f))
	var x uint64
	for m != 0 {
		x = (x<<28)&hashModulus | x>>(61-28)
		m *= 1 << 28
		e -= 28
		y := uint64(m)
		m -= float64(y)
		x += y
		if x >= hashModulus {
			x -= hashModulus
		}
	}
	shift := e % 61
	if e < 0 {
		shift = 61 - 1 - (-1-e)%61
	}
	x = (x<<shift)&hashModulus | x>>(61-shift)
	h := int64(x)
	if f < 0 {
		h = -h
	}
	if h == -1 {
		h = -2
	}
	return h
}

// Hash returns hash(v). Numbers have CPython's hash values; others have values
// that stay the same while the process lives.
func Hash(env *Env, v starlark.Value) (int64, error) { return hashDepth(env, v, keyDepth) }

func hashDepth(env *Env, v starlark.Value, depth int) (int64, error) {
	if depth == 0 {
		return 0, errDeepKey
	}
	switch x := v.(type) {
	case starlark.Int:
		return intHash(x), nil
	case starlark.Bool:
		return intHash(boolInt(x)), nil
	case starlark.Float:
		return floatHash(float64(x)), nil
	case *Instance:
		s := x.class.made().overrides.hash
		switch {
		case s == nil:
			return int64(ID(x) >> 4), nil
		case s.value == starlark.None:
			return 0, errNoHash(v)
		case valueMethod(s):
			return hashDepth(env, x.base(), depth-1)
		}
		return x.hashBy(s)
	case starlark.Tuple:
		// As CPython: xxHash with 64 bits.
		const prime1, prime2, prime5 = 11400714785074694791, 14029467366897019727, 2870177450012600261
		var acc uint64 = prime5
		for _, e := range x {
			h, err := hashDepth(env, e, depth-1)
			if err != nil {
				return 0, err
			}
			acc += uint64(h) * prime2
			acc = bits.RotateLeft64(acc, 31) * prime1
			if err := env.Tick(); err != nil {
				return 0, err
			}
		}
		acc += uint64(len(x)) ^ (prime5 ^ 3527539)
		if int64(acc) == -1 {
			return 1546275796, nil
		}
		return int64(acc), nil
	case *Class, *BoundMethod, *starlark.Function:
		return int64(ID(v) >> 4), nil
	}
	var h uint32
	var err error
	if x, ok := v.(interface {
		HashIn(env *Env) (uint32, error)
	}); ok {
		h, err = x.HashIn(env)
	} else if text.Size(v) > keyText {
		h, err = longHash(env, v)
	} else if err = env.CheckKey(v); err == nil {
		h, err = v.Hash()
	}
	if p := env.TakePending(); p != nil {
		err = p
	}
	if err != nil {
		if _, ok := err.(*exception.Error); !ok {
			err = errNoHash(v)
		}
		return 0, err
	}
	// The engine's hashes have 32 bits; spread them as strings' are under CPython.
	return int64(uint64(h)*0x9e3779b97f4a7c15) >> 1, nil
}

var longSeed = maphash.MakeSeed()

// longHash is the hash of a text that is too long for a key.
func longHash(env *Env, v starlark.Value) (uint32, error) {
	s, ok := text.AsString(v)
	if !ok {
		s, _ = text.AsBytes(v)
	}
	var h maphash.Hash
	h.SetSeed(longSeed)
	for len(s) > 0 {
		if err := env.Check(); err != nil {
			return 0, err
		}
		n := min(len(s), pieces.Size)
		h.WriteString(s[:n])
		s = s[n:]
	}
	return uint32(h.Sum64()), nil
}
