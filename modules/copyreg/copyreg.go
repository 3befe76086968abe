// Package copyreg is the module copyreg: functions that pickle and copy values of classes
// which do not know how themselves. It is written in the language; the functions that
// pickles name are those of internal/pickle.
package copyreg

import (
	_ "embed"

	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pickle"
)

//go:embed copyreg.py
var source string

// Module returns the definition of the module.
func Module() interp.Def {
	return interp.Def{Name: "copyreg", Doc: "How objects of a class are pickled and copied, said from outside the class.", Source: source}
}

// LowModule returns the definition of the module that it is made with.
func LowModule() interp.Def {
	return interp.Def{
		Name: "_copyreg",
		Doc:  "What copyreg is made with.",
		Init: func(_ *interp.Interp, m *object.Module) error {
			for _, name := range []string{"__newobj__", "__newobj_ex__", "_reconstructor"} {
				m.Set(name, pickle.Known("copyreg", name))
			}
			return nil
		},
	}
}
