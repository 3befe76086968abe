package text

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/pieces"
	"go.starlark.net/starlark"
)

// Decode is b.decode(encoding, errors). Errors are UnicodeDecodeError, with args
// (encoding, object, start, end, reason), and LookupError. Error handlers are strict,
// ignore, replace, backslashreplace, surrogateescape and surrogatepass.
func Decode(b, encoding, errors string) (string, error) {
	return (*pace)(nil).decode(b, encoding, errors)
}

// DecodePaced is Decode for something long; check is asked now and then, and ends it by an error.
func DecodePaced(check func() error, b, encoding, errors string) (s string, err error) {
	_, err = keepPace(func() (_ starlark.Value, err error) {
		s, err = (&pace{check: check}).decode(b, encoding, errors)
		return nil, err
	})
	return s, err
}

func (p *pace) decode(b, encoding, errors string) (string, error) {
	if b == "" {
		return "", nil // CPython does not even look at the names
	}
	name, err := findCodec(encoding, "decode")
	if err != nil {
		return "", err
	}
	var c *codec
	start := 0
	switch name {
	case "utf-8-sig":
		b = strings.TrimPrefix(b, "\uFEFF")
		fallthrough
	case "utf-8":
		if p.valid(b) {
			return b, nil
		}
		c = utf8Codec
	case "ascii":
		if p.isASCII(b) {
			return b, nil
		}
		c = ascii
	case "latin-1":
		c = latin1
	case "utf-16":
		c = utf16le
		if strings.HasPrefix(b, "\xFF\xFE") {
			start = 2
		} else if strings.HasPrefix(b, "\xFE\xFF") {
			c, start = utf16be, 2
		}
	case "utf-32":
		c = utf32le
		if strings.HasPrefix(b, "\xFF\xFE\x00\x00") {
			start = 4
		} else if strings.HasPrefix(b, "\x00\x00\xFE\xFF") {
			c, start = utf32be, 4
		}
	case "utf-16-le":
		c = utf16le
	case "utf-16-be":
		c = utf16be
	case "utf-32-le":
		c = utf32le
	case "utf-32-be":
		c = utf32be
	}
	s, err := c.decode(p, b, start, errors)
	return s, viaRegistry(err, "decoding", name, encoding)
}

func (c *codec) decode(p *pace, b string, start int, errors string) (string, error) {
	var t pieces.Text
	out := make([]byte, 0, min(len(b), pieces.Size))
	for i := start; i < len(b); {
		r, size, reason := c.next(b, i)
		if reason == "" {
			out = appendRune(out, r)
			i += size
		} else {
			var err error
			if out, size, err = c.decodeBad(out, b, i, size, reason, errors); err != nil {
				return "", err
			}
			i += size
		}
		if len(out) >= pieces.Full {
			if out = t.Keep(out); t.Len() > MaxSize {
				return "", errMemory()
			}
		}
		p.pass(4)
	}
	return p.done(&t, out), nil
}

// decodeBad appends what the error handler makes of b[i:i+size] and returns how
// many bytes that took.
func (c *codec) decodeBad(out []byte, b string, i, size int, reason, errors string) ([]byte, int, error) {
	switch errors {
	case "strict":
	case "ignore":
		return out, size, nil
	case "replace":
		return append(out, "\uFFFD"...), size, nil
	case "backslashreplace":
		for k := range size {
			out = append(out, '\\', 'x', hexDigits[b[i+k]>>4], hexDigits[b[i+k]&0xF])
		}
		return out, size, nil
	case "surrogateescape":
		n := 0
		for n < size && b[i+n] >= 0x80 {
			out = appendRune(out, 0xDC00+rune(b[i+n]))
			n++
		}
		if n > 0 {
			return out, n, nil
		}
	case "surrogatepass":
		if r, n := c.surrogateAt(b[i:]); n > 0 {
			return appendRune(out, r), n, nil
		}
	case "xmlcharrefreplace", "namereplace":
		return nil, 0, typeError("don't know how to handle UnicodeDecodeError in error callback")
	default:
		return nil, 0, exception.New(exception.LookupError, "unknown error handler name '%s'", errors)
	}
	return nil, 0, decodeError(c.name, b, i, i+size, reason)
}

// surrogateAt returns the lone surrogate that b begins with, and its size, or 0.
func (c *codec) surrogateAt(b string) (rune, int) {
	var r rune
	switch {
	case c.name == "utf-8" && len(b) >= 3 && b[0] == 0xED && b[1]&0xE0 == 0xA0 && b[2]&0xC0 == 0x80:
		return decodeRune(b)
	case c.unit > 1 && len(b) >= c.unit:
		r = rune(unit(b[:c.unit], c.name[len(c.name)-2:] == "be"))
	}
	if isSurrogate(r) {
		return r, c.unit
	}
	return 0, 0
}

func decodeError(encoding, b string, start, end int, reason string) error {
	what := fmt.Sprintf("bytes in position %d-%d", start, end-1)
	if end == start+1 {
		what = fmt.Sprintf("byte 0x%02x in position %d", b[start], start)
	}
	return &exception.Error{
		Kind: exception.UnicodeDecodeError,
		Msg:  fmt.Sprintf("'%s' codec can't decode %s: %s", encoding, what, reason),
		Args: starlark.Tuple{starlark.String(encoding), Bytes(b), starlark.MakeInt(start), starlark.MakeInt(end), starlark.String(reason)},
	}
}

func nextASCII(b string, i int) (rune, int, string) {
	if b[i] >= 0x80 {
		return 0, 1, "ordinal not in range(128)"
	}
	return rune(b[i]), 1, ""
}

func nextLatin1(b string, i int) (rune, int, string) { return rune(b[i]), 1, "" }

// nextUTF8 blames, as Unicode recommends, the longest piece that could have
// begun a character.
func nextUTF8(b string, i int) (rune, int, string) {
	r, size := utf8.DecodeRuneInString(b[i:])
	if r != utf8.RuneError || size > 1 {
		return r, size, ""
	}
	c := b[i]
	need, lo, hi := 0, byte(0x80), byte(0xBF)
	switch {
	case 0xC2 <= c && c <= 0xDF:
		need = 2
	case 0xE0 <= c && c <= 0xEF:
		need = 3
		if c == 0xE0 {
			lo = 0xA0
		} else if c == 0xED {
			hi = 0x9F
		}
	case 0xF0 <= c && c <= 0xF4:
		need = 4
		if c == 0xF0 {
			lo = 0x90
		} else if c == 0xF4 {
			hi = 0x8F
		}
	default:
		return 0, 1, "invalid start byte"
	}
	for k := 1; k < need; k++ {
		if i+k == len(b) {
			return 0, k, "unexpected end of data"
		}
		if b[i+k] < lo || b[i+k] > hi {
			return 0, k, "invalid continuation byte"
		}
		lo, hi = 0x80, 0xBF
	}
	panic("text: valid UTF-8 refused")
}
