// Package typing is the module typing, written in the language.
package typing

import (
	_ "embed"

	"github.com/mpstar/mpstar/internal/interp"
)

//go:embed typing.py
var source string

// Module returns the definition of the module.
func Module() interp.Def {
	return interp.Def{Name: "typing", Doc: "Type hints: names to write annotations with.", Source: source}
}
