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
	env := object.EnvOf(c.thread)
	b, isBytes, err := text.AsBytesPaced(env.Check, v)
	if err != nil {
		return nil, err
	}
	switch n, isInt := number.IsInt(v); {
	case v == starlark.None:
		key = entropy(interp.Of(c.thread))
	case isInt:
		key = keyOfInt(n.BigInt())
	case isStr && version == 2:
		key, err = keyOfBytes(str, env.Check)
	case isBytes && version == 2:
		key, err = keyOfBytes(b, env.Check)
	case isStr && version == 1:
		key, err = keyOfText(func(yield func(rune) bool) {
			for _, c := range str {
				if !yield(c) {
					return
				}
			}
		}, env.Check)
	case isBytes && version == 1:
		key, err = keyOfText(func(yield func(rune) bool) {
			for i := 0; i < len(b) && yield(rune(b[i])); i++ {
			}
		}, env.Check)
	case isStr || isBytes:
		return nil, exception.New(exception.ValueError, "seed of a %s: version must be 1 or 2", object.TypeName(v))
	default:
		f, isFloat := v.(starlark.Float)
		if !isFloat {
			return nil, exception.New(exception.TypeError, "The only supported seed types are: None,\nint, float, str, bytes, and bytearray.")
		}
		key = keyOfFloat(float64(f))
	}
	if err == nil {
		err = c.state.seedKey(env, key)
	}
	if err != nil {
		return nil, err
	}
	c.state.hasNext = false
	return starlark.None, nil
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
