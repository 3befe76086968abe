// Package functools is the module functools. It is written in the language
// (functools.py), but for partial, which is in partial.go because workers of pools
// call it so often.
package functools

import (
	_ "embed"

	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
)

//go:embed functools.py
var source string

// Modules returns the definition of the module, and of the one that it is made with.
func Modules() []interp.Def {
	return []interp.Def{
		{
			Name:   "functools",
			Doc:    "Functions made of functions: caches, partial calls, wrappers.",
			Source: source,
		},
		interp.Native("_functools", "What of functools is written in Go.", classes),
	}
}

var classes = object.Later(func() []*object.Class { return []*object.Class{partialClass.Get()} })
