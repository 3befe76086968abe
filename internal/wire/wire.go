// Package wire takes numbers, texts and lists to bytes and back, for the frames between processes, the messages in them, and compiled code. What is written has no types:
// who reads asks for the parts in the order in which they were written, and finds out at the end, or wherever it matters, whether all were there. Bytes from another
// process may be anything: no length is believed that is more than what is left.
//
//	var e wire.Encoder
//	e.Int(-7)
//	e.Strings(names)
//
//	d := wire.NewDecoder(e.B)
//	n, names := d.Int(), d.Strings()
//	if !d.OK() { ... }
package wire

import (
	"encoding/binary"
	"iter"
	"unsafe"
)

// An Encoder appends parts to B. Its zero value is ready.
type Encoder struct {
	B []byte

	// Refer makes the encoder refer to long texts and bytes, which nobody may change from then on, rather than copy them: then B is only the end of what was
	// written, after what is in full.
	Refer bool
	full  [][]byte
	n     int // how much that is
}

// Long is from how many bytes on an encoder that may do so refers to them, and from how many it puts B aside.
const Long = 256 << 10

func (e *Encoder) Uint(n uint64) { e.B = binary.AppendUvarint(e.B, n) }
func (e *Encoder) Int(n int)     { e.B = binary.AppendVarint(e.B, int64(n)) }
func (e *Encoder) Byte(c byte)   { e.B = append(e.B, c) }
func (e *Encoder) Bytes(p []byte) {
	e.Uint(uint64(len(p)))
	e.append(p)
}
func (e *Encoder) String(s string) {
	e.Uint(uint64(len(s)))
	if e.Refer && len(s) >= Long {
		e.refer(view(s))
		return
	}
	e.B = append(e.B, s...)
}

// Parts appends what another encoder has written, as Bytes does.
func (e *Encoder) Parts(p Parts) {
	e.Uint(uint64(p.Len()))
	e.Append(p)
}

// Append appends what another encoder has written.
func (e *Encoder) Append(p Parts) {
	e.append(p.first)
	for _, b := range p.more {
		e.append(b)
	}
}

func (e *Encoder) append(p []byte) {
	if e.Refer && len(p) >= Long {
		e.refer(p)
		return
	}
	e.B = append(e.B, p...)
}

func (e *Encoder) refer(p []byte) {
	e.PutAside()
	e.full = append(e.full, p[:len(p):len(p)])
	e.n += len(p)
}

// PutAside makes B empty: who writes much calls it whenever B is Long, so that no long slice grows.
func (e *Encoder) PutAside() {
	if len(e.B) > 0 {
		e.full = append(e.full, e.B)
		e.n += len(e.B)
		e.B = nil
	}
}

// Len returns how many bytes have been written.
func (e *Encoder) Len() int { return e.n + len(e.B) }

// Data returns what has been written. Nothing may be written any more.
func (e *Encoder) Data() Parts {
	if len(e.full) == 0 {
		return Parts{first: e.B}
	}
	e.PutAside()
	return Parts{e.full[0], e.full[1:]}
}

// Parts are bytes in one slice or, if they are many, in several.
type Parts struct {
	first []byte
	more  [][]byte
}

// Whole returns the parts that b is.
func Whole(b []byte) Parts { return Parts{first: b} }

// WholeString returns the parts that s is.
func WholeString(s string) Parts { return Whole(view(s)) }

// Len returns how many bytes there are.
func (p Parts) Len() int {
	n := len(p.first)
	for _, b := range p.more {
		n += len(b)
	}
	return n
}

// All yields the slices.
func (p Parts) All() iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		if !yield(p.first) {
			return
		}
		for _, b := range p.more {
			if !yield(b) {
				return
			}
		}
	}
}

// Text returns the bytes as a string. If they are many nobody may change them any more.
func (p Parts) Text() string { return textOf(p.Joined()) }

// Joined returns the bytes in one slice, which is that of the parts if there is but one.
func (p Parts) Joined() []byte {
	if len(p.more) == 0 {
		return p.first
	}
	b := make([]byte, 0, p.Len())
	for some := range p.All() {
		b = append(b, some...)
	}
	return b
}

// A Mark is a place for a number that is known only later.
type Mark struct{ part, at int }

// markSize is enough for 35 bits.
const markSize = 5

// Mark leaves room for a Uint.
func (e *Encoder) Mark() Mark {
	m := Mark{len(e.full), len(e.B)}
	e.B = append(e.B, make([]byte, markSize)...)
	return m
}

// SetMark writes a number of at most 35 bits where Mark left room for it.
func (e *Encoder) SetMark(m Mark, n uint64) {
	to := e.B
	if m.part < len(e.full) {
		to = e.full[m.part]
	}
	to = to[m.at : m.at+markSize]
	for i := range to {
		to[i] = byte(n)&0x7f | 0x80
		n >>= 7
	}
	to[markSize-1] &= 0x7f
}

// Count appends how many parts follow, each of at least one byte.
func (e *Encoder) Count(n int) { e.Uint(uint64(n)) }

func (e *Encoder) Bool(b bool) {
	if b {
		e.Byte(1)
	} else {
		e.Byte(0)
	}
}

// Strings appends several texts.
func (e *Encoder) Strings(ss []string) {
	e.Count(len(ss))
	for _, s := range ss {
		e.String(s)
	}
}

// A Decoder takes the parts apart. After the first that is not there it is bad: all others are zero.
type Decoder struct {
	B   []byte // what is left
	bad bool

	whole int // how much it was
}

// NewDecoder returns a decoder of b.
func NewDecoder(b []byte) *Decoder { return &Decoder{B: b, whole: len(b)} }

// Fail makes the decoder bad.
func (d *Decoder) Fail() {
	d.bad = true
	d.B = nil
}

// Bad reports whether a part was not there.
func (d *Decoder) Bad() bool { return d.bad }

// OK reports whether all parts were there, and nothing is left.
func (d *Decoder) OK() bool { return !d.bad && len(d.B) == 0 }

func (d *Decoder) Uint() uint64 {
	n, size := binary.Uvarint(d.B)
	if size <= 0 {
		d.Fail()
		return 0
	}
	d.B = d.B[size:]
	return n
}

func (d *Decoder) Int64() int64 {
	n, size := binary.Varint(d.B)
	if size <= 0 {
		d.Fail()
		return 0
	}
	d.B = d.B[size:]
	return n
}

func (d *Decoder) Int() int { return int(d.Int64()) }

func (d *Decoder) Byte() byte {
	if len(d.B) == 0 {
		d.Fail()
		return 0
	}
	c := d.B[0]
	d.B = d.B[1:]
	return c
}

func (d *Decoder) Bool() bool { return d.Byte() != 0 }

// Bytes returns a part of what is decoded itself, not a copy.
func (d *Decoder) Bytes() []byte {
	n := d.Uint()
	if n > uint64(len(d.B)) {
		d.Fail()
		return nil
	}
	b := d.B[:n:n]
	d.B = d.B[n:]
	return b
}

// String returns a text. One that is most of what is decoded is no copy: nobody may change that any more.
func (d *Decoder) String() string {
	b := d.Bytes()
	if len(b) > d.whole/2 {
		return textOf(b)
	}
	return string(b)
}

func textOf(b []byte) string {
	if len(b) >= Long {
		return unsafe.String(unsafe.SliceData(b), len(b))
	}
	return string(b)
}

func view(s string) []byte { return unsafe.Slice(unsafe.StringData(s), len(s)) }

// Count reads what the Encoder's Count appended.
func (d *Decoder) Count() int {
	n := d.Uint()
	if n > uint64(len(d.B)) {
		d.Fail()
		return 0
	}
	return int(n)
}

// Strings reads what the Encoder's Strings appended; it is nil if that was nothing.
func (d *Decoder) Strings() []string {
	n := d.Count()
	if n == 0 {
		return nil
	}
	ss := make([]string, n)
	for i := range ss {
		ss[i] = d.String()
	}
	return ss
}
