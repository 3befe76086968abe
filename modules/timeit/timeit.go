// Package timeit is the module timeit, written in the language.
package timeit

import (
	_ "embed"

	"github.com/mpstar/mpstar/internal/interp"
)

//go:embed timeit.py
var source string

// Module returns the definition of the module.
func Module() interp.Def {
	return interp.Def{Name: "timeit", Doc: "How long statements take.", Source: source}
}
