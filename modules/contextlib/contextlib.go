// Package contextlib is the module contextlib, written in the language.
package contextlib

import (
	_ "embed"

	"github.com/mpstar/mpstar/internal/interp"
)

//go:embed contextlib.py
var source string

// Module returns the definition of the module.
func Module() interp.Def {
	return interp.Def{Name: "contextlib", Doc: "Context managers made of generators, stacks of them, and small ones.", Source: source}
}
