package builtin

import (
	endian "encoding/binary"
	"math"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

// This file converts the items of memoryviews. They are little-endian on every machine:
// their bytes may come from another one.

func getItemOf(format byte, b []byte) starlark.Value {
	switch format {
	case 'c':
		return text.Bytes(b[:1])
	case '?':
		return starlark.Bool(b[0] != 0)
	case 'b':
		return starlark.MakeInt(int(int8(b[0])))
	case 'h':
		return starlark.MakeInt(int(int16(endian.LittleEndian.Uint16(b))))
	case 'H':
		return starlark.MakeInt(int(endian.LittleEndian.Uint16(b)))
	case 'i':
		return starlark.MakeInt64(int64(int32(endian.LittleEndian.Uint32(b))))
	case 'I':
		return starlark.MakeInt64(int64(endian.LittleEndian.Uint32(b)))
	case 'l', 'q', 'n':
		return starlark.MakeInt64(int64(endian.LittleEndian.Uint64(b)))
	case 'L', 'Q', 'N':
		return starlark.MakeUint64(endian.LittleEndian.Uint64(b))
	case 'f':
		return starlark.Float(math.Float32frombits(endian.LittleEndian.Uint32(b)))
	case 'd':
		return starlark.Float(math.Float64frombits(endian.LittleEndian.Uint64(b)))
	}
	return starlark.MakeInt(int(b[0]))
}

func putFloat(format byte, b []byte, f float64) {
	if format == 'f' {
		endian.LittleEndian.PutUint32(b, math.Float32bits(float32(f)))
		return
	}
	endian.LittleEndian.PutUint64(b, math.Float64bits(f))
}

// putInt stores n and reports whether it fits.
func putInt(format byte, b []byte, n starlark.Int) bool {
	size := viewFormats[format]
	var bits uint64
	if format >= 'a' {
		i, ok := n.Int64()
		if !ok || size < 8 && (i < -1<<(8*size-1) || i >= 1<<(8*size-1)) {
			return false
		}
		bits = uint64(i)
	} else {
		u, ok := n.Uint64()
		if !ok || size < 8 && u >= 1<<(8*size) {
			return false
		}
		bits = u
	}
	for i := range size {
		b[i] = byte(bits >> (8 * i))
	}
	return true
}

// asIndex returns v as an int; ok is false if it is nothing that __index__ makes one of.
func asIndex(env *object.Env, v starlark.Value) (n starlark.Int, ok bool, err error) {
	if n, ok := number.IsInt(v); ok {
		return n, true, nil
	}
	if m, err := object.Special(env, v, "__index__"); m == nil || err != nil {
		return n, false, err
	}
	n, err = object.Index(env, v)
	return n, err == nil, err
}
