package text

import (
	"strings"
	"unicode"

	"github.com/mpstar/mpstar/internal/pieces"
)

// Case mappings are Unicode's full ones: a character may become up to three, and
// sigma has a form of its own at the end of a word. Language-specific mappings
// (Turkish, Lithuanian) are not made; CPython does not make them either.

func upper(p *pace, s string) string {
	if p.isASCII(s) {
		return p.piecewise(s, strings.ToUpper)
	}
	var t pieces.Text
	b := make([]byte, 0, min(len(s)+8, pieces.Size))
	p.eachRune(s, func(r rune) bool {
		if b = appendUpper(b, r); len(b) >= pieces.Full {
			b = t.Keep(b)
		}
		return true
	})
	return p.done(&t, b)
}

func lower(p *pace, s string) string {
	if p.isASCII(s) {
		return p.piecewise(s, strings.ToLower)
	}
	var t pieces.Text
	b := make([]byte, 0, min(len(s)+8, pieces.Size))
	for i := 0; i < len(s); {
		r, size := decodeRune(s[i:])
		b = appendLower(b, r, s, i)
		i += size
		if len(b) >= pieces.Full {
			b = t.Keep(b)
		}
		p.pass(4 * size)
	}
	return p.done(&t, b)
}

func casefold(p *pace, s string) string {
	if p.isASCII(s) {
		return p.piecewise(s, strings.ToLower)
	}
	var t pieces.Text
	b := make([]byte, 0, min(len(s)+8, pieces.Size))
	p.eachRune(s, func(r rune) bool {
		if b = appendFold(b, r); len(b) >= pieces.Full {
			b = t.Keep(b)
		}
		return true
	})
	return p.done(&t, b)
}

func swapcase(p *pace, s string) string {
	var t pieces.Text
	b := make([]byte, 0, min(len(s)+8, pieces.Size))
	for i := 0; i < len(s); {
		r, size := decodeRune(s[i:])
		switch {
		case isUpper(r):
			b = appendLower(b, r, s, i)
		case isLower(r):
			b = appendUpper(b, r)
		default:
			b = append(b, s[i:i+size]...)
		}
		i += size
		if len(b) >= pieces.Full {
			b = t.Keep(b)
		}
		p.pass(8 * size)
	}
	return p.done(&t, b)
}

func capitalize(p *pace, s string) string {
	if s == "" {
		return s
	}
	var t pieces.Text
	b := make([]byte, 0, min(len(s)+8, pieces.Size))
	r, size := decodeRune(s)
	b = appendTitle(b, r)
	for i := size; i < len(s); i += size {
		r, size = decodeRune(s[i:])
		b = appendLower(b, r, s, i)
		if len(b) >= pieces.Full {
			b = t.Keep(b)
		}
		p.pass(4 * size)
	}
	return p.done(&t, b)
}

func title(p *pace, s string) string {
	var t pieces.Text
	b := make([]byte, 0, min(len(s)+8, pieces.Size))
	inWord := false
	for i := 0; i < len(s); {
		r, size := decodeRune(s[i:])
		if inWord {
			b = appendLower(b, r, s, i)
		} else {
			b = appendTitle(b, r)
		}
		inWord = isCased(r)
		i += size
		if len(b) >= pieces.Full {
			b = t.Keep(b)
		}
		p.pass(8 * size)
	}
	return p.done(&t, b)
}

func appendUpper(b []byte, r rune) []byte {
	if r >= 0x80 {
		if special, ok := upperSpecial()[r]; ok {
			return append(b, special...)
		}
	}
	return appendRune(b, unicode.ToUpper(r))
}

func appendTitle(b []byte, r rune) []byte {
	if r >= 0x80 {
		if special, ok := titleSpecial()[r]; ok {
			return append(b, special...)
		}
	}
	return appendRune(b, unicode.ToTitle(r))
}

// appendLower appends the lowercase of r, which stands at s[i:].
func appendLower(b []byte, r rune, s string, i int) []byte {
	switch r {
	case 0x130: // dotted capital I keeps its dot
		return append(b, "i\u0307"...)
	case 0x3A3:
		if endsWord(s, i) {
			return append(b, "\u03C2"...)
		}
	}
	return appendRune(b, unicode.ToLower(r))
}

// maxIgnorable bounds the look for the ends of a word, or a long run of sigmas
// and ignorable characters would take quadratic time. Real words have a few marks.
const maxIgnorable = 1 << 10

// endsWord reports whether the character at s[i:] comes last in a word.
func endsWord(s string, i int) bool {
	_, size := decodeRune(s[i:])
	before := false
	for head, n := s[:i], 0; head != "" && n < maxIgnorable; n++ {
		r, size := decodeLastRune(head)
		if !isCaseIgnorable(r) {
			before = isCased(r)
			break
		}
		head = head[:len(head)-size]
	}
	if !before {
		return false
	}
	for tail, n := s[i+size:], 0; tail != "" && n < maxIgnorable; n++ {
		r, size := decodeRune(tail)
		if !isCaseIgnorable(r) {
			return !isCased(r)
		}
		tail = tail[size:]
	}
	return true
}

func appendFold(b []byte, r rune) []byte {
	switch {
	case r < 0x80:
		return appendRune(b, unicode.ToLower(r))
	case 0x13A0 <= r && r <= 0x13F5: // Cherokee folds to its capitals
		return appendRune(b, r)
	case 0x13F8 <= r && r <= 0x13FD:
		return appendRune(b, r-8)
	case 0xAB70 <= r && r <= 0xABBF:
		return appendRune(b, r-0xAB70+0x13A0)
	}
	if special, ok := foldSpecial()[r]; ok {
		return append(b, special...)
	}
	return appendRune(b, unicode.ToLower(r))
}
