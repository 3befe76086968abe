// Package pprint is the module pprint, written in the language.
package pprint

import (
	_ "embed"

	"github.com/mpstar/mpstar/internal/interp"
)

//go:embed pprint.py
var source string

// Module returns the definition of the module.
func Module() interp.Def {
	return interp.Def{Name: "pprint", Doc: "Values laid out over lines.", Source: source}
}
