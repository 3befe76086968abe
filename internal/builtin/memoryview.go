package builtin

import (
	"fmt"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pieces"
	"github.com/mpstar/mpstar/internal/text"
)

// A view is what a memoryview holds: n items of the memory that an object shows, stride
// bytes apart. It belongs to one interpreter.
type view struct {
	obj      starlark.Value // whose memory it is, None if no script can name it
	store    text.Store
	size     int // of the store when the view was made
	start    int
	stride   int
	n        int
	format   byte
	item     int // size of one, in bytes
	readOnly bool
	released bool
}

// The sizes of the formats that a view can be cast to, as on 64-bit Linux.
var viewFormats = map[byte]int{'B': 1, 'b': 1, 'c': 1, '?': 1, 'h': 2, 'H': 2, 'i': 4, 'I': 4, 'l': 8, 'L': 8, 'q': 8, 'Q': 8, 'n': 8, 'N': 8, 'f': 4, 'd': 8}

// NewMemoryview returns a memoryview of all of store as bytes. Obj is its attribute of
// that name.
func NewMemoryview(env *object.Env, obj starlark.Value, store text.Store) *object.Instance {
	v := &view{obj: obj, store: store, size: store.Len(), stride: 1, n: store.Len(), format: 'B', item: 1, readOnly: store.ReadOnly()}
	return v.instance(env)
}

// ReleaseMemoryview does what release() does.
func ReleaseMemoryview(v starlark.Value) {
	if i, ok := v.(*object.Instance); ok {
		if m, ok := i.Native.(*view); ok {
			m.release()
		}
	}
}

func (m *view) instance(env *object.Env) *object.Instance {
	i := object.NewInstance(env, MemoryviewType)
	i.Native = m
	return i
}

func (m *view) release() { m.released = true }

// check fails for a view that was released, or whose bytearray has since changed its
// length.
func (m *view) check() error {
	if m.released {
		return exception.New(exception.ValueError, "operation forbidden on released memoryview object")
	}
	if m.store.Len() != m.size {
		return exception.New(exception.BufferError, "the object under this memoryview has changed its size")
	}
	return nil
}

func (m *view) nbytes() int      { return m.n * m.item }
func (m *view) contiguous() bool { return m.stride == m.item || m.n <= 1 }

// Len implements [text.Store], so that a memoryview is bytes-like.
func (m *view) Len() int {
	if m.check() != nil {
		return 0
	}
	return m.nbytes()
}

// ReadOnly implements [text.Store].
func (m *view) ReadOnly() bool { return m.readOnly || m.check() != nil }

// Load implements [text.Store].
func (m *view) Load(p []byte, off int) {
	if m.check() != nil {
		return
	}
	if m.contiguous() {
		m.store.Load(p, m.start+off)
		return
	}
	if len(p) == 0 {
		return
	}
	first, last := off/m.item, (off+len(p)-1)/m.item
	lo, hi := m.start+first*m.stride, m.start+last*m.stride
	if lo > hi {
		lo, hi = hi, lo
	}
	span := make([]byte, hi-lo+m.item)
	m.store.Load(span, lo)
	for n := 0; n < len(p); {
		i, within := (off+n)/m.item, (off+n)%m.item
		n += copy(p[n:min(len(p), n+m.item-within)], span[m.start+i*m.stride-lo+within:])
	}
}

// Save implements [text.Store].
func (m *view) Save(p []byte, off int) {
	if m.check() != nil {
		return
	}
	if m.contiguous() {
		m.store.Save(p, m.start+off)
		return
	}
	for i := range p {
		at := off + i
		m.store.Save(p[i:i+1], m.start+at/m.item*m.stride+at%m.item)
	}
}

// viewPiece is how many bytes are copied at once.
const viewPiece = 1 << 18

// bytes returns the bytes of the items, one after the other. It can be stopped.
func (m *view) bytes(env *object.Env) ([]byte, error) {
	out, err := pieces.Make[byte](m.nbytes(), env.Check)
	if err != nil {
		return nil, err
	}
	if m.contiguous() {
		return out, loadPieces(env, m.store, out, m.start)
	}
	lo, hi := m.start, m.start+(m.n-1)*m.stride
	if lo > hi {
		lo, hi = hi, lo
	}
	span, err := pieces.Make[byte](hi-lo+m.item, env.Check)
	if err != nil {
		return nil, err
	}
	if err := loadPieces(env, m.store, span, lo); err != nil {
		return nil, err
	}
	for i := range m.n {
		at := m.start + i*m.stride - lo
		copy(out[i*m.item:], span[at:at+m.item])
		if err := env.Tick(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// loadPieces loads p from an offset of a store.
func loadPieces(env *object.Env, store text.Store, p []byte, off int) error {
	for len(p) > viewPiece {
		store.Load(p[:viewPiece], off)
		p, off = p[viewPiece:], off+viewPiece
		if err := env.Check(); err != nil {
			return err
		}
	}
	store.Load(p, off)
	return nil
}

func (m *view) values(env *object.Env) ([]starlark.Value, error) {
	b, err := m.bytes(env)
	if err != nil {
		return nil, err
	}
	out, err := pieces.Make[starlark.Value](m.n, env.Check)
	if err != nil {
		return nil, err
	}
	for i := range out {
		out[i] = getItemOf(m.format, b[i*m.item:])
		if err := env.Tick(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func viewOf(self starlark.Value) (*view, error) {
	if i, ok := self.(*object.Instance); ok {
		if m, ok := i.Native.(*view); ok {
			return m, m.check()
		}
	}
	return nil, typeError("descriptor requires a 'memoryview' object but received a '%s'", object.TypeName(self))
}

// index turns a key into the index of an item.
func (m *view) index(env *object.Env, key starlark.Value) (int, error) {
	if t, ok := key.(starlark.Tuple); ok {
		if len(t) != 1 {
			return 0, typeError("cannot index 1-dimension view with %d-element tuple", len(t))
		}
		key = t[0]
	}
	n, ok, err := asIndex(env, key)
	if err != nil {
		return 0, err
	}
	if !ok {
		return 0, typeError("memoryview: invalid slice key")
	}
	i, fits := n.Int64()
	if fits && i < 0 {
		i += int64(m.n)
	}
	if !fits || i < 0 || i >= int64(m.n) {
		return 0, exception.New(exception.IndexError, "index out of bounds on dimension 1")
	}
	return int(i), nil
}

// slice returns the part of the view that s selects.
func (m *view) slice(env *object.Env, s *object.Slice) (*view, error) {
	start, stop, step, err := s.Indices(env, func() int { return m.n })
	if err != nil {
		return nil, err
	}
	part := *m
	part.start, part.stride, part.n = m.start+start*m.stride, m.stride*step, text.SliceLen(start, stop, step)
	if part.n == 0 {
		part.start = m.start
	}
	return &part, nil
}

func (m *view) get(env *object.Env, key starlark.Value) (starlark.Value, error) {
	if s, ok := key.(*object.Slice); ok {
		part, err := m.slice(env, s)
		if err != nil {
			return nil, err
		}
		return part.instance(env), nil
	}
	i, err := m.index(env, key)
	if err != nil {
		return nil, err
	}
	var room [8]byte
	b := room[:m.item]
	m.store.Load(b, m.start+i*m.stride)
	return getItemOf(m.format, b), nil
}

func (m *view) set(env *object.Env, key, v starlark.Value) error {
	if m.readOnly {
		return typeError("cannot modify read-only memory")
	}
	s, ok := key.(*object.Slice)
	if !ok {
		i, err := m.index(env, key)
		if err != nil {
			return err
		}
		var room [8]byte
		b := room[:m.item]
		if err := m.encode(env, b, v); err != nil {
			return err
		}
		if err := m.check(); err != nil { // the value's __index__ may have done anything
			return err
		}
		m.store.Save(b, m.start+i*m.stride)
		return nil
	}
	part, err := m.slice(env, s)
	if err != nil {
		return err
	}
	data, ok, err := text.AsBytesPaced(env.Check, v)
	if err != nil {
		return err
	}
	if !ok {
		return typeError("a bytes-like object is required, not '%s'", object.TypeName(v))
	}
	format := byte('B')
	if i, ok := v.(*object.Instance); ok {
		if other, ok := i.Native.(*view); ok {
			if err := other.check(); err != nil {
				return err
			}
			format = other.format
		}
	}
	if format != m.format || len(data) != part.nbytes() {
		return exception.New(exception.ValueError, "memoryview assignment: lvalue and rvalue have different structures")
	}
	for at := 0; at < len(data); at += viewPiece {
		part.Save([]byte(data[at:min(len(data), at+viewPiece)]), at)
		if err := env.Check(); err != nil {
			return err
		}
	}
	return nil
}

// encode stores v as an item of the view's format in b.
func (m *view) encode(env *object.Env, b []byte, v starlark.Value) error {
	badType := func() error { return typeError("memoryview: invalid type for format '%c'", m.format) }
	badValue := func() error {
		return exception.New(exception.ValueError, "memoryview: invalid value for format '%c'", m.format)
	}
	switch m.format {
	case '?':
		ok, err := object.Truth(env, v)
		b[0] = 0
		if ok {
			b[0] = 1
		}
		return err
	case 'c':
		s, ok := object.Unwrap(v).(text.Bytes)
		if !ok {
			return badType()
		}
		if len(s) != 1 {
			return badValue()
		}
		b[0] = s[0]
		return nil
	case 'f', 'd':
		f, err := number.Float(env.Thread, v)
		if err != nil {
			return badType()
		}
		putFloat(m.format, b, f)
		return nil
	}
	n, ok, err := asIndex(env, v)
	if err != nil {
		return err
	}
	if !ok {
		return badType()
	}
	if !putInt(m.format, b, n) {
		return badValue()
	}
	return nil
}

// equal compares the items of two views, or those of a view and the bytes of
// something else. A released view equals itself only.
func (m *view) equal(env *object.Env, self, y starlark.Value) (starlark.Value, error) {
	if self == y {
		return starlark.True, nil
	}
	if i, ok := y.(*object.Instance); ok {
		if other, ok := i.Native.(*view); ok {
			if m.check() != nil || other.check() != nil || m.n != other.n {
				return starlark.False, nil
			}
			if m.format == other.format && m.format != 'f' && m.format != 'd' {
				a, err := m.bytes(env)
				if err != nil {
					return nil, err
				}
				b, err := other.bytes(env)
				if err != nil {
					return nil, err
				}
				same, err := pieces.Equal(a, b, env.Check)
				return starlark.Bool(same), err
			}
			a, err := m.values(env)
			if err != nil {
				return nil, err
			}
			b, err := other.values(env)
			if err != nil {
				return nil, err
			}
			for k := range a {
				if eq, err := object.Equal(env, a[k], b[k]); err != nil || !eq {
					return starlark.False, err
				}
			}
			return starlark.True, nil
		}
	}
	data, ok, err := text.AsBytesPaced(env.Check, y)
	if err != nil {
		return nil, err
	}
	if !ok {
		return object.NotImplemented, nil
	}
	if m.check() != nil || m.n != len(data) {
		return starlark.False, nil
	}
	if m.format == 'B' {
		b, err := m.bytes(env)
		if err != nil {
			return nil, err
		}
		same, err := pieces.Equal(b, data, env.Check)
		return starlark.Bool(same), err
	}
	items, err := m.values(env)
	if err != nil {
		return nil, err
	}
	for k, x := range items {
		if eq, err := object.Equal(env, x, starlark.MakeInt(int(data[k]))); err != nil || !eq {
			return starlark.False, err
		}
	}
	return starlark.True, nil
}

func (m *view) repr(self starlark.Value) string {
	what := "memory"
	if m.released {
		what = "released memory"
	}
	return fmt.Sprintf("<%s at 0x%012x>", what, object.ID(self))
}
