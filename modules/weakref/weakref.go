// Package weakref is the module weakref, written in the language.
package weakref

import (
	_ "embed"

	"github.com/mpstar/mpstar/internal/interp"
)

//go:embed weakref.py
var source string

// Module returns the definition of the module.
func Module() interp.Def {
	return interp.Def{Name: "weakref", Doc: "Weak references; here they keep their objects alive.", Source: source}
}
