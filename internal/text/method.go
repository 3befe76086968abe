package text

import (
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/pieces"
	"go.starlark.net/starlark"
)

// A kind is one of the types whose methods this package has.
type kind uint8

const (
	strKind kind = iota
	bytesKind
	arrayKind
)

func (k kind) String() string { return [...]string{"str", "bytes", "bytearray"}[k] }

// A method is one method of one type.
type method struct {
	sig Signature
	raw bool // takes any arguments; sig is unused but for its name
	run func(c *call) (starlark.Value, error)
}

// A call is one call of a method.
type call struct {
	f      *Formatter
	recv   starlark.Value
	kind   kind
	name   string
	s      string           // the receiver's content; unset for methods that mutate
	args   []starlark.Value // one slot per parameter, nil if not given; all if raw
	kwargs []starlark.Tuple // if raw
	pace
}

// builtins makes the unbound methods of a type. They are immutable and shared;
// binding copies one.
func builtins(k kind, methods []method) map[string]*starlark.Builtin {
	table := make(map[string]*starlark.Builtin, len(methods))
	for _, m := range methods {
		m.sig.Owner = k.String()
		table[m.sig.Func] = starlark.NewBuiltin(m.sig.Func, m.entry(k))
	}
	return table
}

// paced reports whether a method may make something long of something short.
func paced(name string) bool {
	switch name {
	case "join", "extend", "ljust", "rjust", "center", "zfill", "expandtabs", "fromhex", "replace", "translate", "maketrans":
		return true
	}
	return false
}

// longBytes reports whether an argument is a long text, or a long mutable thing, which is copied.
func longBytes(args []starlark.Value) bool {
	for _, v := range args {
		switch v := v.(type) {
		case nil, starlark.Int:
		case starlark.String:
			if len(v) > pieces.Size {
				return true
			}
		case Bytes:
			if len(v) > pieces.Size {
				return true
			}
		case *ByteArray:
			if len(v.data) > pieces.Size {
				return true
			}
		default:
			if Size(v) > pieces.Size {
				return true
			}
		}
	}
	return false
}

func (m *method) entry(k kind) func(*starlark.Thread, *starlark.Builtin, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
	return func(thread *starlark.Thread, b *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return m.call(thread, k, b.Receiver(), args, kwargs)
	}
}

// call calls the method of a value of kind k.
func (m *method) call(thread *starlark.Thread, k kind, recv starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	c := &call{f: FormatterOf(thread), recv: recv, kind: k, name: m.sig.Func}
	switch recv := c.recv.(type) {
	case starlark.String:
		c.s = string(recv)
	case *Text:
		c.s = recv.s
	case Bytes:
		c.s = string(recv)
	case *ByteArray:
		if !mutators[m.sig.Func] {
			c.s = view(recv.data) // no method keeps it
		}
	}
	c.check = c.f.Check
	if m.raw {
		c.args, c.kwargs = args, kwargs
		return m.run(c)
	}
	slots, err := m.sig.Parse(args, kwargs)
	if err != nil {
		return nil, err
	}
	c.args = slots
	if len(c.s) < paceBytes/64 && !paced(m.sig.Func) && (k != arrayKind || len(c.recv.(*ByteArray).data) < paceBytes) && !longBytes(slots) {
		c.check = nil // nobody would catch what unwinds
		return m.run(c)
	}
	return keepPace(func() (starlark.Value, error) { return m.run(c) })
}

func sortedKeys(m map[string]*starlark.Builtin) []string { return slices.Sorted(maps.Keys(m)) }

// wrap returns s as a value of the receiver's type.
func (c *call) wrap(s string) starlark.Value {
	switch c.kind {
	case strKind:
		return c.str(s)
	case bytesKind:
		return Bytes(s)
	}
	return NewByteArray(c.copied(s))
}

// part is wrap for a substring of the receiver.
func (c *call) part(s string) starlark.Value {
	if c.kind == strKind {
		if _, ok := c.recv.(starlark.String); ok {
			return starlark.String(s)
		}
		if len(s) == len(c.s) {
			return c.recv
		}
	}
	return c.wrap(s)
}

// chars returns the number of elements of the receiver.
func (c *call) len() int {
	if t, ok := c.recv.(*Text); ok {
		return t.n
	}
	return len(c.s)
}

// offset returns the byte offset of element i.
func (c *call) offset(i int) int {
	if t, ok := c.recv.(*Text); ok {
		return t.offset(&c.pace, i)
	}
	return i
}

// at returns the index of the element at a byte offset.
func (c *call) at(off int) int {
	if t, ok := c.recv.(*Text); ok {
		return t.char(&c.pace, off)
	}
	return off
}

// content returns v's content if it is of the receiver's family: a str for a str,
// anything bytes-like for bytes.
func (c *call) content(v starlark.Value) (string, bool) {
	if c.kind == strKind {
		return AsString(v)
	}
	s, ok, err := AsBytesPaced(c.check, v)
	c.must(err)
	return s, ok
}

// operand returns the content of argument i. For a str the message of the
// TypeError is format with the type's name put in.
func (c *call) operand(i int, format string) (string, error) {
	v := c.args[i]
	if s, ok := c.content(v); ok {
		return s, nil
	}
	if c.kind != strKind {
		return "", c.notBytes(v)
	}
	if strings.Contains(format, "argument") {
		return "", typeError(format, c.f.argName(v))
	}
	return "", typeError(format, c.f.typeName(v))
}

// argName is what messages that name a parameter call the type of v: they say
// None, others NoneType.
func (f *Formatter) argName(v starlark.Value) string {
	if v == starlark.None {
		return "None"
	}
	return f.typeName(v)
}

func (c *call) notBytes(v starlark.Value) error {
	return typeError("a bytes-like object is required, not '%s'", c.f.typeName(v))
}

// integer returns argument i, or def if it was not given.
func (c *call) integer(i int, def int) (int, error) {
	v := c.args[i]
	if v == nil {
		return def, nil
	}
	n, err := c.f.mustIndex(v)
	if err != nil {
		return 0, err
	}
	if x, ok := n.Int64(); ok {
		return int(x), nil
	}
	return 0, exception.New(exception.OverflowError, "Python int too large to convert to C ssize_t")
}

// cInt is integer for parameters that CPython keeps in 32 bits.
func (c *call) cInt(i int, def int) (int, error) {
	v := c.args[i]
	if v == nil {
		return def, nil
	}
	n, err := c.f.mustIndex(v)
	if err != nil {
		return 0, err
	}
	if x, ok := n.Int64(); ok && math.MinInt32 <= x && x <= math.MaxInt32 {
		return int(x), nil
	}
	return 0, exception.New(exception.OverflowError, "Python int too large to convert to C int")
}

// mustIndex is index, or the TypeError for what has no __index__.
func (f *Formatter) mustIndex(v starlark.Value) (starlark.Int, error) {
	n, ok, err := f.index(v)
	if err == nil && !ok {
		err = typeError("'%s' object cannot be interpreted as an integer", f.typeName(v))
	}
	return n, err
}

// window returns the part of the receiver that arguments i and i+1, a start and
// an end as in a slice, select. Start may lie beyond end: then nothing, not even an
// empty string, is in it.
func (c *call) window(i int) (start, end int, err error) {
	n := c.len()
	if start, err = c.sliceIndex(c.args[i], 0); err != nil {
		return 0, 0, err
	}
	if end, err = c.sliceIndex(c.args[i+1], n); err != nil {
		return 0, 0, err
	}
	start, end = clamp(start, n), min(clamp(end, n), n)
	return start, end, nil
}

// clamp counts a negative index from the end.
func clamp(i, n int) int {
	if i < 0 {
		return max(i+n, 0)
	}
	return i
}

func (c *call) sliceIndex(v starlark.Value, def int) (int, error) {
	if v == nil || v == starlark.None {
		return def, nil
	}
	n, ok, err := c.f.index(v)
	if err != nil {
		return 0, err
	}
	if !ok {
		return 0, typeError("slice indices must be integers or None or have an __index__ method")
	}
	if x, ok := n.Int64(); ok {
		return int(min(max(x, -math.MaxInt32*4), math.MaxInt32*4)), nil
	}
	if n.Sign() < 0 {
		return -math.MaxInt32 * 4, nil
	}
	return math.MaxInt32 * 4, nil
}

func typeError(format string, args ...any) error {
	return exception.New(exception.TypeError, format, args...)
}

func valueError(format string, args ...any) error {
	return exception.New(exception.ValueError, format, args...)
}
