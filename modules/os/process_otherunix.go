//go:build unix && !linux

package os

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/object"
)

var linuxFunctions = object.Later(func() []*starlark.Builtin { return nil })
