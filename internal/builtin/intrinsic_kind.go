package builtin

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

// A kind is what the intrinsics ·number, ·sequence and ·characters are: the engine's operator "in" asks it about a value.
type kind uint8

const (
	numberKind   kind = iota // an int of one word, or a float
	sequenceKind             // a list, a tuple or a str that the engine slices as Python does
	textKind                 // a str
)

// Has reports whether a value is of the kind.
func (k kind) Has(v starlark.Value) (bool, error) {
	switch v := v.(type) {
	case starlark.Int:
		_, small := v.Int64()
		return small && k == numberKind, nil
	case starlark.Float:
		return k == numberKind, nil
	case *starlark.List:
		return k == sequenceKind && v.Len() <= object.Piece, nil // the engine copies longer ones in one go, which nothing stops
	case starlark.Tuple:
		return k == sequenceKind && len(v) <= object.Piece, nil
	case starlark.String:
		return k == sequenceKind || k == textKind, nil
	case *text.Text:
		return k == textKind, nil
	}
	return false, nil
}

func (k kind) String() string {
	return [...]string{"·number", "·sequence", "·characters"}[k]
}
func (k kind) Type() string          { return k.String() }
func (k kind) Freeze()               {}
func (k kind) Truth() starlark.Bool  { return true }
func (k kind) Hash() (uint32, error) { return uint32(k), nil }
