// Package numbers is the module numbers, written in the language.
package numbers

import (
	_ "embed"

	"github.com/mpstar/mpstar/internal/interp"
)

//go:embed numbers.py
var source string

// Module returns the definition of the module.
func Module() interp.Def {
	return interp.Def{Name: "numbers", Doc: "Abstract base classes of numbers.", Source: source}
}
