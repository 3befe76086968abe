// Package uuid is the module uuid, written in the language.
package uuid

import (
	_ "embed"

	"github.com/mpstar/mpstar/internal/interp"
)

//go:embed uuid.py
var source string

// Module returns the definition of the module.
func Module() interp.Def {
	return interp.Def{Name: "uuid", Doc: "Identifiers that are unique everywhere, as in RFC 4122.", Source: source}
}
