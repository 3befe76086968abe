package builtin

import (
	"go.starlark.net/starlark"
)

func openFile(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return nil, notOffered("open")
}
