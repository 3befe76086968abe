// Package importlib is the module importlib, as far as scripts use it.
package importlib

import (
	_ "embed"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
)

//go:embed importlib.py
var source string

//go:embed util.py
var util string

// Modules returns the definitions of the module, of its submodule util, and of what they are made with.
func Modules() []interp.Def {
	return []interp.Def{
		{Name: "importlib", Doc: "The import statement as functions.", Source: source},
		{Name: "importlib.util", Doc: "Looking for modules.", Source: util},
		interp.Native("_importlib", "What importlib is made with.", functions),
	}
}

func nameOf(args starlark.Tuple) (string, error) {
	if len(args) == 1 {
		if s, ok := args[0].(starlark.String); ok {
			return string(s), nil
		}
	}
	return "", exception.New(exception.TypeError, "the name of a module must be a str")
}

// load returns the module of an absolute name, imported if need be.
func load(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	name, err := nameOf(args)
	if err != nil {
		return nil, err
	}
	return interp.Of(thread).Import(thread, name)
}

// exists reports whether a module of that name comes with mpstar.
func exists(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	name, err := nameOf(args)
	if err != nil {
		return nil, err
	}
	return starlark.Bool(interp.Of(thread).Runtime().HasModule(name)), nil
}

var functions = object.Later(func() []*starlark.Builtin {
	return []*starlark.Builtin{object.NewFunc("load", load), object.NewFunc("exists", exists)}
})
