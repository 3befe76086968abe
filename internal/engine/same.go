package engine

import (
	"unsafe"

	"go.starlark.net/starlark"
)

// Same reports whether two values are one: of the same type, and the same words of memory. Equal numbers and strs that were made at different times
// need not be. Unlike == it can compare all values.
func Same(x, y starlark.Value) bool {
	return *(*[2]uintptr)(unsafe.Pointer(&x)) == *(*[2]uintptr)(unsafe.Pointer(&y))
}
