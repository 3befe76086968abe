//go:build unix && !linux

package os

import "go.starlark.net/starlark"

var linuxFunctions []*starlark.Builtin
