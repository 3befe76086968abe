package ctypes

import (
	"maps"
	"slices"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

// This file defines structures and unions. Their classes are scripts' own, with the fields in _fields_.

func newFieldsClass(name string, meta *object.Class) *object.Class {
	return object.NewClass(object.Spec{
		Name: name, Module: "_ctypes", Bases: []*object.Class{dataClass.Get()}, Meta: meta,
		New: newData,
		Derive: func(thread *starlark.Thread, cls *object.Class, _ []starlark.Tuple) error {
			env := object.EnvOf(thread)
			for _, b := range cls.Bases() {
				if t := typesOf(env)[b]; t != nil {
					t.settle()
				}
			}
			return declare(env, cls)
		},
		Methods: map[string]object.Method{
			"__init__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				d, err := of(self)
				if err != nil {
					return nil, err
				}
				return starlark.None, d.initFields(self.(*object.Instance), args, kwargs)
			},
		},
	})
}

// initFields is __init__ of a structure: the fields in their order, and any attributes by name.
func (d *Data) initFields(self *object.Instance, args starlark.Tuple, kwargs []starlark.Tuple) error {
	for i, v := range args {
		if i == len(d.typ.fields) {
			return exception.New(exception.TypeError, "too many initializers")
		}
		f := d.typ.fields[i]
		for _, kw := range kwargs {
			if name, _ := text.AsString(kw[0]); name == f.name {
				return exception.New(exception.TypeError, "duplicate values for field '%s'", f.name)
			}
		}
		if err := f.set(self, d, v); err != nil {
			return err
		}
	}
	for _, kw := range kwargs {
		name, _ := text.AsString(kw[0])
		if err := self.SetField(name, kw[1]); err != nil {
			return err
		}
	}
	return nil
}

// declare lays out a class that has just been given its _fields_, and gives it an attribute for each of them.
func declare(env *object.Env, cls *object.Class) error {
	if !owns(cls, "_fields_") {
		return nil
	}
	t, err := TypeOf(env, cls)
	if err != nil {
		return err
	}
	t.own = true
	var attributes []*field
	for _, f := range t.fields {
		if f.owner == cls {
			attributes = append(attributes, f)
		}
	}
	for _, f := range t.inner {
		attributes = append(attributes, f)
	}
	for _, f := range attributes {
		i := object.NewInstance(env, fieldClass.Get())
		i.Native = f
		if err := cls.SetOwn(f.name, i); err != nil {
			return err
		}
	}
	return nil
}

func owns(cls *object.Class, name string) (found bool) {
	cls.Own(func(n string, _ starlark.Value) bool {
		found = n == name
		return !found
	})
	return found
}

// layoutFields lays out a structure or union with C's alignment.
func layoutFields(env *object.Env, cls *object.Class, k kind) (*Type, error) {
	t := &Type{Class: cls, kind: k, align: 1, named: make(map[string]*field)}
	if base := cls.MRO()[1]; !base.Native() {
		b, err := TypeOf(env, base)
		if err != nil {
			return nil, err
		}
		t.Size, t.align = b.Size, b.align
		t.fields = append(t.fields, b.fields...)
		for name, f := range b.named {
			t.named[name] = f
		}
	}
	var fields, pack, anonymous starlark.Value
	cls.Own(func(name string, v starlark.Value) bool {
		switch name {
		case "_fields_":
			fields = v
		case "_pack_":
			pack = v
		case "_anonymous_":
			anonymous = v
		}
		return true
	})
	if fields == nil {
		return t, nil
	}
	b := builder{t: t, union: k == unionKind, offset: t.Size}
	if pack != nil {
		n, ok := object.Unwrap(pack).(starlark.Int)
		i, small := n.Int64()
		if !ok || !small || i < 0 {
			return nil, exception.New(exception.ValueError, "_pack_ must be a non-negative integer")
		}
		b.pack = int(min(i, maxSize))
	}
	if !isSequence(fields) {
		return nil, exception.New(exception.TypeError, "'_fields_' must be a sequence of pairs")
	}
	pairs, err := object.Elements(env, fields)
	if err != nil {
		return nil, err
	}
	for i, p := range pairs {
		if err := b.add(env, i, p); err != nil {
			return nil, err
		}
	}
	if b.size = max(b.size, t.Size); b.size > maxSize {
		return nil, exception.New(exception.MemoryError, "")
	}
	t.Size = (b.size + t.align - 1) / t.align * t.align
	if anonymous != nil {
		return t, t.spread(env, anonymous)
	}
	return t, nil
}

func isSequence(v starlark.Value) bool {
	switch object.Unwrap(v).(type) {
	case *starlark.List, starlark.Tuple:
		return true
	}
	return false
}

// A builder lays out the fields of a class one after the other.
type builder struct {
	t      *Type
	union  bool
	pack   int
	offset int // of the next field
	size   int

	unit    int // the bytes of the integer that the last bit field is in, 0 if the last field is none
	unitAt  int
	bitsEnd int // the bits of it that are taken
}

func (b *builder) add(env *object.Env, index int, pair starlark.Value) error {
	p, ok := pair.(starlark.Tuple)
	bad := exception.New(exception.TypeError, "'_fields_' must be a sequence of (name, C type) pairs")
	if !ok || len(p) < 2 || len(p) > 3 {
		return bad
	}
	name, ok := text.AsString(object.Unwrap(p[0]))
	if !ok {
		return bad
	}
	noType := exception.New(exception.TypeError, "second item in _fields_ tuple (index %d) must be a C type", index)
	cls, ok := p[1].(*object.Class)
	if !ok {
		return noType
	}
	ft, err := TypeOf(env, cls)
	if err == error(errNoSize) {
		return noType
	} else if err != nil {
		return err
	}
	ft.settle()
	f := &field{name: name, typeName: ft.Name(), size: ft.Size, typ: ft, owner: b.t.Class}
	align := ft.align
	if b.pack > 0 {
		align = min(align, b.pack)
	}
	if len(p) == 3 {
		if f.bits, err = bitCount(ft, p[2]); err != nil {
			return err
		}
	}
	if b.union {
		b.offset = 0
	}
	switch {
	case f.bits > 0 && b.unit > 0 && !b.union && ft.Size <= b.unit && b.bitsEnd+f.bits <= 8*b.unit:
		f.offset, f.shift, f.size = b.unitAt, b.bitsEnd, b.unit
		b.bitsEnd += f.bits
	case f.bits > 0 && b.unit > 0 && !b.union && ft.Size > b.unit && b.bitsEnd+f.bits <= 8*ft.Size:
		b.offset += ft.Size - b.unit
		b.unit = ft.Size
		f.offset, f.shift = b.offset-ft.Size, b.bitsEnd
		b.unitAt = f.offset
		b.bitsEnd += f.bits
	default:
		if align > 1 {
			b.offset = (b.offset + align - 1) / align * align
		}
		f.offset = b.offset
		b.offset += ft.Size
		b.unit = 0
		if f.bits > 0 {
			b.unit, b.unitAt, b.bitsEnd = ft.Size, f.offset, f.bits
		}
	}
	if b.offset > maxSize {
		return exception.New(exception.MemoryError, "")
	}
	b.size = max(b.size, b.offset)
	b.t.align = max(b.t.align, align)
	b.t.fields = append(b.t.fields, f)
	b.t.named[name] = f
	return nil
}

// bitCount checks the number of bits of a bit field.
func bitCount(t *Type, v starlark.Value) (int, error) {
	if !t.Simple() || t.kind != signedKind && t.kind != unsignedKind && t.kind != boolKind {
		return 0, exception.New(exception.TypeError, "bit fields not allowed for type %s", t.Name())
	}
	n, ok := object.Unwrap(v).(starlark.Int)
	i, small := n.Int64()
	if !ok || !small || i <= 0 || int(i) > 8*t.Size {
		return 0, exception.New(exception.ValueError, "number of bits invalid for bit field")
	}
	return int(i), nil
}

// spread makes the fields of anonymous members those of the structure itself.
func (t *Type) spread(env *object.Env, names starlark.Value) error {
	if !isSequence(names) {
		return exception.New(exception.TypeError, "_anonymous_ must be a sequence")
	}
	elems, err := object.Elements(env, names)
	if err != nil {
		return err
	}
	for _, e := range elems {
		name, _ := text.AsString(object.Unwrap(e))
		f := t.named[name]
		if f == nil {
			return exception.New(exception.AttributeError, "%s", name)
		}
		if f.typ.kind != structKind && f.typ.kind != unionKind {
			return exception.New(exception.AttributeError, "'%s' is specified in _anonymous_ but not in _fields_", name)
		}
		for _, inner := range slices.Sorted(maps.Keys(f.typ.named)) {
			g := f.typ.named[inner]

			if t.named[inner] == nil {
				h := *g
				h.offset += f.offset
				h.owner = t.Class
				t.named[inner] = &h
				t.inner = append(t.inner, &h)
			}
		}
	}
	return nil
}
