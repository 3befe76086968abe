package interp

import (
	"fmt"
	"weak"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pickle"
	"go.starlark.net/starlark"
)

// A registry is what an interpreter knows by name of classes and functions that
// have crossed: its own copies, which the next crossing meets.
type registry struct {
	in        *Interp
	classes   map[object.ClassID]weak.Pointer[object.Class]
	functions map[functionKey]weak.Pointer[starlark.Function]
	defs      map[*object.Class]*pickle.ClassDef
	building  []pickle.FunctionParts // of the functions being made, the innermost last
}

type functionKey struct {
	key   string
	index int32
}

func newRegistry(in *Interp) *registry {
	return &registry{
		in:        in,
		classes:   make(map[object.ClassID]weak.Pointer[object.Class]),
		functions: make(map[functionKey]weak.Pointer[starlark.Function]),
		defs:      make(map[*object.Class]*pickle.ClassDef),
	}
}

func (r *registry) Env() *object.Env         { return r.in.env }
func (r *registry) Thread() *starlark.Thread { return r.in.env.Thread }

func (r *registry) Class(id object.ClassID) (*object.Class, bool) {
	c := r.classes[id].Value()
	return c, c != nil
}

func (r *registry) SetClass(c *object.Class) { r.classes[c.ID()] = weak.Make(c) }

func (r *registry) ClassDef(c *object.Class) *pickle.ClassDef { return r.defs[c] }

func (r *registry) SetClassDef(c *object.Class, d *pickle.ClassDef) { r.defs[c] = d }

func (r *registry) Import(name string) (*object.Module, error) {
	return r.in.Import(r.in.env.Thread, name)
}

func (r *registry) SetFunction(fn *starlark.Function) {
	pos := fn.Position()
	r.functions[functionKey{pos.Filename(), pos.Col}] = weak.Make(fn)
}

// Function makes a function from its file's factory, or returns the one that this
// interpreter has.
func (r *registry) Function(key string, index int32, parts pickle.FunctionParts) (*starlark.Function, error) {
	k := functionKey{key, index}
	if parts == nil {
		if fn := r.functions[k].Value(); fn != nil {
			return fn, nil
		}
	}
	t := r.in.env.Thread
	u, err := r.in.unitFor(t, key)
	if err != nil {
		return nil, err
	}
	factory := u.factories[int(index)]
	if factory == nil {
		return nil, exception.New(exception.RuntimeError, "%s has no function number %d", key, index)
	}
	r.building = append(r.building, parts)
	n := len(r.building)
	v, err := starlark.Call(t, factory, nil, nil)
	r.building = r.building[:n-1]
	if err != nil {
		return nil, err
	}
	fn, ok := v.(*starlark.Function)
	if !ok {
		return nil, fmt.Errorf("the factory of function %d in %s returned a %s", index, key, v.Type())
	}
	if parts == nil {
		r.functions[k] = weak.Make(fn)
	}
	return fn, nil
}

func (r *registry) close() {
	r.classes, r.functions, r.defs = nil, nil, nil
}
