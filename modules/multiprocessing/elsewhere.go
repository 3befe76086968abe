package multiprocessing

import (
	"slices"

	"github.com/mpstar/mpstar/internal/exception"
	"go.starlark.net/starlark"
)

func remoteExecutor(*state, *starlark.Thread, starlark.Value) error {
	return exception.New(exception.NotImplementedError, "ProcessPoolExecutor are not available with this start method yet: use fork")
}

// IsStartMethod reports whether there is a start method of that name.
func IsStartMethod(name string) bool { return slices.Contains(startMethods, name) }
