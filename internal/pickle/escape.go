package pickle

import (
	"fmt"
	"unicode/utf8"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// This file reads and writes the strings of protocol 0, which are lines of text.

// appendRawEscaped appends s with the characters that have no place on a line, or
// beyond Latin-1, as escapes.
func appendRawEscaped(dst []byte, s string) []byte {
	for i := 0; i < len(s); {
		c, n := decodeRune(s[i:])
		i += n
		switch {
		case c > 0xffff:
			dst = fmt.Appendf(dst, `\U%08x`, c)
		case c > 0xff || c == '\\' || c == 0 || c == '\n' || c == '\r' || c == 0x1a:
			dst = fmt.Appendf(dst, `\u%04x`, c)
		default:
			dst = append(dst, byte(c))
		}
	}
	return dst
}

// decodeRune is utf8.DecodeRuneInString for text that may hold lone surrogates.
func decodeRune(s string) (rune, int) {
	c, n := utf8.DecodeRuneInString(s)
	if c == utf8.RuneError && n == 1 && len(s) >= 3 && s[0] == 0xed {
		return rune(s[0]&0xf)<<12 | rune(s[1]&0x3f)<<6 | rune(s[2]&0x3f), 3
	}
	return c, n
}

// rawUnescape undoes appendRawEscaped.
func rawUnescape(b []byte) (string, error) {
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); {
		c := rune(b[i])
		if c != '\\' || i+1 == len(b) || b[i+1] != 'u' && b[i+1] != 'U' {
			out = utf8.AppendRune(out, c)
			if c == '\\' && i+1 < len(b) { // what a backslash protects is no escape
				out = utf8.AppendRune(out, rune(b[i+1]))
				i++
			}
			i++
			continue
		}
		start, size := i, 4
		if b[i+1] == 'U' {
			size = 8
		}
		c = 0
		for i += 2; i < start+2+size; i++ {
			d := -1
			if i < len(b) {
				d = hexDigit(b[i])
			}
			if d < 0 {
				what := `truncated \uXXXX escape`
				if size == 8 {
					what = `truncated \UXXXXXXXX escape`
				}
				return "", badEscape("rawunicodeescape", b, start, i, what)
			}
			c = c<<4 | rune(d)
		}
		if c > utf8.MaxRune || c < 0 {
			return "", badEscape("rawunicodeescape", b, start, i, `\Uxxxxxxxx out of range`)
		}
		if 0xd800 <= c && c < 0xe000 {
			out = append(out, 0xed, byte(0x80|c>>6&0x3f), byte(0x80|c&0x3f))
			continue
		}
		out = utf8.AppendRune(out, c)
	}
	return string(out), nil
}

func badEscape(codec string, b []byte, start, end int, reason string) error {
	return exception.WithArgs(exception.UnicodeDecodeError, starlark.String(codec), text.Bytes(b),
		starlark.MakeInt(start), starlark.MakeInt(end), starlark.String(reason))
}

func hexDigit(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c && c <= 'f':
		return int(c - 'a' + 10)
	case 'A' <= c && c <= 'F':
		return int(c - 'A' + 10)
	}
	return -1
}

var simpleEscapes = map[byte]string{
	'\n': "", '\\': `\`, '\'': "'", '"': `"`, 'b': "\b", 'f': "\f", 't': "\t", 'n': "\n", 'r': "\r", 'v': "\v", 'a': "\a",
}

// unescape reads the escapes of a bytes literal.
func unescape(b []byte) ([]byte, error) {
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		if b[i] != '\\' {
			out = append(out, b[i])
			continue
		}
		i++
		if i == len(b) {
			return nil, exception.New(exception.ValueError, `Trailing \ in string`)
		}
		c := b[i]
		if s, ok := simpleEscapes[c]; ok {
			out = append(out, s...)
			continue
		}
		switch {
		case '0' <= c && c <= '7':
			n := 0
			for end := min(i+3, len(b)); i < end && '0' <= b[i] && b[i] <= '7'; i++ {
				n = n<<3 | int(b[i]-'0')
			}
			i--
			out = append(out, byte(n))
		case c == 'x':
			if i+2 >= len(b) || hexDigit(b[i+1]) < 0 || hexDigit(b[i+2]) < 0 {
				return nil, exception.New(exception.ValueError, `invalid \x escape at position %d`, i-1)
			}
			out = append(out, byte(hexDigit(b[i+1])<<4|hexDigit(b[i+2])))
			i += 2
		default:
			out = append(out, '\\', c)
		}
	}
	return out, nil
}
