// Package errno is the module errno: the system's error numbers by name.
package errno

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
)

// Module returns the definition of the module.
func Module() interp.Def {
	return interp.Def{
		Name: "errno",
		Doc:  "The numbers of the system's errors and their names.",
		Init: func(in *interp.Interp, m *object.Module) error {
			names := new(starlark.Dict)
			for _, n := range numbers() {
				m.Set(n.name, starlark.MakeInt(n.value))
				if err := names.SetKey(starlark.MakeInt(n.value), starlark.String(n.name)); err != nil {
					return err
				}
			}
			m.Set("errorcode", names)
			return nil
		},
	}
}

type number struct {
	name  string
	value int
}
