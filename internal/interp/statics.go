package interp

import (
	"slices"

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
	u.anchor = u.root.Root(u.initial)
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
	u.module.Statics = func() starlark.StringDict {
		if l := u.late; l != nil {
			if err := u.makeStatics(); err != nil {
				l.in.env.Raise(err)
			}
		}
		return anchor.Globals()
	}
	if values, layout := u.statics(anchor); layout != nil {
		u.module.Static = func(name string) (starlark.Value, bool) {
			i, ok := layout.Index(name)
			if !ok {
				return nil, false
			}
			if l := u.late; l != nil && values[i] == nil {
				if err := u.makeStatic(i); err != nil {
					l.in.env.Raise(err)
				}
			}
			return values[i], values[i] != nil
		}
	}
}

// protoFunction makes the function with this index from what another interpreter made of the same code. It may not be called before
// u.need.
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
	if err := u.makeStatics(); err != nil {
		return us, err
	}
	values, layout := u.statics(u.anchor)
	if layout == nil {
		us.statics, us.plain, err = in.packGlobals(p, u)
		return us, err
	}
	us.plain = in.allPlain(u)
	us.root = in.rt.proto(u.anchor, rootIndex)
	us.statics = make([]attrSnapshot, 0, len(layout.Statics))
	add := func(s lower.Static) error {
		v := values[s.Index]
		if v == nil {
			return nil
		}
		part, err := p.Part(v)
		us.add(s, part)
		return err
	}
	for _, s := range layout.Statics {
		if err := add(s); err != nil {
			return us, err
		}
	}
	if us.plain {
		return us, nil // isPlain has seen to them
	}
	for i, f := range u.code.Plain() {
		if err := add(lower.Static{Name: f.Name, Index: layout.Plain[i]}); err != nil {
			return us, err
		}
	}
	us.sort()
	return us, nil
}

// add adds what a static global was packed as.
func (us *unitSnapshot) add(s lower.Static, part pickle.Part) {
	_, atom := part.Atom()
	late := !atom && part.Apart && part.Size < lateLimit
	us.statics = append(us.statics, attrSnapshot{name: s.Name, ref: part.Ref, slot: s.Index, late: late})
	if late {
		us.late = append(us.late, lateStatic{part, s.Index})
	}
}

// sort ends adding.
func (us *unitSnapshot) sort() {
	slices.SortFunc(us.late, func(a, b lateStatic) int { return a.slot - b.slot })
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
		list = append(list, attrSnapshot{name: name, ref: r})
	}
	return list, plain, nil
}

// local returns what stands for fn in a snapshot; nil if fn brings anything along.
func (in *Interp) local(fn *starlark.Function) *pickle.FunctionRef {
	pos := fn.Position()
	u := in.units[pos.Filename()]
	if u == nil || u.code == nil || fn.NumFreeVars() > 0 || in.env.FunctionAttrs(fn) != nil {
		return nil
	}
	if i, ok := u.code.PlainIndex(pos.Col); ok {
		if u.refs == nil || u.plainAt(i) != fn {
			return nil
		}
		return u.refs[i]
	}
	for i := range fn.NumParams() {
		if fn.ParamDefault(i) != nil {
			return nil
		}
	}
	in.registry.SetFunction(fn)
	f := u.others[pos.Col]
	if f == nil {
		if u.others == nil {
			u.others = make(map[int32]*pickle.FunctionRef)
		}
		f = pickle.NewFunctionRef(fn)
		u.others[pos.Col] = f
	}
	return f
}

// restoreGlobals sets the static globals of a child's unit that has a root.
func (u *unit) restoreGlobals(us *unitSnapshot, up *pickle.Unpacker) error {
	values, _ := u.statics(u.anchor)
	for part := us; part != nil; part = part.rest {
		for i := range part.statics {
			a := &part.statics[i]
			if a.late {
				continue
			}
			v, err := up.Value(a.ref)
			if err != nil {
				return err
			}
			values[a.slot] = v
		}
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
			if err := u.makeStatics(); err != nil {
				return err
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
