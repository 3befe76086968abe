// Package graphlib is the module graphlib, written in the language.
package graphlib

import (
	_ "embed"

	"github.com/mpstar/mpstar/internal/interp"
)

//go:embed graphlib.py
var source string

// Module returns the definition of the module.
func Module() interp.Def {
	return interp.Def{Name: "graphlib", Doc: "Topological order of a graph.", Source: source}
}
