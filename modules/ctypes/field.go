package ctypes

import (
	"fmt"
	"strconv"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/internal/text"
)

// A field is one of a structure or union. As an attribute of the class it is a descriptor; what crosses to another interpreter is its
// description, and its type is found there in that of the object.
type field struct {
	name     string
	typeName string
	offset   int
	size     int // of a bit field: of the integer that it is in
	bits     int // 0 if it is no bit field
	shift    int

	typ   *Type
	owner *object.Class
}

func newFieldClass() *object.Class {
	return object.NewClass(object.Spec{
		Name: "CField", Module: "_ctypes", Final: true,
		New: func(*starlark.Thread, *object.Class, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
			return nil, exception.New(exception.TypeError, "cannot create '_ctypes.CField' instances")
		},
		Methods: map[string]object.Method{
			"__get__": func(_ *starlark.Thread, self starlark.Value, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
				if len(args) == 0 {
					return nil, exception.New(exception.TypeError, "expected at least 1 argument, got 0")
				}
				if args[0] == starlark.None {
					return self, nil
				}
				f, d, err := self.(*object.Instance).Native.(*field).in(args[0])
				if err != nil {
					return nil, err
				}
				return f.get(args[0].(*object.Instance), d)
			},
			"__set__": func(_ *starlark.Thread, self starlark.Value, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
				if len(args) != 2 {
					return nil, exception.New(exception.TypeError, "expected 2 arguments, got %d", len(args))
				}
				f, d, err := self.(*object.Instance).Native.(*field).in(args[0])
				if err != nil {
					return nil, err
				}
				return starlark.None, f.set(args[0].(*object.Instance), d, args[1])
			},
			"__delete__": func(*starlark.Thread, starlark.Value, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
				return nil, exception.New(exception.TypeError, "can't delete attribute")
			},
			"__repr__": func(_ *starlark.Thread, self starlark.Value, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
				f := self.(*object.Instance).Native.(*field)
				if f.bits > 0 {
					return text.Str(fmt.Sprintf("<Field type=%s, ofs=%d:%d, bits=%d>", f.typeName, f.offset, f.shift, f.bits)), nil
				}
				return text.Str(fmt.Sprintf("<Field type=%s, ofs=%d, size=%d>", f.typeName, f.offset, f.size)), nil
			},
		},
		Properties: map[string]object.Property{
			"offset": {Doc: "offset in bytes of this field", Get: func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
				return starlark.MakeInt(self.(*object.Instance).Native.(*field).offset), nil
			}},
			"size": {Doc: "size in bytes of this field", Get: func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
				f := self.(*object.Instance).Native.(*field)
				if f.bits > 0 {
					return starlark.MakeInt(f.bits<<16 + f.shift), nil
				}
				return starlark.MakeInt(f.size), nil
			}},
		},
	})
}

// Transfer implements [pickle.Transferer].
func (f *field) Transfer(p *pickle.Packer) (pickle.Import, error) {
	n := strconv.Itoa
	return p.Portable("ctypes.field", pickle.Strings(f.name, f.typeName, n(f.offset), n(f.size), n(f.bits), n(f.shift)), nil)
}

func loadField(_ *pickle.Unpacker, p *pickle.Portable) (any, error) {
	s, err := p.Strings(6)
	if err != nil {
		return nil, err
	}
	f := &field{name: s[0], typeName: s[1]}
	for i, to := range []*int{&f.offset, &f.size, &f.bits, &f.shift} {
		if *to, err = strconv.Atoi(s[2+i]); err != nil {
			return nil, p.Damaged()
		}
	}
	return f, nil
}

// in returns the field as the object's own type has it.
func (f *field) in(v starlark.Value) (*field, *Data, error) {
	d, ok := Of(v)
	if !ok {
		return nil, nil, exception.New(exception.TypeError, "not a ctype instance")
	}
	if f.typ != nil && f.offset+f.size <= d.size {
		return f, d, nil
	}
	own := d.typ.named[f.name]
	if own == nil {
		return nil, nil, exception.New(exception.TypeError, "not a ctype instance")
	}
	return own, d, nil
}

// chars reports whether the field is an array of characters, which is read and written as bytes or str.
func (f *field) chars() bool {
	e := f.typ.elem
	return e != nil && !e.derived && (e.kind == charKind || e.kind == wcharKind)
}

func (f *field) get(self *object.Instance, d *Data) (starlark.Value, error) {
	switch {
	case f.bits > 0:
		var room [8]byte
		b := room[:f.size]
		d.mem.Read(b, d.off+f.offset)
		unit := Type{Size: f.size}
		v := unit.loadBits(b) >> f.shift << (64 - f.bits)
		switch f.typ.kind {
		case signedKind:
			return starlark.MakeInt64(int64(v) >> (64 - f.bits)), nil
		case boolKind:
			return starlark.Bool(v != 0), nil
		}
		return starlark.MakeUint64(v >> (64 - f.bits)), nil
	case f.chars():
		b := make([]byte, f.size)
		d.mem.Read(b, d.off+f.offset)
		return loadText(f.typ, b), nil
	}
	return d.item(self, f.typ, f.offset), nil
}

func (f *field) set(self *object.Instance, d *Data, v starlark.Value) error {
	env := self.Env()
	switch {
	case f.bits > 0:
		return f.setBits(env, d, v)
	case f.chars():
		b, err := f.text(env, v)
		if err != nil {
			return err
		}
		d.mem.Write(b, d.off+f.offset)
		return nil
	}
	return d.set(env, f.typ, f.offset, v)
}

// text returns what a field of characters is to hold.
func (f *field) text(env *object.Env, v starlark.Value) ([]byte, error) {
	u := object.Unwrap(v)
	if f.typ.elem.kind == charKind {
		s, ok := text.AsBytes(u)
		if _, mutable := u.(*text.ByteArray); !ok || mutable {
			return nil, exception.New(exception.TypeError, "expected bytes, %s found", object.TypeName(v))
		}
		if len(s) > f.size {
			return nil, exception.New(exception.ValueError, "bytes too long (%d, maximum length %d)", len(s), f.size)
		}
		return terminated([]byte(s), f.size, 1), nil
	}
	s, ok := text.AsString(u)
	if !ok {
		return nil, exception.New(exception.TypeError, "unicode string expected instead of %s instance", object.TypeName(v))
	}
	b, err := wide(env, s)
	if err != nil {
		return nil, err
	}
	if len(b) > f.size {
		return nil, exception.New(exception.ValueError, "string too long (%d, maximum length %d)", len(b)/4, f.size/4)
	}
	return terminated(b, f.size, 4), nil
}

// setBits changes some bits of an integer. What others do to its other bits at the same time may be lost, as in C.
func (f *field) setBits(env *object.Env, d *Data, v starlark.Value) error {
	var room [8]byte
	if err := f.typ.store(env, v, room[:f.typ.Size]); err != nil {
		return err
	}
	bits := f.typ.loadBits(room[:]) << (64 - f.bits) >> (64 - f.bits) << f.shift
	mask := ^uint64(0) << (64 - f.bits) >> (64 - f.bits) << f.shift
	unit := Type{Size: f.size}
	b := room[:f.size]
	d.mem.Read(b, d.off+f.offset)
	unit.storeBits(b, unit.loadBits(b)&^mask|bits)
	d.mem.Write(b, d.off+f.offset)
	return nil
}
