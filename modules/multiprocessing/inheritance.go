package multiprocessing

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
)

// This file makes pickle refuse, in CPython's words, what is shared by being handed to a process.

// noPool is __reduce__ of a pool.
func noPool(*starlark.Thread, starlark.Value, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
	return nil, exception.New(exception.NotImplementedError, "pool objects cannot be passed between processes or pickled")
}

// onlyInherited is __reduce__ of such an object. CPython names the first part that it comes across.
func onlyInherited(part string) object.Method {
	return func(_ *starlark.Thread, self starlark.Value, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		name := part
		if name == "" {
			name = object.TypeOf(self).Name()
		}
		return nil, exception.New(exception.RuntimeError, "%s objects should only be shared between processes through inheritance", name)
	}
}
