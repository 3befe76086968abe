package object

import "go.starlark.net/starlark"

// NotImplemented is what a binary special method returns when it does not know
// the other operand; Ellipsis is the value of "...".
var (
	NotImplemented starlark.Value = singleton(0)
	Ellipsis       starlark.Value = singleton(1)
)

type singleton uint8

func (s singleton) PythonClass() *Class {
	if s == 0 {
		return NotImplementedType
	}
	return EllipsisType
}
func (s singleton) String() string {
	if s == 0 {
		return "NotImplemented"
	}
	return "Ellipsis"
}
func (s singleton) Type() string {
	if s == 0 {
		return "NotImplementedType"
	}
	return "ellipsis"
}
func (s singleton) Freeze()               {}
func (s singleton) Truth() starlark.Bool  { return true }
func (s singleton) Hash() (uint32, error) { return 77 + uint32(s), nil }
