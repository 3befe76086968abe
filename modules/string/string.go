// Package string is the module string: its constants, capwords, and Template and Formatter, which are
// written in the language.
package string

import (
	_ "embed"
	"strings"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/text"
)

const (
	lowercase   = "abcdefghijklmnopqrstuvwxyz"
	uppercase   = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	digits      = "0123456789"
	punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
	whitespace  = " \t\n\r\v\f"
)

//go:embed template.py
var template string

// TemplateModule returns the definition of _template, where the class Template is.
func TemplateModule() interp.Def {
	return interp.Def{Name: "_template", Doc: "The class string.Template.", Source: template}
}

//go:embed formatter.py
var formatter string

// FormatterModule returns the definition of _formatter, where the class Formatter is.
func FormatterModule() interp.Def {
	return interp.Def{Name: "_formatter", Doc: "The class string.Formatter.", Source: formatter}
}

// Module returns the definition of the module.
func Module() interp.Def {
	return interp.Def{
		Name: "string",
		Doc:  "Alphabets, templates and a formatter.",
		Init: func(in *interp.Interp, m *object.Module) error {
			for name, s := range map[string]string{
				"ascii_letters": lowercase + uppercase, "ascii_lowercase": lowercase, "ascii_uppercase": uppercase,
				"digits": digits, "hexdigits": digits + "abcdefABCDEF", "octdigits": "01234567",
				"punctuation": punctuation, "whitespace": whitespace, "printable": digits + lowercase + uppercase + punctuation + " \t\n\r\v\f",
			} {
				m.Set(name, starlark.String(s))
			}
			m.Set("capwords", capwords.Get())
			// Both are compiled by whoever uses them.
			missing := m.Missing
			m.Missing = func(name string) (starlark.Value, error) {
				module := map[string]string{"Template": "_template", "Formatter": "_formatter"}[name]
				if module == "" {
					return missing(name)
				}
				t, err := in.Import(in.Env().Thread, module)
				if err != nil {
					return nil, err
				}
				return t.Attr(name)
			}
			return nil
		},
	}
}

var capwordsParams = params.Func("capwords", "s, sep=")

var capwords = object.Later(func() *starlark.Builtin {
	return object.NewFunc("capwords", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := capwordsParams.Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		method := func(v starlark.Value, name string, args ...starlark.Value) (starlark.Value, error) {
			fn, err := object.GetAttr(thread, v, name)
			if err != nil {
				return nil, err
			}
			return object.Call(thread, fn, args...)
		}
		sep := " "
		var splitArgs []starlark.Value
		if a[1] != nil && a[1] != starlark.None {
			splitArgs = a[1:]
			sep, _ = text.AsString(a[1])
		}
		words, err := method(a[0], "split", splitArgs...)
		if err != nil {
			return nil, err
		}
		elems, err := object.Elements(object.EnvOf(thread), words)
		if err != nil {
			return nil, err
		}
		out := make([]string, len(elems))
		for i, w := range elems {
			c, err := method(w, "capitalize")
			if err != nil {
				return nil, err
			}
			out[i], _ = text.AsString(c)
		}
		return text.Str(strings.Join(out, sep)), nil
	})
})
