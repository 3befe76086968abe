package ctypes

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
)

// A Type is how a class lays its objects out in memory. It does not change once objects of it exist. Those of the simple classes are shared by
// all interpreters; those of arrays, structures and unions belong to the interpreter of their class.
type Type struct {
	Class *object.Class
	Size  int // in bytes, as on 64-bit Linux
	align int
	kind  kind

	code    string // of a simple type: what CPython has in _type_
	derived bool   // a script's class derived from a simple one: its values are shown as objects

	elem *Type // of an array
	n    int

	fields []*field // of a structure or union, those of its bases first
	inner  []*field // those of its anonymous members
	named  map[string]*field
	own    bool // the class's _fields_ are settled
}

type kind uint8

const (
	signedKind kind = iota
	unsignedKind
	floatKind
	boolKind
	charKind  // one byte
	wcharKind // one character
	arrayKind
	structKind
	unionKind
)

// Name returns the name of the class.
func (t *Type) Name() string { return t.Class.Name() }

// Elem returns the type of an array's items, nil for what is no array.
func (t *Type) Elem() *Type { return t.elem }

// Chars reports whether the type is that of bytes: c_char, or an array of it if array is set.
func (t *Type) Chars(array bool) bool {
	if array {
		return t.elem != nil && t.elem.kind == charKind && !t.elem.derived
	}
	return t.kind == charKind
}

// Simple reports whether the type is one of a single value.
func (t *Type) Simple() bool { return t.kind < arrayKind }

// plain reports whether items of the type are read as values, not as objects.
func (t *Type) plain() bool { return t.kind < arrayKind && !t.derived }

// FieldNames returns the names of the fields of a structure or union in their order, those of its bases first.
func (t *Type) FieldNames() []string {
	names := make([]string, len(t.fields))
	for i, f := range t.fields {
		names[i] = f.name
	}
	return names
}

// types are the types of the classes that scripts of one interpreter have made.
type types map[*object.Class]*Type

type typesKey struct{}

func typesOf(env *object.Env) types {
	return env.Host.(*interp.Interp).State(typesKey{}, func() any { return types{} }).(types)
}

var errNoSize = exception.New(exception.TypeError, "this type has no size")

// TypeOf returns the type of a class of env's interpreter. Its error is ctypes' for what is not the class of a C type: "this type has no size".
func TypeOf(env *object.Env, cls *object.Class) (*Type, error) {
	if t := simpleType(cls); t != nil {
		return t, nil
	}
	if cls.Native() {
		if isAbsent(cls) {
			return nil, absentType(cls)
		}
		return nil, errNoSize
	}
	known := typesOf(env)
	if t := known[cls]; t != nil {
		return t, nil
	}
	t, err := newType(env, cls)
	if err != nil {
		return nil, err
	}
	known[cls] = t
	return t, nil
}

// newType lays out a class that a script, or another interpreter, has made.
func newType(env *object.Env, cls *object.Class) (*Type, error) {
	for _, b := range cls.MRO() {
		switch {
		case simpleType(b) != nil:
			t := *simpleType(b)
			t.Class, t.derived = cls, true
			return &t, nil
		case isAbsent(b):
			return nil, absentType(b)
		case b == arrayClass.Get():
			return layoutArray(env, cls)
		case b == structureClass.Get():
			return layoutFields(env, cls, structKind)
		case b == unionClass.Get():
			return layoutFields(env, cls, unionKind)
		}
	}
	return nil, errNoSize
}

// maxSize bounds the size of one type in bytes, so that a slip of the pen does not take the host's memory.
const maxSize = 1 << 30

// ArrayOf returns the type of arrays of n items of t. module is where a class that has to be made says it comes from.
func (t *Type) ArrayOf(env *object.Env, n int, module string) (*Type, error) {
	if n < 0 {
		return nil, exception.New(exception.ValueError, "Array length must be >= 0, not %d", n)
	}
	if t.Size > 0 && n > maxSize/t.Size || n > maxSize {
		return nil, exception.New(exception.MemoryError, "")
	}
	in := env.Host.(*interp.Interp)
	id := derivedID("array", t.Class, n)
	cls := in.KnownClass(id)
	if cls == nil {
		attrs := object.NewNamespace()
		attrs.Set("_type_", t.Class)
		attrs.Set("_length_", starlark.MakeInt(n))
		var err error
		cls, err = object.NewUserClass(env, object.ClassDef{ID: id, Name: fmt.Sprintf("%s_Array_%d", t.Name(), n), Module: module,
			Bases: []*object.Class{arrayClass.Get()}, Attrs: attrs})
		if err != nil {
			return nil, err
		}
		in.KnowClass(cls)
	}
	return TypeOf(env, cls)
}

// derivedID returns the identity of a class that is made of another one: in all interpreters the same, so that each finds its own copy.
func derivedID(what string, cls *object.Class, n int) object.ClassID {
	id := cls.ID()
	key := fmt.Sprintf("%s %x %x %s %d", what, id.Process, id.Serial, cls.Name(), n)
	sum := sha256.Sum256([]byte(key))
	return object.ClassID{Process: binary.LittleEndian.Uint64(sum[:]), Serial: binary.LittleEndian.Uint64(sum[8:])}
}

// Derived returns the class with the given name and base that stands in a relation to cls: the same one each time it is asked for, in every
// interpreter. make adds what it has.
func Derived(env *object.Env, what string, cls *object.Class, name, module string, base *object.Class, attrs *object.Namespace) (*object.Class, error) {
	in := env.Host.(*interp.Interp)
	id := derivedID(what, cls, 0)
	if c := in.KnownClass(id); c != nil {
		return c, nil
	}
	c, err := object.NewUserClass(env, object.ClassDef{ID: id, Name: name, Module: module, Bases: []*object.Class{base}, Attrs: attrs})
	if err != nil {
		return nil, err
	}
	in.KnowClass(c)
	return c, nil
}

func layoutArray(env *object.Env, cls *object.Class) (*Type, error) {
	length, ok := cls.Lookup("_length_")
	if !ok {
		return nil, exception.New(exception.AttributeError, "class must define a '_length_' attribute")
	}
	size, ok := object.Unwrap(length).(starlark.Int)
	if !ok {
		return nil, exception.New(exception.TypeError, "The '_length_' attribute must be an integer")
	}
	if size.Sign() < 0 {
		return nil, exception.New(exception.ValueError, "The '_length_' attribute must not be negative")
	}
	typ, ok := cls.Lookup("_type_")
	if !ok {
		return nil, exception.New(exception.AttributeError, "class must define a '_type_' attribute")
	}
	n, ok := size.Int64()
	if !ok {
		return nil, exception.New(exception.OverflowError, "The '_length_' attribute is too large")
	}
	elemClass, ok := typ.(*object.Class)
	if !ok {
		return nil, exception.New(exception.TypeError, "_type_ must have storage info")
	}
	elem, err := TypeOf(env, elemClass)
	if err == error(errNoSize) {
		return nil, exception.New(exception.TypeError, "_type_ must have storage info")
	} else if err != nil {
		return nil, err
	}
	elem.settle()
	if n > maxSize || elem.Size > 0 && int(n) > maxSize/elem.Size {
		return nil, exception.New(exception.MemoryError, "")
	}
	return &Type{Class: cls, kind: arrayKind, elem: elem, n: int(n), Size: int(n) * elem.Size, align: elem.align}, nil
}

// settle says that objects of the type exist, or that others are made of it.
func (t *Type) settle() {
	if !t.own && t.kind >= structKind {
		t.own = true
	}
}
