package multiprocessing

import (
	"encoding/binary"
	"math"
	"unicode/utf8"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// This file defines C's types, with the conversions of ctypes: integers wrap
// round silently, anything of another kind is refused.

// A ctype is a C type of one value. It is immutable.
type ctype struct {
	name  string // "c_int"
	kind  ctypeKind
	size  int // in bytes, as on 64-bit Linux
	class *object.Class
}

type ctypeKind uint8

const (
	signedType ctypeKind = iota
	unsignedType
	floatType
	boolType
	charType  // one byte
	wcharType // one character
)

var (
	cByte   = newCType("c_byte", signedType, 1)
	cUbyte  = newCType("c_ubyte", unsignedType, 1)
	cShort  = newCType("c_short", signedType, 2)
	cUshort = newCType("c_ushort", unsignedType, 2)
	cInt    = newCType("c_int", signedType, 4)
	cUint   = newCType("c_uint", unsignedType, 4)
	cLong   = newCType("c_long", signedType, 8)
	cUlong  = newCType("c_ulong", unsignedType, 8)
	cFloat  = newCType("c_float", floatType, 4)
	cDouble = newCType("c_double", floatType, 8)
	cBool   = newCType("c_bool", boolType, 1)
	cChar   = newCType("c_char", charType, 1)
	cWchar  = newCType("c_wchar", wcharType, 4)
)

// typecodes are the types that Value and Array know by a letter.
var typecodes = map[string]*ctype{
	"c": cChar, "u": cWchar, "b": cByte, "B": cUbyte, "h": cShort, "H": cUshort, "i": cInt, "I": cUint,
	"l": cLong, "L": cUlong, "q": cLong, "Q": cUlong, "f": cFloat, "d": cDouble,
}

// ctypesNames are the names that the ctypes module gives the types.
var ctypesNames = map[string]*ctype{
	"c_byte": cByte, "c_ubyte": cUbyte, "c_short": cShort, "c_ushort": cUshort, "c_int": cInt, "c_uint": cUint,
	"c_long": cLong, "c_ulong": cUlong, "c_longlong": cLong, "c_ulonglong": cUlong, "c_float": cFloat,
	"c_double": cDouble, "c_bool": cBool, "c_char": cChar, "c_wchar": cWchar, "c_int8": cByte, "c_uint8": cUbyte,
	"c_int16": cShort, "c_uint16": cUshort, "c_int32": cInt, "c_uint32": cUint, "c_int64": cLong, "c_uint64": cUlong,
	"c_size_t": cUlong, "c_ssize_t": cLong,
}

// ctypeOf returns the type that a typecode or a class of ctypes names.
func ctypeOf(v starlark.Value) (*ctype, error) {
	if s, ok := text.AsString(object.Unwrap(v)); ok {
		if t, ok := typecodes[s]; ok {
			return t, nil
		}
	}
	if cls, ok := v.(*object.Class); ok {
		for _, c := range cls.MRO() {
			for _, t := range typecodes {
				if t.class == c {
					return t, nil
				}
			}
			if cBool.class == c {
				return cBool, nil
			}
		}
		return nil, exception.New(exception.NotImplementedError, "%s is not supported in shared memory: use a typecode or a simple type of ctypes", cls.Name())
	}
	return nil, exception.New(exception.TypeError, "this type has no size")
}

// get returns the value that is stored in b.
func (t *ctype) get(b []byte) starlark.Value {
	switch t.kind {
	case signedType:
		switch t.size {
		case 1:
			return starlark.MakeInt(int(int8(b[0])))
		case 2:
			return starlark.MakeInt(int(int16(binary.LittleEndian.Uint16(b))))
		case 4:
			return starlark.MakeInt(int(int32(binary.LittleEndian.Uint32(b))))
		}
		return starlark.MakeInt64(int64(binary.LittleEndian.Uint64(b)))
	case unsignedType:
		switch t.size {
		case 1:
			return starlark.MakeInt(int(b[0]))
		case 2:
			return starlark.MakeInt(int(binary.LittleEndian.Uint16(b)))
		case 4:
			return starlark.MakeInt64(int64(binary.LittleEndian.Uint32(b)))
		}
		return starlark.MakeUint64(binary.LittleEndian.Uint64(b))
	case floatType:
		if t.size == 4 {
			return starlark.Float(math.Float32frombits(binary.LittleEndian.Uint32(b)))
		}
		return starlark.Float(math.Float64frombits(binary.LittleEndian.Uint64(b)))
	case boolType:
		return starlark.Bool(b[0] != 0)
	case charType:
		return text.Bytes(b[:1])
	}
	return text.Str(string(rune(binary.LittleEndian.Uint32(b))))
}

// encode returns the bits of v, to be stored by put.
func (t *ctype) encode(env *object.Env, v starlark.Value) (uint64, error) {
	switch t.kind {
	case signedType, unsignedType:
		i, err := integer(v)
		if err != nil {
			return 0, err
		}
		if n, ok := i.Int64(); ok {
			return uint64(n), nil
		}
		if n, ok := i.Uint64(); ok {
			return n, nil
		}
		mask := starlark.MakeUint64(math.MaxUint64)
		n, _ := i.And(mask).Uint64()
		return n, nil
	case floatType:
		f, err := real(v)
		if err != nil {
			return 0, err
		}
		if t.size == 4 {
			return uint64(math.Float32bits(float32(f))), nil
		}
		return math.Float64bits(f), nil
	case boolType:
		ok, err := object.Truth(env, v)
		if ok {
			return 1, err
		}
		return 0, err
	case charType:
		u := object.Unwrap(v)
		if b, ok := text.AsBytes(u); ok && len(b) == 1 {
			return uint64(b[0]), nil
		}
		if i, ok := u.(starlark.Int); ok {
			if n, ok := i.Int64(); ok && n >= 0 && n < 256 {
				return uint64(n), nil
			}
		}
		return 0, exception.New(exception.TypeError, "one character bytes, bytearray or integer expected")
	}
	s, ok := text.AsString(object.Unwrap(v))
	if !ok {
		return 0, exception.New(exception.TypeError, "unicode string expected instead of %s instance", object.TypeName(v))
	}
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 || size != len(s) {
		return 0, exception.New(exception.TypeError, "one character unicode string expected")
	}
	return uint64(r), nil
}

// put stores bits in b.
func (t *ctype) put(b []byte, bits uint64) {
	switch t.size {
	case 1:
		b[0] = byte(bits)
	case 2:
		binary.LittleEndian.PutUint16(b, uint16(bits))
	case 4:
		binary.LittleEndian.PutUint32(b, uint32(bits))
	default:
		binary.LittleEndian.PutUint64(b, bits)
	}
}

// ctypesAbsent are functions of ctypes that would need pointers or foreign code. Using one says that it is not there.
var ctypesAbsent = []string{"CDLL", "PyDLL", "CFUNCTYPE", "POINTER", "pointer", "byref", "addressof", "cast", "memmove", "memset",
	"string_at", "wstring_at", "create_string_buffer", "create_unicode_buffer", "get_errno", "set_errno", "resize"}

// ctypesSizeof is ctypes.sizeof: the bytes that a type or an object of it takes.
func ctypesSizeof(_ *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(kwargs) > 0 {
		return nil, exception.New(exception.TypeError, "sizeof() takes no keyword arguments")
	}
	if len(args) != 1 {
		return nil, exception.New(exception.TypeError, "sizeof() takes exactly one argument (%d given)", len(args))
	}
	if cls, ok := args[0].(*object.Class); ok && cls.IsSubclass(simpleData) && cls != simpleData {
		if t, err := ctypeOf(cls); err == nil {
			return starlark.MakeInt(t.size), nil
		}
	}
	if i, ok := args[0].(*object.Instance); ok {
		switch native := i.Native.(type) {
		case *cvalue:
			return starlark.MakeInt(native.typ.size), nil
		case *carray:
			return starlark.MakeInt(native.n * native.typ.size), nil
		}
	}
	return nil, exception.New(exception.TypeError, "this type has no size")
}
