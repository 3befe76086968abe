package text

import (
	"bytes"
	"fmt"
	"slices"
	"unsafe"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/pieces"
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

// view shows the bytes as a string, without copying them, to who has done with it before anybody can change them.
func view(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

// String returns the repr. Unlike that of bytes it escapes single quotes even
// between double ones.
func (b *ByteArray) String() string {
	return (*pace)(nil).quoteBytesAfter("bytearray(", view(b.data), '\'')
}

// ReprPaced is String for something long; check is asked now and then, and ends it by an error.
func (b *ByteArray) ReprPaced(check func() error) (string, error) {
	return paceString(check, func(p *pace) string { return p.quoteBytesAfter("bytearray(", view(b.data), '\'') })
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
func (b *ByteArray) Has(y starlark.Value) (bool, error) {
	return (*pace)(nil).contains(view(b.data), y)
}

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
		return b.inplace(nil, true, y)
	case syntax.STAR, syntax.STAR_EQ:
		return b.inplace(nil, false, y)
	}
	return nil, nil
}

// inplace is += or *=.
func (b *ByteArray) inplace(p *pace, plus bool, y starlark.Value) (starlark.Value, error) {
	if plus {
		s, ok, err := AsBytesPaced(p.ends(), y)
		if err != nil {
			return nil, err
		}
		if !ok {
			return nil, typeError("can't concat %s to bytearray", TypeName(y))
		}
		return b, b.splice(p, len(b.data), len(b.data), s)
	}
	n, ok, err := repeatCount(y)
	if !ok || err != nil {
		return nil, err
	}
	if err := b.mutable("repeat"); err != nil {
		return nil, err
	}
	if n > 0 && len(b.data) > MaxSize/n {
		return nil, errMemory()
	}
	all := p.room(n * len(b.data))
	for range n {
		all = p.append(all, view(b.data))
		p.pass(len(b.data) + 8)
	}
	b.data = all
	return b, nil
}

func (b *ByteArray) mutable(verb string) error {
	if b.frozen {
		return fmt.Errorf("cannot %s frozen bytearray", verb)
	}
	return nil
}

// splice replaces b[lo:hi], lo <= hi, by s.
func (b *ByteArray) splice(p *pace, lo, hi int, s string) error {
	if err := b.mutable("change"); err != nil {
		return err
	}
	n := len(b.data) - (hi - lo) + len(s)
	if n > MaxSize {
		return errMemory()
	}
	moved := len(b.data) - hi
	if len(s) == hi-lo {
		moved = 0
	}
	if lo == len(b.data) && n <= cap(b.data) && len(s) <= pieces.Size {
		b.data = append(b.data, s...)
		return nil
	}
	if p == nil || (n <= cap(b.data) || n <= pieces.Size) && moved+len(s) <= moveAtOnce {
		b.data = slices.Replace(b.data, lo, hi, stringBytes(s)...)
		return nil
	}
	all := p.room(n + n/4) // a quarter more, that many short pieces take no more than a multiple of the time of one
	all = p.append(p.append(all, view(b.data[:lo])), s)
	b.data = p.append(all, view(b.data[hi:]))
	return nil
}

// moveAtOnce is how many bytes of an array are moved in place, which takes a few milliseconds. What is longer is copied: that can be stopped.
const moveAtOnce = 16 << 20

// stringBytes shows a string as bytes, without copying them, to who does not change them.
func stringBytes(s string) []byte { return unsafe.Slice(unsafe.StringData(s), len(s)) }

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
func (b *ByteArray) DeleteIndex(i int) error { return b.splice(nil, i, i+1, "") }

// SetSlice does b[start:end:step] = v, where start, end and step are as in
// starlark.Sliceable: made absolute and clipped to the array. V is bytes-like or an
// iterable of ints; nil deletes.
func (b *ByteArray) SetSlice(f *Formatter, start, end, step int, v starlark.Value) error {
	p := &pace{check: f.Check}
	_, err := keepPace(func() (starlark.Value, error) { return nil, b.setSlice(p, f, start, end, step, v) })
	return err
}

func (b *ByteArray) setSlice(p *pace, f *Formatter, start, end, step int, v starlark.Value) error {
	var s string
	if v != nil {
		switch v.(type) {
		case starlark.String, *Text, starlark.Int, starlark.Float, starlark.Bool:
			return typeError("can assign only bytes, buffers, or iterables of ints in range(0, 256)")
		}
		var err error
		if s, err = f.byteString(v, "cannot convert '"+f.typeName(v)+"' object to bytearray"); err != nil {
			return err
		}
		// Iterating may have run code that shortened the array.
		start, end = min(start, len(b.data)), min(end, len(b.data))
	}
	if step == 1 {
		return b.splice(p, start, max(start, end), s)
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
			p.pass(1)
		}
		return nil
	}
	if step < 0 {
		start, step = start+(n-1)*step, -step
	}
	kept := p.room(len(b.data) - n)
	for i, c := range b.data {
		if i < start || (i-start)%step != 0 || (i-start)/step >= n {
			kept = append(kept, c)
		}
		p.pass(4)
	}
	b.data = kept
	return nil
}

// byteString returns the bytes of something bytes-like or of an iterable of ints.
func (f *Formatter) byteString(v starlark.Value, notIterable string) (string, error) {
	if s, ok, err := AsBytesPaced(f.Check, v); ok || err != nil {
		return s, err
	}
	it, err := f.iterate(v)
	if err != nil {
		if f.matches(err, exception.TypeError) {
			err = typeError("%s", notIterable)
		}
		return "", err
	}
	defer it.Done()
	var t pieces.Text
	var x starlark.Value
	p := pace{check: f.Check}
	for it.Next(&x) {
		n, err := f.mustIndex(x)
		if err != nil {
			return "", err
		}
		c, err := byteOf(n)
		if err != nil {
			return "", err
		}
		if t.Len() >= MaxSize {
			return "", errMemory()
		}
		t.WriteByte(c)
		if err := p.ask(64); err != nil {
			return "", err
		}
	}
	if err := f.pending(); err != nil {
		return "", err
	}
	return t.Join(f.Check)
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
