package array

import (
	"encoding/binary"
	"math"
	"math/big"
	"unicode/utf8"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

// A code is one of the types that the items of an array can have. Items are little-endian on every machine.
type code struct {
	char     byte
	size     int // of one item, in bytes
	kind     kind
	name     string // of C's type, in the words of OverflowErrors
	machine  int    // the number by which pickles name the layout
	min, max int64  // of the signed and unsigned kinds of fewer than 8 bytes
}

type kind uint8

const (
	signed kind = iota
	unsigned
	floating
	character
)

const typecodes = "bBuhHiIlLqQfd"

// codeOf returns the type with a code's letter, nil if there is none. The sizes are those of 64-bit Linux.
func codeOf(c rune) *code {
	for i := range codes {
		if rune(codes[i].char) == c {
			return &codes[i]
		}
	}
	return nil
}

var codes = [...]code{
	{'b', 1, signed, "signed char", 1, math.MinInt8, math.MaxInt8},
	{'B', 1, unsigned, "unsigned byte integer", 0, 0, math.MaxUint8},
	{'u', 4, character, "", 20, 0, 0},
	{'h', 2, signed, "signed short integer", 4, math.MinInt16, math.MaxInt16},
	{'H', 2, unsigned, "unsigned short", 2, 0, math.MaxUint16},
	{'i', 4, signed, "signed integer", 8, math.MinInt32, math.MaxInt32},
	{'I', 4, unsigned, "unsigned int", 6, 0, math.MaxUint32},
	{'l', 8, signed, "long", 12, 0, 0},
	{'L', 8, unsigned, "unsigned long", 10, 0, 0},
	{'q', 8, signed, "", 12, 0, 0},
	{'Q', 8, unsigned, "", 10, 0, 0},
	{'f', 4, floating, "", 14, 0, 0},
	{'d', 8, floating, "", 16, 0, 0},
}

// get returns the item that begins at b. Only one of characters can be none.
func (c *code) get(b []byte) (starlark.Value, error) {
	switch c.kind {
	case floating:
		if c.size == 4 {
			return starlark.Float(math.Float32frombits(binary.LittleEndian.Uint32(b))), nil
		}
		return starlark.Float(math.Float64frombits(binary.LittleEndian.Uint64(b))), nil
	case character:
		r := binary.LittleEndian.Uint32(b)
		if r > utf8.MaxRune {
			return nil, exception.New(exception.ValueError, "character U+%x is not in range [U+0000; U+10ffff]", r)
		}
		return text.Str(string(rune(r))), nil
	}
	n := c.integer(b)
	if c.kind == unsigned {
		return starlark.MakeUint64(n), nil
	}
	return starlark.MakeInt64(int64(n)), nil
}

// integer returns the int that begins at b, a negative one in two's complement.
func (c *code) integer(b []byte) uint64 {
	if c.kind == signed {
		switch c.size {
		case 1:
			return uint64(int8(b[0]))
		case 2:
			return uint64(int16(binary.LittleEndian.Uint16(b)))
		case 4:
			return uint64(int32(binary.LittleEndian.Uint32(b)))
		}
		return binary.LittleEndian.Uint64(b)
	}
	switch c.size {
	case 1:
		return uint64(b[0])
	case 2:
		return uint64(binary.LittleEndian.Uint16(b))
	case 4:
		return uint64(binary.LittleEndian.Uint32(b))
	}
	return binary.LittleEndian.Uint64(b)
}

// bits returns v as the low c.size bytes of a number, or says why it is no item of the type.
func (c *code) bits(thread *starlark.Thread, v starlark.Value) (uint64, error) {
	switch c.kind {
	case floating:
		f, err := number.Float(thread, v)
		if c.size == 4 {
			return uint64(math.Float32bits(float32(f))), err
		}
		return math.Float64bits(f), err
	case character:
		s, ok := text.AsString(object.Unwrap(v))
		r, size := utf8.DecodeRuneInString(s)
		if !ok || size == 0 || size != len(s) {
			return 0, exception.New(exception.TypeError, "array item must be unicode character")
		}
		return uint64(r), nil
	}
	n, err := number.Index(thread, v)
	if err != nil {
		return 0, err
	}
	if c.kind == signed || c.size < 4 {
		i, ok := n.Int64()
		switch {
		case !ok && c.char == 'q':
			return 0, exception.New(exception.OverflowError, "int too big to convert")
		case !ok:
			return 0, exception.New(exception.OverflowError, "Python int too large to convert to C long")
		case c.size < 8 && i < c.min:
			return 0, exception.New(exception.OverflowError, "%s is less than minimum", c.name)
		case c.size < 8 && i > c.max:
			return 0, exception.New(exception.OverflowError, "%s is greater than maximum", c.name)
		}
		return uint64(i), nil
	}
	u, ok := n.Uint64()
	switch {
	case n.Sign() < 0 && c.char == 'Q':
		return 0, exception.New(exception.OverflowError, "can't convert negative int to unsigned")
	case n.Sign() < 0:
		return 0, exception.New(exception.OverflowError, "can't convert negative value to unsigned int")
	case !ok && c.char == 'Q':
		return 0, exception.New(exception.OverflowError, "int too big to convert")
	case !ok:
		return 0, exception.New(exception.OverflowError, "Python int too large to convert to C unsigned long")
	case c.size == 4 && u > math.MaxUint32:
		return 0, exception.New(exception.OverflowError, "unsigned int is greater than maximum")
	}
	return u, nil
}

// put appends the low bytes of bits.
func (c *code) put(b []byte, bits uint64) []byte {
	switch c.size {
	case 1:
		return append(b, byte(bits))
	case 2:
		return binary.LittleEndian.AppendUint16(b, uint16(bits))
	case 4:
		return binary.LittleEndian.AppendUint32(b, uint32(bits))
	}
	return binary.LittleEndian.AppendUint64(b, bits)
}

// A layout is what a number in a pickle says of an array's bytes.
type layout struct {
	size int
	kind kind
	big  bool // the most significant byte comes first
	utf  bool // UTF-16, of which CPython takes an even number of units
}

var layouts = [...]layout{
	{1, unsigned, false, false}, {1, signed, false, false},
	{2, unsigned, false, false}, {2, unsigned, true, false}, {2, signed, false, false}, {2, signed, true, false},
	{4, unsigned, false, false}, {4, unsigned, true, false}, {4, signed, false, false}, {4, signed, true, false},
	{8, unsigned, false, false}, {8, unsigned, true, false}, {8, signed, false, false}, {8, signed, true, false},
	{4, floating, false, false}, {4, floating, true, false}, {8, floating, false, false}, {8, floating, true, false},
	{4, character, false, true}, {4, character, true, true}, {4, character, false, false}, {4, character, true, false},
}

// value returns the item of a layout other than UTF-16 that begins at b.
func (l layout) value(b []byte) (starlark.Value, error) {
	var room [8]byte
	item := room[:l.size]
	copy(item, b)
	if l.big {
		reverse(item)
	}
	if l.kind == signed || l.kind == unsigned {
		c := code{size: l.size, kind: l.kind}
		if n := c.integer(item); l.kind == unsigned {
			return starlark.MakeBigInt(new(big.Int).SetUint64(n)), nil
		} else {
			return starlark.MakeInt64(int64(n)), nil
		}
	}
	c := code{size: l.size, kind: l.kind}
	return c.get(item)
}

func reverse(b []byte) {
	for i, j := 0, len(b)-1; i < j; i, j = i+1, j-1 {
		b[i], b[j] = b[j], b[i]
	}
}
