// Package paths has the modules that find, move and make files: fnmatch, glob, pathlib,
// shutil and tempfile, all written in the language on top of os.
package paths

import (
	_ "embed"

	"github.com/mpstar/mpstar/internal/interp"
)

var (
	//go:embed fnmatch.py
	fnmatchSource string
	//go:embed glob.py
	globSource string
	//go:embed pathlib.py
	pathlibSource string
	//go:embed shutil.py
	shutilSource string
	//go:embed tempfile.py
	tempfileSource string
)

// Modules returns their definitions.
func Modules() []interp.Def {
	return []interp.Def{
		{Name: "fnmatch", Doc: "Filename matching with shell patterns.", Source: fnmatchSource},
		{Name: "glob", Doc: "Filename globbing utility.", Source: globSource},
		{Name: "pathlib", Doc: "Object-oriented filesystem paths.", Source: pathlibSource},
		{Name: "shutil", Doc: "Utility functions for copying and archiving files and directory trees.", Source: shutilSource},
		{Name: "tempfile", Doc: "Temporary files.", Source: tempfileSource},
	}
}
