package text

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/pieces"
)

// A gather is a text that a format makes.
type gather struct {
	pieces.Text
	room int // that grow has asked for
}

// grow asks for what g takes when n bytes more come to it: an error is a MemoryError, or the end of the script.
func (f *Formatter) grow(g *gather, n int) error {
	n += g.Len()
	if n > MaxSize {
		return errMemory()
	}
	if n <= g.room || n < paceBytes {
		return nil
	}
	g.room = 2 * n
	return f.reserve(g.room)
}

// value is [Str] of what a format has made.
func (f *Formatter) value(s string) (starlark.Value, error) {
	if len(s) <= paceBytes {
		return Str(s), nil
	}
	return StrPaced(f.Check, s)
}

// StrPaced is [Str] for something long; check is asked now and then, and ends it by an error.
func StrPaced(check func() error, s string) (starlark.Value, error) {
	return keepPace(func() (starlark.Value, error) { return (&pace{check: check}).str(s), nil })
}
