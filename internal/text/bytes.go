package text

import (
	"strings"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

// Bytes is Python's bytes: an immutable sequence of ints from 0 to 255.
type Bytes string

var (
	_ starlark.Comparable = Bytes("")
	_ starlark.Sequence   = Bytes("")
	_ starlark.Sliceable  = Bytes("")
	_ starlark.Container  = Bytes("")
	_ starlark.HasBinary  = Bytes("")
	_ starlark.HasAttrs   = Bytes("")
)

// OwnBytes returns b, which nobody changes any more, as Bytes, without copying what is long.
func OwnBytes(b []byte) Bytes { return Bytes((*pace)(nil).text(b)) }

// AsBytes returns the content of a bytes-like value: Bytes, *ByteArray, the
// engine's Bytes, a Buffer. It reports false if v is none of these.
func AsBytes(v starlark.Value) (string, bool) {
	switch v := v.(type) {
	case Bytes:
		return string(v), true
	case *ByteArray:
		return string(v.data), true
	case starlark.Bytes:
		return string(v), true
	case Buffer:
		return string(v.Buffer()), true
	case Derived:
		if base := v.Base(); base != nil && base != starlark.Value(v) {
			return AsBytes(base)
		}
		if m := storeOf(v); m != nil {
			b := make([]byte, m.Len())
			m.Load(b, 0)
			return string(b), true
		}
	}
	return "", false
}

// String returns the repr.
func (b Bytes) String() string { return BytesRepr(string(b)) }

// Type returns "Bytes". It must not be "bytes": that is the engine's Bytes, whose
// comparison panics on any other Go type of that name. TypeName gives "bytes".
func (b Bytes) Type() string { return bytesType }

const bytesType = "Bytes"

// Freeze does nothing: Bytes are immutable.
func (b Bytes) Freeze() {}

// Truth reports whether b is not empty.
func (b Bytes) Truth() starlark.Bool { return len(b) > 0 }

// Hash returns the engine's hash of the bytes.
func (b Bytes) Hash() (uint32, error) { return starlark.String(b).Hash() }

// Len returns the number of bytes.
func (b Bytes) Len() int { return len(b) }

// Index returns byte i as an int.
func (b Bytes) Index(i int) starlark.Value { return starlark.MakeInt(int(b[i])) }

// Slice returns the bytes that Python's b[start:end:step] has.
func (b Bytes) Slice(start, end, step int) starlark.Value {
	return Bytes((*pace)(nil).slice(string(b), start, end, step))
}

// Iterate yields the bytes as ints.
func (b Bytes) Iterate() starlark.Iterator { return &bytesIterator{rest: string(b)} }

type bytesIterator struct{ rest string }

func (it *bytesIterator) Next(p *starlark.Value) bool {
	if it.rest == "" {
		return false
	}
	*p = starlark.MakeInt(int(it.rest[0]))
	it.rest = it.rest[1:]
	return true
}

func (it *bytesIterator) Done() {}

// Has reports whether y, an int or bytes-like, is in b.
func (b Bytes) Has(y starlark.Value) (bool, error) { return (*pace)(nil).contains(string(b), y) }

// contains reports whether y, an int or bytes-like, is in s.
func (p *pace) contains(s string, y starlark.Value) (bool, error) {
	if sub, ok, err := AsBytesPaced(p.ends(), y); ok || err != nil {
		return err == nil && p.index(s, sub) >= 0, err
	}
	n, ok, err := noFormatter.index(y)
	if err != nil {
		return false, err
	}
	if !ok {
		return false, typeError("a bytes-like object is required, not '%s'", TypeName(y))
	}
	c, err := byteOf(n)
	return err == nil && p.index(s, string([]byte{c})) >= 0, err
}

// CompareSameType orders two Bytes byte by byte.
func (b Bytes) CompareSameType(op syntax.Token, y starlark.Value, depth int) (bool, error) {
	other, ok := y.(Bytes)
	if !ok {
		return otherType(op, b, y)
	}
	return ordered(op, strings.Compare(string(b), string(other))), nil
}

// Binary does + with something bytes-like and * with an int. For % see
// Formatter.PercentBytes.
func (b Bytes) Binary(op syntax.Token, y starlark.Value, side starlark.Side) (starlark.Value, error) {
	s, err := binaryBytes(string(b), op, y, side)
	if s == nil || err != nil {
		return nil, err
	}
	return Bytes(*s), nil
}

// binaryBytes returns nil for operations and operands that are not its own. The
// result has the type of the left operand, so the right one's turn comes only for
// a repetition.
func binaryBytes(s string, op syntax.Token, y starlark.Value, side starlark.Side) (*string, error) {
	switch op {
	case syntax.PLUS:
		other, ok := AsBytes(y)
		if !ok || side == starlark.Right {
			return nil, nil
		}
		if len(s)+len(other) > MaxSize {
			return nil, errMemory()
		}
		s += other
		return &s, nil
	case syntax.STAR:
		n, ok, err := repeatCount(y)
		if !ok || err != nil {
			return nil, err
		}
		s, err = repeat(s, n)
		return &s, err
	}
	return nil, nil
}

// Attr returns a bound method.
func (b Bytes) Attr(name string) (starlark.Value, error) {
	if m := bytesMethods()[name]; m != nil {
		return m.BindReceiver(b), nil
	}
	return nil, nil
}

// AttrNames returns the names of the methods.
func (b Bytes) AttrNames() []string { return bytesMethodNames() }
