package os

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/object"
)

var statusFunctions = object.Later(func() []*starlark.Builtin { return nil })
