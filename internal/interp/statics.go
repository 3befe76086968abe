package interp

import (
	"github.com/mpstar/mpstar/internal/engine"
	"github.com/mpstar/mpstar/internal/lower"
	"github.com/mpstar/mpstar/internal/pickle"
	"go.starlark.net/starlark"
)

// This file is about the static globals of a file, which the engine keeps: how they get into a snapshot,
// and into a child.

// A protoKey names a function of a program; the index of rootIndex is the unit's anchor.
type protoKey struct {
	program *starlark.Program
	index   int32
}

const rootIndex = -1

// proto returns the Proto of a function that brings nothing along, which all interpreters may have.
func (rt *Runtime) proto(fn *starlark.Function, index int32) *engine.Proto {
	key := protoKey{fn.Module().Program(), index}
	if p, ok := rt.protos.Load(key); ok {
		return p.(*engine.Proto)
	}
	p, _ := rt.protos.LoadOrStore(key, engine.NewProto(fn))
	return p.(*engine.Proto)
}

// setRoot gives u, which is of a child, a module of the engine of its own, without any value but what lowering put there.
func (u *unit) setRoot() error {
	if u.anchor != nil || u.root == nil {
		return nil
	}
	u.anchor = u.root.Root()
	u.module.Builtins = predeclared(u.code.Dialect())
	u.lendStatics()
	values, layout := u.statics(u.anchor)
	if layout.Scope >= 0 {
		values[layout.Scope] = u.module.Scope()
	}
	if u.fill == nil {
		return nil
	}
	fill := u.fill
	u.fill = nil
	return fill()
}

// lendStatics lets u's module read the static globals, unless it has those of another unit.
func (u *unit) lendStatics() {
	if u.module.Statics != nil {
		return
	}
	anchor := u.anchor
	u.module.Statics = anchor.Globals
	if values, layout := u.statics(anchor); layout != nil {
		u.module.Static = func(name string) (starlark.Value, bool) {
			i, ok := layout.Index(name)
			if !ok || values[i] == nil {
				return nil, false
			}
			return values[i], true
		}
	}
}

// protoFunction makes the function with this index from what another interpreter made of the same code.
func (in *Interp) protoFunction(u *unit, index int32) (*starlark.Function, error) {
	if u == nil || u.code == nil {
		return nil, nil
	}
	if err := u.setRoot(); err != nil || u.anchor == nil {
		return nil, err
	}
	p, ok := in.rt.protos.Load(protoKey{u.anchor.Module().Program(), index})
	if !ok {
		return nil, nil
	}
	return p.(*engine.Proto).In(u.anchor), nil
}

// statics returns the global variables of the program that fn is of, and where each is. The layout is nil if
// the engine does not tell.
func (u *unit) statics(fn *starlark.Function) ([]starlark.Value, *lower.Layout) {
	layout := u.code.Layout(fn.Module().Program())
	if layout == nil {
		return nil, nil
	}
	return engine.Globals(fn), layout
}

// packStatics packs the static globals of u. plain says that the plain functions are what the file
// made them: then they are not among the result. Where it knows how, it names as root what the child makes its functions from.
func (in *Interp) packStatics(p *pickle.Packer, u *unit) (us unitSnapshot, err error) {
	us.code = u.code
	values, layout := u.statics(u.anchor)
	if layout == nil {
		us.statics, us.plain, err = in.packGlobals(p, u)
		return us, err
	}
	us.plain = true
	for i, f := range u.code.Plain() {
		if !in.isPlain(u, i, f, values[layout.Plain[i]]) {
			us.plain = false
			break
		}
	}
	us.root = in.rt.proto(u.anchor, rootIndex)
	us.statics = make([]attrSnapshot, 0, len(layout.Statics))
	add := func(name string, v starlark.Value) error {
		if v == nil {
			return nil
		}
		r, err := p.Pack(v)
		us.statics = append(us.statics, attrSnapshot{name, r})
		return err
	}
	for _, s := range layout.Statics {
		if err := add(s.Name, values[s.Index]); err != nil {
			return us, err
		}
	}
	for i, f := range u.code.Plain() {
		if us.plain {
			in.rt.proto(u.plainFuncs[i], f.Index)
		} else if err := add(f.Name, values[layout.Plain[i]]); err != nil {
			return us, err
		}
	}
	return us, nil
}

// packGlobals is packStatics where the engine does not tell where the globals are.
func (in *Interp) packGlobals(p *pickle.Packer, u *unit) (list []attrSnapshot, plain bool, err error) {
	globals := u.anchor.Globals()
	plain = true
	for i, f := range u.code.Plain() {
		plain = plain && in.isPlain(u, i, f, globals[f.Name])
	}
	if plain {
		for _, f := range u.code.Plain() {
			delete(globals, f.Name)
		}
	}
	for name, v := range globals {
		r, err := p.Pack(v)
		if err != nil {
			return nil, false, err
		}
		list = append(list, attrSnapshot{name, r})
	}
	return list, plain, nil
}

// isPlain reports whether v is the i'th plain function of u as the file made it.
func (in *Interp) isPlain(u *unit, i int, p lower.Plain, v starlark.Value) bool {
	fn, ok := v.(*starlark.Function)
	if !ok || u.plainAt(i) != fn && !isFunction(fn, u.code.Key(), p.Index) || fn.Module() != u.anchor.Module() || in.env.FunctionAttrs(fn) != nil {
		return false
	}
	u.setPlain(i, fn)
	return true
}

// restorePlain makes the plain functions of a child's unit that has a root.
func (in *Interp) restorePlain(u *unit) error {
	values, layout := u.statics(u.anchor)
	for i, f := range u.code.Plain() {
		fn, err := in.protoFunction(u, f.Index)
		if err != nil {
			return err
		}
		if fn == nil {
			return unknownCode(u.code.Key())
		}
		values[layout.Plain[i]] = fn
		u.setPlain(i, fn)
	}
	return nil
}

// restoreGlobals sets the static globals of a child's unit that has a root.
func (u *unit) restoreGlobals(list []attrSnapshot, up *pickle.Unpacker) error {
	if err := u.setStatics(u.anchor, list, up); err != nil {
		return err
	}
	if u.maker != nil {
		// Something in the snapshot needed the replica before the globals were there.
		u.copyStatics(u.anchor)
		fill := u.fill
		u.fill = nil
		return fill()
	}
	return nil
}

func (u *unit) setStatics(fn *starlark.Function, list []attrSnapshot, up *pickle.Unpacker) error {
	values, layout := u.statics(fn)
	for _, a := range list {
		i, ok := layout.Index(a.name)
		if !ok {
			continue
		}
		v, err := up.Value(a.ref)
		if err != nil {
			return err
		}
		values[i] = v
	}
	return nil
}

// restoreStatics says that the static globals of u's replica are those of a snapshot.
func (u *unit) restoreStatics(list []attrSnapshot, up *pickle.Unpacker) {
	if engine.Known() {
		u.fill = func() error { return u.setStatics(u.maker.(*starlark.Function), list, up) }
		return
	}
	refs := make(map[string]pickle.Ref, len(list))
	for _, a := range list {
		refs[a.name] = a.ref
	}
	u.globals = func(name string) (starlark.Value, bool, error) {
		r, ok := refs[name]
		if !ok {
			return nil, false, nil
		}
		v, err := up.Value(r)
		return v, err == nil, err
	}
}

// copyStatics says that the static globals of u's replica are those that fn's program has at this moment. fn may be nil.
func (u *unit) copyStatics(fn *starlark.Function) {
	if engine.Known() {
		u.fill = func() error {
			if fn == nil {
				return nil
			}
			from, there := u.statics(fn)
			to, here := u.statics(u.maker.(*starlark.Function))
			set := func(name string, i int) {
				if j, ok := here.Index(name); ok && from[i] != nil {
					to[j] = from[i]
				}
			}
			for _, s := range there.Statics {
				set(s.Name, s.Index)
			}
			for i, f := range u.code.Plain() {
				set(f.Name, there.Plain[i])
			}
			return nil
		}
		return
	}
	var globals starlark.StringDict
	if fn != nil {
		globals = fn.Globals()
	}
	u.globals = func(name string) (starlark.Value, bool, error) {
		v, ok := globals[name]
		return v, ok && v != nil, nil
	}
}

// plainAt returns the i'th plain function, nil if it has not been seen.
func (u *unit) plainAt(i int) *starlark.Function {
	if u.plainFuncs == nil {
		return nil
	}
	return u.plainFuncs[i]
}

func (u *unit) setPlain(i int, fn *starlark.Function) {
	if u.plainFuncs == nil {
		u.plainFuncs = make([]*starlark.Function, len(u.code.Plain()))
	}
	u.plainFuncs[i] = fn
}

// findPlain looks for the plain functions that have not been seen: their names may have been bound since.
func (u *unit) findPlain() {
	values, layout := u.statics(u.anchor)
	var globals starlark.StringDict
	if layout == nil {
		globals = u.anchor.Globals()
	}
	for i, f := range u.code.Plain() {
		if u.plainAt(i) != nil {
			continue
		}
		v := globals[f.Name]
		if layout != nil {
			v = values[layout.Plain[i]]
		}
		if fn, ok := v.(*starlark.Function); ok && isFunction(fn, u.code.Key(), f.Index) {
			u.setPlain(i, fn)
		}
	}
}
