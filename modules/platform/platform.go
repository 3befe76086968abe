// Package platform is the module platform, written in the language.
package platform

import (
	_ "embed"

	"github.com/mpstar/mpstar/internal/interp"
)

//go:embed platform.py
var source string

// Module returns the definition of the module.
func Module() interp.Def {
	return interp.Def{Name: "platform", Doc: "The machine and the version of the language.", Source: source}
}
