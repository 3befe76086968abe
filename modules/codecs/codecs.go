// Package codecs is the module codecs, written in the language: encodings by name, and files that encode and decode.
package codecs

import (
	_ "embed"

	"github.com/mpstar/mpstar/internal/interp"
)

//go:embed codecs.py
var source string

// Module returns the definition of the module.
func Module() interp.Def {
	return interp.Def{Name: "codecs", Doc: "Encodings by name, and files that encode and decode.", Source: source}
}
