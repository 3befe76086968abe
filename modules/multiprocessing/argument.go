package multiprocessing

import (
	"github.com/mpstar/mpstar/internal/params"
	"go.starlark.net/starlark"
)

// bare binds the arguments of a method that takes none.
func bare(name string, args starlark.Tuple, kwargs []starlark.Tuple) error {
	if len(args)+len(kwargs) == 0 {
		return nil
	}
	_, err := params.Method(name, "").Bind(args, kwargs)
	return err
}

// given returns v, or fallback if the argument was not given.
func given(v, fallback starlark.Value) starlark.Value {
	if v == nil {
		return fallback
	}
	return v
}

// isNone reports whether an argument is None or was not given.
func isNone(v starlark.Value) bool { return v == nil || v == starlark.None }
