package runtime

import (
	"fmt"
	"maps"
	"slices"

	"github.com/mpstar/mpstar/internal/govalue"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
	"go.starlark.net/starlark"
	"go.starlark.net/starlarkstruct"
)

// A Module is a module that scripts can import. NewModule and StarlarkModule make them, and package modules has the standard ones.
type Module = interp.Def

// NewModule returns a module with these members. Functions become functions that scripts call, other values are converted as the package doc says, anew
// for each process that imports the module, so that none shares them with another. The error says which member can't be
// converted.
//
// # Functions
//
// A Go function may take and return whatever types have counterparts in scripts. Its arguments are converted to its parameters' types;
// one that can't be raises TypeError. If its first parameter is a context.Context, that ends when the script's process is being ended. A variadic
// function takes any number of arguments. A last parameter that is a struct, or Keywords, takes the keyword arguments. A last
// result of type error raises an exception unless it is nil: the exception of a *ScriptError or of Errorf, OSError for errors of the
// operating system, RuntimeError for any other. Several results come as a tuple.
//
// A Go function is called on the goroutine of the script's thread, without the interpreter's lock: other threads of the script, and all other processes,
// may call it at the same time. A function that does not return when its context ends keeps the run from ending. A panic ends
// the run with a *PanicError.
//
// A *starlark.Builtin, or a Go function of the type that starlark.NewBuiltin takes, is called as it is, with the interpreter's lock held.
func NewModule(name, doc string, members map[string]any) (Module, error) {
	object.SealNatives()
	fixed := make(map[string]any, len(members))
	for _, m := range slices.Sorted(maps.Keys(members)) {
		v, err := member(m, members[m])
		if err != nil {
			return Module{}, fmt.Errorf("module %s: %s: %w", name, m, err)
		}
		fixed[m] = v
	}
	names := slices.Sorted(maps.Keys(fixed))
	return Module{Name: name, Doc: doc, Init: func(in *interp.Interp, m *object.Module) error {
		for _, name := range names {
			v, err := govalue.To(in.Env(), fixed[name])
			if err != nil {
				return err
			}
			m.Set(name, v)
		}
		return nil
	}}, nil
}

// member prepares a member of a module: a function is looked at once, other values whenever they are imported.
func member(name string, x any) (any, error) {
	if govalue.IsFunc(x) {
		return govalue.Function(name, x)
	}
	if v, ok := x.(starlark.Value); ok {
		v.Freeze()
		return v, nil
	}
	_, err := govalue.To(object.NewEnv(nil), x)
	return x, err
}

// StarlarkModule returns a module made of one for go.starlark.net, such as those of go.starlark.net/lib. Its members are frozen.
func StarlarkModule(m *starlarkstruct.Module) Module {
	object.SealNatives()
	m.Freeze()
	members := maps.Clone(m.Members)
	for name, v := range members {
		if fn, ok := v.(*starlark.Builtin); ok {
			members[name] = govalue.Engine(fn)
		}
	}
	return Module{Name: m.Name, Init: func(in *interp.Interp, to *object.Module) error {
		for _, name := range members.Keys() {
			to.Set(name, members[name])
		}
		return nil
	}}
}

// Keywords is the type of a Go function's last parameter that takes all keyword arguments of a call.
type Keywords = govalue.Keywords
