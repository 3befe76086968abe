package ctypes

import (
	"bytes"
	"encoding/binary"
	"unicode/utf8"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pieces"
	"github.com/mpstar/mpstar/internal/text"
)

// This file defines arrays. A class of arrays is made by multiplying the class of the items, or by deriving one from Array.

func newArrayClass() *object.Class {
	return object.NewClass(object.Spec{
		Name: "Array", Module: "_ctypes", Bases: []*object.Class{dataClass.Get()}, Meta: arrayMeta.Get(),
		New: newData,
		Derive: func(thread *starlark.Thread, cls *object.Class, _ []starlark.Tuple) error {
			_, err := TypeOf(object.EnvOf(thread), cls)
			return err
		},
		Methods: map[string]object.Method{
			"__init__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				d, err := of(self)
				if err != nil {
					return nil, err
				}
				return starlark.None, d.Fill(object.EnvOf(thread), args)
			},
			"__len__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				d, err := of(self)
				if err != nil {
					return nil, err
				}
				return starlark.MakeInt(d.typ.n), nil
			},
			"__getitem__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				if len(args) != 1 {
					return nil, exception.New(exception.TypeError, "expected 1 argument, got %d", len(args))
				}
				return GetItem(self, args[0])
			},
			"__setitem__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				d, err := of(self)
				if err != nil {
					return nil, err
				}
				if len(args) != 2 {
					return nil, exception.New(exception.TypeError, "expected 2 arguments, got %d", len(args))
				}
				return starlark.None, d.SetItem(object.EnvOf(thread), args[0], args[1])
			},
			"__delitem__": func(*starlark.Thread, starlark.Value, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
				return nil, exception.New(exception.TypeError, "Array does not support item deletion")
			},
			"__iter__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				d, err := of(self)
				if err != nil {
					return nil, err
				}
				return Iterate(object.EnvOf(thread), d.typ.n, func(i int) (starlark.Value, error) { return Item(self, i) }), nil
			},
		},
		Properties: map[string]object.Property{"value": textProperty("value", (*Data).Text, (*Data).SetText), "raw": textProperty("raw", (*Data).Raw, (*Data).SetRaw)},
	})
}

// textProperty is an attribute that only arrays of characters have; raw only those of bytes.
func textProperty(name string, get func(*Data, *object.Env) (starlark.Value, error), set func(*Data, *object.Env, starlark.Value) error) object.Property {
	check := func(self starlark.Value) (*Data, error) {
		d, err := of(self)
		if err != nil {
			return nil, err
		}
		if e := d.typ.elem; e.derived || e.kind != charKind && (e.kind != wcharKind || name == "raw") {
			return nil, exception.New(exception.AttributeError, "'%s' object has no attribute '%s'", object.TypeName(self), name)
		}
		return d, nil
	}
	return object.Property{
		Get: func(thread *starlark.Thread, self starlark.Value) (starlark.Value, error) {
			d, err := check(self)
			if err != nil {
				return nil, err
			}
			return get(d, object.EnvOf(thread))
		},
		Set: func(thread *starlark.Thread, self, v starlark.Value) error {
			d, err := check(self)
			if err != nil {
				return err
			}
			return set(d, object.EnvOf(thread), v)
		},
	}
}

// Item returns the i'th item of an array, which must be there.
func Item(self starlark.Value, i int) (starlark.Value, error) {
	d, err := of(self)
	if err != nil {
		return nil, err
	}
	return d.item(self.(*object.Instance), d.typ.elem, i*d.typ.elem.Size), nil
}

// GetItem returns the item, or the slice, of an array that key says.
func GetItem(self, key starlark.Value) (starlark.Value, error) {
	d, err := of(self)
	if err != nil {
		return nil, err
	}
	env := self.(*object.Instance).Env()
	if s, ok := key.(*object.Slice); ok {
		start, step, n, err := d.bounds(env, s)
		if err != nil {
			return nil, err
		}
		return d.slice(env, self.(*object.Instance), start, step, n)
	}
	i, err := d.index(env, key, "indices must be integers")
	if err != nil {
		return nil, err
	}
	return Item(self, i)
}

// SetItem stores an item, or the items of a slice.
func (d *Data) SetItem(env *object.Env, key, v starlark.Value) error {
	elem := d.typ.elem
	s, ok := key.(*object.Slice)
	if !ok {
		i, err := d.index(env, key, "indices must be integer")
		if err != nil {
			return err
		}
		return d.set(env, elem, i*elem.Size, v)
	}
	start, step, n, err := d.bounds(env, s)
	if err != nil {
		return err
	}
	if size, err := object.Len(env, v); err != nil || size != n {
		return exception.New(exception.ValueError, "Can only assign sequence of same size")
	}
	elems, err := Elements(env, v)
	if err != nil {
		return err
	}
	if len(elems) != n {
		return exception.New(exception.ValueError, "Can only assign sequence of same size")
	}
	b, err := d.encodeAll(env, elems)
	if err != nil {
		return err
	}
	if step == 1 {
		d.mem.Write(b, d.off+start*elem.Size)
		return nil
	}
	// One by one: what lies between may be changed by others meanwhile.
	for i := range n {
		d.mem.Write(b[i*elem.Size:(i+1)*elem.Size], d.off+(start+i*step)*elem.Size)
	}
	return nil
}

func (d *Data) encodeAll(env *object.Env, elems []starlark.Value) ([]byte, error) {
	t := d.typ.elem
	b := make([]byte, len(elems)*t.Size)
	for i, e := range elems {
		if err := t.encode(env, e, b[i*t.Size:(i+1)*t.Size]); err != nil {
			return nil, err
		}
		if err := env.Tick(); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// Fill stores elems in the first places.
func (d *Data) Fill(env *object.Env, elems []starlark.Value) error {
	if len(elems) > d.typ.n {
		return exception.New(exception.IndexError, "invalid index")
	}
	b, err := d.encodeAll(env, elems)
	if err != nil {
		return err
	}
	d.mem.Write(b, d.off)
	return nil
}

// Elements returns the elements of a sequence, an array of C among them; those of bytes are ints, which is what an array of characters takes.
func Elements(env *object.Env, v starlark.Value) ([]starlark.Value, error) {
	if d, ok := Of(v); ok && d.typ.kind == arrayKind {
		return env.CopyOf(d.typ.n, func(i int) starlark.Value { return d.item(v.(*object.Instance), d.typ.elem, i*d.typ.elem.Size) })
	}
	if b, ok, err := text.AsBytesPaced(env.Check, object.Unwrap(v)); err != nil {
		return nil, err
	} else if ok {
		return env.CopyOf(len(b), func(i int) starlark.Value { return starlark.MakeInt(int(b[i])) })
	}
	return object.Elements(env, v)
}

// slice returns n items from start on, step apart: a list, but bytes or a str for an array of characters. It can be stopped.
func (d *Data) slice(env *object.Env, self *object.Instance, start, step, n int) (starlark.Value, error) {
	t := d.typ.elem
	if n == 0 {
		start, step = 0, 1
	}
	if !t.plain() {
		out, err := env.CopyOf(n, func(i int) starlark.Value { return d.item(self, t, (start+i*step)*t.Size) })
		return starlark.NewList(out), err
	}
	low, high := start, start+(n-1)*step
	if step < 0 {
		low, high = high, low
	}
	if n == 0 {
		high = low - 1
	}
	b, err := pieces.Make[byte]((high-low+1)*t.Size, env.Check)
	if err != nil {
		return nil, err
	}
	d.mem.Read(b, d.off+low*t.Size)
	at := func(i int) []byte { return b[(start-low+i*step)*t.Size:] }
	switch t.kind {
	case charKind:
		out, err := pieces.Make[byte](n, env.Check)
		for i := 0; i < n && err == nil; i++ {
			out[i] = at(i)[0]
			err = env.Tick()
		}
		return text.Bytes(out), err
	case wcharKind:
		var out pieces.Text
		for i := range n {
			var room [4]byte
			out.Write(utf8.AppendRune(room[:0], rune(binary.LittleEndian.Uint32(at(i)))))
			if err := env.Tick(); err != nil {
				return nil, err
			}
		}
		s, err := out.Join(env.Check)
		if err != nil {
			return nil, err
		}
		return env.Text(s)
	}
	out, err := env.CopyOf(n, func(i int) starlark.Value { return t.load(at(i)) })
	return starlark.NewList(out), err
}

// index turns a key into the index of an item.
func (d *Data) index(env *object.Env, key starlark.Value, complaint string) (int, error) {
	n, err := object.Index(env, key)
	if err != nil {
		return 0, exception.New(exception.TypeError, "%s", complaint)
	}
	i, ok := n.Int64()
	if ok && i < 0 {
		i += int64(d.typ.n)
	}
	if !ok || i < 0 || i >= int64(d.typ.n) {
		return 0, exception.New(exception.IndexError, "invalid index")
	}
	return int(i), nil
}

// bounds returns the items that a slice selects.
func (d *Data) bounds(env *object.Env, s *object.Slice) (start, step, n int, err error) {
	start, stop, step, err := s.Indices(env, func() int { return d.typ.n })
	if err != nil {
		return 0, 0, 0, err
	}
	switch {
	case step > 0 && stop > start:
		n = (stop - start + step - 1) / step
	case step < 0 && stop < start:
		n = (start - stop - step - 1) / -step
	}
	return start, step, n, nil
}

// Text returns the characters of an array up to the first NUL.
func (d *Data) Text(env *object.Env) (starlark.Value, error) {
	b, err := d.all(env)
	if err != nil {
		return nil, err
	}
	return loadText(d.typ, b), nil
}

func loadText(t *Type, b []byte) starlark.Value {
	if t.elem.kind == charKind {
		if n := bytes.IndexByte(b, 0); n >= 0 {
			b = b[:n]
		}
		return text.Bytes(b)
	}
	var out []rune
	for ; len(b) > 0; b = b[4:] {
		r := rune(binary.LittleEndian.Uint32(b))
		if r == 0 {
			break
		}
		out = append(out, r)
	}
	return text.Str(string(out))
}

// SetText stores characters, and a NUL after them if there is room.
func (d *Data) SetText(env *object.Env, v starlark.Value) error {
	u := object.Unwrap(v)
	if d.typ.elem.kind == charKind {
		s, ok := text.AsBytes(u)
		if _, mutable := u.(*text.ByteArray); !ok || mutable {
			return exception.New(exception.TypeError, "bytes expected instead of %s instance", object.TypeName(v))
		}
		if len(s) > d.size {
			return exception.New(exception.ValueError, "byte string too long")
		}
		b, err := pieces.Bytes(s, env.Check)
		if err != nil {
			return err
		}
		return d.store(env, terminated(b, d.size, 1))
	}
	s, ok := text.AsString(u)
	if !ok {
		return exception.New(exception.TypeError, "unicode string expected instead of %s instance", object.TypeName(v))
	}
	b, err := wide(env, s)
	if err != nil {
		return err
	}
	if len(b) > d.size {
		return exception.New(exception.ValueError, "string too long")
	}
	return d.store(env, terminated(b, d.size, 4))
}

// wide returns the characters of s as C's wide ones. It can be stopped.
func wide(env *object.Env, s string) ([]byte, error) {
	b, err := pieces.Make[byte](4*utf8.RuneCountInString(s), env.Check)
	at := 0
	for _, r := range s {
		if err != nil {
			return nil, err
		}
		binary.LittleEndian.PutUint32(b[at:], uint32(r))
		at += 4
		err = env.Tick()
	}
	return b, err
}

// terminated adds a NUL of the given width if b has room for it in size bytes.
func terminated(b []byte, size, width int) []byte {
	if len(b) < size {
		b = append(b, make([]byte, width)...)
	}
	return b
}

// Raw returns all bytes of an array of them.
func (d *Data) Raw(env *object.Env) (starlark.Value, error) {
	b, err := d.all(env)
	if err != nil {
		return nil, err
	}
	s, err := pieces.Own(b, env.Check)
	return text.Bytes(s), err
}

// SetRaw stores bytes at the beginning of an array of them.
func (d *Data) SetRaw(env *object.Env, v starlark.Value) error {
	s, ok := text.AsBytes(object.Unwrap(v))
	if !ok {
		return exception.New(exception.TypeError, "a bytes-like object is required, not '%s'", object.TypeName(v))
	}
	if len(s) > d.size {
		return exception.New(exception.ValueError, "byte string too long")
	}
	b, err := pieces.Bytes(s, env.Check)
	if err != nil {
		return err
	}
	return d.store(env, b)
}

// accessSize is how many bytes are loaded or stored at once, which nobody can interrupt: others may see what is longer half changed, as in CPython.
const accessSize = 1 << 20

// all returns a copy of the object's bytes.
func (d *Data) all(env *object.Env) ([]byte, error) {
	b, err := pieces.Make[byte](d.size, env.Check)
	for at := 0; at < len(b) && err == nil; at += accessSize {
		d.mem.Read(b[at:min(len(b), at+accessSize)], d.off+at)
		err = env.Check()
	}
	return b, err
}

// store stores bytes at the object's beginning.
func (d *Data) store(env *object.Env, b []byte) error {
	for at := 0; at < len(b); at += accessSize {
		d.mem.Write(b[at:min(len(b), at+accessSize)], d.off+at)
		if err := env.Check(); err != nil {
			return err
		}
	}
	return nil
}

// An iterator goes through an array, seeing it as it is at each step.
type iterator struct {
	next, n int
	read    func(i int) (starlark.Value, error)
}

var iteratorClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "iterator", New: func(*starlark.Thread, *object.Class, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
			return nil, exception.New(exception.TypeError, "cannot create 'iterator' instances")
		},
		Methods: map[string]object.Method{
			"__iter__": func(_ *starlark.Thread, self starlark.Value, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
				return self, nil
			},
			"__next__": func(_ *starlark.Thread, self starlark.Value, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
				it, ok := self.(*object.Instance).Native.(*iterator)
				if !ok || it.next >= it.n {
					return nil, exception.New(exception.StopIteration, "")
				}
				it.next++
				return it.read(it.next - 1)
			},
		},
	})
})

// Iterate returns an iterator over n items.
func Iterate(env *object.Env, n int, read func(i int) (starlark.Value, error)) *object.Instance {
	i := object.NewInstance(env, iteratorClass.Get())
	i.Native = &iterator{n: n, read: read}
	return i
}
