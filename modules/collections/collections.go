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

//go:embed abc.py
var abstract string

//go:embed user.py
var user string

// Modules returns the definitions of the module and of collections.abc.
func Modules() []interp.Def {
	return []interp.Def{
		{
			Name:   "collections",
			Doc:    "Container datatypes: deque, Counter, OrderedDict, defaultdict, namedtuple, ChainMap and classes to derive from.",
			Source: source,
		},
		{Name: "collections.abc", Doc: "Abstract base classes of containers.", Source: abstract},
		{Name: "_collections_order", Doc: "What OrderedDict needs of a dict.", Init: initOrder},
		{Name: "_collections_user", Doc: "UserDict, UserList and UserString.", Source: user},
	}
}
