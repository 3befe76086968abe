package structseq

import (
	"strings"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

// Namespace is types.SimpleNamespace: an object that is nothing but its attributes.
var Namespace = object.NewClass(object.Spec{
	Name: "SimpleNamespace", Module: "types", Doc: "An object with the attributes that it is called with.",
	Methods: map[string]object.Method{
		"__init__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if len(args) > 0 {
				return nil, exception.New(exception.TypeError, "no positional arguments expected")
			}
			for _, kw := range kwargs {
				name, _ := text.AsString(kw[0])
				self.(*object.Instance).Set(name, kw[1])
			}
			return starlark.None, nil
		},
		"__repr__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			i := self.(*object.Instance)
			name := "namespace"
			if !i.Class().Native() {
				name = i.Class().Name()
			}
			var parts []string
			for _, attr := range i.Names() {
				v, _ := i.Own(attr)
				s, err := object.Repr(i.Env(), v)
				if err != nil {
					return nil, err
				}
				parts = append(parts, attr+"="+s)
			}
			return text.Str(name + "(" + strings.Join(parts, ", ") + ")"), nil
		},
		"__eq__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			a := self.(*object.Instance)
			b, ok := args[0].(*object.Instance)
			if !ok || !b.Class().IsSubclass(a.Class()) || a.NumAttrs() != b.NumAttrs() {
				return starlark.False, nil
			}
			for _, name := range a.Names() {
				x, _ := a.Own(name)
				y, ok := b.Own(name)
				if !ok {
					return starlark.False, nil
				}
				if equal, err := object.Equal(a.Env(), x, y); err != nil || !equal {
					return starlark.False, err
				}
			}
			return starlark.True, nil
		},
	},
})
