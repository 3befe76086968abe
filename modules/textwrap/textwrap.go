// Package textwrap is the module textwrap. It is written in the language (textwrap.py),
// but for the search of places to break at, which is in split.go.
package textwrap

import (
	_ "embed"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/text"
)

//go:embed textwrap.py
var source string

// Modules returns the definitions of the module, and of the one that it is made with.
func Modules() []interp.Def {
	return []interp.Def{
		{Name: "textwrap", Doc: "Text wrapping and filling.", Source: source},
		interp.Native("_textwrap", "Where text may be broken.", functions),
	}
}

func splitText(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	s, ok := text.AsString(args[0])
	if !ok {
		return nil, exception.New(exception.TypeError, "expected string or bytes-like object, got '%s'", object.TypeName(args[0]))
	}
	env := object.EnvOf(thread)
	runes := make([]rune, 0, len(s))
	for _, r := range s {
		runes = append(runes, r)
		if err := env.Tick(); err != nil {
			return nil, err
		}
	}
	var list []starlark.Value
	err := split(runes, bool(args[1].Truth()), func(part string) error {
		list = append(list, text.Str(part))
		return env.Tick()
	})
	return starlark.NewList(list), err
}

var functions = object.Later(func() []*starlark.Builtin {
	return []*starlark.Builtin{object.NewFunc("split", params.Typed("split", splitText, params.IsAny, params.IsAny))}
})
