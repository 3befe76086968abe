package interp

import (
	"github.com/mpstar/mpstar/internal/engine"
	"github.com/mpstar/mpstar/internal/lower"
	"github.com/mpstar/mpstar/internal/pickle"
	"go.starlark.net/starlark"
)

// This file is about the static globals of a file, which the engine keeps: how they get into a snapshot,
// and into a replica.

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
// made them: then they are not among the result.
func (in *Interp) packStatics(p *pickle.Packer, u *unit) (list []attrSnapshot, plain bool, err error) {
	values, layout := u.statics(u.anchor)
	if layout == nil {
		return in.packGlobals(p, u)
	}
	plain = true
	for i, f := range u.code.Plain() {
		if !in.isPlain(u, i, f, values[layout.Plain[i]]) {
			plain = false
			break
		}
	}
	list = make([]attrSnapshot, 0, len(layout.Statics))
	add := func(name string, v starlark.Value) error {
		if v == nil {
			return nil
		}
		r, err := p.Pack(v)
		list = append(list, attrSnapshot{name, r})
		return err
	}
	for _, s := range layout.Statics {
		if err := add(s.Name, values[s.Index]); err != nil {
			return nil, false, err
		}
	}
	if !plain {
		for i, f := range u.code.Plain() {
			if err := add(f.Name, values[layout.Plain[i]]); err != nil {
				return nil, false, err
			}
		}
	}
	return list, plain, nil
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
	if !ok || u.plainAt(i) != fn && !isFunction(fn, u.code.Key(), p.Index) || in.env.FunctionAttrs(fn) != nil {
		return false
	}
	u.setPlain(i, fn)
	return true
}

// restoreStatics says that the static globals of u's replica are those of a snapshot.
func (u *unit) restoreStatics(list []attrSnapshot, up *pickle.Unpacker) {
	if engine.Known() {
		u.fill = func() error {
			values, layout := u.statics(u.maker.(*starlark.Function))
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
