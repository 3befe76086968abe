package text

import "go.starlark.net/starlark"

// What other packages need to look at the characters of a str themselves.

// DecodeRune returns the first character of s, which is not empty, and its size. It
// decodes lone surrogates, as [Str] keeps them.
func DecodeRune(s string) (r rune, size int) { return decodeRune(s) }

// AppendRune appends a character, which may be a lone surrogate.
func AppendRune(b []byte, r rune) []byte { return appendRune(b, r) }

// IsASCII reports whether s has only ASCII characters.
func IsASCII(s string) bool { return isASCII(s) }

// IsDecimal, IsSpace and IsAlnum are str.isdecimal, isspace and isalnum.
func IsDecimal(r rune) bool { return isDecimal(r) }

// IsSpace is str.isspace for one character.
func IsSpace(r rune) bool { return isSpace(r) }

// IsAlnum is str.isalnum for one character.
func IsAlnum(r rune) bool { return isAlnum(r) }

// Offset returns where character i of a str begins, in bytes; 0 <= i <= the number of
// characters. It takes constant time, but for an instance of a class derived from str.
func Offset(v starlark.Value, i int) int {
	switch v := v.(type) {
	case starlark.String:
		return i
	case *Text:
		return v.offset(nil, i)
	}
	s, _ := AsString(v)
	off := 0
	for ; i > 0; i-- {
		off += charSize(s[off])
	}
	return off
}

// CharIndex is the inverse of Offset: the number of the character that begins at byte
// off, which must be the start of one or the end.
func CharIndex(v starlark.Value, off int) int {
	switch v := v.(type) {
	case starlark.String:
		return off
	case *Text:
		return v.char(nil, off)
	}
	s, _ := AsString(v)
	return countChars(s[:off])
}
