package text

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/pieces"
)

// Functions whose names end in Paced are for what may be long: check is asked now and then, and ends them by an error.

// Size returns how many bytes a str or something bytes-like has inside, -1 if v is neither.
func Size(v starlark.Value) int {
	switch v := v.(type) {
	case starlark.String:
		return len(v)
	case *Text:
		return len(v.s)
	case Bytes:
		return len(v)
	case starlark.Bytes:
		return len(v)
	case *ByteArray:
		return len(v.data)
	case Buffer:
		return len(v.Buffer())
	case Derived:
		if base := v.Base(); base != nil && base != starlark.Value(v) {
			return Size(base)
		}
		if m := storeOf(v); m != nil {
			return m.Len()
		}
	}
	return -1
}

// AsBytesPaced is [AsBytes].
func AsBytesPaced(check func() error, v starlark.Value) (s string, ok bool, err error) {
	switch x := v.(type) {
	case *ByteArray:
		s, err = pieces.String(x.data, check)
		return s, true, err
	case Buffer:
		s, err = pieces.String(x.Buffer(), check)
		return s, true, err
	case Derived:
		if base := x.Base(); base != nil && base != starlark.Value(x) {
			return AsBytesPaced(check, base)
		}
		if m := storeOf(x); m != nil && m.Len() > pieces.Size {
			b, err := loadPaced(check, m)
			if err != nil {
				return "", true, err
			}
			s, err = pieces.Own(b, check)
			return s, true, err
		}
	}
	s, ok = AsBytes(v)
	return s, ok, nil
}

// loadPaced returns all that a Store shows.
func loadPaced(check func() error, m Store) ([]byte, error) {
	b, err := pieces.Make[byte](m.Len(), check)
	if err != nil {
		return nil, err
	}
	for at := 0; at < len(b); at += loadSize {
		m.Load(b[at:min(len(b), at+loadSize)], at)
		if check != nil {
			if err := check(); err != nil {
				return nil, err
			}
		}
	}
	return b, nil
}

// loadSize is how much is loaded at once.
const loadSize = 1 << 20

// AddPaced returns x + y of strs, bytes and bytearrays. It reports false if they are none, or short.
func AddPaced(check func() error, x, y starlark.Value) (v starlark.Value, ok bool, err error) {
	n := Size(x) + max(Size(y), 0)
	if n < 4*paceBytes || n > MaxSize {
		return nil, false, nil
	}
	p := &pace{check: check}
	var join func() starlark.Value
	switch x := x.(type) {
	case starlark.String, *Text:
		if a, ok := exactString(x); ok {
			b, ok := exactString(y)
			if !ok {
				return nil, false, nil
			}
			join = func() starlark.Value { return p.str(p.concat(a, b)) }
		}
	case Bytes, *ByteArray:
		b, ok, err := AsBytesPaced(check, y)
		if !ok || err != nil {
			return nil, ok, err
		}
		if a, ok := x.(Bytes); ok {
			join = func() starlark.Value { return Bytes(p.concat(string(a), b)) }
		} else {
			a := x.(*ByteArray)
			join = func() starlark.Value {
				all := p.room(len(a.data) + len(b))
				return NewByteArray(p.append(p.append(all, view(a.data)), b))
			}
		}
	}
	if join == nil {
		return nil, false, nil
	}
	v, err = keepPace(func() (starlark.Value, error) { return join(), nil })
	return v, true, err
}

// HasPaced is the Has of bytes and bytearrays. It reports false, as ok, if v is none, or short.
func HasPaced(check func() error, v, x starlark.Value) (found, ok bool, err error) {
	var s string
	switch v := v.(type) {
	case Bytes:
		s = string(v)
	case *ByteArray:
		s = view(v.data)
	}
	if len(s) < paceBytes {
		return false, false, nil
	}
	_, err = keepPace(func() (_ starlark.Value, err error) {
		found, err = (&pace{check: check}).contains(s, x)
		return nil, err
	})
	return found, true, err
}

// InplacePaced is [ByteArray.Inplace].
func (b *ByteArray) InplacePaced(check func() error, plus bool, y starlark.Value) (starlark.Value, error) {
	p := &pace{check: check}
	return keepPace(func() (starlark.Value, error) { return b.inplace(p, plus, y) })
}
