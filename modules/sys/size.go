package sys

import (
	"math/bits"
	"unicode/utf8"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

// sizeOf returns how many bytes CPython's object would take, the garbage
// collector's part included: scripts compare and print these numbers. For lists and
// dicts it is the size of one made in one piece.
func sizeOf(v starlark.Value) int {
	switch v := v.(type) {
	case starlark.NoneType:
		return 16
	case starlark.Bool:
		if v {
			return 28
		}
		return 24
	case starlark.Int:
		return 24 + 4*max(1, (v.BigInt().BitLen()+29)/30)
	case starlark.Float:
		return 24
	case starlark.Tuple:
		return 40 + 8*len(v)
	case *starlark.List:
		return 56 + 8*v.Len()
	case *starlark.Dict:
		return dictSize(v)
	case *starlark.Set:
		return setSize(v.Len())
	case *text.ByteArray:
		b, _ := text.AsBytes(v)
		return 57 + len(b)
	case *starlark.Function:
		return 152
	case *starlark.Builtin, *object.Module:
		return 72
	case *object.BoundMethod:
		return 64
	case *object.Class:
		return 1688
	case *object.Instance:
		if u := object.Unwrap(v); u != starlark.Value(v) {
			return sizeOf(u) + 16
		}
		return 56
	}
	if s, ok := text.AsString(v); ok {
		return stringSize(s)
	}
	if b, ok := text.AsBytes(v); ok {
		return 33 + len(b)
	}
	return 48
}

// stringSize: characters take as many bytes as the largest needs.
func stringSize(s string) int {
	var largest rune
	for _, r := range s {
		largest = max(largest, r)
	}
	n := utf8.RuneCountInString(s)
	switch {
	case largest < 0x80:
		return 49 + n
	case largest < 0x100:
		return 73 + n
	case largest < 0x10000:
		return 74 + 2*n
	}
	return 76 + 4*n
}

// dictSize: a table of indices, two thirds of which can be used, and entries that are
// smaller if all keys are strings.
func dictSize(d *starlark.Dict) int {
	n := d.Len()
	if n == 0 {
		return 64
	}
	size := 8
	for size*2/3 < n {
		size *= 2
	}
	entry := 16
	for _, k := range d.Keys() {
		if _, ok := text.AsString(k); !ok {
			entry = 24
			break
		}
	}
	index := 1
	switch l := bits.Len(uint(size)); {
	case l > 32:
		index = 8
	case l > 16:
		index = 4
	case l > 8:
		index = 2
	}
	return 64 + 32 + index*size + entry*(size*2/3)
}

// setSize: up to four elements have room in the object; a table that is three
// fifths full is replaced by one four times as large as what it holds.
func setSize(n int) int {
	const object, entry = 216, 16
	size := 8
	for n*5 >= (size-1)*3 {
		full := ((size-1)*3 + 4) / 5
		next := size
		for next <= full*4 {
			next *= 2
		}
		size = next
	}
	if size == 8 {
		return object
	}
	return object + entry*size
}
