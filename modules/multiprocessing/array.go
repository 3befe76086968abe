package multiprocessing

import (
	"bytes"
	"encoding/binary"
	"fmt"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// A carray is a handle on an array of values of a C type, of fixed length.
type carray struct {
	typ    *ctype
	n      int
	memory *ipc.Memory
}

// maxArray bounds the size of an array in bytes, so that a slip of the pen does not
// take the host's memory.
const maxArray = 1 << 30

// Transfer implements [pickle.Transferer].
func (a *carray) Transfer(p *pickle.Packer) (pickle.Import, error) {
	return p.Portable("multiprocessing.array", pickle.Strings(a.typ.name), nil, a.memory)
}

func loadCArray(u *pickle.Unpacker, p *pickle.Portable) (any, error) {
	s, err := p.Strings(1)
	if err != nil {
		return nil, err
	}
	t := ctypesNames[s[0]]
	if t == nil {
		return nil, p.Damaged()
	}
	m, err := pickle.Object[*ipc.Memory](p, 0)
	if err != nil {
		return nil, err
	}
	return &carray{typ: t, n: m.Len() / t.size, memory: m}, nil
}

func newCArray(env *object.Env, t *ctype, n int) (*carray, error) {
	if n > maxArray/t.size {
		return nil, exception.New(exception.MemoryError, "")
	}
	return &carray{typ: t, n: n, memory: newKernel[*ipc.Memory](env, ipc.Spec{Kind: ipc.KindMemory, N: n * t.size})}, nil
}

func (a *carray) get(i int) (v starlark.Value) {
	var room [8]byte
	b := room[:a.typ.size]
	a.memory.Read(b, i*a.typ.size)
	return a.typ.get(b)
}

func (a *carray) set(env *object.Env, i int, v starlark.Value) error {
	bits, err := a.typ.encode(env, v)
	if err != nil {
		return err
	}
	var room [8]byte
	b := room[:a.typ.size]
	a.typ.put(b, bits)
	a.memory.Write(b, i*a.typ.size)
	return nil
}

// slice returns n elements from start on, step apart: a list, but bytes or a str
// for an array of characters.
func (a *carray) slice(start, step, n int) starlark.Value {
	switch a.typ.kind {
	case charType:
		out := make([]byte, n)
		a.memory.Do(func(b []byte) bool {
			for i := range out {
				out[i] = b[start+i*step]
			}
			return false
		})
		return text.Bytes(out)
	case wcharType:
		out := make([]rune, n)
		a.memory.Do(func(b []byte) bool {
			for i := range out {
				out[i] = rune(binary.LittleEndian.Uint32(b[4*(start+i*step):]))
			}
			return false
		})
		return text.Str(string(out))
	}
	out := make([]starlark.Value, n)
	a.memory.Do(func(b []byte) bool {
		for i := range out {
			out[i] = a.typ.get(b[(start+i*step)*a.typ.size:])
		}
		return false
	})
	return starlark.NewList(out)
}

// index turns a key into the index of an element.
func (a *carray) index(key starlark.Value) (int, error) {
	n, err := integer(key)
	if err != nil {
		return 0, exception.New(exception.TypeError, "indices must be integers")
	}
	i, ok := n.Int64()
	if ok && i < 0 {
		i += int64(a.n)
	}
	if !ok || i < 0 || i >= int64(a.n) {
		return 0, exception.New(exception.IndexError, "invalid index")
	}
	return int(i), nil
}

// bounds returns the elements that a slice selects.
func (a *carray) bounds(env *object.Env, s *object.Slice) (start, step, n int, err error) {
	start, stop, step, err := s.Indices(env, a.n)
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

func (a *carray) getItem(env *object.Env, key starlark.Value) (starlark.Value, error) {
	if s, ok := key.(*object.Slice); ok {
		start, step, n, err := a.bounds(env, s)
		if err != nil {
			return nil, err
		}
		return a.slice(start, step, n), nil
	}
	i, err := a.index(key)
	if err != nil {
		return nil, err
	}
	return a.get(i), nil
}

func (a *carray) setItem(env *object.Env, key, v starlark.Value) error {
	s, ok := key.(*object.Slice)
	if !ok {
		i, err := a.index(key)
		if err != nil {
			return err
		}
		return a.set(env, i, v)
	}
	start, step, n, err := a.bounds(env, s)
	if err != nil {
		return err
	}
	elems, err := elementsOf(env, v)
	if err != nil {
		return err
	}
	if len(elems) != n {
		return valueError("Can only assign sequence of same size")
	}
	bits, err := a.encode(env, elems)
	if err != nil {
		return err
	}
	a.memory.Do(func(b []byte) bool {
		for i, x := range bits {
			a.typ.put(b[(start+i*step)*a.typ.size:], x)
		}
		return true
	})
	return nil
}

func (a *carray) encode(env *object.Env, elems []starlark.Value) ([]uint64, error) {
	bits := make([]uint64, len(elems))
	for i, e := range elems {
		var err error
		if bits[i], err = a.typ.encode(env, e); err != nil {
			return nil, err
		}
	}
	return bits, nil
}

// fill stores elems in the first places.
func (a *carray) fill(env *object.Env, elems []starlark.Value) error {
	bits, err := a.encode(env, elems)
	if err != nil {
		return err
	}
	a.memory.Do(func(b []byte) bool {
		for i, x := range bits {
			a.typ.put(b[i*a.typ.size:], x)
		}
		return true
	})
	return nil
}

// elementsOf returns the elements of a sequence; those of bytes are ints, which is
// what an array of C characters takes.
func elementsOf(env *object.Env, v starlark.Value) ([]starlark.Value, error) {
	if b, ok := text.AsBytes(object.Unwrap(v)); ok {
		elems := make([]starlark.Value, len(b))
		for i := range elems {
			elems[i] = starlark.MakeInt(int(b[i]))
		}
		return elems, nil
	}
	return object.Elements(env, v)
}

// arrayType is the class of arrays. CPython makes one for each type and length
// (c_int_Array_3), which shows in reprs only.
var arrayType = object.NewClass(object.Spec{
	Name: "Array", Module: "_ctypes",
	New: cannotCreate("_ctypes.Array"),
	Methods: map[string]object.Method{
		"__len__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			a, err := carrayOf(self)
			if err != nil {
				return nil, err
			}
			return starlark.MakeInt(a.n), nil
		},
		"__getitem__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			a, err := carrayOf(self)
			if err != nil {
				return nil, err
			}
			if len(args) != 1 {
				return nil, exception.New(exception.TypeError, "expected 1 argument, got %d", len(args))
			}
			return a.getItem(object.EnvOf(thread), args[0])
		},
		"__setitem__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			a, err := carrayOf(self)
			if err != nil {
				return nil, err
			}
			if len(args) != 2 {
				return nil, exception.New(exception.TypeError, "expected 2 arguments, got %d", len(args))
			}
			return starlark.None, a.setItem(object.EnvOf(thread), args[0], args[1])
		},
		"__iter__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			a, err := carrayOf(self)
			if err != nil {
				return nil, err
			}
			return newArrayIterator(object.EnvOf(thread), a, nil), nil
		},
		"__repr__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			a, err := carrayOf(self)
			if err != nil {
				return nil, err
			}
			return text.Str(a.repr(self)), nil
		},
	},
	Properties: map[string]object.Property{
		"value": {
			Get: func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
				a, err := textArray(self, "value")
				if err != nil {
					return nil, err
				}
				return a.value(), nil
			},
			Set: func(_ *starlark.Thread, self, v starlark.Value) error {
				a, err := textArray(self, "value")
				if err != nil {
					return err
				}
				return a.setValue(v)
			},
		},
		"raw": {
			Get: func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
				a, err := charArray(self)
				if err != nil {
					return nil, err
				}
				return a.slice(0, 1, a.n), nil
			},
			Set: func(_ *starlark.Thread, self, v starlark.Value) error {
				a, err := charArray(self)
				if err != nil {
					return err
				}
				return a.setRaw(v)
			},
		},
	},
})

func (a *carray) repr(self starlark.Value) string {
	return fmt.Sprintf("<multiprocessing.sharedctypes.%s_Array_%d object at 0x%x>", a.typ.name, a.n, object.ID(self))
}

func carrayOf(self starlark.Value) (*carray, error) {
	if i, ok := self.(*object.Instance); ok {
		if a, ok := i.Native.(*carray); ok {
			return a, nil
		}
	}
	return nil, exception.New(exception.TypeError, "abstract class")
}

// textArray and charArray return the array behind self if it is one of characters.
func textArray(self starlark.Value, name string) (*carray, error) {
	a, err := carrayOf(self)
	if err == nil && a.typ.kind != charType && a.typ.kind != wcharType {
		return nil, noAttribute(self, name)
	}
	return a, err
}

func charArray(self starlark.Value) (*carray, error) {
	a, err := carrayOf(self)
	if err == nil && a.typ.kind != charType {
		return nil, noAttribute(self, "raw")
	}
	return a, err
}

// value returns the characters up to the first NUL.
func (a *carray) value() starlark.Value {
	n := 0
	a.memory.Do(func(b []byte) bool {
		if a.typ.kind == charType {
			if n = bytes.IndexByte(b, 0); n < 0 {
				n = a.n
			}
			return false
		}
		for n < a.n && binary.LittleEndian.Uint32(b[4*n:]) != 0 {
			n++
		}
		return false
	})
	return a.slice(0, 1, n)
}

// setValue stores characters, and a NUL after them if there is room.
func (a *carray) setValue(v starlark.Value) error {
	u := object.Unwrap(v)
	if a.typ.kind == charType {
		s, ok := text.AsBytes(u)
		if _, mutable := u.(*text.ByteArray); !ok || mutable {
			return exception.New(exception.TypeError, "bytes expected instead of %s instance", object.TypeName(v))
		}
		if len(s) > a.n {
			return valueError("byte string too long")
		}
		a.memory.Do(func(b []byte) bool {
			if n := copy(b, s); n < a.n {
				b[n] = 0
			}
			return true
		})
		return nil
	}
	s, ok := text.AsString(u)
	if !ok {
		return exception.New(exception.TypeError, "unicode string expected instead of %s instance", object.TypeName(v))
	}
	runes := []rune(s)
	if len(runes) > a.n {
		return valueError("string too long")
	}
	a.memory.Do(func(b []byte) bool {
		for i, r := range runes {
			binary.LittleEndian.PutUint32(b[4*i:], uint32(r))
		}
		if len(runes) < a.n {
			binary.LittleEndian.PutUint32(b[4*len(runes):], 0)
		}
		return true
	})
	return nil
}

func (a *carray) setRaw(v starlark.Value) error {
	s, ok := text.AsBytes(object.Unwrap(v))
	if !ok {
		return exception.New(exception.TypeError, "a bytes-like object is required, not '%s'", object.TypeName(v))
	}
	if len(s) > a.n {
		return valueError("byte string too long")
	}
	a.memory.Do(func(b []byte) bool { return copy(b, s) > 0 })
	return nil
}

// rawArray is RawArray().
func rawArray(env *object.Env, typ, init starlark.Value) (*object.Instance, error) {
	t, err := ctypeOf(typ)
	if err != nil {
		return nil, err
	}
	var a *carray
	if size, err := integer(init); err == nil {
		n, ok := size.Int64()
		switch {
		case !ok && size.Sign() > 0 || n > maxArray:
			return nil, exception.New(exception.MemoryError, "")
		case size.Sign() < 0:
			return nil, exception.New(exception.ValueError, "Array length must be >= 0, not %s", size)
		}
		if a, err = newCArray(env, t, int(n)); err != nil {
			return nil, err
		}
	} else {
		if _, err := object.Len(env, init); err != nil {
			return nil, err
		}
		elems, err := elementsOf(env, init)
		if err != nil {
			return nil, err
		}
		if a, err = newCArray(env, t, len(elems)); err != nil {
			return nil, err
		}
		if err := a.fill(env, elems); err != nil {
			return nil, err
		}
	}
	i := object.NewInstance(env, arrayType)
	i.Native = a
	return i, nil
}

// An arrayIterator goes through an array, seeing it as it is at each step.
type arrayIterator struct {
	a    *carray
	next int
	read func(i int) (starlark.Value, error) // nil: without a lock
}

var arrayIteratorType = object.NewClass(object.Spec{
	Name: "iterator", New: cannotCreate("iterator"),
	Methods: map[string]object.Method{
		"__iter__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return self, nil
		},
		"__next__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			it, ok := self.(*object.Instance).Native.(*arrayIterator)
			if !ok || it.next >= it.a.n {
				return nil, exception.New(exception.StopIteration, "")
			}
			it.next++
			if it.read != nil {
				return it.read(it.next - 1)
			}
			return it.a.get(it.next - 1), nil
		},
	},
})

func newArrayIterator(env *object.Env, a *carray, read func(int) (starlark.Value, error)) *object.Instance {
	i := object.NewInstance(env, arrayIteratorType)
	i.Native = &arrayIterator{a: a, read: read}
	return i
}
