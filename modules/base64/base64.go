// Package base64 is the module base64, written in the language on top of binascii.
package base64

import (
	_ "embed"

	"github.com/mpstar/mpstar/internal/interp"
)

//go:embed base64.py
var source string

// Module returns the definition of the module.
func Module() interp.Def {
	return interp.Def{Name: "base64", Doc: "Bytes as text: base 16, 32, 64 and 85.", Source: source}
}
