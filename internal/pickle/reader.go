package pickle

import (
	"math"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pieces"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// A Reader makes values of pickles of any protocol.
//
// A pickle is a program. What it can do here is make values: the built-in kinds,
// exceptions, and instances of the classes that Find returns. It calls nothing but
// classes and functions of scripts and a few constructors of this package's
// choice (call.go), and changes only what it has made itself. Its size bounds what it
// costs: no length that it announces is believed before the bytes are there.
type Reader struct {
	// Thread is the thread of the interpreter that gets the values. Without one,
	// there are no instances of scripts' classes.
	Thread *starlark.Thread

	// Find returns the value that a pickle names. It decides what a pickle can
	// reach; without it, only built-in classes are found.
	Find func(module, name string) (starlark.Value, error)

	// Trust reports whether pickles may call a value whatever it is, because Find is
	// the script's own and has chosen it. If it is set, Find is asked for all names.
	Trust func(fn starlark.Value) bool

	// ClassesOnly keeps pickles from calling functions of scripts, and Allow names what
	// may be called nevertheless.
	ClassesOnly bool
	Allow       func(fn starlark.Value) bool

	// Persistent returns the value that the writer's Persistent gave this id for.
	Persistent func(id starlark.Value) (starlark.Value, error)

	// Build gives obj its state in place of __setstate__ or its attributes, if it
	// returns ok.
	Build func(obj, state starlark.Value) (ok bool, err error)

	// NextBuffer returns the next of the buffers that went beside the pickle.
	NextBuffer func() (starlark.Value, error)

	// ReadOnly returns a read-only view of such a buffer; a copy as bytes, if it is nil.
	ReadOnly func(v starlark.Value) (starlark.Value, error)

	// Fix translates the names that Python 2 had, below protocol 3.
	Fix bool

	// Encoding and Errors say how to decode the 8-bit strings of Python 2;
	// "bytes" leaves them as they are. The default is ASCII, strictly.
	Encoding, Errors string

	in       input
	protocol int
	stack    []starlark.Value
	marks    []int // where on the stack the open marks lie
	memo     []starlark.Value
	sparse   map[uint64]starlark.Value // the memo beyond what is dense
	found    map[starlark.Value]bool   // what Find returned: not to be changed
	hashed   int                       // how much work went into keys
}

// NewReader returns a Reader of bytes or, if b is nil, of a stream.
func NewReader(thread *starlark.Thread, b []byte, s Stream) *Reader {
	return &Reader{Thread: thread, Fix: true, in: input{buf: b, stream: s}}
}

// Read returns the value of the next pickle.
func (r *Reader) Read() (starlark.Value, error) {
	if r.Thread == nil {
		r.Thread = bareThread()
	}
	r.in.check = r.check()
	r.stack, r.marks = r.stack[:0], r.marks[:0]
	r.protocol = 0
	v, err := r.run()
	clear(r.stack)
	if err != nil {
		return nil, err
	}
	return v, object.EnvOf(r.Thread).Pending()
}

// Rest returns the bytes after the pickles that have been read.
func (r *Reader) Rest() []byte { return r.in.buf }

// bareThread returns a thread of no interpreter.
func bareThread() *starlark.Thread {
	env := object.NewEnv(nil)
	t := &starlark.Thread{Name: "pickle"}
	env.Bind(t)
	env.Thread = t
	return t
}

func unpickling(format string, args ...any) error {
	return exception.New(unpicklingError, format, args...)
}

func (r *Reader) run() (starlark.Value, error) {
	for n := 0; ; n++ {
		code, err := r.in.code()
		if err != nil {
			return nil, err
		}
		if code == opStop {
			return r.pop()
		}
		if err := r.step(code); err != nil {
			return nil, err
		}
		// A pickle may be long: it must not keep a process from being ended.
		if n&0x3ff == 0x3ff {
			env := object.EnvOf(r.Thread)
			if err := env.Pending(); err != nil {
				return nil, err
			}
			if err := env.Check(); err != nil {
				return nil, err
			}
		}
	}
}

func (r *Reader) push(v starlark.Value) { r.stack = append(r.stack, v) }

func (r *Reader) fence() int {
	if n := len(r.marks); n > 0 {
		return r.marks[n-1]
	}
	return 0
}

func (r *Reader) underflow() error {
	if len(r.marks) > 0 {
		return unpickling("unexpected MARK found")
	}
	return unpickling("unpickling stack underflow")
}

func (r *Reader) pop() (starlark.Value, error) {
	n := len(r.stack) - 1
	if n < r.fence() {
		return nil, r.underflow()
	}
	v := r.stack[n]
	r.stack = r.stack[:n]
	return v, nil
}

func (r *Reader) top() (starlark.Value, error) {
	n := len(r.stack) - 1
	if n < r.fence() {
		return nil, r.underflow()
	}
	return r.stack[n], nil
}

// popN removes the last n values. The result is valid until the next push.
func (r *Reader) popN(n int) ([]starlark.Value, error) {
	at := len(r.stack) - n
	if at < r.fence() {
		return nil, r.underflow()
	}
	vs := r.stack[at:]
	r.stack = r.stack[:at]
	return vs, nil
}

// popMark removes what lies above the last mark, and the mark. The result is valid
// until the next push.
func (r *Reader) popMark() ([]starlark.Value, error) {
	n := len(r.marks) - 1
	if n < 0 {
		return nil, unpickling("could not find MARK")
	}
	at := r.marks[n]
	r.marks = r.marks[:n]
	vs := r.stack[at:]
	r.stack = r.stack[:at]
	return vs, nil
}

func (r *Reader) step(code byte) error {
	switch code {
	case opMark:
		r.marks = append(r.marks, len(r.stack))
	case opPop:
		if n := len(r.marks); n > 0 && r.marks[n-1] == len(r.stack) {
			r.marks = r.marks[:n-1]
			return nil
		}
		_, err := r.pop()
		return err
	case opPopMark:
		_, err := r.popMark()
		return err
	case opDup:
		v, err := r.top()
		if err != nil {
			return err
		}
		r.push(v)
	case opNone:
		r.push(starlark.None)
	case opNewTrue:
		r.push(starlark.True)
	case opNewFalse:
		r.push(starlark.False)
	case opBinInt, opBinInt1, opBinInt2, opLong1, opLong4, opInt, opLong, opFloat, opBinFloat:
		return r.number(code)
	case opBinString, opShortBinString, opString:
		return r.string8(code)
	case opUnicode:
		b, err := r.in.line()
		if err != nil {
			return err
		}
		s, err := rawUnescape(b)
		if err != nil {
			return err
		}
		r.push(text.Str(s))
	case opBinUnicode, opShortBinUnicode, opBinUnicode8:
		b, err := r.counted(code, "BINUNICODE")
		if err != nil {
			return err
		}
		return r.pushText(b)
	case opBinBytes, opShortBinBytes, opBinBytes8:
		b, err := r.counted(code, "BINBYTES")
		if err != nil {
			return err
		}
		s, err := pieces.String(b, r.check())
		if err != nil {
			return err
		}
		r.push(text.Bytes(s))
	case opByteArray8:
		b, err := r.counted(code, "BYTEARRAY8")
		if err != nil {
			return err
		}
		c, err := pieces.Clone(b, 0, r.check())
		if err != nil {
			return err
		}
		r.push(text.NewByteArray(c))
	case opNextBuffer, opReadOnlyBuffer:
		return r.buffer(code)
	case opEmptyTuple:
		r.push(starlark.Tuple{})
	case opTuple1, opTuple2, opTuple3:
		vs, err := r.popN(int(code) - opTuple1 + 1)
		if err != nil {
			return err
		}
		r.push(append(starlark.Tuple(nil), vs...))
	case opTuple:
		vs, err := r.popMark()
		if err != nil {
			return err
		}
		r.push(append(starlark.Tuple{}, vs...))
	case opEmptyList:
		r.push(starlark.NewList(nil))
	case opList:
		vs, err := r.popMark()
		if err != nil {
			return err
		}
		r.push(starlark.NewList(append([]starlark.Value(nil), vs...)))
	case opEmptyDict:
		r.push(new(starlark.Dict))
	case opEmptySet:
		r.push(new(starlark.Set))
	case opDict, opAppend, opAppends, opSetItem, opSetItems, opAddItems, opFrozenSet:
		return r.fill(code)
	case opGet, opBinGet, opLongBinGet, opPut, opBinPut, opLongBinPut, opMemoize:
		return r.remember(code)
	case opPersID:
		b, err := r.in.line()
		if err != nil {
			return err
		}
		for _, c := range b {
			if c >= 0x80 {
				return unpickling("persistent IDs in protocol 0 must be ASCII strings")
			}
		}
		return r.persistent(starlark.String(b))
	case opBinPersID:
		if r.Persistent == nil {
			return r.persistent(nil)
		}
		id, err := r.pop()
		if err != nil {
			return err
		}
		return r.persistent(id)
	case opGlobal, opStackGlobal, opInst, opObj, opReduce, opNewObj, opNewObjEx, opBuild:
		return r.objectStep(code)
	case opExt1, opExt2, opExt4:
		return r.extension(code)
	case opProto:
		b, err := r.in.next(1)
		if err != nil {
			return err
		}
		if b[0] > HighestProtocol {
			return exception.New(exception.ValueError, "unsupported pickle protocol: %d", b[0])
		}
		r.protocol = int(b[0])
	case opFrame:
		n, err := r.length(8, "FRAME")
		if err != nil {
			return err
		}
		return r.in.startFrame(n)
	default:
		return unpickling("invalid load key, '%s'.", loadKey(code))
	}
	return nil
}

func loadKey(c byte) string {
	switch {
	case c == '\'' || c == '\\':
		return "\\" + string(rune(c))
	case 0x20 <= c && c < 0x7f:
		return string(rune(c))
	}
	return `\x` + string("0123456789abcdef"[c>>4]) + string("0123456789abcdef"[c&15])
}

func (r *Reader) persistent(id starlark.Value) error {
	if r.Persistent == nil {
		return unpickling("A load persistent id instruction was encountered,\nbut no persistent_load function was specified.")
	}
	v, err := r.Persistent(id)
	if err != nil {
		return err
	}
	r.push(v)
	return nil
}

func (r *Reader) extension(code byte) error {
	size := map[byte]int{opExt1: 1, opExt2: 2, opExt4: 4}[code]
	n, err := r.length(size, "EXT")
	if err != nil {
		return err
	}
	if n == 0 || n > math.MaxInt32 {
		return unpickling("EXT specifies code <= 0")
	}
	return exception.New(exception.ValueError, "unregistered extension code %d", n)
}
