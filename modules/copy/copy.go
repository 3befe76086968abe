// Package copy is the module copy, written in the language.
package copy

import (
	_ "embed"

	"github.com/mpstar/mpstar/internal/interp"
)

//go:embed copy.py
var source string

// Module returns the definition of the module.
func Module() interp.Def {
	return interp.Def{Name: "copy", Doc: "Copies of objects, of the outer one alone or of all.", Source: source}
}
