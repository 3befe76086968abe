package builtin

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
)

// Absent lists the names of CPython's builtins module that there are none of here,
// with the reason. Using one as a function raises NotImplementedError with that
// reason.
var Absent = []struct{ Name, Reason string }{
	{"__build_class__", "class statements are compiled, not called"},
	{"__loader__", "modules have no loaders"},
	{"__spec__", "modules have no specs"},
	{"aiter", "async iteration is not supported"},
	{"anext", "async iteration is not supported"},
	{"breakpoint", "there is no debugger to enter"},
	{"copyright", "it is a text about CPython"},
	{"credits", "it is a text about CPython"},
	{"license", "it is a text about CPython"},
}

// absentFunctions are the names among Absent that a script may call. They are
// bound, so that the call says what is missing.
var absentFunctions = []string{"aiter", "anext", "breakpoint", "__build_class__"}

func absent(name string) starlark.Value {
	reason := ""
	for _, a := range Absent {
		if a.Name == name {
			reason = a.Reason
		}
	}
	return starlark.NewBuiltin(name, func(*starlark.Thread, *starlark.Builtin, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
		return nil, exception.New(exception.NotImplementedError, "%s() is not part of mpstar: %s", name, reason)
	})
}
