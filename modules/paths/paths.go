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
		{Name: "fnmatch", Doc: "Names and the patterns of shells.", Source: fnmatchSource},
		{Name: "glob", Doc: "Filename globbing utility.", Source: globSource},
		{Name: "pathlib", Doc: "Object-oriented filesystem paths.", Source: pathlibSource},
		{Name: "shutil", Doc: "Copying, moving and removing files and whole directories.", Source: shutilSource},
		{Name: "tempfile", Doc: "Temporary files.", Source: tempfileSource},
	}
}
