// Package argparse is the modules argparse and getopt, written in the language.
package argparse

import (
	_ "embed"

	"github.com/mpstar/mpstar/internal/interp"
)

//go:embed argparse.py
var source string

//go:embed getopt.py
var getopt string

// Modules returns the definitions of the modules.
func Modules() []interp.Def {
	return []interp.Def{
		{Name: "argparse", Doc: "Command-line parsing library.", Source: source},
		{Name: "getopt", Doc: "Options of a command line, as C's getopt reads them.", Source: getopt},
	}
}
