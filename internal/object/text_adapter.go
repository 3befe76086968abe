package object

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/text"
)

// textValue returns the str with the characters of s.
func textValue(s string) starlark.Value { return text.Str(s) }

// plainString returns the characters of a str, or of an instance of a class
// derived from str.
func plainString(v starlark.Value) (string, bool) {
	if s, ok := v.(starlark.String); ok {
		return string(s), true
	}
	return text.AsString(Unwrap(v))
}

func strRepr(s string) string   { return text.Repr(s) }
func bytesRepr(s string) string { return text.BytesRepr(s) }
func floatRepr(f float64) string {
	return text.FloatRepr(f)
}

func bytesOf(v starlark.Value) (string, bool) { return text.AsBytes(Unwrap(v)) }

func textIterator(s starlark.String) starlark.Iterator { return text.Chars(s) }
