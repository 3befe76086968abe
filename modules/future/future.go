// Package future is the module __future__. All its features are on: nothing
// depends on importing them.
package future

import (
	"strings"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

// A release is what sys.version_info was: major, minor, micro, level, serial.
type release struct {
	major, minor, micro int
	level               string
	serial              int
}

// A feature is when it could first be asked for, since when it is on (never: put off
// without a date), and the compiler's flag for it.
type feature struct {
	name                string
	optional, mandatory release
	flag                int
}

var features = []feature{
	{"nested_scopes", release{2, 1, 0, "beta", 1}, release{2, 2, 0, "alpha", 0}, 0x10},
	{"generators", release{2, 2, 0, "alpha", 1}, release{2, 3, 0, "final", 0}, 0},
	{"division", release{2, 2, 0, "alpha", 2}, release{3, 0, 0, "alpha", 0}, 0x20000},
	{"absolute_import", release{2, 5, 0, "alpha", 1}, release{3, 0, 0, "alpha", 0}, 0x40000},
	{"with_statement", release{2, 5, 0, "alpha", 1}, release{2, 6, 0, "alpha", 0}, 0x80000},
	{"print_function", release{2, 6, 0, "alpha", 2}, release{3, 0, 0, "alpha", 0}, 0x100000},
	{"unicode_literals", release{2, 6, 0, "alpha", 2}, release{3, 0, 0, "alpha", 0}, 0x200000},
	{"barry_as_FLUFL", release{3, 1, 0, "alpha", 2}, release{4, 0, 0, "alpha", 0}, 0x400000},
	{"generator_stop", release{3, 5, 0, "beta", 1}, release{3, 7, 0, "alpha", 0}, 0x800000},
	{"annotations", release{3, 7, 0, "beta", 1}, release{}, 0x1000000},
}

func (r release) value() starlark.Value {
	if r.major == 0 {
		return starlark.None
	}
	return starlark.Tuple{starlark.MakeInt(r.major), starlark.MakeInt(r.minor), starlark.MakeInt(r.micro), starlark.String(r.level), starlark.MakeInt(r.serial)}
}

var featureClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "_Feature", Module: "__future__", Final: true,
		Methods: map[string]object.Method{
			"__repr__":            featureRepr,
			"getOptionalRelease":  featureField("optional"),
			"getMandatoryRelease": featureField("mandatory"),
		},
	})
})

func featureField(name string) object.Method {
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		v, _ := self.(*object.Instance).Own(name)
		return v, nil
	}
}

func featureRepr(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	parts := make([]string, 3)
	for i, name := range []string{"optional", "mandatory", "compiler_flag"} {
		v, _ := self.(*object.Instance).Own(name)
		var err error
		if parts[i], err = object.Repr(object.EnvOf(thread), v); err != nil {
			return nil, err
		}
	}
	return text.Str("_Feature(" + strings.Join(parts, ", ") + ")"), nil
}

// Module returns the definition of the module.
func Module() interp.Def {
	return interp.Def{
		Name: "__future__",
		Doc:  "The features that once had to be asked for.",
		Init: func(in *interp.Interp, m *object.Module) error {
			all := new(starlark.List)
			for _, f := range features {
				i := object.NewInstance(in.Env(), featureClass.Get())
				i.Set("optional", f.optional.value())
				i.Set("mandatory", f.mandatory.value())
				i.Set("compiler_flag", starlark.MakeInt(f.flag))
				m.Set(f.name, i)
				if err := all.Append(starlark.String(f.name)); err != nil {
					return err
				}
			}
			m.Set("all_feature_names", all)
			return nil
		},
	}
}
