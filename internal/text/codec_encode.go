package text

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/pieces"
	"go.starlark.net/starlark"
)

// Encode is s.encode(encoding, errors). Errors are UnicodeEncodeError, with args
// (encoding, object, start, end, reason), and LookupError. Error handlers are strict,
// ignore, replace, backslashreplace, xmlcharrefreplace, surrogateescape and
// surrogatepass; namereplace would need the names of all characters.
func Encode(s, encoding, errors string) (string, error) {
	return (*pace)(nil).encode(s, encoding, errors)
}

// EncodePaced is Encode for something long; check is asked now and then, and ends it by an error.
func EncodePaced(check func() error, s, encoding, errors string) (b string, err error) {
	_, err = keepPace(func() (_ starlark.Value, err error) {
		b, err = (&pace{check: check}).encode(s, encoding, errors)
		return nil, err
	})
	return b, err
}

func (p *pace) encode(s, encoding, errors string) (string, error) {
	name, err := findCodec(encoding, "encode")
	if err != nil {
		return "", err
	}
	var c codec
	switch name {
	case "utf-8", "utf-8-sig":
		bom := ""
		if name == "utf-8-sig" {
			bom = "\uFEFF"
		}
		if p.valid(s) {
			return p.concat(bom, s), nil
		}
		c = *utf8Codec
		c.bom = bom
	case "ascii":
		if p.isASCII(s) {
			return s, nil
		}
		c = *ascii
	case "latin-1":
		c = *latin1
	case "utf-16":
		c = *utf16le
		c.name, c.bom = "utf-16", "\xFF\xFE"
	case "utf-32":
		c = *utf32le
		c.name, c.bom = "utf-32", "\xFF\xFE\x00\x00"
	case "utf-16-le":
		c = *utf16le
	case "utf-16-be":
		c = *utf16be
	case "utf-32-le":
		c = *utf32le
	case "utf-32-be":
		c = *utf32be
	}
	b, err := c.encode(p, p.wellFormed(s), errors)
	return b, viaRegistry(err, "encoding", name, encoding)
}

func (c *codec) encode(p *pace, s, errors string) (string, error) {
	var t pieces.Text
	b := append(make([]byte, 0, min(len(s)*c.unit+len(c.bom), pieces.Size)), c.bom...)
	most := len(s)
	switch errors {
	case "ignore", "replace", "backslashreplace", "xmlcharrefreplace": // none complains of where those characters end
		most = maxBad
	}
	at := 0 // index of the character
	for i := 0; i < len(s); {
		r, size := decodeRune(s[i:])
		out, ok := c.put(b, r)
		if ok {
			b = out
			at++
			i += size
		} else {
			bad, n := s[i:i+size], 1
			for c.group && i+len(bad) < len(s) && n < most {
				r, size := decodeRune(s[i+len(bad):])
				if _, ok := c.put(nil, r); ok {
					break
				}
				bad = s[i : i+len(bad)+size]
				n++
				p.pass(8)
			}
			var err error
			if b, err = c.encodeBad(b, s, bad, at, n, errors); err != nil {
				return "", err
			}
			at += n
			i += len(bad)
		}
		if len(b) >= pieces.Full {
			if b = t.Keep(b); t.Len() > MaxSize {
				return "", errMemory()
			}
		}
		p.pass(4)
	}
	return p.done(&t, b), nil
}

// maxBad is how many characters an error handler replaces at once.
const maxBad = 1 << 10

// encodeBad appends what the error handler makes of bad, n characters at index at.
func (c *codec) encodeBad(b []byte, s, bad string, at, n int, errors string) ([]byte, error) {
	end := at + n
	text := ""
	switch errors {
	case "strict":
		return nil, encodeError(c.name, s, at, end, c.reason)
	case "ignore":
		return b, nil
	case "replace":
		text = strings.Repeat("?", n)
	case "backslashreplace":
		text = escapeNonASCII(bad)
	case "xmlcharrefreplace":
		var x strings.Builder
		eachRune(bad, func(r rune) bool {
			x.WriteString("&#" + strconv.Itoa(int(r)) + ";")
			return true
		})
		text = x.String()
	case "surrogateescape":
		for bad != "" {
			r, size := decodeRune(bad)
			if c.unit != 1 || r < 0xDC80 || r > 0xDCFF {
				return nil, encodeError(c.name, s, at, end, c.reason)
			}
			b = append(b, byte(r))
			bad = bad[size:]
			at++
		}
		return b, nil
	case "surrogatepass":
		if c.name == "ascii" || c.name == "latin-1" {
			return nil, encodeError(c.name, s, at, end, c.reason)
		}
		eachRune(bad, func(r rune) bool {
			b = c.putSurrogate(b, r)
			return true
		})
		return b, nil
	case "namereplace":
		return nil, exception.New(exception.LookupError, "error handler 'namereplace' is not supported: the names of characters are not available")
	default:
		return nil, exception.New(exception.LookupError, "unknown error handler name '%s'", errors)
	}
	eachRune(text, func(r rune) bool {
		b, _ = c.put(b, r)
		return true
	})
	return b, nil
}

// putSurrogate appends a lone surrogate as if it were a character.
func (c *codec) putSurrogate(b []byte, r rune) []byte {
	switch {
	case c.unit == 1:
		return appendRune(b, r)
	case c.unit == 2 && strings.HasSuffix(c.name, "be"):
		return append(b, byte(r>>8), byte(r))
	case c.unit == 2:
		return append(b, byte(r), byte(r>>8))
	case strings.HasSuffix(c.name, "be"):
		return append(b, 0, 0, byte(r>>8), byte(r))
	}
	return append(b, byte(r), byte(r>>8), 0, 0)
}

func encodeError(encoding, s string, start, end int, reason string) error {
	what := fmt.Sprintf("characters in position %d-%d", start, end-1)
	if end == start+1 {
		i := start
		eachRune(s, func(r rune) bool {
			if i == 0 {
				what = fmt.Sprintf("character '%s' in position %d", appendHexEscape(nil, r), start)
			}
			i--
			return i >= 0
		})
	}
	return &exception.Error{
		Kind: exception.UnicodeEncodeError,
		Msg:  fmt.Sprintf("'%s' codec can't encode %s: %s", encoding, what, reason),
		Args: starlark.Tuple{starlark.String(encoding), Str(s), starlark.MakeInt(start), starlark.MakeInt(end), starlark.String(reason)},
	}
}

func putUTF8(b []byte, r rune) ([]byte, bool) {
	if isSurrogate(r) {
		return b, false
	}
	return utf8.AppendRune(b, r), true
}

func putBelow(bound rune) func(b []byte, r rune) ([]byte, bool) {
	return func(b []byte, r rune) ([]byte, bool) {
		if r >= bound {
			return b, false
		}
		return append(b, byte(r)), true
	}
}
