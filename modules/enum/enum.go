// Package enum is the module enum, written in the language.
package enum

import (
	_ "embed"

	"github.com/mpstar/mpstar/internal/interp"
)

//go:embed enum.py
var source string

// Module returns the definition of the module.
func Module() interp.Def {
	return interp.Def{Name: "enum", Doc: "Enumerations.", Source: source}
}
