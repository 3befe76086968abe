package text

import "go.starlark.net/starlark"

// This file is how bytes of other packages take part in what bytes and bytearray do.

// A Buffer is a value of another package that shows bytes, such as an array. AsBytes and
// the methods of bytes take it.
type Buffer interface {
	starlark.Value
	// Buffer returns the bytes. The caller must neither keep nor change the slice.
	Buffer() []byte
}

// A WritableBuffer is a Buffer whose bytes may be changed in place.
type WritableBuffer interface {
	Buffer
	// Writable returns the bytes; ok is false if this one is read-only. What the caller
	// writes to the slice changes the value.
	Writable() (b []byte, ok bool)
}

// A Store is memory that an object shows which cannot give a slice of it away: memory
// that several interpreters see, or a part of it. Bytes are copied in and out.
type Store interface {
	Len() int // in bytes
	ReadOnly() bool
	Load(p []byte, off int) // fills p; off+len(p) is at most Len
	Save(p []byte, off int) // stores p; not if ReadOnly
}

// An Itemed is a Buffer, or a Store that an instance holds, whose items are more than
// bytes: ItemFormat is their format as in module struct, and their size.
type Itemed interface {
	ItemFormat() (format byte, size int)
}

// ItemFormat returns the format and the size of the items of something bytes-like.
func ItemFormat(v starlark.Value) (format byte, size int) {
	if t, ok := v.(Itemed); ok {
		return t.ItemFormat()
	}
	if h, ok := v.(Holder); ok {
		if t, ok := h.Held().(Itemed); ok {
			return t.ItemFormat()
		}
	}
	return 'B', 1
}

// A Holder is an instance of a class of Go. If what it holds is a Store, the instance is
// bytes-like.
type Holder interface{ Held() any }

func storeOf(v starlark.Value) Store {
	if h, ok := v.(Holder); ok {
		m, _ := h.Held().(Store)
		return m
	}
	return nil
}

// StoreOf returns the memory behind something bytes-like; nil if v is not. A
// bytearray's is the one that it has now: it shows when the array changes its length by
// having another Len.
func StoreOf(v starlark.Value) Store {
	switch v := v.(type) {
	case Bytes:
		return fixed(v)
	case starlark.Bytes:
		return fixed(v)
	case *ByteArray:
		return arrayStore{v}
	case WritableBuffer:
		return bufferStore{v}
	case Buffer:
		return fixed(v.Buffer())
	case Derived:
		if base := v.Base(); base != nil && base != starlark.Value(v) {
			return StoreOf(base)
		}
		return storeOf(v)
	}
	return nil
}

type fixed string

func (s fixed) Len() int               { return len(s) }
func (s fixed) ReadOnly() bool         { return true }
func (s fixed) Load(p []byte, off int) { copy(p, s[off:]) }
func (s fixed) Save([]byte, int)       {}

type arrayStore struct{ b *ByteArray }

func (s arrayStore) Len() int               { return len(s.b.data) }
func (s arrayStore) ReadOnly() bool         { return s.b.frozen }
func (s arrayStore) Load(p []byte, off int) { copy(p, s.b.data[off:]) }
func (s arrayStore) Save(p []byte, off int) { copy(s.b.data[off:], p) }

type bufferStore struct{ b WritableBuffer }

func (s bufferStore) Len() int { return len(s.b.Buffer()) }
func (s bufferStore) ReadOnly() bool {
	_, ok := s.b.Writable()
	return !ok
}
func (s bufferStore) Load(p []byte, off int) { copy(p, s.b.Buffer()[off:]) }
func (s bufferStore) Save(p []byte, off int) {
	if b, ok := s.b.Writable(); ok {
		copy(b[off:], p)
	}
}

// WritableStore returns the memory behind something bytes-like that may be written to,
// nil for all others.
func WritableStore(v starlark.Value) Store {
	if m := StoreOf(v); m != nil && !m.ReadOnly() {
		return m
	}
	return nil
}
