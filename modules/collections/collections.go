// Package collections is the module collections, written in the language. Its
// classes derive from dict and tuple, so that reading them costs what reading those
// does.
package collections

import (
	_ "embed"

	"github.com/mpstar/mpstar/internal/interp"
)

//go:embed collections.py
var source string

// Module returns the definition of the module.
func Module() interp.Def {
	return interp.Def{Name: "collections", Doc: "Container datatypes: deque, Counter, OrderedDict, defaultdict, namedtuple and ChainMap.", Source: source}
}
