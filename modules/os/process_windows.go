package os

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/system"
)

func isMount(_ system.Files, path string) bool {
	drive, rest := splitDrive(path)
	return drive != "" && (rest == `\` || rest == "/")
}

var systemFunctions = []*starlark.Builtin{getlogin}

var linuxFunctions []*starlark.Builtin
