// Package keyword is the module keyword, written in the language.
package keyword

import (
	_ "embed"

	"github.com/mpstar/mpstar/internal/interp"
)

//go:embed keyword.py
var source string

// Module returns the definition of the module.
func Module() interp.Def {
	return interp.Def{Name: "keyword", Doc: "Python's keywords.", Source: source}
}
