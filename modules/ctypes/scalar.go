package ctypes

import (
	"encoding/binary"
	"maps"
	"math"
	"math/bits"
	"slices"
	"unicode/utf8"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

// This file reads and writes single values, with the conversions of ctypes: integers wrap round silently, anything of another kind is refused.

// simpleTypes are the types of one value.
type simpleTypes struct {
	named   map[string]*Type // by the names that the module gives them
	byClass map[*object.Class]*Type
}

var simple *object.Lazy[*simpleTypes]

// Natives says what other processes know by its name: see [object.Lazy].
func (s *simpleTypes) Natives() []starlark.Value {
	var classes []starlark.Value
	for _, name := range slices.Sorted(maps.Keys(s.named)) {
		classes = append(classes, s.named[name].Class)
	}
	return classes
}

// Named returns the simple type that the module has under that name, such as "c_int"; nil if there is none.
func Named(name string) *Type { return simple.Get().named[name] }

// simpleType returns the simple type whose class this is, nil if it is another's.
func simpleType(c *object.Class) *Type {
	if s, ok := simple.Made(); ok {
		return s.byClass[c]
	}
	return nil
}

func newSimpleTypes() *simpleTypes {
	s := &simpleTypes{named: make(map[string]*Type), byClass: make(map[*object.Class]*Type)}
	add := func(code string, k kind, size int, names ...string) {
		t := newSimple(names[0], code, k, size)
		s.byClass[t.Class] = t
		for _, name := range names {
			s.named[name] = t
		}
	}
	// Those that are the same on 64-bit Linux are one class, as under CPython.
	add("b", signedKind, 1, "c_byte", "c_int8")
	add("B", unsignedKind, 1, "c_ubyte", "c_uint8")
	add("h", signedKind, 2, "c_short", "c_int16")
	add("H", unsignedKind, 2, "c_ushort", "c_uint16")
	add("i", signedKind, 4, "c_int", "c_int32")
	add("I", unsignedKind, 4, "c_uint", "c_uint32")
	add("l", signedKind, 8, "c_long", "c_longlong", "c_int64", "c_ssize_t")
	add("L", unsignedKind, 8, "c_ulong", "c_ulonglong", "c_uint64", "c_size_t")
	add("f", floatKind, 4, "c_float")
	add("d", floatKind, 8, "c_double")
	add("g", floatKind, 16, "c_longdouble")
	add("?", boolKind, 1, "c_bool")
	add("c", charKind, 1, "c_char")
	add("u", wcharKind, 4, "c_wchar")
	return s
}

func newSimple(name, code string, k kind, size int) *Type {
	t := &Type{kind: k, Size: size, align: size, code: code, own: true}
	t.Class = object.NewClass(object.Spec{Name: name, Module: "ctypes", Bases: []*object.Class{simpleClass.Get()},
		Values: map[string]starlark.Value{"_type_": starlark.String(code)}})
	return t
}

// load returns the value of a simple type that b holds.
func (t *Type) load(b []byte) starlark.Value {
	switch t.kind {
	case signedKind:
		switch t.Size {
		case 1:
			return starlark.MakeInt(int(int8(b[0])))
		case 2:
			return starlark.MakeInt(int(int16(binary.LittleEndian.Uint16(b))))
		case 4:
			return starlark.MakeInt(int(int32(binary.LittleEndian.Uint32(b))))
		}
		return starlark.MakeInt64(int64(binary.LittleEndian.Uint64(b)))
	case unsignedKind:
		switch t.Size {
		case 1:
			return starlark.MakeInt(int(b[0]))
		case 2:
			return starlark.MakeInt(int(binary.LittleEndian.Uint16(b)))
		case 4:
			return starlark.MakeInt64(int64(binary.LittleEndian.Uint32(b)))
		}
		return starlark.MakeUint64(binary.LittleEndian.Uint64(b))
	case floatKind:
		switch t.Size {
		case 4:
			return starlark.Float(math.Float32frombits(binary.LittleEndian.Uint32(b)))
		case 8:
			return starlark.Float(math.Float64frombits(binary.LittleEndian.Uint64(b)))
		}
		return starlark.Float(loadExtended(b))
	case boolKind:
		return starlark.Bool(b[0] != 0)
	case charKind:
		return text.Bytes(b[:1])
	}
	return text.Str(string(rune(binary.LittleEndian.Uint32(b))))
}

// store puts a value of a simple type into b.
func (t *Type) store(env *object.Env, v starlark.Value, b []byte) error {
	switch t.kind {
	case signedKind, unsignedKind:
		n, err := number.Index(env.Thread, v)
		if err != nil {
			return err
		}
		t.storeBits(b, wrap(n))
	case floatKind:
		f, err := number.Float(env.Thread, v)
		if err != nil {
			return err
		}
		switch t.Size {
		case 4:
			t.storeBits(b, uint64(math.Float32bits(float32(f))))
		case 8:
			t.storeBits(b, math.Float64bits(f))
		default:
			storeExtended(b, f)
		}
	case boolKind:
		ok, err := object.Truth(env, v)
		if err != nil {
			return err
		}
		b[0] = 0
		if ok {
			b[0] = 1
		}
	case charKind:
		u := object.Unwrap(v)
		if s, ok := text.AsBytes(u); ok && len(s) == 1 {
			b[0] = s[0]
			return nil
		}
		if i, ok := u.(starlark.Int); ok {
			if n, ok := i.Int64(); ok && n >= 0 && n < 256 {
				b[0] = byte(n)
				return nil
			}
		}
		return exception.New(exception.TypeError, "one character bytes, bytearray or integer expected")
	case wcharKind:
		s, ok := text.AsString(object.Unwrap(v))
		if !ok {
			return exception.New(exception.TypeError, "unicode string expected instead of %s instance", object.TypeName(v))
		}
		r, size := utf8.DecodeRuneInString(s)
		if size == 0 || size != len(s) {
			return exception.New(exception.TypeError, "one character unicode string expected")
		}
		t.storeBits(b, uint64(r))
	}
	return nil
}

// Convert returns what a simple type makes of a value.
func (t *Type) Convert(env *object.Env, v starlark.Value) (starlark.Value, error) {
	var room [16]byte
	if err := t.store(env, v, room[:t.Size]); err != nil {
		return nil, err
	}
	return t.load(room[:t.Size]), nil
}

// wrap returns the lowest 64 bits of n.
func wrap(n starlark.Int) uint64 {
	if i, ok := n.Int64(); ok {
		return uint64(i)
	}
	if u, ok := n.Uint64(); ok {
		return u
	}
	u, _ := n.And(starlark.MakeUint64(math.MaxUint64)).Uint64()
	return u
}

func (t *Type) storeBits(b []byte, bits uint64) {
	switch t.Size {
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

func (t *Type) loadBits(b []byte) uint64 {
	switch t.Size {
	case 1:
		return uint64(b[0])
	case 2:
		return uint64(binary.LittleEndian.Uint16(b))
	case 4:
		return uint64(binary.LittleEndian.Uint32(b))
	}
	return binary.LittleEndian.Uint64(b)
}

// A long double is what the x87 has: 64 bits of mantissa, its first one written out, then sign and exponent; 6 bytes fill it up.

func storeExtended(b []byte, f float64) {
	clear(b[:16])
	u := math.Float64bits(f)
	sign, exp, frac := uint16(u>>63)<<15, int(u>>52)&0x7ff, u&(1<<52-1)
	var mantissa uint64
	switch {
	case exp == 0x7ff:
		exp, mantissa = 0x7fff, 1<<63|frac<<11
	case exp != 0:
		exp, mantissa = exp-1023+16383, 1<<63|frac<<11
	case frac != 0:
		shift := bits.LeadingZeros64(frac)
		exp, mantissa = -1022-(shift-11)+16383, frac<<shift
	}
	binary.LittleEndian.PutUint64(b, mantissa)
	binary.LittleEndian.PutUint16(b[8:], sign|uint16(exp))
}

func loadExtended(b []byte) float64 {
	mantissa, se := binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint16(b[8:])
	exp := int(se & 0x7fff)
	var f float64
	switch {
	case exp == 0x7fff && mantissa<<1 == 0:
		f = math.Inf(1)
	case exp == 0x7fff:
		f = math.NaN()
	default:
		f = math.Ldexp(float64(mantissa), exp-16383-63)
	}
	if se>>15 != 0 {
		f = -f
	}
	return f
}
