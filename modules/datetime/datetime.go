// Package datetime is the module datetime, written in the language.
package datetime

import (
	_ "embed"

	"github.com/mpstar/mpstar/internal/interp"
)

//go:embed datetime.py
var source string

// Module returns the definition of the module.
func Module() interp.Def {
	return interp.Def{Name: "datetime", Doc: "Dates, times, the differences between them, and time zones.", Source: source}
}
