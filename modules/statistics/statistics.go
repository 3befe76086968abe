// Package statistics is the module statistics, written in the language.
package statistics

import (
	_ "embed"

	"github.com/mpstar/mpstar/internal/interp"
)

//go:embed statistics.py
var source string

// Module returns the definition of the module.
func Module() interp.Def {
	return interp.Def{Name: "statistics", Doc: "Averages and how far values spread.", Source: source}
}
