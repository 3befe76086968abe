// Package os is the modules os and os.path.
//
// Every function works on the interpreter's own environment (environ.go), working
// directory and process id (process.go), never on those of the process it runs in.
// A path that a script gives is a filename (filename.go): relative ones are
// resolved there, and errors carry them as given. What os.path computes from names
// is in path.go, what it asks the system in path_module.go; files and directories
// are in file.go, directory.go and stat.go, os.system in system.go.
package os

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
)

// Module returns the definition of os.
func Module() interp.Def {
	return interp.Def{
		Name: "os",
		Doc:  "Files, directories, processes and the environment.",
		Init: func(in *interp.Interp, m *object.Module) error {
			for _, list := range [][]*starlark.Builtin{
				fileFunctions.Get(), processFunctions.Get(), systemFunctions.Get(), linuxFunctions.Get(), statusFunctions.Get(), descriptorFunctions.Get(), unsupported.Get(),
				{listdirFunc.Get(), scandirFunc.Get(), walkFunc.Get(), systemFunc.Get(), getenvFunc.Get(), putenvFunc.Get(), unsetenvFunc.Get()},
			} {
				for _, f := range list {
					m.Set(f.Name(), f)
				}
			}
			path, err := in.Import(in.Env().Thread, "os.path")
			if err != nil {
				return err
			}
			m.Set("path", path)
			setPathNames(m)
			m.Set("name", starlark.String(osName))
			m.Set("linesep", starlark.String(lineSep))
			m.Set("environ", object.NewInstance(in.Env(), environClass.Get()))
			m.Set("error", object.OSError)
			m.Set("stat_result", statClass.Get().Class)
			m.Set("terminal_size", terminalSize.Get().Class)
			m.Set("times_result", timesClass.Get().Class)
			m.Set("DirEntry", entryClass.Get())
			m.Set("PathLike", pathLikeClass.Get())
			for name, n := range map[string]int{
				"F_OK": 0, "R_OK": 4, "W_OK": 2, "X_OK": 1,
				"SEEK_SET": 0, "SEEK_CUR": 1, "SEEK_END": 2,
				"EX_OK": 0, "WNOHANG": 1,
			} {
				m.Set(name, starlark.MakeInt(n))
			}
			for name, n := range openFlags.Get() {
				m.Set(name, starlark.MakeInt(n))
			}
			return nil
		},
	}
}

// pathLikeClass is a base for classes with __fspath__.
var pathLikeClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "PathLike", Module: "os",
		Doc: "What can be used as a path: its class has __fspath__.",
		Methods: map[string]object.Method{
			"__fspath__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				return nil, exception.New(exception.NotImplementedError, "%s.__fspath__", object.TypeName(self))
			},
		},
	})
})
