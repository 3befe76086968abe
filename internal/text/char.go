package text

import (
	"math/bits"
	"strings"
	"unicode/utf8"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/pieces"
)

// Strings inside this package are UTF-8 in which U+D800..U+DFFF may occur, each in
// three bytes (ED A0..BF 80..BF). Package utf8 calls those invalid.

// isASCII reports whether s has only ASCII characters.
func isASCII(s string) bool {
	for len(s) >= 8 {
		if word(s)&0x8080808080808080 != 0 {
			return false
		}
		s = s[8:]
	}
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// word returns the first 8 bytes of s, in one load.
func word(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

func isSurrogate(r rune) bool { return 0xD800 <= r && r <= 0xDFFF }

// decodeRune returns the first character of s, which is not empty, and its size.
// A byte that is part of no character decodes as U+DC00 plus the byte, size 1.
func decodeRune(s string) (rune, int) {
	if s[0] < utf8.RuneSelf {
		return rune(s[0]), 1
	}
	r, size := utf8.DecodeRuneInString(s)
	if r == utf8.RuneError && size == 1 {
		if len(s) >= 3 && s[0] == 0xED && s[1]&0xE0 == 0xA0 && s[2]&0xC0 == 0x80 {
			return 0xD000 | rune(s[1]&0x3F)<<6 | rune(s[2]&0x3F), 3
		}
		return 0xDC00 + rune(s[0]), 1
	}
	return r, size
}

// decodeLastRune is decodeRune for the last character of well-formed s.
func decodeLastRune(s string) (rune, int) {
	i := len(s) - 1
	for i > 0 && s[i]&0xC0 == 0x80 {
		i--
	}
	r, size := decodeRune(s[i:])
	if size != len(s)-i {
		return 0xDC00 + rune(s[len(s)-1]), 1
	}
	return r, size
}

// appendRune appends r, which may be a surrogate.
func appendRune(b []byte, r rune) []byte {
	if isSurrogate(r) {
		return append(b, 0xED, 0x80|byte(r>>6&0x3F), 0x80|byte(r&0x3F))
	}
	return utf8.AppendRune(b, r)
}

// runeString returns the one-character string of r.
func runeString(r rune) string { return string(appendRune(nil, r)) }

// charSize returns the size of a well-formed character by its first byte.
func charSize(first byte) int {
	switch {
	case first < 0x80:
		return 1
	case first < 0xE0:
		return 2
	case first < 0xF0:
		return 3
	}
	return 4
}

// countChars returns the number of characters in well-formed s.
func countChars(s string) int {
	n := 0
	for ; len(s) >= 8; s = s[8:] {
		n += charsIn(s)
	}
	for i := range len(s) {
		if s[i]&0xC0 != 0x80 {
			n++
		}
	}
	return n
}

// charsIn returns how many characters begin in the first 8 bytes of s.
func charsIn(s string) int {
	w := word(s)
	return 8 - bits.OnesCount64(w>>7&^(w>>6)&0x0101010101010101)
}

// valid is utf8.ValidString.
func (p *pace) valid(s string) bool {
	for len(s) > paceBytes {
		n := paceBytes
		for n > paceBytes-utf8.UTFMax && !utf8.RuneStart(s[n]) {
			n--
		}
		if !utf8.ValidString(s[:n]) {
			return false
		}
		s = s[n:]
		p.pass(n)
	}
	return utf8.ValidString(s)
}

// str is [Str].
func (p *pace) str(s string) starlark.Value {
	if p.isASCII(s) {
		return starlark.String(s)
	}
	s = p.wellFormed(s)
	return &Text{s: s, n: p.countChars(s)}
}

func (p *pace) isASCII(s string) bool {
	for len(s) > paceBytes {
		if !isASCII(s[:paceBytes]) {
			return false
		}
		s = s[paceBytes:]
		p.pass(paceBytes / 8)
	}
	return isASCII(s)
}

func (p *pace) countChars(s string) int {
	n := 0
	for len(s) > paceBytes {
		n += countChars(s[:paceBytes])
		s = s[paceBytes:]
		p.pass(paceBytes / 4)
	}
	return n + countChars(s)
}

// wellFormed returns s with each byte that is part of no character made a lone
// surrogate, so that every string has a meaning and none is lost.
func wellFormed(s string) string { return (*pace)(nil).wellFormed(s) }

func (p *pace) wellFormed(s string) string {
	if p.valid(s) {
		return s
	}
	bad := false
	for i := 0; i < len(s); {
		_, size := decodeRune(s[i:])
		if size == 1 && s[i] >= utf8.RuneSelf {
			bad = true
			break
		}
		i += size
		p.pass(4 * size)
	}
	if !bad {
		return s
	}
	var t pieces.Text
	b := make([]byte, 0, min(len(s)+16, pieces.Size))
	for i := 0; i < len(s); {
		r, size := decodeRune(s[i:])
		if b = appendRune(b, r); len(b) >= pieces.Full {
			b = t.Keep(b)
		}
		i += size
		p.pass(4 * size)
	}
	return p.done(&t, b)
}

// eachRune calls f with each character of s.
func eachRune(s string, f func(r rune) bool) bool { return (*pace)(nil).eachRune(s, f) }

func (p *pace) eachRune(s string, f func(r rune) bool) bool {
	for i := 0; i < len(s); {
		r, size := decodeRune(s[i:])
		if !f(r) {
			return false
		}
		i += size
		p.pass(4 * size)
	}
	return true
}

// len is [Len].
func (p *pace) len(s string) int {
	if p.isASCII(s) {
		return len(s)
	}
	return p.countChars(p.wellFormed(s))
}

// truncate returns the first n characters of s.
func (p *pace) truncate(s string, n int) string {
	if n >= len(s) {
		return s
	}
	if p.isASCII(s) {
		return s[:n]
	}
	off := 0
	for ; n > 0 && off < len(s); n-- {
		_, size := decodeRune(s[off:])
		off += size
		p.pass(8)
	}
	return s[:off]
}

// byteString returns the string of n copies of an ASCII character.
func byteString(c byte, n int) string { return strings.Repeat(string(rune(c)), max(n, 0)) }
