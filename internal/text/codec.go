package text

import (
	"strings"
	"sync"

	"github.com/mpstar/mpstar/internal/exception"
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
var encodings = sync.OnceValue(func() map[string]string {
	return map[string]string{
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
})

// binaryEncodings are names of CPython's codecs that are not for text.
var binaryEncodings = sync.OnceValue(func() map[string]bool {
	return map[string]bool{"hex": true, "hex_codec": true, "base64": true, "base64_codec": true, "base_64": true,
		"bz2": true, "bz2_codec": true, "zlib": true, "zlib_codec": true, "zip": true, "uu": true, "uu_codec": true,
		"quopri": true, "quopri_codec": true, "quoted_printable": true, "quotedprintable": true, "rot13": true, "rot_13": true}
})

// EncodingName returns the canonical name of an encoding ("utf-8" for "UTF8"). It
// reports false if this package has no such codec. It has utf-8, utf-8-sig, ascii,
// latin-1, utf-16 and utf-32 with and without byte order.
func EncodingName(encoding string) (string, bool) {
	name, ok := encodings()[normalizeEncoding(encoding)]
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
	if binaryEncodings()[normalizeEncoding(encoding)] {
		return "", exception.New(exception.LookupError, "'%s' is not a text encoding; use codecs.%s() to handle arbitrary codecs", encoding, verb)
	}
	return "", exception.New(exception.LookupError, "unknown encoding: %s", encoding)
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
