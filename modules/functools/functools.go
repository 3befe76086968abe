// Package functools is the module functools. It is written in the language
// (functools.py), but for partial, which is in partial.go because workers of pools
// call it so often.
package functools

import (
	_ "embed"

	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
)

//go:embed functools.py
var source string

// Modules returns the definition of the module, and of the one that it is made with.
func Modules() []interp.Def {
	return []interp.Def{
		{
			Name:   "functools",
			Doc:    "Tools for working with functions and callable objects.",
			Source: source,
		},
		{
			Name: "_functools",
			Doc:  "Tools that operate on functions.",
			Init: func(in *interp.Interp, m *object.Module) error {
				m.Set("partial", partialClass)
				return nil
			},
		},
	}
}
