package array

import (
	"unicode/utf16"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/internal/pieces"
	"github.com/mpstar/mpstar/internal/text"
)

// This file has the conversions: lists, bytes, files, text, and what pickles write.

func (c *call) toList() (starlark.Value, error) {
	vs, err := c.values(c.env)
	if err != nil {
		return nil, err
	}
	return starlark.NewList(vs), nil
}

func (c *call) toBytes() (starlark.Value, error) {
	if err := c.env.Reserve(int64(len(c.data))); err != nil {
		return nil, err
	}
	s, err := pieces.String(c.data, c.env.Check)
	return text.Bytes(s), err
}

func (c *call) toUnicode() (starlark.Value, error) {
	if c.code.kind != character {
		return nil, exception.New(exception.ValueError, "tounicode() may only be called on unicode type arrays")
	}
	s, err := c.string(c.env)
	if err != nil {
		return nil, err
	}
	return c.env.Text(s)
}

func (c *call) toFile() (starlark.Value, error) {
	write, err := object.GetAttr(c.thread, c.args[0], "write")
	if err != nil {
		return nil, err
	}
	if len(c.data) > 0 {
		b, err := c.toBytes()
		if err != nil {
			return nil, err
		}
		if _, err = object.Call(c.thread, write, b); err != nil {
			return nil, err
		}
	}
	return starlark.None, err
}

func (c *call) fromFile() (starlark.Value, error) {
	n, err := number.Int(c.thread, c.args[1])
	if err != nil {
		return nil, err
	}
	read, err := object.GetAttr(c.thread, c.args[0], "read")
	if err != nil {
		return nil, err
	}
	if n < 0 {
		return nil, exception.New(exception.ValueError, "negative count")
	}
	if n > 1<<40/c.code.size {
		return nil, exception.New(exception.MemoryError, "")
	}
	v, err := object.Call(c.thread, read, starlark.MakeInt(n*c.code.size))
	if err != nil {
		return nil, err
	}
	b, ok, err := text.AsBytesPaced(c.env.Check, object.Unwrap(v))
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, exception.New(exception.TypeError, "read() didn't return bytes")
	}
	if err := c.items.fromBytes(c.env, b); err != nil {
		return nil, err
	}
	if len(b) != n*c.code.size {
		return nil, exception.New(exception.EOFError, "read() didn't return enough bytes")
	}
	return starlark.None, nil
}

func (c *call) fromBytes() (starlark.Value, error) {
	b, ok, err := text.AsBytesPaced(c.env.Check, object.Unwrap(c.args[0]))
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, exception.New(exception.TypeError, "a bytes-like object is required, not '%s'", object.TypeName(c.args[0]))
	}
	return starlark.None, c.items.fromBytes(c.env, b)
}

func (c *call) fromList() (starlark.Value, error) {
	l, ok := object.Unwrap(c.args[0]).(*starlark.List)
	if !ok {
		return nil, exception.New(exception.TypeError, "arg must be list")
	}
	before := len(c.data)
	for i := range l.Len() {
		if i >= l.Len() {
			break
		}
		if err := c.items.append(c.thread, l.Index(i)); err != nil {
			c.data = c.data[:min(before, len(c.data))]
			return nil, err
		}
		if err := c.env.Tick(); err != nil {
			c.data = c.data[:min(before, len(c.data))]
			return nil, err
		}
	}
	return starlark.None, nil
}

func (c *call) fromUnicode() (starlark.Value, error) {
	s, ok := text.AsString(object.Unwrap(c.args[0]))
	if !ok {
		return nil, exception.New(exception.TypeError, "fromunicode() argument must be str, not %s", object.TypeName(c.args[0]))
	}
	if c.code.kind != character {
		return nil, exception.New(exception.ValueError, "fromunicode() may only be called on unicode type arrays")
	}
	return starlark.None, c.items.fromString(c.env, s)
}

// reduce is __reduce_ex__: from protocol 3 on, the bytes and the number of their layout.
func (c *call) reduce() (starlark.Value, error) {
	protocol, err := number.Int(c.thread, c.args[0])
	if err != nil {
		return nil, err
	}
	i := c.self.(*object.Instance)
	var attrs starlark.Value = starlark.None
	if i.Class() != Class.Get() {
		if attrs, err = object.GetAttrDefault(c.thread, i, "__dict__", starlark.None); err != nil {
			return nil, err
		}
	}
	letter := starlark.String(string(c.code.char))
	if protocol >= 3 {
		b, err := c.toBytes()
		return starlark.Tuple{reconstructor, starlark.Tuple{i.Class(), letter, starlark.MakeInt(c.code.machine), b}, attrs}, err
	}
	list, err := c.toList()
	return starlark.Tuple{i.Class(), starlark.Tuple{letter, list}, attrs}, err
}

// reconstructor makes an array of what reduce wrote, here or on a machine of another kind.
var reconstructor *starlark.Builtin

func init() {
	reconstructor = pickle.RegisterFunc("array", "_array_reconstructor", reconstruct)
	pickle.RegisterLater(func() { pickle.RegisterClass(Class.Get()) })
}

func reconstruct(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
	if len(args) != 4 {
		return nil, exception.New(exception.TypeError, "_array_reconstructor expected 4 arguments, got %d", len(args))
	}
	cls, ok := args[0].(*object.Class)
	if !ok {
		return nil, exception.New(exception.TypeError, "first argument must be a type object, not %s", object.TypeName(args[0]))
	}
	if !cls.IsSubclass(Class.Get()) {
		return nil, exception.New(exception.TypeError, "%s is not a subtype of array.array", cls.Name())
	}
	n, err := number.Int(thread, args[2])
	if err != nil {
		return nil, err
	}
	b, ok := text.AsBytes(args[3])
	if !ok {
		return nil, exception.New(exception.TypeError, "fourth argument should be bytes, not %s", object.TypeName(args[3]))
	}
	if n < 0 || n >= len(layouts) {
		return nil, exception.New(exception.ValueError, "third argument must be a valid machine format code.")
	}
	v, err := create(thread, cls, args[1:2], nil)
	if err != nil {
		return nil, err
	}
	a := of(v)
	l := layouts[n]
	if len(b)%l.size != 0 {
		return nil, exception.New(exception.ValueError, "string length not a multiple of item size")
	}
	switch {
	case a.code.size == l.size && a.code.kind == l.kind && !l.big && !l.utf:
		return v, a.fromBytes(object.EnvOf(thread), b)
	case l.utf:
		units := make([]uint16, len(b)/2)
		for i := range units {
			low, high := b[2*i], b[2*i+1]
			if l.big {
				low, high = high, low
			}
			units[i] = uint16(low) | uint16(high)<<8
		}
		return v, a.begin(thread, text.Str(string(utf16.Decode(units))))
	}
	for i := 0; i < len(b); i += l.size {
		x, err := l.value([]byte(b[i : i+l.size]))
		if err == nil {
			err = a.append(thread, x)
		}
		if err != nil {
			return nil, err
		}
	}
	return v, nil
}
