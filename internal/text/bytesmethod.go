package text

import (
	"slices"
	"strings"
	"sync"

	"github.com/mpstar/mpstar/internal/exception"
	"go.starlark.net/starlark"
)

// bytesMethods and arrayMethods hold the methods of bytes and bytearray, unbound.
var (
	bytesMethods     = sync.OnceValue(func() map[string]*starlark.Builtin { return builtins(bytesKind, commonBytesMethods()) })
	bytesMethodNames = sync.OnceValue(func() []string { return sortedKeys(bytesMethods()) })
	arrayMethods     = sync.OnceValue(func() map[string]*starlark.Builtin {
		return builtins(arrayKind, append(commonBytesMethods(), mutatingMethods()...))
	})
	arrayMethodNames = sync.OnceValue(func() []string { return sortedKeys(arrayMethods()) })
)

// mutators are the methods that get no copy of the array's content.
var mutators = map[string]bool{"append": true, "clear": true, "extend": true, "insert": true,
	"pop": true, "remove": true, "reverse": true}

// BytesMethodNames returns the names of the methods of bytes, sorted. The caller
// must not change the slice.
func BytesMethodNames() []string { return bytesMethodNames() }

// ByteArrayMethodNames returns the names of the methods of bytearray, sorted. The
// caller must not change the slice.
func ByteArrayMethodNames() []string { return arrayMethodNames() }

func commonBytesMethods() []method {
	return append(sharedMethods(),
		method{sig: Signature{Func: "capitalize", Style: Nothing}, run: mapping(capitalizeBytes)},
		method{sig: Signature{Func: "decode", Params: []string{"encoding", "errors"}}, run: decodeMethod},
		method{sig: Signature{Func: "fromhex", Style: Single, Params: []string{"string"}}, run: fromHexMethod},
		method{sig: Signature{Func: "hex", Params: []string{"sep", "bytes_per_sep"}}, run: hexMethod},
		method{sig: Signature{Func: "isalnum", Style: Nothing}, run: everyByte(func(c byte) bool { return isByteAlpha(c) || isByteDigit(c) })},
		method{sig: Signature{Func: "isalpha", Style: Nothing}, run: everyByte(isByteAlpha)},
		method{sig: Signature{Func: "isdigit", Style: Nothing}, run: everyByte(isByteDigit)},
		method{sig: Signature{Func: "islower", Style: Nothing}, run: predicate(func(p *pace, s string) bool { return hasLowerOnly(p, asLatin(p, s)) })},
		method{sig: Signature{Func: "isspace", Style: Nothing}, run: everyByte(isByteSpace)},
		method{sig: Signature{Func: "istitle", Style: Nothing}, run: predicate(func(p *pace, s string) bool { return hasTitle(p, asLatin(p, s)) })},
		method{sig: Signature{Func: "isupper", Style: Nothing}, run: predicate(func(p *pace, s string) bool { return hasUpperOnly(p, asLatin(p, s)) })},
		method{sig: Signature{Func: "lower", Style: Nothing}, run: mapping(lowerBytes)},
		method{sig: Signature{Func: "maketrans", Style: Positional, Params: []string{"frm", "to"}, Required: 2}, run: makeTransBytes},
		method{sig: Signature{Func: "swapcase", Style: Nothing}, run: mapping(func(p *pace, s string) string {
			return mapBytes(p, s, func(c byte, _ int) byte {
				if isByteAlpha(c) {
					return c ^ 0x20
				}
				return c
			})
		})},
		method{sig: Signature{Func: "title", Style: Nothing}, run: mapping(titleBytes)},
		method{sig: Signature{Func: "translate", Params: []string{"table", "delete"}, Required: 1, PosOnly: 1}, run: translateBytes},
		method{sig: Signature{Func: "upper", Style: Nothing}, run: mapping(func(p *pace, s string) string {
			return mapBytes(p, s, func(c byte, _ int) byte { return upperByte(c) })
		})},
	)
}

// Bytes know ASCII only: a byte outside it has no case and is no letter.

func isByteAlpha(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
func isByteDigit(c byte) bool { return '0' <= c && c <= '9' }

func upperByte(c byte) byte {
	if 'a' <= c && c <= 'z' {
		return c - 0x20
	}
	return c
}

func lowerByte(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 0x20
	}
	return c
}

// asLatin makes every byte outside ASCII a character without case.
func asLatin(p *pace, s string) string {
	return mapBytes(p, s, func(c byte, _ int) byte {
		if c >= 0x80 {
			return ' '
		}
		return c
	})
}

func mapBytes(p *pace, s string, f func(c byte, i int) byte) string {
	b := p.room(len(s))
	for i := range len(s) {
		b = append(b, f(s[i], i))
		p.pass(1)
	}
	return p.text(b)
}

func lowerBytes(p *pace, s string) string {
	return mapBytes(p, s, func(c byte, _ int) byte { return lowerByte(c) })
}

func capitalizeBytes(p *pace, s string) string {
	return mapBytes(p, s, func(c byte, i int) byte {
		if i == 0 {
			return upperByte(c)
		}
		return lowerByte(c)
	})
}

func titleBytes(p *pace, s string) string {
	return mapBytes(p, s, func(c byte, i int) byte {
		if i > 0 && isByteAlpha(s[i-1]) {
			return lowerByte(c)
		}
		return upperByte(c)
	})
}

func everyByte(f func(c byte) bool) func(c *call) (starlark.Value, error) {
	return predicate(func(p *pace, s string) bool {
		for i := range len(s) {
			if !f(s[i]) {
				return false
			}
			p.pass(1)
		}
		return s != ""
	})
}

func decodeMethod(c *call) (starlark.Value, error) {
	encoding, errors, err := c.codec()
	if err != nil {
		return nil, err
	}
	b := c.s
	if c.kind == arrayKind { // what is decoded, or an exception that shows it, may be b itself
		b = c.text(c.copied(b))
	}
	s, err := c.decode(b, encoding, errors)
	if err != nil {
		return nil, err
	}
	return c.str(s), nil
}

func fromHex(p *pace, s string) (string, error) {
	out := p.room(len(s) / 2)
	bad := func(i int) (string, error) {
		return "", valueError("non-hexadecimal number found in fromhex() arg at position %d", i)
	}
	for i := range len(s) {
		if s[i] >= 0x80 {
			return bad(i)
		}
		if i&(paceBytes-1) == paceBytes-1 {
			p.pass(paceBytes)
		}
	}
	for i := 0; i < len(s); {
		if isByteSpace(s[i]) {
			i++
			continue
		}
		hi := strings.IndexByte(hexDigits, lowerByte(s[i]))
		if hi < 0 {
			return bad(i)
		}
		if i+1 == len(s) {
			return bad(i + 1)
		}
		lo := strings.IndexByte(hexDigits, lowerByte(s[i+1]))
		if lo < 0 {
			return bad(i + 1)
		}
		out = append(out, byte(hi<<4|lo))
		i += 2
		p.pass(8)
	}
	return p.text(out), nil
}

// FromHexPaced is FromHex for something long; check is asked now and then, and ends it by an error.
func FromHexPaced(check func() error, s string) (b string, err error) {
	_, err = keepPace(func() (_ starlark.Value, err error) {
		b, err = fromHex(&pace{check: check}, s)
		return nil, err
	})
	return b, err
}

func fromHexMethod(c *call) (starlark.Value, error) {
	s, ok := AsString(c.args[0])
	if !ok {
		return nil, typeError("fromhex() argument must be str, not %s", c.f.argName(c.args[0]))
	}
	b, err := fromHex(&c.pace, s)
	if err != nil {
		return nil, err
	}
	return c.wrap(b), nil
}

func hexMethod(c *call) (starlark.Value, error) {
	group, err := c.cInt(1, 1)
	if err != nil {
		return nil, err
	}
	sep := ""
	if v := c.args[0]; v != nil {
		s, isStr := AsString(v)
		if !isStr {
			var ok bool
			if s, ok = AsBytes(v); !ok {
				if n := starlark.Len(v); n < 0 {
					return nil, typeError("object of type '%s' has no len()", c.f.typeName(v))
				} else if n != 1 {
					return nil, valueError("sep must be length 1.")
				}
				return nil, typeError("sep must be str or bytes.")
			}
		}
		if isStr && Len(s) != 1 || !isStr && len(s) != 1 {
			return nil, valueError("sep must be length 1.")
		}
		if s[0] >= 0x80 {
			return nil, valueError("sep must be ASCII.")
		}
		sep = s
	}
	s, err := hexOf(&c.pace, c.s, sep, group)
	if err != nil {
		return nil, err
	}
	return starlark.String(s), nil
}

// HexPaced is Hex for something long; check is asked now and then, and ends it by an error.
func HexPaced(check func() error, b, sep string, group int) (s string, err error) {
	_, err = keepPace(func() (_ starlark.Value, err error) {
		s, err = hexOf(&pace{check: check}, b, sep, group)
		return nil, err
	})
	return s, err
}

func hexOf(p *pace, b, sep string, group int) (string, error) {
	if len(b) > MaxSize/3 {
		return "", errMemory()
	}
	size := 2 * len(b)
	if sep != "" && group != 0 {
		size += len(b) / max(group, -group)
	}
	out := p.room(size)
	for i := range len(b) {
		if sep != "" && i > 0 && (group > 0 && (len(b)-i)%group == 0 || group < 0 && i%-group == 0) {
			out = append(out, sep...)
		}
		out = append(out, hexDigits[b[i]>>4], hexDigits[b[i]&0xF])
		p.pass(1)
	}
	return p.text(out), nil
}

func translateBytes(c *call) (starlark.Value, error) {
	table := ""
	if c.args[0] != starlark.None {
		var ok bool
		if table, ok = AsBytes(c.args[0]); !ok {
			return nil, c.notBytes(c.args[0])
		}
		if len(table) != 256 {
			return nil, valueError("translation table must be 256 characters long")
		}
	}
	var drop [256]bool
	if v := c.args[1]; v != nil {
		s, ok := AsBytes(v)
		if !ok {
			return nil, c.notBytes(v)
		}
		for i := range len(s) {
			drop[s[i]] = true
		}
	}
	out := c.room(len(c.s))
	for i := range len(c.s) {
		b := c.s[i]
		c.pass(1)
		if drop[b] {
			continue
		}
		if table != "" {
			b = table[b]
		}
		out = append(out, b)
	}
	return c.wrap(c.text(out)), nil
}

func makeTransBytes(c *call) (starlark.Value, error) {
	from, err := c.operand(0, "")
	if err != nil {
		return nil, err
	}
	to, err := c.operand(1, "")
	if err != nil {
		return nil, err
	}
	if len(from) != len(to) {
		return nil, valueError("maketrans arguments must have same length")
	}
	var table [256]byte
	for i := range table {
		table[i] = byte(i)
	}
	for i := range len(from) {
		table[from[i]] = to[i]
	}
	return Bytes(table[:]), nil
}

// MakeTransBytes is bytes.maketrans, which needs no receiver.
func MakeTransBytes(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return bytesMethods()["maketrans"].CallInternal(thread, args, kwargs)
}

// mutatingMethods are those that only bytearray has.
func mutatingMethods() []method {
	return []method{
		{sig: Signature{Func: "append", Style: Single, Params: []string{"item"}}, run: arrayAppend},
		{sig: Signature{Func: "clear", Style: Nothing}, run: arrayClear},
		{sig: Signature{Func: "copy", Style: Nothing}, run: func(c *call) (starlark.Value, error) { return c.wrap(c.s), nil }},
		{sig: Signature{Func: "extend", Style: Single, Params: []string{"iterable"}}, run: arrayExtend},
		{sig: Signature{Func: "insert", Style: Positional, Params: []string{"index", "item"}, Required: 2}, run: arrayInsert},
		{sig: Signature{Func: "pop", Style: Positional, Params: []string{"index"}}, run: arrayPop},
		{sig: Signature{Func: "remove", Style: Single, Params: []string{"value"}}, run: arrayRemove},
		{sig: Signature{Func: "reverse", Style: Nothing}, run: arrayReverse},
	}
}

func (c *call) array() *ByteArray { return c.recv.(*ByteArray) }

func (c *call) byteArg(i int) (byte, error) {
	n, err := c.f.mustIndex(c.args[i])
	if err != nil {
		return 0, err
	}
	return byteOf(n)
}

func arrayAppend(c *call) (starlark.Value, error) {
	v, err := c.byteArg(0)
	if err != nil {
		return nil, err
	}
	b := c.array()
	return starlark.None, b.splice(&c.pace, len(b.data), len(b.data), string([]byte{v}))
}

func arrayClear(c *call) (starlark.Value, error) {
	b := c.array()
	return starlark.None, b.splice(&c.pace, 0, len(b.data), "")
}

func arrayExtend(c *call) (starlark.Value, error) {
	s, err := c.f.byteString(c.args[0], "can't extend bytearray with "+c.f.typeName(c.args[0]))
	if err != nil {
		return nil, err
	}
	b := c.array()
	return starlark.None, b.splice(&c.pace, len(b.data), len(b.data), s)
}

func arrayInsert(c *call) (starlark.Value, error) {
	at, err := c.integer(0, 0)
	if err != nil {
		return nil, err
	}
	v, err := c.byteArg(1)
	if err != nil {
		return nil, err
	}
	b := c.array()
	at = min(clamp(at, len(b.data)), len(b.data))
	return starlark.None, b.splice(&c.pace, at, at, string([]byte{v}))
}

func arrayPop(c *call) (starlark.Value, error) {
	at, err := c.integer(0, -1)
	if err != nil {
		return nil, err
	}
	b := c.array()
	if len(b.data) == 0 {
		return nil, exception.New(exception.IndexError, "pop from empty bytearray")
	}
	if at < 0 {
		at += len(b.data)
	}
	if at < 0 || at >= len(b.data) {
		return nil, exception.New(exception.IndexError, "pop index out of range")
	}
	v := b.data[at]
	return starlark.MakeInt(int(v)), b.splice(&c.pace, at, at+1, "")
}

func arrayRemove(c *call) (starlark.Value, error) {
	v, err := c.byteArg(0)
	if err != nil {
		return nil, err
	}
	b := c.array()
	at := slices.Index(b.data, v)
	if at < 0 {
		return nil, valueError("value not found in bytearray")
	}
	return starlark.None, b.splice(&c.pace, at, at+1, "")
}

func arrayReverse(c *call) (starlark.Value, error) {
	b := c.array()
	if err := b.mutable("reverse"); err != nil {
		return nil, err
	}
	for i, j := 0, len(b.data)-1; i < j; {
		for n := min(paceBytes, (j-i+1)/2); n > 0; n-- {
			b.data[i], b.data[j] = b.data[j], b.data[i]
			i, j = i+1, j-1
		}
		c.pass(paceBytes)
	}
	return starlark.None, nil
}
