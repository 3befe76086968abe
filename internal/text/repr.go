package text

import (
	"math"
	"strconv"
	"strings"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/pieces"
)

const hexDigits = "0123456789abcdef"

// Repr returns the repr of a str: in single quotes unless it holds some and no
// double ones; what is not printable is escaped.
func Repr(s string) string { return quote(s, false) }

// ASCII returns what ascii() does of a str: its repr with everything outside
// ASCII escaped.
func ASCII(s string) string { return quote(s, true) }

func quote(s string, ascii bool) string { return (*pace)(nil).quote(s, ascii) }

// ReprPaced, ASCIIPaced and BytesReprPaced are Repr, ASCII and BytesRepr for what may be long; check is asked now and then, and ends it by an error.
func ReprPaced(check func() error, s string) (string, error) {
	if len(s) <= paceBytes/8 {
		return Repr(s), nil
	}
	return paceString(check, func(p *pace) string { return p.quote(s, false) })
}

// ASCIIPaced: see [ReprPaced].
func ASCIIPaced(check func() error, s string) (string, error) {
	if len(s) <= paceBytes/8 {
		return ASCII(s), nil
	}
	return paceString(check, func(p *pace) string { return p.quote(s, true) })
}

// BytesReprPaced: see [ReprPaced].
func BytesReprPaced(check func() error, s string) (string, error) {
	return paceString(check, func(p *pace) string { return p.quoteBytes(s, quoteMark(s)) })
}

func paceString(check func() error, f func(p *pace) string) (s string, err error) {
	_, err = keepPace(func() (starlark.Value, error) {
		s = f(&pace{check: check})
		return nil, nil
	})
	return s, err
}

func (p *pace) quote(s string, ascii bool) string {
	q := quoteMark(s)
	var t pieces.Text
	b := make([]byte, 0, min(len(s)+2, pieces.Size))
	b = append(b, q)
	for i := 0; i < len(s); {
		r, size := decodeRune(s[i:])
		switch {
		case r == rune(q) || r == '\\':
			b = append(b, '\\', byte(r))
		case isPrintable(r) && (r < 0x80 || !ascii):
			b = append(b, s[i:i+size]...)
		default:
			b = appendEscape(b, r)
		}
		i += size
		if len(b) >= pieces.Full {
			b = t.Keep(b)
			p.pass(paceBytes)
		}
	}
	return p.done(&t, append(b, q))
}

func quoteMark(s string) byte {
	if strings.IndexByte(s, '\'') >= 0 && strings.IndexByte(s, '"') < 0 {
		return '"'
	}
	return '\''
}

// appendEscape appends the escape sequence of r: \n, \x7f, \u0100, \U0001f600.
func appendEscape(b []byte, r rune) []byte {
	switch {
	case r == '\n':
		return append(b, '\\', 'n')
	case r == '\r':
		return append(b, '\\', 'r')
	case r == '\t':
		return append(b, '\\', 't')
	}
	return appendHexEscape(b, r)
}

// appendHexEscape appends \xhh, \uhhhh or \Uhhhhhhhh, whichever is shortest.
func appendHexEscape(b []byte, r rune) []byte {
	n := 8
	switch {
	case r < 0x100:
		b, n = append(b, '\\', 'x'), 2
	case r < 0x10000:
		b, n = append(b, '\\', 'u'), 4
	default:
		b = append(b, '\\', 'U')
	}
	for n--; n >= 0; n-- {
		b = append(b, hexDigits[r>>(4*n)&0xF])
	}
	return b
}

// BytesRepr returns the repr of a bytes object.
func BytesRepr(s string) string { return quoteBytes(s, quoteMark(s)) }

// quoteBytes is BytesRepr with escaped also written with a backslash.
func quoteBytes(s string, escaped byte) string { return (*pace)(nil).quoteBytes(s, escaped) }

func (p *pace) quoteBytes(s string, escaped byte) string {
	return p.quoteBytesAfter("", s, escaped)
}

// quoteBytesAfter returns head and what quoteBytes does.
func (p *pace) quoteBytesAfter(head, s string, escaped byte) string {
	q := quoteMark(s)
	var t pieces.Text
	b := make([]byte, 0, min(len(head)+len(s)+4, pieces.Size))
	b = append(append(b, head...), 'b', q)
	for i := range len(s) {
		c := s[i]
		switch {
		case c == q || c == '\\' || c == escaped:
			b = append(b, '\\', c)
		case 0x20 <= c && c < 0x7F:
			b = append(b, c)
		default:
			b = appendEscape(b, rune(c))
		}
		if len(b) >= pieces.Full {
			b = t.Keep(b)
			p.pass(paceBytes)
		}
	}
	b = append(b, q)
	if head != "" {
		b = append(b, ')')
	}
	return p.done(&t, b)
}

// FloatRepr returns the repr of a float: the fewest digits that read back as f.
func FloatRepr(f float64) string { return shortest(f, true) }

// ComplexRepr returns the repr of a complex number: "(1+2j)", or "2j" if the real
// part is positive zero.
func ComplexRepr(re, im float64) string {
	tail := shortest(im, false) + "j"
	if re == 0 && !math.Signbit(re) {
		return tail
	}
	if tail[0] != '-' {
		tail = "+" + tail
	}
	return "(" + shortest(re, false) + tail + ")"
}

// shortest formats f with the fewest digits that read back as f; dot0 makes "1.0"
// of "1".
func shortest(f float64, dot0 bool) string {
	switch {
	case math.IsInf(f, 1):
		return "inf"
	case math.IsInf(f, -1):
		return "-inf"
	case f != f:
		return "nan"
	}
	if a := math.Abs(f); a != 0 && (a < 1e-4 || a >= 1e16) {
		return strconv.FormatFloat(f, 'e', -1, 64)
	}
	s := strconv.FormatFloat(f, 'f', -1, 64)
	if dot0 && strings.IndexByte(s, '.') < 0 {
		s += ".0"
	}
	return s
}
