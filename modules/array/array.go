// Package array is the module array: sequences of numbers or characters of one C type, side by side in memory. The
// types are in item.go, the class in class.go, its methods in method.go, sequence.go and convert.go.
//
//	a = array.array("d", [1, 2.5])
//	struct.pack_into("d", a, 8, 3.5)
package array

import (
	"bytes"
	"unsafe"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/internal/pieces"
	"github.com/mpstar/mpstar/internal/text"
)

// Module returns the definition of the module.
func Module() interp.Def {
	return interp.Def{
		Name: "array",
		Doc:  "Sequences of numbers or characters of one type, side by side in memory.",
		Init: func(_ *interp.Interp, m *object.Module) error {
			m.Set("array", Class.Get())
			m.Set("ArrayType", Class.Get())
			m.Set("typecodes", starlark.String(typecodes))
			m.Set("_array_reconstructor", reconstructor)
			return nil
		},
	}
}

// An items is what an array holds. It belongs to one interpreter. It is a [text.Store], so that whatever takes bytes takes arrays.
type items struct {
	code *code
	data []byte // whole items
}

func instance(env *object.Env, cls *object.Class, a *items) *object.Instance {
	i := object.NewInstance(env, cls)
	i.Native = a
	return i
}

// of returns the array behind v, nil if v is none.
func of(v starlark.Value) *items {
	if i, ok := v.(*object.Instance); ok {
		a, _ := i.Native.(*items)
		return a
	}
	return nil
}

// Len implements [text.Store]: in bytes.
func (a *items) Len() int { return len(a.data) }

// ReadOnly implements [text.Store].
func (a *items) ReadOnly() bool { return false }

// Load implements [text.Store].
func (a *items) Load(p []byte, off int) { copy(p, a.data[off:]) }

// Save implements [text.Store].
func (a *items) Save(p []byte, off int) { copy(a.data[off:], p) }

// ItemFormat implements [text.Itemed].
func (a *items) ItemFormat() (byte, int) {
	if a.code.kind == character {
		return 'w', a.code.size
	}
	return a.code.char, a.code.size
}

// count returns the number of items.
func (a *items) count() int { return len(a.data) / a.code.size }

func (a *items) get(i int) (starlark.Value, error) { return a.code.get(a.data[i*a.code.size:]) }

func (a *items) set(thread *starlark.Thread, i int, v starlark.Value) error {
	bits, err := a.code.bits(thread, v)
	if err != nil {
		return err
	}
	if at := i * a.code.size; at < len(a.data) { // v's __index__ may have changed the array
		a.code.put(a.data[at:at], bits)
	}
	return nil
}

func (a *items) append(thread *starlark.Thread, v starlark.Value) error {
	bits, err := a.code.bits(thread, v)
	if err != nil {
		return err
	}
	if len(a.data) == cap(a.data) {
		env := object.EnvOf(thread)
		if err := env.Reserve(int64(len(a.data))); err != nil {
			return err
		}
		if len(a.data) >= pieces.Size {
			if err := a.grow(env, len(a.data)/4); err != nil {
				return err
			}
		}
	}
	a.data = a.code.put(a.data, bits)
	return nil
}

// grow makes room for so many more bytes.
func (a *items) grow(env *object.Env, more int) error {
	if cap(a.data)-len(a.data) >= more {
		return nil
	}
	data, err := pieces.Clone(a.data, more, env.Check)
	if err == nil {
		a.data = data
	}
	return err
}

// add appends bytes.
func (a *items) add(env *object.Env, b []byte) error {
	n := len(a.data)
	if n+len(b) <= pieces.Size {
		a.data = append(a.data, b...)
		return nil
	}
	if cap(a.data)-n < len(b) {
		if err := a.grow(env, max(len(b), n/4)); err != nil {
			return err
		}
	}
	grown := a.data[:n+len(b)]
	if err := pieces.Copy(grown[n:], b, env.Check); err != nil {
		return err
	}
	a.data = grown
	return nil
}

// values returns all items.
func (a *items) values(env *object.Env) ([]starlark.Value, error) {
	n := a.count()
	if err := env.Reserve(int64(n) * 24); err != nil {
		return nil, err
	}
	return env.CopyFrom(n, a.get)
}

// extend appends what v, an iterable, yields.
func (a *items) extend(thread *starlark.Thread, v starlark.Value) error {
	env := object.EnvOf(thread)
	if b := of(v); b != nil {
		if b.code != a.code {
			return exception.New(exception.TypeError, "can only extend with array of same kind")
		}
		if err := env.Reserve(int64(len(a.data) + len(b.data))); err != nil {
			return err
		}
		return a.add(env, b.data)
	}
	it, err := object.Iterate(env, v)
	if err != nil {
		return err
	}
	defer it.Done()
	var x starlark.Value
	for n := 1; it.Next(&x); n++ {
		if err := a.append(thread, x); err != nil {
			return err
		}
		if n%1024 == 0 {
			if err := env.Check(); err != nil {
				return err
			}
		}
	}
	return env.Pending()
}

// fromBytes appends the items that b is made of.
func (a *items) fromBytes(env *object.Env, b string) error {
	if len(b)%a.code.size != 0 {
		return exception.New(exception.ValueError, "bytes length not a multiple of item size")
	}
	if err := env.Reserve(int64(len(a.data) + len(b))); err != nil {
		return err
	}
	return a.add(env, unsafe.Slice(unsafe.StringData(b), len(b)))
}

// fromString appends characters.
func (a *items) fromString(env *object.Env, s string) error {
	if err := env.Reserve(int64(len(a.data) + 4*len(s))); err != nil {
		return err
	}
	if err := a.grow(env, a.code.size*len(s)); err != nil {
		return err
	}
	for _, r := range s {
		a.data = a.code.put(a.data, uint64(r))
		if err := env.Tick(); err != nil {
			return err
		}
	}
	return nil
}

// string returns the characters.
func (a *items) string(env *object.Env) (string, error) {
	var b pieces.Text
	for i := range a.count() {
		v, err := a.get(i)
		if err != nil {
			return "", err
		}
		s, _ := text.AsString(v)
		b.WriteString(s)
		if err := env.Tick(); err != nil {
			return "", err
		}
	}
	return b.Join(env.Check)
}

// Transfer implements [pickle.Transferer].
func (a *items) Transfer(p *pickle.Packer) (pickle.Import, error) {
	return p.Portable("array.array", append([]byte{a.code.char}, a.data...), nil)
}

func init() {
	pickle.Register("array.array", func(_ *pickle.Unpacker, p *pickle.Portable) (any, error) {
		if len(p.Data) == 0 {
			return nil, p.Damaged()
		}
		c := codeOf(rune(p.Data[0]))
		if c == nil || (len(p.Data)-1)%c.size != 0 {
			return nil, p.Damaged()
		}
		return &items{c, bytes.Clone(p.Data[1:])}, nil
	})
}
