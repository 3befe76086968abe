// Package urllib is the package urllib, written in the language. Its requests go over sockets, so through the interpreter's network.
package urllib

import (
	_ "embed"

	"github.com/mpstar/mpstar/internal/interp"
)

var (
	//go:embed parse.py
	parse string
	//go:embed error.py
	errors string
	//go:embed request.py
	request string
)

// Modules returns the definitions of the package and its parts.
func Modules() []interp.Def {
	return []interp.Def{
		{Name: "urllib", Doc: "Addresses of the web, and what is there.", Source: "pass\n"},
		{Name: "urllib.parse", Doc: "Addresses of the web: taken apart, put together, quoted.", Source: parse},
		{Name: "urllib.error", Doc: "What urllib.request raises.", Source: errors},
		{Name: "urllib.request", Doc: "What is at an address of the web.", Source: request},
	}
}
