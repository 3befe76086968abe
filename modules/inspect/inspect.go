// Package inspect is the module inspect, written in the language.
package inspect

import (
	_ "embed"

	"github.com/mpstar/mpstar/internal/interp"
)

//go:embed inspect.py
var source string

// Module returns the definition of the module.
func Module() interp.Def {
	return interp.Def{Name: "inspect", Doc: "Look into functions, classes and modules.", Source: source}
}
