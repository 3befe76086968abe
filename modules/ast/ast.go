// Package ast is the module ast: literal_eval. There are no trees of Python's here.
package ast

import (
	_ "embed"

	"github.com/mpstar/mpstar/internal/interp"
)

//go:embed ast.py
var source string

// Module returns the definition of the module.
func Module() interp.Def {
	return interp.Def{Name: "ast", Doc: "Literals from text.", Source: source}
}
