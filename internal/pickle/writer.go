package pickle

import (
	"encoding/binary"
	"reflect"
	"strconv"
	"unsafe"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pieces"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// A Writer turns values into pickles. What it has written once it refers to from
// then on, also in later pickles, until Reset.
//
// The bytes are those that CPython's pickler writes for the same value, but for
// what CPython has by chance: which of its equal strings are one object.
type Writer struct {
	// Thread is the thread of the interpreter that the values belong to. It may be
	// nil if there is none; then only values of built-in types can be written.
	Thread *starlark.Thread

	// Global returns the module and qualified name by which a class or function
	// can be found again, or why it can't be. name is what __reduce__ returned
	// in place of a tuple, else "". Without it all have the names that they say.
	Global func(v starlark.Value, name string) (module, qualname string, err error)

	// Outer returns the class that something is nested in, which protocols below 4
	// write apart. Without it they do not write what is nested.
	Outer func(module, qualname string) (starlark.Value, error)

	// Persistent is asked about every value before all else: if ok, id is
	// written in its place, and the reader's Persistent makes a value of it.
	Persistent func(v starlark.Value) (id starlark.Value, ok bool, err error)

	// Reduce is asked about every value but None, bool, int, float, bytes, str
	// and the built-in containers. If it returns nil, the value's own way
	// of being reduced is used.
	Reduce func(v starlark.Value) (*Reduction, error)

	// Buffer is asked under protocol 5 whether a buffer goes beside the pickle.
	Buffer func(v starlark.Value) (outOfBand bool, err error)

	// Fix writes, below protocol 3, the names that Python 2 had.
	Fix bool

	// Fast leaves out the memo: smaller pickles, but no cycles.
	Fast bool

	protocol int
	memo     map[any]uint32
	before   pieces.Text // what has been written, up to out
	out      []byte
	frame    int // where the open frame begins in out; -1 outside frames
	path     []step
	depth    int
}

// NewWriter returns a Writer for a protocol: 0 to HighestProtocol.
func NewWriter(thread *starlark.Thread, protocol int) *Writer {
	return &Writer{Thread: thread, Fix: true, protocol: protocol, frame: -1}
}

// Protocol returns the protocol that w writes.
func (w *Writer) Protocol() int { return w.protocol }

// Reset forgets what has been written.
func (w *Writer) Reset() { clear(w.memo) }

// Pickle returns the pickle of v. An error is an [*Error] that says where in v
// the part is that cannot go.
func (w *Writer) Pickle(v starlark.Value) (string, error) {
	w.before, w.out, w.frame, w.depth, w.path = pieces.Text{}, nil, -1, 0, w.path[:0]
	if w.protocol >= 2 {
		w.op(opProto, byte(w.protocol))
	}
	if w.protocol >= 4 {
		w.openFrame()
	}
	err := w.save(v)
	if err == nil {
		w.op(opStop)
		w.closeFrame()
	}
	out := w.out
	w.out = nil
	if err != nil {
		return "", w.failed(err)
	}
	return w.before.JoinWith(out, w.check())
}

// check returns what long work asks, nil where there is no interpreter.
func (w *Writer) check() func() error {
	if w.Thread == nil {
		return nil
	}
	return object.EnvOf(w.Thread).Check
}

// Memoized returns how many values w refers to instead of writing them again.
func (w *Writer) Memoized() int { return len(w.memo) }

func (w *Writer) op(b ...byte) { w.out = append(w.out, b...) }

func (w *Writer) openFrame() {
	w.frame = len(w.out)
	w.out = append(w.out, make([]byte, frameHeader)...)
}

// closeFrame fills in the frame's header, or drops that of a tiny frame.
func (w *Writer) closeFrame() {
	if w.frame < 0 {
		return
	}
	n := len(w.out) - w.frame - frameHeader
	if n >= frameMin {
		w.out[w.frame] = opFrame
		binary.LittleEndian.PutUint64(w.out[w.frame+1:], uint64(n))
	} else {
		w.out = append(w.out[:w.frame], w.out[w.frame+frameHeader:]...)
	}
	w.frame = -1
}

// boundary is called between opcodes: a frame may end there.
func (w *Writer) boundary() {
	switch {
	case w.frame >= 0:
		if len(w.out)-w.frame-frameHeader >= frameTarget {
			w.closeFrame()
			w.keep()
			w.openFrame()
		}
	case len(w.out) >= frameTarget:
		w.keep()
	}
}

// keep puts aside what has been written, if it is much.
func (w *Writer) keep() {
	if len(w.out) >= frameTarget {
		w.out = w.before.Keep(w.out)
	}
}

// data writes a header and the bytes that it announces.
func (w *Writer) data(header []byte, s string) {
	framed := w.frame >= 0
	if len(s) < frameTarget {
		w.out = append(append(w.out, header...), s...)
		return
	}
	if framed {
		w.closeFrame()
	}
	if w.out = append(w.out, header...); len(s) < pieces.Size {
		w.out = append(w.out, s...)
		w.keep()
	} else {
		w.out = w.before.Keep(w.out)
		w.before.WriteString(s)
	}
	if framed {
		w.openFrame()
	}
}

// A stringKey is a string's place in memory: what identity is for the engine's strings.
type stringKey struct {
	data *byte
	len  int
	kind byte
}

// A nameKey is a string that CPython has once: of one character, or a name.
type nameKey string

// A byteKey is a bytes object that CPython has once: of one byte, or none.
type byteKey string

// memoKey returns what identifies v, nil for what has no identity.
func memoKey(v starlark.Value) any {
	switch v := v.(type) {
	case starlark.NoneType, starlark.Bool, starlark.Int, starlark.Float:
		return nil
	case starlark.String:
		if len(v) <= 1 {
			return nameKey(v)
		}
		return stringKey{unsafe.StringData(string(v)), len(v), 's'}
	case starlark.Bytes:
		return bytesKey(string(v))
	case text.Bytes:
		return bytesKey(string(v))
	case *text.Text:
		if s := v.GoString(); v.Len() == 1 && s < "\u0100" {
			return nameKey(s)
		}
	case starlark.Tuple:
		if len(v) == 0 {
			return nil
		}
		return tupleKey{&v[0], len(v)}
	}
	if reflect.ValueOf(v).Comparable() {
		return v
	}
	return nil
}

func bytesKey(s string) any {
	if len(s) <= 1 {
		return byteKey(s)
	}
	return stringKey{unsafe.StringData(s), len(s), 'b'}
}

// memoize makes the value on top of the stack known under key.
func (w *Writer) memoize(key any) {
	if w.Fast || key == nil {
		return
	}
	if w.memo == nil {
		w.memo = make(map[any]uint32)
	}
	n := uint32(len(w.memo))
	w.memo[key] = n
	switch {
	case w.protocol >= 4:
		w.op(opMemoize)
	case w.protocol == 0:
		w.out = strconv.AppendUint(append(w.out, opPut), uint64(n), 10)
		w.op('\n')
	case n < 256:
		w.op(opBinPut, byte(n))
	default:
		w.out = binary.LittleEndian.AppendUint32(append(w.out, opLongBinPut), n)
	}
}

// known writes a reference to what is known under key, if anything is.
func (w *Writer) known(key any) bool {
	if w.Fast || key == nil {
		return false
	}
	n, ok := w.memo[key]
	if !ok {
		return false
	}
	switch {
	case w.protocol == 0:
		w.out = strconv.AppendUint(append(w.out, opGet), uint64(n), 10)
		w.op('\n')
	case n < 256:
		w.op(opBinGet, byte(n))
	default:
		w.out = binary.LittleEndian.AppendUint32(append(w.out, opLongBinGet), n)
	}
	return true
}

func (w *Writer) has(key any) bool {
	_, ok := w.memo[key]
	return ok && !w.Fast
}

// at writes a part of the value that is being written.
func (w *Writer) at(s step, v starlark.Value) error {
	w.path = append(w.path, s)
	if err := w.save(v); err != nil {
		return err // with the path as it is
	}
	w.path = w.path[:len(w.path)-1]
	return nil
}

// save writes v.
func (w *Writer) save(v starlark.Value) error {
	if w.Thread != nil {
		if err := object.EnvOf(w.Thread).Tick(); err != nil {
			return err
		}
	}
	w.boundary()
	if w.Persistent != nil {
		id, ok, err := w.Persistent(v)
		if err != nil {
			return err
		}
		if ok {
			return w.savePersistent(id)
		}
	}
	return w.saveValue(v)
}

func (w *Writer) saveValue(v starlark.Value) error {
	switch v := v.(type) {
	case starlark.NoneType:
		w.op(opNone)
		return nil
	case starlark.Bool:
		w.saveBool(bool(v))
		return nil
	case starlark.Int:
		return w.saveInt(v)
	case starlark.Float:
		w.saveFloat(float64(v))
		return nil
	}
	key := memoKey(v)
	if w.known(key) {
		return nil
	}
	switch v := v.(type) {
	case starlark.String:
		return w.saveString(string(v), key)
	case *text.Text:
		return w.saveString(v.GoString(), key)
	case starlark.Bytes:
		return w.saveBytes(v, string(v), key)
	case text.Bytes:
		return w.saveBytes(v, string(v), key)
	}
	if w.depth++; w.depth > maxDepth {
		return exception.New(exception.RecursionError, "maximum recursion depth exceeded while pickling an object")
	}
	defer func() { w.depth-- }()
	switch v := v.(type) {
	case *starlark.Dict:
		return w.saveDict(v, key)
	case *starlark.Set:
		return w.saveSet(v, key)
	case *starlark.List:
		return w.saveList(v, key)
	case starlark.Tuple:
		return w.saveTuple(v, key)
	case *text.ByteArray:
		if w.protocol >= 5 {
			s, err := pieces.String(v.Bytes(), w.check())
			if err != nil {
				return err
			}
			w.data(sized8(opByteArray8, len(s)), s)
			w.memoize(key)
			return nil
		}
	case frozen:
		if w.protocol >= 4 && object.TypeOf(v) == object.FrozensetType {
			return w.saveFrozenset(v, key)
		}
	}
	return w.saveObject(v, key)
}

// sized8 returns an opcode and a length of eight bytes.
func sized8(op byte, n int) []byte {
	return binary.LittleEndian.AppendUint64([]byte{op}, uint64(n))
}

func sized4(op byte, n int) []byte {
	return binary.LittleEndian.AppendUint32([]byte{op}, uint32(n))
}

// longText is how much of a str is escaped at once.
const longText = 1 << 15

func (w *Writer) savePersistent(id starlark.Value) error {
	if w.protocol == 0 {
		s, ok := text.AsString(id)
		if !ok {
			var err error
			if s, err = object.Str(object.EnvOf(w.Thread), id); err != nil {
				return err
			}
		}
		for i := range len(s) {
			if s[i] >= 0x80 || s[i] == '\n' {
				return exception.New(picklingError, "persistent IDs in protocol 0 must be ASCII strings")
			}
		}
		w.out = append(append(w.out, opPersID), s...)
		w.op('\n')
		return nil
	}
	if err := w.saveValue(id); err != nil {
		return err
	}
	w.op(opBinPersID)
	return nil
}
