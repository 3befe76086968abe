// Package warnings is the module warnings. It is written in the language (warnings.py)
// over the module _warnings, which tells where a warning comes from.
package warnings

import (
	_ "embed"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/text"
)

//go:embed warnings.py
var source string

// Modules returns the definitions of the module, and of the one that it is made with.
func Modules() []interp.Def {
	return []interp.Def{
		{Name: "warnings", Doc: "Warnings and the filters that decide about them.", Source: source},
		interp.Native("_warnings", "Where warnings come from.", functions),
	}
}

// caller returns file, line, module and source line of the code that called the
// module warnings, or of a frame further out if the level is above 1. There may be
// no such frame.
func caller(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	level, err := starlark.AsInt32(args[0])
	if err != nil {
		return nil, exception.New(exception.TypeError, "'%s' object cannot be interpreted as an integer", object.TypeName(args[0]))
	}
	found := starlark.Value(starlark.Tuple{starlark.String("sys"), starlark.MakeInt(1), starlark.String("sys"), starlark.None})
	in := interp.Of(thread)
	inside := true
	object.EnvOf(thread).Callers(thread, func(f object.Frame) bool {
		if inside && f.File == "<frozen warnings>" {
			return true
		}
		inside = false
		if level--; level > 0 {
			return true
		}
		line := starlark.Value(starlark.None)
		if f.Text != "" {
			line = text.Str(f.Text)
		}
		found = starlark.Tuple{text.Str(f.File), starlark.MakeInt(f.Line), text.Str(in.ModuleOf(f.File)), line}
		return false
	})
	return found, nil
}

var functions = object.Later(func() []*starlark.Builtin {
	return []*starlark.Builtin{object.NewFunc("caller", params.Typed("caller", caller, params.IsAny))}
})
