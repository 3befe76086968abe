package os

import "go.starlark.net/starlark"

var statusFunctions []*starlark.Builtin
