package builtin

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/syntax"
)

// addIntrinsics adds the functions that lowered code calls.
func addIntrinsics(names starlark.StringDict, d syntax.Dialect) {}
