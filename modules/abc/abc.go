// Package abc is the module abc: abstract base classes. The metaclass is native; what
// marks methods is written in the language.
package abc

import (
	_ "embed"

	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
)

//go:embed abc.py
var source string

// Modules returns the definition of the module, and of the one that has the native classes.
func Modules() []interp.Def {
	return []interp.Def{
		{Name: "abc", Doc: "Abstract base classes.", Source: source},
		interp.Native("_abc", "Native classes of the module abc.", classes),
	}
}

var classes = object.Later(func() []*object.Class { return []*object.Class{object.ABC, object.ABCMeta} })
