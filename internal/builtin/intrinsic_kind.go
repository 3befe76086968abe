package builtin

import (
	"go.starlark.net/starlark"
)

// A kind is what the intrinsics ·number and ·sequence are: the engine's operator "in" asks it about a value.
type kind uint8

const (
	numberKind   kind = iota // an int of one word, or a float
	sequenceKind             // a list, a tuple or a str that the engine slices as Python does
)

// Has reports whether a value is of the kind.
func (k kind) Has(v starlark.Value) (bool, error) {
	switch v := v.(type) {
	case starlark.Int:
		_, small := v.Int64()
		return small && k == numberKind, nil
	case starlark.Float:
		return k == numberKind, nil
	case *starlark.List, starlark.Tuple, starlark.String:
		return k == sequenceKind, nil
	}
	return false, nil
}

func (k kind) String() string {
	if k == numberKind {
		return "·number"
	}
	return "·sequence"
}
func (k kind) Type() string          { return k.String() }
func (k kind) Freeze()               {}
func (k kind) Truth() starlark.Bool  { return true }
func (k kind) Hash() (uint32, error) { return uint32(k), nil }
