// Package zipfile is the module zipfile, written in the language: archives whose members are stored or deflated.
package zipfile

import (
	_ "embed"

	"github.com/mpstar/mpstar/internal/interp"
)

//go:embed zipfile.py
var source string

// Module returns the definition of the module.
func Module() interp.Def {
	return interp.Def{Name: "zipfile", Doc: "Archives of files.", Source: source}
}
