// Package linecache is the module linecache, written in the language.
package linecache

import (
	_ "embed"

	"github.com/mpstar/mpstar/internal/interp"
)

//go:embed linecache.py
var source string

// Module returns the definition of the module.
func Module() interp.Def {
	return interp.Def{Name: "linecache", Doc: "Lines of files.", Source: source}
}
