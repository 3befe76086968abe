package os

import (
	"github.com/mpstar/mpstar/internal/object"
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/system"
)

func isMount(_ system.Files, path string) bool {
	drive, rest := splitDrive(path)
	return drive != "" && (rest == `\` || rest == "/")
}

var systemFunctions = object.Later(func() []*starlark.Builtin { return []*starlark.Builtin{getlogin.Get()} })

var linuxFunctions = object.Later(func() []*starlark.Builtin { return nil })
