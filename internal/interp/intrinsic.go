package interp

import (
	"errors"
	"strconv"
	"strings"
	"sync"

	"github.com/mpstar/mpstar/internal/builtin"
	"github.com/mpstar/mpstar/internal/engine"
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/lower"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/internal/quick"
	"github.com/mpstar/mpstar/internal/syntax"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// This file implements the intrinsics that need the interpreter: modules, import,
// and those by which a replica asks for its parts.

var pythonNames, starlarkNames func() starlark.StringDict

// The intrinsics import files, which need the tables: hence not in the declaration.
func init() {
	pythonNames = sync.OnceValue(func() starlark.StringDict { return names(syntax.Python) })
	starlarkNames = sync.OnceValue(func() starlark.StringDict { return names(syntax.Starlark) })
}

// predeclared returns the names that a file of this dialect sees. All
// interpreters share the table; nobody changes it.
func predeclared(d syntax.Dialect) starlark.StringDict {
	if d == syntax.Starlark {
		return starlarkNames()
	}
	return pythonNames()
}

type intrinsic func(in *Interp, t *starlark.Thread, args starlark.Tuple) (starlark.Value, error)

var intrinsics = map[string]intrinsic{
	"·module":      moduleOf,
	"·import":      importModule,
	"·import_top":  importTop,
	"·import_from": importFrom,
	"·import_star": importStar,
	"·factories":   setMaker,
	"·plain":       isPlain,
	"·made":        made,
	"·has":         hasGlobal,
	"·global":      getGlobal,
	"·hasfree":     hasFree,
	"·free":        getFree,
	"·default":     getDefault,
	"·result":      setResult,
	"·display":     display,
}

func names(d syntax.Dialect) starlark.StringDict {
	others := builtin.Predeclared(d)
	table := make(starlark.StringDict, len(others)+len(intrinsics))
	for name, v := range others {
		table[name] = v
	}
	for name, fn := range intrinsics {
		table[name] = starlark.NewBuiltin(name, func(t *starlark.Thread, _ *starlark.Builtin, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
			return fn(Of(t), t, args)
		})
	}
	return table
}

// moduleOf gives a file its module. Its argument is a function of that file.
func moduleOf(in *Interp, t *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
	u := in.loading[len(in.loading)-1]
	fn := args[0].(*starlark.Function)
	in.rt.setConstants(fn, u.code)
	if u.anchor == nil {
		u.anchor = fn
		u.lendStatics() // exec runs in a module that has its own
	}
	return u.module.Scope(), nil
}

// setConstants puts the predeclared values that fn's program has among its constants in their places.
func (rt *Runtime) setConstants(fn *starlark.Function, code *lower.Code) {
	names := predeclared(code.Dialect())
	list := engine.Constants(fn)
	var quicks *quick.Program
	for i, c := range list {
		if s, ok := c.(starlark.String); ok {
			name, ok := strings.CutPrefix(string(s), lower.ConstantMark)
			if !ok {
				continue
			}
			if number, ok := strings.CutPrefix(name, lower.QuickMark); ok {
				if quicks == nil {
					quicks = rt.quickProgram(fn.Module().Program(), code)
				}
				n, _ := strconv.Atoi(number)
				list[i] = quicks.Entry(n)
			} else {
				list[i] = predeclaredValue(names, name)
			}
		}
	}
}

// predeclaredValue returns the value of a name, or of a marked method's; nil if there is none.
func predeclaredValue(names starlark.StringDict, name string) starlark.Value {
	if method, ok := strings.CutPrefix(name, lower.MethodMark); ok {
		return builtin.MethodCaller(method)
	}
	return names[name]
}

// quickProgram returns what runs the loops that were taken out of a program, one for all interpreters.
func (rt *Runtime) quickProgram(p *starlark.Program, code *lower.Code) *quick.Program {
	if q, ok := rt.quicks.Load(p); ok {
		return q.(*quick.Program)
	}
	names := predeclared(code.Dialect())
	q, _ := rt.quicks.LoadOrStore(p, quick.NewProgram(p, code.Dialect() == syntax.Python, func() []*lower.Quick { return code.Quicks(p) },
		func(name string) starlark.Value { return predeclaredValue(names, name) }))
	return q.(*quick.Program)
}

func importModule(in *Interp, t *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
	name, _ := text.AsString(args[0])
	level, _ := starlark.AsInt32(args[1])
	var m *object.Module
	if u := in.unitOf(t); u != nil {
		m = u.module
	}
	mod, err := in.importName(t, m, name, level)
	if err != nil {
		return nil, err
	}
	return mod, nil
}

func importTop(in *Interp, t *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
	name, _ := text.AsString(args[0])
	if _, err := in.Import(t, name); err != nil {
		return nil, err
	}
	m, err := in.Import(t, firstPart(name))
	if err != nil {
		return nil, err
	}
	return m, nil
}

func importFrom(in *Interp, t *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
	name, _ := text.AsString(args[1])
	return in.importFrom(t, args[0], name)
}

func importStar(in *Interp, t *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
	m, ok := args[0].(*object.Module)
	u := in.unitOf(t)
	if !ok || u == nil {
		return nil, exception.New(exception.SystemError, "import * outside a module")
	}
	// Names in a package's __all__ may be submodules.
	if all, ok := m.Get("__all__"); ok {
		elems, err := object.Elements(in.env, all)
		if err != nil {
			return nil, err
		}
		for _, e := range elems {
			name, ok := text.AsString(e)
			if !ok {
				return nil, exception.New(exception.TypeError, "Item in %s.__all__ must be str, not %s", m.Name, object.TypeName(e))
			}
			if _, ok := m.Get(name); ok {
				continue
			}
			v, err := in.importFrom(t, m, name)
			if err != nil {
				var e *exception.Error
				if errors.As(err, &e) && e.Kind == exception.ImportError {
					err = exception.New(exception.AttributeError, "module '%s' has no attribute '%s'", m.Name, name)
				}
				return nil, err
			}
			u.module.Set(name, v)
		}
	}
	for name, v := range m.Public() {
		u.module.Set(name, v)
	}
	return starlark.None, nil
}

func setMaker(in *Interp, t *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
	in.loading[len(in.loading)-1].maker = args[0]
	return starlark.None, nil
}

func isPlain(in *Interp, t *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
	return starlark.Bool(in.loading[len(in.loading)-1].plain), nil
}

// parts returns what the function being made brings along.
func (in *Interp) parts() pickle.FunctionParts {
	b := in.registry.building
	if len(b) == 0 || b[len(b)-1] == nil {
		return noParts{}
	}
	return b[len(b)-1]
}

type noParts struct{}

func (noParts) Made(*starlark.Function)                   {}
func (noParts) Free(string) (starlark.Value, bool, error) { return nil, false, nil }
func (noParts) Default(i int) (starlark.Value, error) {
	return nil, exception.New(exception.SystemError, "function has no default %d", i)
}

func made(in *Interp, t *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
	in.parts().Made(args[0].(*starlark.Function))
	return starlark.None, nil
}

func hasGlobal(in *Interp, t *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
	name, _ := text.AsString(args[0])
	_, ok, err := in.loading[len(in.loading)-1].globals(name)
	return starlark.Bool(ok), err
}

func getGlobal(in *Interp, t *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
	name, _ := text.AsString(args[0])
	v, _, err := in.loading[len(in.loading)-1].globals(name)
	return v, err
}

func hasFree(in *Interp, t *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
	name, _ := text.AsString(args[0])
	_, ok, err := in.parts().Free(name)
	return starlark.Bool(ok), err
}

func getFree(in *Interp, t *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
	name, _ := text.AsString(args[0])
	v, _, err := in.parts().Free(name)
	return v, err
}

func getDefault(in *Interp, t *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
	i, _ := starlark.AsInt32(args[0])
	return in.parts().Default(i)
}
