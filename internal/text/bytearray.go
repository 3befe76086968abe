package text

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/mpstar/mpstar/internal/exception"
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

// A ByteArray is Python's bytearray: a mutable sequence of ints from 0 to 255. It
// belongs to one interpreter. Its zero value is empty and ready to use.
//
// As in CPython it may change while it is iterated over: the iteration goes by
// index and ends where the array then ends.
type ByteArray struct {
	data   []byte
	frozen bool
}

var (
	_ starlark.Comparable  = (*ByteArray)(nil)
	_ starlark.Sequence    = (*ByteArray)(nil)
	_ starlark.Sliceable   = (*ByteArray)(nil)
	_ starlark.HasSetIndex = (*ByteArray)(nil)
	_ starlark.Container   = (*ByteArray)(nil)
	_ starlark.HasBinary   = (*ByteArray)(nil)
	_ starlark.HasAttrs    = (*ByteArray)(nil)
)

// NewByteArray returns a ByteArray that owns data.
func NewByteArray(data []byte) *ByteArray { return &ByteArray{data: data} }

// Bytes returns the content. It is valid until the array next changes; the caller
// may write to it.
func (b *ByteArray) Bytes() []byte { return b.data }

// String returns the repr. Unlike that of bytes it escapes single quotes even
// between double ones.
func (b *ByteArray) String() string { return "bytearray(" + quoteBytes(string(b.data), '\'') + ")" }

// ReprPaced is String for something long; check is asked now and then, and ends it by an error.
func (b *ByteArray) ReprPaced(check func() error) (string, error) {
	return paceString(check, func(p *pace) string { return "bytearray(" + p.quoteBytes(string(b.data), '\'') + ")" })
}

// Type returns "bytearray".
func (b *ByteArray) Type() string { return "bytearray" }

// Freeze makes all later changes fail.
func (b *ByteArray) Freeze() { b.frozen = true }

// Truth reports whether b is not empty.
func (b *ByteArray) Truth() starlark.Bool { return len(b.data) > 0 }

// Hash returns a TypeError: a bytearray is not hashable.
func (b *ByteArray) Hash() (uint32, error) { return 0, typeError("unhashable type: 'bytearray'") }

// Len returns the number of bytes.
func (b *ByteArray) Len() int { return len(b.data) }

// Index returns byte i as an int.
func (b *ByteArray) Index(i int) starlark.Value { return starlark.MakeInt(int(b.data[i])) }

// Slice returns a new array of the bytes that Python's b[start:end:step] has.
func (b *ByteArray) Slice(start, end, step int) starlark.Value {
	if step == 1 {
		return NewByteArray(slices.Clone(b.data[start:end]))
	}
	return NewByteArray([]byte((*pace)(nil).slice(string(b.data), start, end, step)))
}

// Iterate yields the bytes as ints.
func (b *ByteArray) Iterate() starlark.Iterator { return &arrayIterator{b: b} }

type arrayIterator struct {
	b *ByteArray
	i int
}

func (it *arrayIterator) Next(p *starlark.Value) bool {
	if it.b == nil {
		return false
	}
	if it.i >= len(it.b.data) {
		it.b = nil // exhausted for good, even if the array grows
		return false
	}
	*p = starlark.MakeInt(int(it.b.data[it.i]))
	it.i++
	return true
}

func (it *arrayIterator) Done() {}

// Has reports whether y, an int or bytes-like, is in b.
func (b *ByteArray) Has(y starlark.Value) (bool, error) { return containsBytes(string(b.data), y) }

// CompareSameType orders two arrays byte by byte.
func (b *ByteArray) CompareSameType(op syntax.Token, y starlark.Value, depth int) (bool, error) {
	other, ok := y.(*ByteArray)
	if !ok {
		return otherType(op, b, y)
	}
	return ordered(op, bytes.Compare(b.data, other.data)), nil
}

// Binary does + with something bytes-like and * with an int; both make new arrays.
func (b *ByteArray) Binary(op syntax.Token, y starlark.Value, side starlark.Side) (starlark.Value, error) {
	s, err := binaryBytes(string(b.data), op, y, side)
	if s == nil || err != nil {
		return nil, err
	}
	return NewByteArray([]byte(*s)), nil
}

// Inplace does b += y and b *= y and returns b. It returns nil for other operators
// and for operands that it doesn't take.
func (b *ByteArray) Inplace(op syntax.Token, y starlark.Value) (starlark.Value, error) {
	switch op {
	case syntax.PLUS, syntax.PLUS_EQ:
		s, ok := AsBytes(y)
		if !ok {
			return nil, typeError("can't concat %s to bytearray", TypeName(y))
		}
		return b, b.splice(len(b.data), len(b.data), []byte(s))
	case syntax.STAR, syntax.STAR_EQ:
		n, ok, err := repeatCount(y)
		if !ok || err != nil {
			return nil, err
		}
		if err := b.mutable("repeat"); err != nil {
			return nil, err
		}
		s, err := repeat(string(b.data), n)
		if err != nil {
			return nil, err
		}
		b.data = []byte(s)
		return b, nil
	}
	return nil, nil
}

func (b *ByteArray) mutable(verb string) error {
	if b.frozen {
		return fmt.Errorf("cannot %s frozen bytearray", verb)
	}
	return nil
}

// splice replaces b[lo:hi], lo <= hi, by s.
func (b *ByteArray) splice(lo, hi int, s []byte) error {
	if err := b.mutable("change"); err != nil {
		return err
	}
	if len(b.data)-(hi-lo)+len(s) > MaxSize {
		return errMemory()
	}
	b.data = slices.Replace(b.data, lo, hi, s...)
	return nil
}

// SetIndex does b[i] = v, where v is an int from 0 to 255.
func (b *ByteArray) SetIndex(i int, v starlark.Value) error {
	n, err := noFormatter.mustIndex(v)
	if err != nil {
		return err
	}
	c, err := byteOf(n)
	if err != nil {
		return err
	}
	if err := b.mutable("assign to element of"); err != nil {
		return err
	}
	b.data[i] = c
	return nil
}

// DeleteIndex does del b[i], 0 <= i < Len.
func (b *ByteArray) DeleteIndex(i int) error { return b.splice(i, i+1, nil) }

// SetSlice does b[start:end:step] = v, where start, end and step are as in
// starlark.Sliceable: made absolute and clipped to the array. V is bytes-like or an
// iterable of ints; nil deletes.
func (b *ByteArray) SetSlice(f *Formatter, start, end, step int, v starlark.Value) error {
	var s []byte
	if v != nil {
		switch v.(type) {
		case starlark.String, *Text, starlark.Int, starlark.Float, starlark.Bool:
			return typeError("can assign only bytes, buffers, or iterables of ints in range(0, 256)")
		}
		var err error
		if s, err = f.byteSlice(v, "cannot convert '"+f.typeName(v)+"' object to bytearray"); err != nil {
			return err
		}
		// Iterating may have run code that shortened the array.
		start, end = min(start, len(b.data)), min(end, len(b.data))
	}
	if step == 1 {
		return b.splice(start, max(start, end), s)
	}
	n := 0
	switch {
	case step > 0 && start < end:
		n = (end-start-1)/step + 1
	case step < 0 && start > end:
		n = (start-end-1)/-step + 1
	}
	if err := b.mutable("change"); err != nil {
		return err
	}
	if n == 0 && len(s) == 0 {
		return nil
	}
	if len(s) > 0 { // an empty value deletes, even from an extended slice
		if len(s) != n {
			return valueError("attempt to assign bytes of size %d to extended slice of size %d", len(s), n)
		}
		for i := range n {
			if at := start + i*step; at < len(b.data) {
				b.data[at] = s[i]
			}
		}
		return nil
	}
	if step < 0 {
		start, step = start+(n-1)*step, -step
	}
	kept := b.data[:0]
	for i, c := range b.data {
		if i < start || (i-start)%step != 0 || (i-start)/step >= n {
			kept = append(kept, c)
		}
	}
	b.data = kept
	return nil
}

// byteSlice returns the bytes of something bytes-like or of an iterable of ints.
func (f *Formatter) byteSlice(v starlark.Value, notIterable string) ([]byte, error) {
	if s, ok := AsBytes(v); ok {
		return []byte(s), nil
	}
	it, err := f.iterate(v)
	if err != nil {
		if f.matches(err, exception.TypeError) {
			err = typeError("%s", notIterable)
		}
		return nil, err
	}
	defer it.Done()
	var s []byte
	var x starlark.Value
	for it.Next(&x) {
		n, err := f.mustIndex(x)
		if err != nil {
			return nil, err
		}
		c, err := byteOf(n)
		if err != nil {
			return nil, err
		}
		if len(s) >= MaxSize {
			return nil, errMemory()
		}
		s = append(s, c)
	}
	return s, f.pending()
}

// Attr returns a bound method.
func (b *ByteArray) Attr(name string) (starlark.Value, error) {
	if m := arrayMethods()[name]; m != nil {
		return m.BindReceiver(b), nil
	}
	return nil, nil
}

// AttrNames returns the names of the methods.
func (b *ByteArray) AttrNames() []string { return arrayMethodNames() }
