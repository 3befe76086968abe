package structs

import (
	"math"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pieces"
	"github.com/mpstar/mpstar/internal/text"
)

// smallNames are the integers whose errors name them in words.
var smallNames = map[byte]string{'b': "byte", 'B': "ubyte", 'h': "short", 'H': "ushort"}

func (f *format) pack(thread *starlark.Thread, b []byte, values []starlark.Value) error {
	next := 0
	env := object.EnvOf(thread)
	for _, it := range f.items {
		if err := env.Tick(); err != nil {
			return err
		}
		if it.char == 's' || it.char == 'p' {
			if err := packString(thread, b[it.offset:it.offset+it.count], it.char, values[next]); err != nil {
				return err
			}
			next++
			continue
		}
		for n := range it.count {
			off := it.offset + n*it.size
			if err := f.packItem(thread, b[off:off+it.size], it.char, values[next]); err != nil {
				return err
			}
			next++
			if err := env.Tick(); err != nil {
				return err
			}
		}
	}
	return nil
}

func packString(thread *starlark.Thread, b []byte, char byte, v starlark.Value) error {
	s, ok := "", false
	switch x := object.Unwrap(v).(type) {
	case text.Bytes:
		s, ok = string(x), true
	case *text.ByteArray:
		var err error
		if s, err = pieces.String(x.Bytes(), object.EnvOf(thread).Check); err != nil {
			return err
		}
		ok = true
	}
	if !ok {
		return fail(thread, "argument for '"+string(char)+"' must be a bytes object")
	}
	if char == 's' {
		return pieces.CopyString(b, s, object.EnvOf(thread).Check)
	} else if len(b) > 0 {
		b[0] = byte(min(copy(b[1:], s), 255))
	}
	return nil
}

func (f *format) packItem(thread *starlark.Thread, b []byte, char byte, v starlark.Value) error {
	switch char {
	case 'c':
		s, ok := v.(text.Bytes)
		if !ok || len(s) != 1 {
			return fail(thread, "char format requires a bytes object of length 1")
		}
		b[0] = s[0]
		return nil
	case '?':
		t, err := object.Truth(object.EnvOf(thread), v)
		b[0] = 0
		if t {
			b[0] = 1
		}
		return err
	case 'e', 'f', 'd':
		x, err := number.Float(thread, v)
		if err != nil {
			return fail(thread, "required argument is not a float")
		}
		err = f.packFloat(b, char, x)
		if _, isInt := number.IsInt(v); isInt && err != nil && char == 'e' {
			return fail(thread, "int too large to convert")
		}
		return err
	}
	n, err := number.Index(thread, v)
	if err != nil {
		if _, isErr := err.(*exception.Error); isErr {
			return fail(thread, "required argument is not an integer")
		}
		return err
	}
	bits := uint(8 * len(b))
	tooLarge := "argument out of range"
	if f.big() && bits == 64 {
		tooLarge = "int too large to convert"
	}
	kind := char
	if kind == 'H' && f.big() {
		kind = 'I' // CPython reads it as it reads that
	}
	switch kind {
	case 'b', 'B', 'h', 'H', 'i', 'l', 'q', 'n':
		i, ok := n.Int64()
		if !ok {
			return fail(thread, tooLarge)
		}
		unsigned := char == 'B' || char == 'H'
		lo, hi := int64(-1)<<(bits-1), int64(1)<<(bits-1)-1
		if bits == 64 {
			hi = math.MaxInt64
		}
		if unsigned {
			lo, hi = 0, int64(1)<<bits-1
		}
		if i < lo || i > hi {
			return f.outside(thread, char, starlark.MakeInt64(lo), starlark.MakeInt64(hi))
		}
		f.put(b, uint64(i))
	case 'P':
		u, ok := n.Uint64()
		if !ok {
			i, ok := n.Int64()
			if !ok {
				return fail(thread, "int too large to convert")
			}
			u = uint64(i)
		}
		f.put(b, u)
	default:
		u, ok := n.Uint64()
		if !ok {
			return fail(thread, tooLarge)
		}
		if bits < 64 && u >= 1<<bits {
			return f.outside(thread, char, starlark.MakeInt(0), starlark.MakeUint64(1<<bits-1))
		}
		f.put(b, u)
	}
	return nil
}

func (f *format) outside(thread *starlark.Thread, char byte, lo, hi starlark.Int) error {
	name := smallNames[char]
	if name == "" || f.big() && (char == 'h' || char == 'H') {
		name = "'" + string(char) + "'"
	}
	return fail(thread, name+" format requires "+lo.String()+" <= number <= "+hi.String())
}

func (f *format) put(b []byte, u uint64) {
	switch len(b) {
	case 1:
		b[0] = byte(u)
	case 2:
		f.order.PutUint16(b, uint16(u))
	case 4:
		f.order.PutUint32(b, uint32(u))
	case 8:
		f.order.PutUint64(b, u)
	}
}

func (f *format) get(b string) uint64 {
	var p [8]byte
	switch copy(p[:], b) {
	case 1:
		return uint64(p[0])
	case 2:
		return uint64(f.order.Uint16(p[:]))
	case 4:
		return uint64(f.order.Uint32(p[:]))
	}
	return f.order.Uint64(p[:])
}

func (f *format) packFloat(b []byte, char byte, x float64) error {
	switch char {
	case 'd':
		f.put(b, math.Float64bits(x))
	case 'f':
		y := float32(x)
		// Only the native format leaves it to the processor.
		if math.IsInf(float64(y), 0) && !math.IsInf(x, 0) && !f.native() {
			return exception.New(exception.OverflowError, "float too large to pack with f format")
		}
		f.put(b, uint64(math.Float32bits(y)))
	case 'e':
		h, ok := halfBits(x)
		if !ok {
			return exception.New(exception.OverflowError, "float too large to pack with e format")
		}
		f.put(b, uint64(h))
	}
	return nil
}

// native reports whether sizes and alignment are those of C on this machine.
func (f *format) native() bool {
	if f.text == "" {
		return true
	}
	switch f.text[0] {
	case '=', '<', '>', '!':
		return false
	}
	return true
}

// big reports whether the format asks for big-endian order.
func (f *format) big() bool { return f.text != "" && (f.text[0] == '>' || f.text[0] == '!') }

// halfBits rounds x to half precision, ties to even.
func halfBits(x float64) (uint16, bool) {
	sign := uint16(math.Float64bits(x) >> 48 & 0x8000)
	a := math.Abs(x)
	switch {
	case math.IsNaN(x):
		return sign | 0x7E00, true
	case math.IsInf(x, 0):
		return sign | 0x7C00, true
	case a == 0:
		return sign, true
	}
	_, exp := math.Frexp(a) // a = m * 2^exp, 0.5 <= m < 1
	if exp-1 < -14 {
		// Subnormal: units of 2^-24.
		return sign | uint16(math.RoundToEven(math.Ldexp(a, 24))), true
	}
	// Units of 2^(exp-11): 11 bits, of which the first is implied.
	m := math.RoundToEven(math.Ldexp(a, 11-exp))
	if m == 2048 {
		m, exp = 1024, exp+1
	}
	if exp-1 > 15 {
		return 0, false
	}
	return sign | uint16(exp-1+15)<<10 | uint16(m)&0x3FF, true
}

func halfValue(h uint16) float64 {
	exp, m := int(h>>10&0x1F), float64(h&0x3FF)
	var x float64
	switch exp {
	case 0:
		x = math.Ldexp(m, -24)
	case 31:
		x = math.Inf(1)
		if m != 0 {
			x = math.NaN()
		}
	default:
		x = math.Ldexp(m+1024, exp-25)
	}
	if h&0x8000 != 0 {
		x = math.Copysign(x, -1)
	}
	return x
}

func (f *format) unpack(env *object.Env, b string) (starlark.Value, error) {
	values := make(starlark.Tuple, 0, f.values)
	for _, it := range f.items {
		if err := env.Tick(); err != nil {
			return nil, err
		}
		switch it.char {
		case 's':
			values = append(values, text.Bytes(b[it.offset:it.offset+it.count]))
			continue
		case 'p':
			s := b[it.offset : it.offset+it.count]
			if s != "" {
				s = s[1 : 1+min(int(s[0]), len(s)-1)]
			}
			values = append(values, text.Bytes(s))
			continue
		}
		for n := range it.count {
			off := it.offset + n*it.size
			values = append(values, f.unpackItem(b[off:off+it.size], it.char))
			if err := env.Tick(); err != nil {
				return nil, err
			}
		}
	}
	return values, nil
}

func (f *format) unpackItem(b string, char byte) starlark.Value {
	switch char {
	case 'c':
		return text.Bytes(b)
	case '?':
		return starlark.Bool(b[0] != 0)
	}
	u := f.get(b)
	switch char {
	case 'e':
		return starlark.Float(halfValue(uint16(u)))
	case 'f':
		return starlark.Float(math.Float32frombits(uint32(u)))
	case 'd':
		return starlark.Float(math.Float64frombits(u))
	case 'b', 'h', 'i', 'l', 'q', 'n':
		shift := 64 - 8*len(b)
		return starlark.MakeInt64(int64(u) << shift >> shift)
	}
	return starlark.MakeUint64(u)
}
