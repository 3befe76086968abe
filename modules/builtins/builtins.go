// Package builtins is the module builtins: the names that every file sees.
package builtins

import (
	"strings"

	"github.com/mpstar/mpstar/internal/builtin"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/syntax"
)

// Module returns the definition of the module. A name that a script sets in it is seen
// through the module alone: files have their builtins from when they are compiled.
func Module() interp.Def {
	return interp.Def{Name: "builtins", Doc: "The functions, classes and constants that every file sees.", Init: fill}
}

func fill(in *interp.Interp, m *object.Module) error {
	for name, v := range builtin.Predeclared(syntax.Python) {
		if !strings.HasPrefix(name, "·") {
			m.Set(name, v)
		}
	}
	return nil
}
