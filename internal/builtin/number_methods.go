package builtin

import (
	"math"
	"math/big"
	"math/bits"
	"strconv"
	"strings"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pieces"
	"github.com/mpstar/mpstar/internal/text"
)

// intMethod makes a method of int that takes no arguments.
func intMethod(name string, f func(n starlark.Int) (starlark.Value, error)) object.Method {
	return func(_ *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := none("int", name, args, kwargs); err != nil {
			return nil, err
		}
		n, _ := integer(self)
		return f(n)
	}
}

func intItself(n starlark.Int) (starlark.Value, error) { return n, nil }

var intMethods = map[string]object.Method{
	"bit_length": intMethod("bit_length", func(n starlark.Int) (starlark.Value, error) {
		return starlark.MakeInt(n.BigInt().BitLen()), nil
	}),
	"bit_count": intMethod("bit_count", func(n starlark.Int) (starlark.Value, error) {
		c := 0
		for _, w := range n.BigInt().Bits() {
			c += bits.OnesCount(uint(w))
		}
		return starlark.MakeInt(c), nil
	}),
	"as_integer_ratio": intMethod("as_integer_ratio", func(n starlark.Int) (starlark.Value, error) {
		return starlark.Tuple{n, starlark.MakeInt(1)}, nil
	}),
	"conjugate": intMethod("conjugate", intItself),
	"to_bytes":  toBytes,
}

func constInt(i int) object.Property {
	return object.Property{Get: func(*starlark.Thread, starlark.Value) (starlark.Value, error) { return starlark.MakeInt(i), nil }}
}

var selfInt = object.Property{Get: func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
	n, _ := integer(self)
	return n, nil
}}

var intProperties = map[string]object.Property{
	"real": selfInt, "numerator": selfInt, "imag": constInt(0), "denominator": constInt(1),
}

var (
	toBytesSignature   = text.Signature{Owner: "int", Func: "to_bytes", Params: []string{"length", "byteorder", "signed"}, MaxPos: 2}
	fromBytesSignature = text.Signature{Owner: "int", Func: "from_bytes", Params: []string{"bytes", "byteorder", "signed"}, Required: 1, MaxPos: 2}
)

// byteOrder reads the arguments byteorder and signed of int's methods.
func byteOrder(thread *starlark.Thread, name string, order, signed starlark.Value) (little, isSigned bool, err error) {
	if order != nil {
		s, ok := text.AsString(order)
		if !ok {
			return false, false, typeError("%s() argument 'byteorder' must be str, not %s", name, object.TypeName(order))
		}
		switch s {
		case "little":
			little = true
		case "big":
		default:
			return false, false, valueError("byteorder must be either 'little' or 'big'")
		}
	}
	if signed != nil {
		isSigned, err = object.Truth(object.EnvOf(thread), signed)
	}
	return little, isSigned, err
}

func toBytes(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := toBytesSignature.Parse(args, kwargs)
	if err != nil {
		return nil, err
	}
	length := 1
	if a[0] != nil {
		if length, err = size(thread, a[0]); err != nil {
			return nil, err
		}
	}
	little, signed, err := byteOrder(thread, "to_bytes", a[1], a[2])
	if err != nil {
		return nil, err
	}
	if length < 0 {
		return nil, valueError("length argument must be non-negative")
	}
	if length > text.MaxSize {
		return nil, memoryError()
	}
	i, _ := integer(self)
	n := i.BigInt()
	if n.Sign() < 0 && !signed {
		return nil, exception.New(exception.OverflowError, "can't convert negative int to unsigned")
	}
	room := uint64(length) * 8
	need := n.BitLen()
	if signed {
		if n.Sign() < 0 {
			need = new(big.Int).Not(n).BitLen()
		}
		need++
		if n.Sign() == 0 {
			need = 0
		}
	}
	if uint64(need) > room {
		return nil, exception.New(exception.OverflowError, "int too big to convert")
	}
	env := object.EnvOf(thread)
	buf, err := pieces.Make[byte](length, env.Check)
	if err != nil {
		return nil, err
	}
	fill := byte(0)
	if n.Sign() < 0 { // of two's complement, the inverse of ^n
		fill, n = 0xFF, new(big.Int).Not(n)
	}
	words := n.Bits()
	for i := range buf {
		c := fill
		if at := i / wordBytes; at < len(words) {
			c ^= byte(words[at] >> (i % wordBytes * 8))
		} else if fill == 0 {
			break
		}
		if little {
			buf[i] = c
		} else {
			buf[length-1-i] = c
		}
		if i%pieces.Size == pieces.Size-1 {
			if err := env.Check(); err != nil {
				return nil, err
			}
		}
	}
	s, err := pieces.Own(buf, env.Check)
	return text.Bytes(s), err
}

// wordBytes is how many bytes a word of an int has.
const wordBytes = bits.UintSize / 8

func reverseBytes(b []byte) {
	for i, j := 0, len(b)-1; i < j; i, j = i+1, j-1 {
		b[i], b[j] = b[j], b[i]
	}
}

// fewBytes is how many bytes make an int in some hundred nanoseconds.
const fewBytes = 1 << 10

// unsigned returns the int whose bytes these are. It can be stopped.
func unsigned(env *object.Env, s string, little bool) (*big.Int, error) {
	if len(s) <= fewBytes {
		buf := []byte(s)
		if little {
			reverseBytes(buf)
		}
		return new(big.Int).SetBytes(buf), nil
	}
	const perWord = bits.UintSize / 8
	words, err := object.Make[big.Word](env, (len(s)+perWord-1)/perWord)
	if err != nil {
		return nil, err
	}
	for i := range words {
		var w big.Word
		if little {
			for part := s[i*perWord : min(len(s), (i+1)*perWord)]; part != ""; part = part[:len(part)-1] {
				w = w<<8 | big.Word(part[len(part)-1])
			}
		} else {
			for part := s[max(0, len(s)-(i+1)*perWord) : len(s)-i*perWord]; part != ""; part = part[1:] {
				w = w<<8 | big.Word(part[0])
			}
		}
		words[i] = w
		if err := env.Tick(); err != nil {
			return nil, err
		}
	}
	return new(big.Int).SetBits(words), nil
}

// fromBytes is int.from_bytes, a class method.
func fromBytes(thread *starlark.Thread, cls starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := fromBytesSignature.Parse(args, kwargs)
	if err != nil {
		return nil, err
	}
	little, signed, err := byteOrder(thread, "from_bytes", a[1], a[2])
	if err != nil {
		return nil, err
	}
	env := object.EnvOf(thread)
	s, ok, err := text.AsBytesPaced(env.Check, object.Unwrap(a[0]))
	if err != nil {
		return nil, err
	}
	if !ok {
		if _, isStr := text.AsString(object.Unwrap(a[0])); isStr {
			return nil, noBytes(a[0])
		}
		b, err := bytesOf(thread, a[0], "bytes")
		if err != nil {
			if _, isInt := integer(a[0]); isInt {
				err = noBytes(a[0])
			}
			return nil, err
		}
		s = string(b)
	}
	n, err := unsigned(env, s, little)
	if err != nil {
		return nil, err
	}
	if signed && n.BitLen() > 0 && n.BitLen() == 8*len(s) {
		n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(len(s))*8))
	}
	res := starlark.MakeBigInt(n)
	if c, ok := cls.(*object.Class); ok && c != object.IntType {
		return c.Call(thread, starlark.Tuple{res}, nil)
	}
	return res, nil
}

// floatMethod makes a method of float that takes no arguments.
func floatMethod(name string, f func(f float64) (starlark.Value, error)) object.Method {
	return func(_ *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := none("float", name, args, kwargs); err != nil {
			return nil, err
		}
		return f(float64(self.(starlark.Float)))
	}
}

var floatMethods = map[string]object.Method{
	"is_integer": floatMethod("is_integer", func(f float64) (starlark.Value, error) {
		return starlark.Bool(!math.IsInf(f, 0) && f == math.Trunc(f)), nil
	}),
	"conjugate": floatMethod("conjugate", func(f float64) (starlark.Value, error) { return starlark.Float(f), nil }),
	"hex":       floatMethod("hex", func(f float64) (starlark.Value, error) { return starlark.String(floatHex(f)), nil }),
	"as_integer_ratio": floatMethod("as_integer_ratio", func(f float64) (starlark.Value, error) {
		switch {
		case math.IsInf(f, 0):
			return nil, exception.New(exception.OverflowError, "cannot convert Infinity to integer ratio")
		case math.IsNaN(f):
			return nil, valueError("cannot convert NaN to integer ratio")
		}
		r := new(big.Rat).SetFloat64(f)
		return starlark.Tuple{starlark.MakeBigInt(r.Num()), starlark.MakeBigInt(r.Denom())}, nil
	}),
}

var floatProperties = map[string]object.Property{
	"real": {Get: func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) { return self, nil }},
	"imag": {Get: func(*starlark.Thread, starlark.Value) (starlark.Value, error) { return starlark.Float(0), nil }},
}

// floatHex returns float.hex(f): thirteen hexadecimal digits, whatever their value.
func floatHex(f float64) string {
	switch {
	case math.IsNaN(f):
		return "nan"
	case math.IsInf(f, 1):
		return "inf"
	case math.IsInf(f, -1):
		return "-inf"
	case f == 0:
		if math.Signbit(f) {
			return "-0x0.0p+0"
		}
		return "0x0.0p+0"
	}
	b := math.Float64bits(f)
	lead, exp := "1", int(b>>52&0x7ff)-1023
	if exp == -1023 {
		lead, exp = "0", -1022
	}
	frac := strconv.FormatUint(b&(1<<52-1), 16)
	s := "0x" + lead + "." + strings.Repeat("0", 13-len(frac)) + frac + "p"
	if exp >= 0 {
		s += "+"
	}
	s += strconv.Itoa(exp)
	if f < 0 {
		s = "-" + s
	}
	return s
}
