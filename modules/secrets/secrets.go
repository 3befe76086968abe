// Package secrets is the module secrets, written in the language.
package secrets

import (
	_ "embed"

	"github.com/mpstar/mpstar/internal/interp"
)

//go:embed secrets.py
var source string

// Module returns the definition of the module.
func Module() interp.Def {
	return interp.Def{Name: "secrets", Doc: "Random numbers and tokens that nobody can guess.", Source: source}
}
