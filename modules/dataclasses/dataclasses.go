// Package dataclasses is the module dataclasses, written in the language.
package dataclasses

import (
	_ "embed"

	"github.com/mpstar/mpstar/internal/interp"
)

//go:embed dataclasses.py
var source string

// Module returns the definition of the module.
func Module() interp.Def {
	return interp.Def{Name: "dataclasses", Doc: "Classes made of annotated fields.", Source: source}
}
