package text

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/mpstar/mpstar/internal/exception"
	"go.starlark.net/starlark"
)

// A codec turns characters into bytes and back.
type codec struct {
	name string // as messages show it
	bom  string // what Encode puts first
	// put appends a character; it reports false if the codec has no code for it.
	put    func(b []byte, r rune) ([]byte, bool)
	reason string // why put fails
	group  bool   // one error covers all such characters in a row
	unit   int    // size of a code unit: raw bytes can go in only in multiples of it
	// next reads the character at b[i:]. If there is none, reason says why and size is
	// the number of bytes to blame.
	next func(b string, i int) (r rune, size int, reason string)
}

var (
	utf8Codec = &codec{name: "utf-8", put: putUTF8, reason: "surrogates not allowed", group: true, unit: 1, next: nextUTF8}
	ascii     = &codec{name: "ascii", put: putBelow(0x80), reason: "ordinal not in range(128)", group: true, unit: 1, next: nextASCII}
	latin1    = &codec{name: "latin-1", put: putBelow(0x100), reason: "ordinal not in range(256)", group: true, unit: 1, next: nextLatin1}
	utf16le   = wideCodec("utf-16-le", 2, false)
	utf16be   = wideCodec("utf-16-be", 2, true)
	utf32le   = wideCodec("utf-32-le", 4, false)
	utf32be   = wideCodec("utf-32-be", 4, true)
)

// encodings maps normalized names to canonical ones.
var encodings = map[string]string{
	"utf_8": "utf-8", "utf8": "utf-8", "u8": "utf-8", "utf": "utf-8", "cp65001": "utf-8", "utf8_ucs2": "utf-8", "utf8_ucs4": "utf-8",
	"utf_8_sig": "utf-8-sig",
	"ascii":     "ascii", "us_ascii": "ascii", "646": "ascii", "us": "ascii", "iso646_us": "ascii", "ansi_x3.4_1968": "ascii",
	"ansi_x3_4_1968": "ascii", "iso_646.irv_1991": "ascii", "iso_ir_6": "ascii", "ibm367": "ascii", "cp367": "ascii",
	"latin_1": "latin-1", "latin1": "latin-1", "latin": "latin-1", "l1": "latin-1", "iso_8859_1": "latin-1", "iso8859_1": "latin-1",
	"iso8859": "latin-1", "8859": "latin-1", "cp819": "latin-1", "ibm819": "latin-1", "iso_8859_1_1987": "latin-1", "iso_ir_100": "latin-1",
	"utf_16": "utf-16", "utf16": "utf-16", "u16": "utf-16",
	"utf_16_le": "utf-16-le", "utf_16le": "utf-16-le", "unicodelittleunmarked": "utf-16-le",
	"utf_16_be": "utf-16-be", "utf_16be": "utf-16-be", "unicodebigunmarked": "utf-16-be",
	"utf_32": "utf-32", "utf32": "utf-32", "u32": "utf-32",
	"utf_32_le": "utf-32-le", "utf_32le": "utf-32-le", "utf_32_be": "utf-32-be", "utf_32be": "utf-32-be",
}

// binaryEncodings are names of CPython's codecs that are not for text.
var binaryEncodings = map[string]bool{"hex": true, "hex_codec": true, "base64": true, "base64_codec": true, "base_64": true,
	"bz2": true, "bz2_codec": true, "zlib": true, "zlib_codec": true, "zip": true, "uu": true, "uu_codec": true,
	"quopri": true, "quopri_codec": true, "quoted_printable": true, "quotedprintable": true, "rot13": true, "rot_13": true}

// EncodingName returns the canonical name of an encoding ("utf-8" for "UTF8"). It
// reports false if this package has no such codec. It has utf-8, utf-8-sig, ascii,
// latin-1, utf-16 and utf-32 with and without byte order.
func EncodingName(encoding string) (string, bool) {
	name, ok := encodings[normalizeEncoding(encoding)]
	return name, ok
}

// normalizeEncoding lowers letters and makes every run of punctuation one underscore.
func normalizeEncoding(name string) string {
	if len(name) > 64 {
		return "" // no name is as long
	}
	var b strings.Builder
	gap := false
	for i := range len(name) {
		switch c := lowerByte(name[i]); {
		case isByteAlpha(c) || isByteDigit(c) || c == '.':
			if gap && b.Len() > 0 {
				b.WriteByte('_')
			}
			gap = false
			b.WriteByte(c)
		case c >= 0x80:
			return ""
		default:
			gap = true
		}
	}
	return b.String()
}

func findCodec(encoding, verb string) (string, error) {
	if name, ok := EncodingName(encoding); ok {
		return name, nil
	}
	if binaryEncodings[normalizeEncoding(encoding)] {
		return "", exception.New(exception.LookupError, "'%s' is not a text encoding; use codecs.%s() to handle arbitrary codecs", encoding, verb)
	}
	return "", exception.New(exception.LookupError, "unknown encoding: %s", encoding)
}

// Encode is s.encode(encoding, errors). Errors are UnicodeEncodeError, with args
// (encoding, object, start, end, reason), and LookupError. Error handlers are strict,
// ignore, replace, backslashreplace, xmlcharrefreplace, surrogateescape and
// surrogatepass; namereplace would need the names of all characters.
func Encode(s, encoding, errors string) (string, error) {
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
		if utf8.ValidString(s) {
			return bom + s, nil
		}
		c = *utf8Codec
		c.bom = bom
	case "ascii":
		if isASCII(s) {
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
	b, err := c.encode(wellFormed(s), errors)
	return b, viaRegistry(err, "encoding", name, encoding)
}

// viaRegistry adds to an error what CPython adds if it finds the codec in its
// registry and not among those that it has built in.
func viaRegistry(err error, doing, name, encoding string) error {
	e, ok := err.(*exception.Error)
	if !ok || name != "utf-8-sig" && !strings.HasSuffix(name, "e") || e.Kind != exception.LookupError && e.Kind != exception.TypeError {
		return err
	}
	return exception.New(e.Kind, "%s with '%s' codec failed (%s)", doing, encoding, e)
}

func (c *codec) encode(s, errors string) (string, error) {
	b := append(make([]byte, 0, min(len(s)*c.unit, MaxSize)), c.bom...)
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
			for c.group && i+len(bad) < len(s) {
				r, size := decodeRune(s[i+len(bad):])
				if _, ok := c.put(nil, r); ok {
					break
				}
				bad = s[i : i+len(bad)+size]
				n++
			}
			var err error
			if b, err = c.encodeBad(b, s, bad, at, n, errors); err != nil {
				return "", err
			}
			at += n
			i += len(bad)
		}
		if len(b) > MaxSize {
			return "", errMemory()
		}
	}
	return string(b), nil
}

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

// Decode is b.decode(encoding, errors). Errors are UnicodeDecodeError, with args
// (encoding, object, start, end, reason), and LookupError. Error handlers are strict,
// ignore, replace, backslashreplace, surrogateescape and surrogatepass.
func Decode(b, encoding, errors string) (string, error) {
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
		if utf8.ValidString(b) {
			return b, nil
		}
		c = utf8Codec
	case "ascii":
		if isASCII(b) {
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
	s, err := c.decode(b, start, errors)
	return s, viaRegistry(err, "decoding", name, encoding)
}

func (c *codec) decode(b string, start int, errors string) (string, error) {
	out := make([]byte, 0, min(len(b), MaxSize))
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
		if len(out) > MaxSize {
			return "", errMemory()
		}
	}
	return string(out), nil
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

// wideCodec makes UTF-16 (size 2) or UTF-32 (size 4).
func wideCodec(name string, size int, big bool) *codec {
	put := func(b []byte, u uint32) []byte {
		for k := range size {
			shift := 8 * k
			if big {
				shift = 8 * (size - 1 - k)
			}
			b = append(b, byte(u>>shift))
		}
		return b
	}
	c := &codec{name: name, reason: "surrogates not allowed", unit: size}
	c.put = func(b []byte, r rune) ([]byte, bool) {
		switch {
		case isSurrogate(r):
			return b, false
		case size == 2 && r >= 0x10000:
			r -= 0x10000
			return put(put(b, 0xD800|uint32(r)>>10), 0xDC00|uint32(r)&0x3FF), true
		}
		return put(b, uint32(r)), true
	}
	if size == 4 {
		c.next = func(b string, i int) (rune, int, string) {
			if len(b)-i < 4 {
				return 0, len(b) - i, "truncated data"
			}
			switch u := unit(b[i:i+4], big); {
			case u > utf8.MaxRune:
				return 0, 4, "code point not in range(0x110000)"
			case isSurrogate(rune(u)):
				return 0, 4, "code point in surrogate code point range(0xd800, 0xe000)"
			default:
				return rune(u), 4, ""
			}
		}
		return c
	}
	c.next = func(b string, i int) (rune, int, string) {
		if len(b)-i < 2 {
			return 0, len(b) - i, "truncated data"
		}
		u := rune(unit(b[i:i+2], big))
		switch {
		case !isSurrogate(u):
			return u, 2, ""
		case u >= 0xDC00:
			return 0, 2, "illegal encoding"
		case len(b)-i < 4:
			return 0, len(b) - i, "unexpected end of data"
		}
		low := rune(unit(b[i+2:i+4], big))
		if low < 0xDC00 || low > 0xDFFF {
			return 0, 2, "illegal UTF-16 surrogate"
		}
		return 0x10000 + (u-0xD800)<<10 + (low - 0xDC00), 4, ""
	}
	return c
}

// unit reads a code unit of len(b) bytes.
func unit(b string, big bool) uint32 {
	var u uint32
	for k := range len(b) {
		if big {
			u = u<<8 | uint32(b[k])
		} else {
			u |= uint32(b[k]) << (8 * k)
		}
	}
	return u
}
