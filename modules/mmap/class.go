package mmap

import (
	"bytes"
	"math"
	"syscall"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/cursor"
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pieces"
	"github.com/mpstar/mpstar/internal/text"
)

// class is the class mmap.
var class = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "mmap", Module: "mmap", Full: true,
		Doc: "Memory that a process shares with those it forks: mmap(-1, length).",
		New: create,
		Methods: map[string]object.Method{
			"__init__": func(*starlark.Thread, starlark.Value, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
				return starlark.None, nil
			},
			"__repr__": func(_ *starlark.Thread, self starlark.Value, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
				return text.Str(self.(*object.Instance).Native.(*region).repr()), nil
			},
			"__len__":     method("__len__", 0, 0, func(c call) (starlark.Value, error) { return starlark.MakeInt(c.size), nil }),
			"__getitem__": method("__getitem__", 1, 1, call.getItem),
			"__setitem__": method("__setitem__", 2, 2, call.setItem),
			"__iter__":    method("__iter__", 0, 0, call.iterate),
			"__enter__":   method("__enter__", 0, 0, func(c call) (starlark.Value, error) { return c.self, nil }),
			"__exit__":    closing, "close": closing,
			"read":       method("read", 0, 1, call.read),
			"read_byte":  method("read_byte", 0, 0, call.readByte),
			"readline":   method("readline", 0, 0, call.readLine),
			"write":      method("write", 1, 1, call.write),
			"write_byte": method("write_byte", 1, 1, call.writeByte),
			"seek":       method("seek", 1, 2, call.seek),
			"tell":       method("tell", 0, 0, func(c call) (starlark.Value, error) { return starlark.MakeInt(c.pos), nil }),
			"size":       method("size", 0, 0, func(call) (starlark.Value, error) { return nil, syscall.EBADF }), // it is no file's
			"flush":      method("flush", 0, 2, func(call) (starlark.Value, error) { return starlark.None, nil }),
			"find":       method("find", 1, 3, func(c call) (starlark.Value, error) { return c.find(false) }),
			"rfind":      method("rfind", 1, 3, func(c call) (starlark.Value, error) { return c.find(true) }),
			"move":       method("move", 3, 3, call.move),
			"resize": method("resize", 1, 1, func(call) (starlark.Value, error) {
				return nil, exception.New(exception.NotImplementedError, "mmap.resize() is not part of mpstar")
			}),
		},
		Properties: map[string]object.Property{
			"closed": {Get: func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
				return starlark.Bool(self.(*object.Instance).Native.(*region).memory == nil), nil
			}},
		},
	})
})

// iteratorClass is that of iterators over maps, which yield bytes where indexes give ints.
var iteratorClass = object.Later(func() *object.Class { return cursor.NewClass(object.Spec{Name: "iterator"}) })

func (c call) iterate() (starlark.Value, error) {
	r, i := c.region, 0
	return cursor.New(c.env, iteratorClass.Get(), func(*starlark.Thread) (starlark.Value, bool, error) {
		if i >= r.Len() {
			return nil, false, nil
		}
		var b [1]byte
		r.Load(b[:], i)
		i++
		return text.Bytes(b[:]), true, nil
	}), nil
}

func closing(_ *starlark.Thread, self starlark.Value, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	self.(*object.Instance).Native.(*region).memory = nil
	return starlark.None, nil
}

// A call is one of a method of an open map.
type call struct {
	*region
	memory *ipc.Memory // the region's: an argument's __index__ may close it meanwhile
	thread *starlark.Thread
	env    *object.Env
	self   starlark.Value
	args   starlark.Tuple
}

// method makes a method that takes from min to max arguments by position.
func method(name string, min, max int, f func(call) (starlark.Value, error)) object.Method {
	style := text.Positional
	if max == 0 {
		style = text.Nothing
	}
	signature := &text.Signature{Owner: "mmap", Func: name, Style: style, Params: []string{"a", "b", "c"}[:max], Required: min}
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if len(kwargs) > 0 || len(args) < min || len(args) > max {
			if _, err := signature.Parse(args, kwargs); err != nil {
				return nil, err
			}
		}
		i, _ := self.(*object.Instance)
		if i == nil {
			return nil, exception.New(exception.TypeError, "descriptor '%s' requires a 'mmap.mmap' object but received a '%s'", name, object.TypeName(self))
		}
		r, ok := i.Native.(*region)
		if !ok || r.memory == nil {
			return nil, exception.New(exception.ValueError, "mmap closed or invalid")
		}
		return f(call{r, r.memory, thread, object.EnvOf(thread), self, args})
	}
}

// part returns n bytes from start on.
func (c call) part(start, n int) (starlark.Value, error) {
	if err := c.env.Reserve(int64(n)); err != nil {
		return nil, err
	}
	b, err := c.load(start, n)
	if err != nil {
		return nil, err
	}
	s, err := pieces.Own(b, c.env.Check)
	return text.Bytes(s), err
}

// data reads an argument that is to be stored.
func (c call) data(v starlark.Value) ([]byte, error) {
	check := object.EnvOf(c.thread).Check
	s, ok, err := text.AsBytesPaced(check, object.Unwrap(v))
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, exception.New(exception.TypeError, "a bytes-like object is required, not '%s'", object.TypeName(v))
	}
	b, err := pieces.Bytes(s, check)
	if err != nil {
		return nil, err
	}
	return b, c.writable()
}

func (c call) writable() error {
	if c.access == accessRead {
		return exception.New(exception.TypeError, "mmap can't modify a readonly memory map.")
	}
	return nil
}

func (c call) read() (starlark.Value, error) {
	most := -1
	if len(c.args) > 0 && c.args[0] != starlark.None {
		var err error
		if most, err = number.Int(c.thread, c.args[0]); err != nil {
			return nil, err
		}
	}
	start, n := c.pos, c.size-c.pos
	if most >= 0 {
		n = min(n, most)
	}
	c.pos += n
	return c.part(start, n)
}

func (c call) readByte() (starlark.Value, error) {
	if c.pos >= c.size {
		return nil, exception.New(exception.ValueError, "read byte out of range")
	}
	var b [1]byte
	c.memory.Read(b[:], c.pos)
	c.pos++
	return starlark.MakeInt(int(b[0])), nil
}

func (c call) readLine() (starlark.Value, error) {
	start, n := c.pos, c.size-c.pos
	for at := 0; at < n; at += piece {
		b, err := c.load(start+at, min(piece, n-at))
		if err != nil {
			return nil, err
		}
		if i := bytes.IndexByte(b, '\n'); i >= 0 {
			n = at + i + 1
		}
	}
	c.pos += n
	return c.part(start, n)
}

func (c call) write() (starlark.Value, error) {
	b, err := c.data(c.args[0])
	if err != nil {
		return nil, err
	}
	if len(b) > c.size-c.pos {
		return nil, exception.New(exception.ValueError, "data out of range")
	}
	if err := c.store(b, c.pos); err != nil {
		return nil, err
	}
	c.pos += len(b)
	return starlark.MakeInt(len(b)), nil
}

func (c call) writeByte() (starlark.Value, error) {
	n, err := number.Int(c.thread, c.args[0])
	switch {
	case err != nil:
		return nil, err
	case n < 0:
		return nil, exception.New(exception.OverflowError, "unsigned byte integer is less than minimum")
	case n > math.MaxUint8:
		return nil, exception.New(exception.OverflowError, "unsigned byte integer is greater than maximum")
	}
	if err := c.writable(); err != nil {
		return nil, err
	}
	if c.pos >= c.size {
		return nil, exception.New(exception.ValueError, "write byte out of range")
	}
	c.memory.Write([]byte{byte(n)}, c.pos)
	c.pos++
	return starlark.None, nil
}

func (c call) seek() (starlark.Value, error) {
	off, err := number.Int(c.thread, c.args[0])
	if err != nil {
		return nil, err
	}
	from := 0
	if len(c.args) > 1 {
		whence, err := number.Int(c.thread, c.args[1])
		if err != nil {
			return nil, err
		}
		switch whence {
		case 0:
		case 1:
			from = c.pos
		case 2:
			from = c.size
		default:
			return nil, exception.New(exception.ValueError, "unknown seek type")
		}
	}
	if off < -from || off > c.size-from {
		return nil, exception.New(exception.ValueError, "seek out of range")
	}
	c.pos = from + off
	return starlark.None, nil
}

// find looks for bytes from the position, or from where the arguments say.
func (c call) find(last bool) (starlark.Value, error) {
	sub, ok, err := text.AsBytesPaced(c.env.Check, object.Unwrap(c.args[0]))
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, exception.New(exception.TypeError, "a bytes-like object is required, not '%s'", object.TypeName(c.args[0]))
	}
	bounds := [2]int{c.pos, c.size}
	for i, v := range c.args[1:] {
		n, err := number.Int(c.thread, v)
		if err != nil {
			return nil, err
		}
		if n < 0 {
			n = max(n, -c.size) + c.size
		}
		bounds[i] = min(n, c.size)
	}
	if bounds[0] > bounds[1] || len(sub) > bounds[1]-bounds[0] {
		return starlark.MakeInt(-1), nil
	}
	what, err := pieces.Bytes(sub, c.env.Check)
	if err != nil {
		return nil, err
	}
	at, err := c.search(what, bounds[0], bounds[1], last)
	return starlark.MakeInt(at), err
}

func (c call) move() (starlark.Value, error) {
	var n [3]int // to, from, how many
	for i, v := range c.args {
		var err error
		if n[i], err = number.Int(c.thread, v); err != nil {
			return nil, err
		}
	}
	if err := c.writable(); err != nil {
		return nil, err
	}
	if n[0] < 0 || n[1] < 0 || n[2] < 0 || n[2] > c.size-n[0] || n[2] > c.size-n[1] {
		return nil, exception.New(exception.ValueError, "source, destination, or count out of range")
	}
	if err := c.env.Reserve(int64(n[2])); err != nil {
		return nil, err
	}
	b, err := c.load(n[1], n[2])
	if err != nil {
		return nil, err
	}
	return starlark.None, c.store(b, n[0])
}

// position turns a key into an index.
func (c call) position(key starlark.Value) (int, error) {
	n, ok := number.IsInt(key)
	if !ok {
		return 0, exception.New(exception.TypeError, "mmap indices must be integers")
	}
	i, ok := n.Int64()
	if ok && i < 0 {
		i += int64(c.size)
	}
	if !ok || i < 0 || i >= int64(c.size) {
		return 0, exception.New(exception.IndexError, "mmap index out of range")
	}
	return int(i), nil
}

// span returns the n indexes that a slice selects.
func (c call) span(s *object.Slice) (start, step, n int, err error) {
	start, stop, step, err := s.Indices(c.env, func() int { return c.size })
	switch {
	case err != nil:
	case step > 0 && stop > start:
		n = (stop-start-1)/step + 1
	case step < 0 && stop < start:
		n = (start-stop-1)/-step + 1
	}
	return start, step, n, err
}

func (c call) getItem() (starlark.Value, error) {
	s, ok := c.args[0].(*object.Slice)
	if !ok {
		i, err := c.position(c.args[0])
		if err != nil {
			return nil, err
		}
		var b [1]byte
		c.memory.Read(b[:], i)
		return starlark.MakeInt(int(b[0])), nil
	}
	start, step, n, err := c.span(s)
	if err != nil {
		return nil, err
	}
	if step == 1 {
		return c.part(min(start, c.size), n)
	}
	if err := c.env.Reserve(int64(n)); err != nil {
		return nil, err
	}
	out, err := pieces.Make[byte](n, c.env.Check)
	for at := 0; at < n && err == nil; at += piece {
		some := out[at:min(n, at+piece)]
		c.memory.Gather(some, start+at*step, step)
		err = c.env.Check()
	}
	if err != nil {
		return nil, err
	}
	taken, err := pieces.Own(out, c.env.Check)
	return text.Bytes(taken), err
}

func (c call) setItem() (starlark.Value, error) {
	if err := c.writable(); err != nil {
		return nil, err
	}
	s, ok := c.args[0].(*object.Slice)
	if !ok {
		i, err := c.position(c.args[0])
		if err != nil {
			return nil, err
		}
		n, ok := number.IsInt(c.args[1])
		if !ok {
			return nil, exception.New(exception.TypeError, "mmap item value must be an int")
		}
		b, ok := n.Int64()
		if !ok || b < 0 || b > math.MaxUint8 {
			return nil, exception.New(exception.ValueError, "mmap item value must be in range(0, 256)")
		}
		c.memory.Write([]byte{byte(b)}, i)
		return starlark.None, nil
	}
	start, step, n, err := c.span(s)
	if err != nil {
		return nil, err
	}
	data, err := c.data(c.args[1])
	if err != nil {
		return nil, err
	}
	if len(data) != n {
		return nil, exception.New(exception.IndexError, "mmap slice assignment is wrong size")
	}
	if step == 1 {
		return starlark.None, c.store(data, min(start, c.size))
	}
	for at := 0; at < n; at += piece {
		some := data[at:min(n, at+piece)]
		c.memory.Scatter(some, start+at*step, step)
		if err := c.env.Ended(); err != nil {
			return nil, err
		}
	}
	return starlark.None, nil
}
