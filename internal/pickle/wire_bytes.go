package pickle

import (
	"encoding/binary"

	"github.com/mpstar/mpstar/internal/object"
)

// A wireReader takes bytes apart. After the first error it returns zero values.
type wireReader struct {
	b   []byte
	err error
}

func (r *wireReader) fail(what string) {
	if r.err == nil {
		r.err = damaged(what)
		r.b = nil
	}
}

func (r *wireReader) byte() byte {
	if len(r.b) == 0 {
		r.fail("too short")
		return 0
	}
	c := r.b[0]
	r.b = r.b[1:]
	return c
}

func (r *wireReader) bool() bool { return r.byte() != 0 }

func (r *wireReader) uint() uint64 {
	n, size := binary.Uvarint(r.b)
	if size <= 0 {
		r.fail("a number")
		return 0
	}
	r.b = r.b[size:]
	return n
}

func (r *wireReader) int64() int64 {
	n, size := binary.Varint(r.b)
	if size <= 0 {
		r.fail("a number")
		return 0
	}
	r.b = r.b[size:]
	return n
}

func (r *wireReader) int() int { return int(r.int64()) }

// count reads the number of things that follow, each of at least one byte.
func (r *wireReader) count() int {
	n := r.int64()
	if n < 0 || n > int64(len(r.b)) {
		r.fail("a length")
		return 0
	}
	return int(n)
}

func (r *wireReader) bytes() []byte {
	n := r.uint()
	if n > uint64(len(r.b)) {
		r.fail("a length")
		return nil
	}
	b := r.b[:n:n]
	r.b = r.b[n:]
	return b
}

func (r *wireReader) string() string { return string(r.bytes()) }

func (r *wireReader) strings() []string {
	n := r.count()
	if n == 0 {
		return nil
	}
	ss := make([]string, n)
	for i := range ss {
		ss[i] = r.string()
	}
	return ss
}

func (r *wireReader) native() object.NativeName {
	name := r.string()
	return object.NativeName{Name: name, N: r.int()}
}

// wire is a buffer being written.
type wire struct{ b []byte }

func (w *wire) byte(c byte)     { w.b = append(w.b, c) }
func (w *wire) uint(n uint64)   { w.b = binary.AppendUvarint(w.b, n) }
func (w *wire) int(n int)       { w.b = binary.AppendVarint(w.b, int64(n)) }
func (w *wire) string(s string) { w.b = append(binary.AppendUvarint(w.b, uint64(len(s))), s...) }

func (w *wire) strings(s []string) {
	w.int(len(s))
	for _, x := range s {
		w.string(x)
	}
}

func (w *wire) bool(b bool) {
	if b {
		w.b = append(w.b, 1)
	} else {
		w.b = append(w.b, 0)
	}
}
