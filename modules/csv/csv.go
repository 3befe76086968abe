// Package csv is the module csv, written in the language.
package csv

import (
	_ "embed"

	"github.com/mpstar/mpstar/internal/interp"
)

//go:embed csv.py
var source string

// Module returns the definition of the module.
func Module() interp.Def {
	return interp.Def{Name: "csv", Doc: "CSV parsing and writing.", Source: source}
}
