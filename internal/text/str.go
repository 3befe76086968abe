package text

import (
	"math/bits"
	"strings"
	"sync/atomic"

	"github.com/mpstar/mpstar/internal/exception"
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

// MaxSize bounds, in bytes, every string and bytes object that an operation of
// this package makes. Beyond it is MemoryError.
const MaxSize = 1 << 30

// Str returns the Python str of s: a starlark.String if s has only ASCII
// characters, else a *Text. S is UTF-8, in which lone surrogates take three bytes.
// Bytes that are neither become U+DC80..U+DCFF, as under surrogateescape.
func Str(s string) starlark.Value { return (*pace)(nil).str(s) }

// AsString returns the characters of a str value as UTF-8 (see [Str]); instances of
// classes derived from str are such values. It reports false if v is not a str.
func AsString(v starlark.Value) (string, bool) {
	switch v := v.(type) {
	case starlark.String:
		return string(v), true
	case *Text:
		return v.s, true
	case Derived:
		if base := v.Base(); base != nil && base != starlark.Value(v) {
			return AsString(base)
		}
	}
	return "", false
}

// A Derived is an instance of a class derived from str or bytes (or another type,
// or none). It is a str or bytes wherever its base is.
type Derived interface {
	starlark.Value
	// Base returns the value of the built-in type, or nil.
	Base() starlark.Value
}

// Len returns the number of characters in s.
func Len(s string) int { return (*pace)(nil).len(s) }

// LenPaced is Len for something long; check is asked now and then, and ends it by an error.
func LenPaced(check func() error, s string) (n int, err error) {
	if len(s) <= paceBytes {
		return Len(s), nil
	}
	_, err = keepPace(func() (starlark.Value, error) {
		n = (&pace{check: check}).len(s)
		return nil, nil
	})
	return n, err
}

// Compare orders two strings by code point. It returns -1, 0 or +1.
func Compare(a, b string) int { return strings.Compare(a, b) }

// A Text is a str with at least one character outside ASCII. It is immutable and
// may be shared between interpreters. Its length, indexes and slices count
// characters, that is code points.
//
// Only [Str] makes one.
type Text struct {
	s string
	n int // number of characters
	// marks say where the characters are. They are made when first needed; two goroutines may both make them, which is harmless.
	marks atomic.Pointer[marks]
}

var (
	_ starlark.Comparable = (*Text)(nil)
	_ starlark.Sequence   = (*Text)(nil)
	_ starlark.Sliceable  = (*Text)(nil)
	_ starlark.Container  = (*Text)(nil)
	_ starlark.HasBinary  = (*Text)(nil)
	_ starlark.HasAttrs   = (*Text)(nil)
)

// String returns the repr.
func (t *Text) String() string { return Repr(t.s) }

// GoString returns the characters as UTF-8.
func (t *Text) GoString() string { return t.s }

// Type returns "str".
func (t *Text) Type() string { return "str" }

// Freeze does nothing: a Text is immutable.
func (t *Text) Freeze() {}

// Truth returns true: a Text is never empty.
func (t *Text) Truth() starlark.Bool { return true }

// Hash returns the engine's hash of the characters.
func (t *Text) Hash() (uint32, error) { return starlark.String(t.s).Hash() }

// Len returns the number of characters.
func (t *Text) Len() int { return t.n }

// Index returns character i, in constant time.
func (t *Text) Index(i int) starlark.Value {
	off := t.offset(nil, i)
	_, size := decodeRune(t.s[off:])
	return charValue(t.s[off : off+size])
}

// Slice returns the characters that Python's t[start:end:step] has.
func (t *Text) Slice(start, end, step int) starlark.Value {
	return (*pace)(nil).sliceText(t, start, end, step)
}

// Iterate yields each character as a str.
func (t *Text) Iterate() starlark.Iterator { return &charIterator{t.s} }

// Has reports whether y, which must be a str, is a substring.
func (t *Text) Has(y starlark.Value) (bool, error) {
	sub, ok := AsString(y)
	if !ok {
		return false, exception.New(exception.TypeError, "'in <string>' requires string as left operand, not %s", TypeName(y))
	}
	return strings.Contains(t.s, sub), nil
}

// CompareSameType orders two Texts by code point.
func (t *Text) CompareSameType(op syntax.Token, y starlark.Value, depth int) (bool, error) {
	other, ok := y.(*Text)
	if !ok {
		return otherType(op, t, y)
	}
	return ordered(op, strings.Compare(t.s, other.s)), nil
}

// Binary does + with another str, on either side, and * with an int. Python's %
// needs a Formatter: see [Formatter.Percent].
func (t *Text) Binary(op syntax.Token, y starlark.Value, side starlark.Side) (starlark.Value, error) {
	switch op {
	case syntax.PLUS:
		other, ok := AsString(y)
		if !ok {
			return nil, nil
		}
		if len(t.s)+len(other) > MaxSize {
			return nil, errMemory()
		}
		if side == starlark.Left {
			return joinText(t.s, t.n, y, other), nil
		}
		if isASCII(other) {
			return &Text{s: other + t.s, n: len(other) + t.n}, nil
		}
		return Str(other + t.s), nil
	case syntax.STAR:
		n, ok, err := repeatCount(y)
		if !ok || err != nil {
			return nil, err
		}
		s, err := repeat(t.s, n)
		if err != nil {
			return nil, err
		}
		return cutText(s, t.n*n), nil
	}
	return nil, nil
}

// Attr returns a bound method of str.
func (t *Text) Attr(name string) (starlark.Value, error) {
	if m := StrMethod(t, name); m != nil {
		return m, nil
	}
	return nil, nil
}

// AttrNames returns the names of str's methods.
func (t *Text) AttrNames() []string { return StrMethodNames() }

type charIterator struct{ rest string }

func (it *charIterator) Next(p *starlark.Value) bool {
	if it.rest == "" {
		return false
	}
	_, size := decodeRune(it.rest)
	*p = charValue(it.rest[:size])
	it.rest = it.rest[size:]
	return true
}

func (it *charIterator) Done() {}

// Chars returns an iterator over the characters of a str value as str values, or
// nil if v is not a str.
func Chars(v starlark.Value) starlark.Iterator {
	if s, ok := AsString(v); ok {
		return &charIterator{s}
	}
	return nil
}

// charValue returns the str of one well-formed character.
func charValue(c string) starlark.Value {
	if len(c) == 1 {
		return starlark.String(c)
	}
	return &Text{s: c, n: 1}
}

// joinText is Str(a + b) where a is known to be a Text of n characters.
func joinText(a string, n int, y starlark.Value, b string) starlark.Value {
	if t, ok := y.(*Text); ok {
		return &Text{s: a + b, n: n + t.n}
	}
	if isASCII(b) {
		return &Text{s: a + b, n: n + len(b)}
	}
	return Str(a + b)
}

// otherType compares x with a value of another Go type. The engine takes values
// for the same type if their Type() is the same text, and a script can name a class
// as it likes.
func otherType(op syntax.Token, x, y starlark.Value) (bool, error) {
	switch op {
	case syntax.EQL:
		return false, nil
	case syntax.NEQ:
		return true, nil
	}
	return false, typeError("'%s' not supported between instances of '%s' and '%s'", op, TypeName(x), TypeName(y))
}

// ordered turns a three-way comparison into the result of op.
func ordered(op syntax.Token, cmp int) bool {
	switch op {
	case syntax.EQL:
		return cmp == 0
	case syntax.NEQ:
		return cmp != 0
	case syntax.LT:
		return cmp < 0
	case syntax.LE:
		return cmp <= 0
	case syntax.GT:
		return cmp > 0
	case syntax.GE:
		return cmp >= 0
	}
	panic("text: not a comparison: " + op.String())
}

// repeatCount returns the factor of a repetition: negative ones are 0. It reports
// false if v is not an int.
func repeatCount(v starlark.Value) (int, bool, error) {
	switch v := v.(type) {
	case starlark.Bool:
		if v {
			return 1, true, nil
		}
		return 0, true, nil
	case starlark.Int:
		if n, ok := v.Int64(); ok {
			return int(min(max(n, 0), MaxSize+1)), true, nil
		}
		if v.Sign() < 0 && v.BigInt().BitLen() <= 63 {
			return 0, true, nil
		}
		return 0, true, exception.New(exception.OverflowError, "cannot fit 'int' into an index-sized integer")
	}
	return 0, false, nil
}

// repeat returns n copies of s, or MemoryError.
func repeat(s string, n int) (string, error) {
	if n <= 0 || s == "" {
		return "", nil
	}
	if hi, lo := bits.Mul64(uint64(len(s)), uint64(n)); hi != 0 || lo > MaxSize {
		return "", errMemory()
	}
	return strings.Repeat(s, n), nil
}

func errMemory() error { return &exception.Error{Kind: exception.MemoryError} }

// TypeName returns the name of v's type as Python's messages show it: "str",
// "int", "NoneType".
func TypeName(v starlark.Value) string {
	if v == nil {
		return "NULL"
	}
	return PythonTypeName(v.Type())
}

// PythonTypeName turns the Type() of a value of the engine or of this package, as
// the engine's messages show it, into the name that Python has for the type. Other
// names stay.
func PythonTypeName(name string) string {
	switch name {
	case "string":
		return "str"
	case bytesType:
		return "bytes"
	}
	return name
}
