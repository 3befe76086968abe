// Package gzip is the module gzip, written in the language: files that are compressed.
package gzip

import (
	_ "embed"

	"github.com/mpstar/mpstar/internal/interp"
)

//go:embed gzip.py
var source string

// Module returns the definition of the module.
func Module() interp.Def {
	return interp.Def{Name: "gzip", Doc: "Files that are compressed.", Source: source}
}
