package ctypes

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pickle"
)

// A Memory is where objects are. Each single access is indivisible.
type Memory interface {
	Len() int
	Read(p []byte, offset int)  // fills p
	Write(p []byte, offset int) // stores p
}

// A Data is the Native of an object of a C type: a part of a memory, which it may have in common with other objects.
type Data struct {
	typ    *Type // nil until it is looked for in the class
	mem    Memory
	off    int
	size   int
	shared bool             // going to another process is getting the same memory, not a copy
	base   *object.Instance // the object that it is part of, or nil
	room   [16]byte         // what Value and SetValue work in
}

// New returns an object of type t at the beginning of a memory that processes share.
func New(env *object.Env, t *Type, m *ipc.Memory) *object.Instance {
	t.settle()
	return instance(env, &Data{typ: t, mem: m, size: t.Size, shared: true})
}

func instance(env *object.Env, d *Data) *object.Instance {
	i := object.NewInstance(env, d.typ.Class)
	i.Native = d
	return i
}

// Of returns what an object of a C type is; ok is false for what is none.
func Of(v starlark.Value) (d *Data, ok bool) {
	i, ok := v.(*object.Instance)
	if !ok {
		return nil, false
	}
	if d, ok = i.Native.(*Data); !ok {
		return nil, false
	}
	if d.typ == nil {
		t, err := TypeOf(i.Env(), i.Class())
		if err != nil || t.Size != d.size {
			return nil, false // its class is another one where it comes from
		}
		t.settle()
		d.typ = t
	}
	return d, true
}

// of is Of for a method, which may be called with any object.
func of(self starlark.Value) (*Data, error) {
	if d, ok := Of(self); ok {
		return d, nil
	}
	return nil, exception.New(exception.TypeError, "abstract class")
}

// Type returns the type of the object.
func (d *Data) Type() *Type { return d.typ }

// Items returns how many items an array has.
func (d *Data) Items() int { return d.typ.n }

// Bytes returns a copy of the object's bytes.
func (d *Data) Bytes() []byte {
	b := make([]byte, d.size)
	d.mem.Read(b, d.off)
	return b
}

// SetBytes stores as many bytes as the object has.
func (d *Data) SetBytes(b []byte) { d.mem.Write(b[:d.size], d.off) }

// Value returns the value of an object of a simple type.
func (d *Data) Value() starlark.Value {
	b := d.room[:d.size]
	d.mem.Read(b, d.off)
	return d.typ.load(b)
}

// SetValue stores the value of an object of a simple type.
func (d *Data) SetValue(env *object.Env, v starlark.Value) error {
	b := d.room[:d.size]
	switch v.(type) {
	case starlark.Int, starlark.Float, starlark.Bool:
	default: // an object's __index__ may have others use d meanwhile
		b = make([]byte, d.size)
	}
	if err := d.typ.store(env, v, b); err != nil {
		return err
	}
	d.mem.Write(b, d.off)
	return nil
}

// item returns what is at an offset of d: a value if its type is plain, else an object that is part of d.
func (d *Data) item(self *object.Instance, t *Type, off int) starlark.Value {
	if t.plain() {
		var room [16]byte
		b := room[:t.Size]
		d.mem.Read(b, d.off+off)
		return t.load(b)
	}
	return instance(self.Env(), &Data{typ: t, mem: d.mem, off: d.off + off, size: t.Size, shared: d.shared, base: self})
}

// encode puts v into b as an item of type t: an object of the type, a value of a simple one, or a tuple of what the class is called with.
func (t *Type) encode(env *object.Env, v starlark.Value, b []byte) error {
	if d, ok := Of(v); ok {
		i := v.(*object.Instance)
		if !i.Class().IsSubclass(t.Class) {
			return exception.New(exception.TypeError, "incompatible types, %s instance instead of %s instance", i.Class().Name(), t.Name())
		}
		d.mem.Read(b[:t.Size], d.off)
		return nil
	}
	if t.Simple() {
		return t.store(env, v, b)
	}
	args, ok := v.(starlark.Tuple)
	if !ok {
		return exception.New(exception.TypeError, "expected %s instance, got %s", t.Name(), object.TypeName(v))
	}
	made, err := object.CallKw(env.Thread, t.Class, args, nil)
	if err != nil {
		return within(env, t, err)
	}
	return t.encode(env, made, b)
}

// within is the error of a value that a tuple within another one stands for.
func within(env *object.Env, t *Type, err error) error {
	exc, ok := object.AsException(env, err)
	if !ok {
		return err
	}
	msg, err := object.Str(env, exc)
	if err != nil {
		return err
	}
	return exception.New(exception.RuntimeError, "(%s) %s: %s", t.Name(), exc.Class().Name(), msg)
}

// set stores an item at an offset of d.
func (d *Data) set(env *object.Env, t *Type, off int, v starlark.Value) error {
	var room [16]byte
	b := room[:]
	if t.Size > len(b) {
		b = make([]byte, t.Size)
	}
	if err := t.encode(env, v, b[:t.Size]); err != nil {
		return err
	}
	d.mem.Write(b[:t.Size], d.off+off)
	return nil
}

// Len, ReadOnly, Load and Save make objects of C types bytes-like: see [text.Store].

func (d *Data) Len() int               { return d.size }
func (d *Data) ReadOnly() bool         { return false }
func (d *Data) Load(p []byte, off int) { d.mem.Read(p, d.off+off) }
func (d *Data) Save(p []byte, off int) { d.mem.Write(p, d.off+off) }

// Transfer implements [pickle.Transferer]: what is shared goes as a handle on its memory, all else as a copy of its bytes.
func (d *Data) Transfer(p *pickle.Packer) (pickle.Import, error) {
	if m, ok := d.mem.(*ipc.Memory); ok && d.shared {
		return p.Portable("ctypes.shared", pickle.Numbers(d.off, d.size), nil, m)
	}
	return p.Portable("ctypes.data", d.Bytes(), nil)
}

func init() {
	pickle.Register("ctypes.shared", func(_ *pickle.Unpacker, p *pickle.Portable) (any, error) {
		n, err := p.Numbers(2)
		if err != nil {
			return nil, err
		}
		m, err := pickle.Object[*ipc.Memory](p, 0)
		if err != nil {
			return nil, err
		}
		if n[0] < 0 || n[1] < 0 || n[0] > m.Len() || n[1] > m.Len()-n[0] {
			return nil, p.Damaged()
		}
		return &Data{mem: m, off: n[0], size: n[1], shared: true}, nil
	})
	pickle.Register("ctypes.data", func(_ *pickle.Unpacker, p *pickle.Portable) (any, error) {
		m := ipc.NewMemory(len(p.Data))
		m.Write(p.Data, 0)
		return &Data{mem: m, size: len(p.Data)}, nil
	})
	pickle.Register("ctypes.field", loadField)
	pickle.Register("ctypes.library", loadLibrary)
}
