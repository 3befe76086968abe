// Package hmac is the module hmac, written in the language on top of hashlib.
package hmac

import (
	_ "embed"

	"github.com/mpstar/mpstar/internal/interp"
)

//go:embed hmac.py
var source string

// Module returns the definition of the module.
func Module() interp.Def {
	return interp.Def{Name: "hmac", Doc: "Digests that only who has the key can make: HMAC, RFC 2104.", Source: source}
}
