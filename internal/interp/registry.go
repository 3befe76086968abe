package interp

import (
	"weak"

	"github.com/mpstar/mpstar/internal/engine"
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
	seeking   map[object.ClassID]bool // classes that are being made because their module has them
	last      *starlark.Function      // the last one that SetFunction was told of
	building  []pickle.FunctionParts  // of the functions being made, the innermost last
}

type functionKey struct {
	key   string
	index int32
}

func newRegistry(in *Interp) *registry {
	return &registry{in: in}
}

// set sets an element of a map that is made when it gets its first: most processes that live shortly need none of these.
func set[K comparable, V any](m *map[K]V, k K, v V) {
	if *m == nil {
		*m = make(map[K]V)
	}
	(*m)[k] = v
}

func (r *registry) know(k functionKey, fn *starlark.Function) { set(&r.functions, k, weak.Make(fn)) }

func (r *registry) Env() *object.Env         { return r.in.env }
func (r *registry) Thread() *starlark.Thread { return r.in.env.Thread }

func (r *registry) Class(id object.ClassID, module, name string) (*object.Class, bool) {
	c := r.classes[id].Value()
	if c == nil && !r.seeking[id] {
		// A module of ours that this process has not used yet may have it.
		if m := r.in.modules[module]; m != nil && m.Lazy(name) {
			set(&r.seeking, id, true)
			m.Get(name)
			delete(r.seeking, id)
			c = r.classes[id].Value()
		}
	}
	return c, c != nil
}

func (r *registry) SetClass(c *object.Class) { set(&r.classes, c.ID(), weak.Make(c)) }

func (r *registry) ForgetClass(c *object.Class) { delete(r.classes, c.ID()) }

// Reducers implements [pickle.Reducing].
func (r *registry) Reducers() []starlark.Value { return r.in.Reducers() }

func (r *registry) ClassDef(c *object.Class) *pickle.ClassDef { return r.defs[c] }

func (r *registry) SetClassDef(c *object.Class, d *pickle.ClassDef) { set(&r.defs, c, d) }

func (r *registry) Import(name string) (*object.Module, error) {
	return r.in.Import(r.in.env.Thread, name)
}

func (r *registry) SetFunction(fn *starlark.Function) {
	if r.last == fn {
		return
	}
	r.last = fn
	pos := fn.Position()
	if u := r.in.units[pos.Filename()]; u != nil && u.code != nil {
		if i, ok := u.code.PlainIndex(pos.Col); ok {
			u.setPlain(i, fn)
			return
		}
	}
	k := functionKey{pos.Filename(), pos.Col}
	if r.functions[k].Value() != fn {
		r.know(k, fn)
		if engine.Known() {
			r.in.rt.proto(fn, pos.Col)
		}
	}
}

// Function makes a function from its file's factory, or returns the one that this
// interpreter has.
func (r *registry) Function(key string, index int32, parts pickle.FunctionParts) (*starlark.Function, error) {
	k := functionKey{key, index}
	if parts == nil {
		if fn, err := r.plainFunction(k); fn != nil || err != nil {
			return fn, err
		}
		if fn := r.functions[k].Value(); fn != nil {
			return fn, nil
		}
		u := r.in.units[key]
		if fn, err := r.in.protoFunction(u, index); err != nil {
			return nil, err
		} else if fn != nil {
			r.know(k, fn) // first: one of the globals that it needs may be fn
			return fn, u.need(index)
		}
	}
	// What is being made is complete before another thread can look for it.
	r.in.restoring++
	defer func() { r.in.restoring-- }()
	t := r.in.env.Thread
	u, err := r.in.unitFor(t, key)
	if err != nil {
		return nil, err
	}
	if parts == nil {
		// Running the replica may have made it.
		if fn, err := r.plainFunction(k); fn != nil || err != nil {
			return fn, err
		}
	}
	factory, err := starlark.Call(t, u.maker, starlark.Tuple{starlark.MakeInt(int(index))}, nil)
	if err != nil {
		return nil, err
	}
	r.building = append(r.building, parts)
	n := len(r.building)
	v, err := starlark.Call(t, factory, nil, nil)
	r.building = r.building[:n-1]
	if err != nil {
		return nil, err
	}
	fn, ok := v.(*starlark.Function)
	if !ok || fn.Position().Col != index {
		return nil, exception.New(exception.RuntimeError, "%s has no function number %d", key, index)
	}
	if parts == nil {
		r.know(k, fn)
	}
	return fn, nil
}

// plainFunction returns the function if it is one that its file has bound to a
// global.
func (r *registry) plainFunction(k functionKey) (*starlark.Function, error) {
	u := r.in.units[k.key]
	if u == nil || u.anchor == nil || u.code == nil {
		return nil, nil
	}
	i, ok := u.code.PlainIndex(k.index)
	if !ok {
		return nil, nil
	}
	if fn := u.plainAt(i); fn != nil {
		return fn, nil
	}
	if u.late != nil && u.plain {
		fn, err := u.latePlain(i)
		if err != nil {
			return nil, err
		}
		return fn, u.need(k.index)
	}
	u.findPlain()
	return u.plainAt(i), nil
}

// Plain reports whether the function of a file's code with this index is one that
// its file binds to a global, with nothing to bring along.
func (r *registry) Plain(key string, index int32) bool {
	u := r.in.units[key]
	return u != nil && u.code != nil && u.code.IsPlain(index)
}

// isFunction reports whether fn was made from the code at that place.
func isFunction(fn *starlark.Function, key string, index int32) bool {
	pos := fn.Position()
	return pos.Col == index && pos.Filename() == key
}

func (r *registry) close() {
	r.classes, r.functions, r.defs, r.last = nil, nil, nil, nil
}

// KnownClass returns this interpreter's class with an identity, nil if it has none. It is for native code that makes classes whose identity
// follows from what they are made of.
func (in *Interp) KnownClass(id object.ClassID) *object.Class {
	return in.registry.classes[id].Value()
}

// KnowClass makes KnownClass, and crossing values, find c.
func (in *Interp) KnowClass(c *object.Class) { in.registry.SetClass(c) }
