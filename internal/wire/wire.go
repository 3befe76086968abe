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

import "encoding/binary"

// An Encoder appends parts to B. Its zero value is ready.
type Encoder struct{ B []byte }

func (e *Encoder) Uint(n uint64) { e.B = binary.AppendUvarint(e.B, n) }
func (e *Encoder) Int(n int)     { e.B = binary.AppendVarint(e.B, int64(n)) }
func (e *Encoder) Byte(c byte)   { e.B = append(e.B, c) }
func (e *Encoder) Bytes(p []byte) {
	e.Uint(uint64(len(p)))
	e.B = append(e.B, p...)
}
func (e *Encoder) String(s string) {
	e.Uint(uint64(len(s)))
	e.B = append(e.B, s...)
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
}

// NewDecoder returns a decoder of b.
func NewDecoder(b []byte) *Decoder { return &Decoder{B: b} }

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

func (d *Decoder) String() string { return string(d.Bytes()) }

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
