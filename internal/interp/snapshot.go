package interp

import (
	"slices"

	"github.com/mpstar/mpstar/internal/engine"
	"github.com/mpstar/mpstar/internal/lower"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pickle"
	"go.starlark.net/starlark"
)

// This file implements the start of a child: a copy of everything that the
// parent's modules hold, taken in one piece, so that what they share stays shared.

// A snapshot is the state of an interpreter, on its way into a child.
type snapshot struct {
	msg     *pickle.Message
	files   []moduleSnapshot // modules that scripts fill
	units   []unitSnapshot
	modules []moduleSnapshot // ours: the child makes its own and repeats what the scripts changed
	late    []string         // those of ours in which they have changed nothing
	order   []string         // the names of all modules, in the order of import
	value   pickle.Ref
	packer  *pickle.Packer
}

// A unitSnapshot is a file that the parent has run, or a text typed at its prompt.
type unitSnapshot struct {
	code    *lower.Code
	key     string         // in place of code, if that is to be found when it is needed
	file    int            // index of its module in files
	statics []attrSnapshot // static globals
	late    []lateStatic   // those among them that may be made late, in the order of their slots
	plain   bool           // the plain functions are what the file made them, and not among statics
	root    *engine.Proto  // of the file's anchor; nil if the child is to run the replica

	// A plan has some of the static globals in initial, and those that it can't have in rest: of that only statics and late are used.
	initial []starlark.Value
	rest    *unitSnapshot
}

type moduleSnapshot struct {
	name, file string
	imported   string         // under which name it is imported; "" if it is not
	attrs      []attrSnapshot // in order
	lazy       bool           // one of ours, which waits until it is looked into
}

type attrSnapshot struct {
	name string
	ref  pickle.Ref // zero: deleted
	slot int        // of a static global: where the engine has it
	late bool       // it need not be made before something needs it
}

// Drop gives back what a snapshot holds that the child has not got, and will not get.
func (s *snapshot) Drop() { s.msg.Drop() }

// snapshot packs the interpreter's state, and value. elsewhere says that the child is a process of the operating system.
func (in *Interp) snapshot(t *starlark.Thread, value starlark.Value, elsewhere bool) (_ *snapshot, err error) {
	var pl *plan
	if !elsewhere {
		if pl, err = in.planned(); err != nil {
			return nil, err
		}
	}
	var p *pickle.Packer
	if pl != nil {
		p = pl.base.Next()
	} else {
		p = pickle.NewPacker(in.registry)
		p.Keep, p.Fork, p.Elsewhere = true, true, elsewhere
		if !elsewhere {
			p.Local = in.local
		}
	}
	defer func() {
		if err != nil {
			p.Drop()
		}
	}()
	s := &snapshot{packer: p, units: make([]unitSnapshot, 0, len(in.units))}
	files := make([]*object.Module, 0, len(in.units)) // of s.files
	add := func(m *object.Module, imported string) error {
		if slices.Contains(files, m) {
			return nil
		}
		files = append(files, m)
		holds := p.Holds()
		attrs, err := packAttrs(p, m.Own(), m)
		// What is held until it is received can't wait.
		lazy := in.rt.defs[imported] != nil && p.Holds() == holds
		s.files = append(s.files, moduleSnapshot{m.Name, m.File, imported, attrs, lazy})
		return err
	}
	for _, name := range in.order {
		if m := in.modules[name]; m != nil && !m.Native {
			if err := add(m, name); err != nil {
				return nil, err
			}
		}
	}
	unit := func(u *unit, up *unitPlan) error {
		if err := add(u.module, ""); err != nil {
			return err
		}
		us := unitSnapshot{code: u.code}
		if err := u.setRoot(); err != nil {
			return err
		}
		switch {
		case up != nil && up.whole:
			us, err = in.packRest(p, up)
		case u.anchor != nil:
			us, err = in.packStatics(p, u)
		}
		us.file = slices.Index(files, u.module)
		s.units = append(s.units, us)
		return err
	}
	if pl != nil {
		for i := range pl.units {
			if err := unit(pl.units[i].unit, &pl.units[i]); err != nil {
				return nil, err
			}
		}
	} else {
		for _, u := range in.units {
			if err := unit(u, nil); err != nil {
				return nil, err
			}
		}
	}
	s.order = slices.Clip(in.order)
	for _, name := range in.order {
		m, ok := in.modules[name]
		if ok && !m.Native {
			continue
		}
		if !ok || len(m.Changed()) == 0 {
			if s.late == nil {
				s.late = make([]string, 0, len(in.order))
			}
			s.late = append(s.late, name)
			continue
		}
		attrs, err := packAttrs(p, m.Changed(), m)
		if err != nil {
			return nil, err
		}
		s.modules = append(s.modules, moduleSnapshot{name: name, attrs: attrs})
	}
	p.Keep = false
	if s.value, err = p.Pack(value); err != nil {
		return nil, err
	}
	s.msg = p.Message(s.value)
	return s, nil
}

func packAttrs(p *pickle.Packer, names []string, m *object.Module) ([]attrSnapshot, error) {
	attrs := make([]attrSnapshot, 0, len(names))
	for _, name := range names {
		v, ok := m.Get(name)
		if !ok {
			attrs = append(attrs, attrSnapshot{name: name})
			continue
		}
		r, err := p.Pack(v)
		if err != nil {
			return nil, err
		}
		attrs = append(attrs, attrSnapshot{name: name, ref: r})
	}
	return attrs, nil
}

// restore makes the child's modules and its copy of the value that was sent with
// the snapshot.
func (in *Interp) restore(t *starlark.Thread, s *snapshot) (starlark.Value, error) {
	return in.restoreFrom(t, s, pickle.NewUnpacker(in.registry, s.msg))
}

func (in *Interp) restoreFrom(t *starlark.Thread, s *snapshot, up *pickle.Unpacker) (starlark.Value, error) {
	in.order, in.lateModules = s.order, s.late
	files := make([]*object.Module, len(s.files))
	for i, f := range s.files {
		files[i] = &object.Module{Name: f.name, File: f.file, Env: in.env}
		files[i].Missing = in.askModule(files[i])
		if f.imported != "" {
			in.modules[f.imported] = files[i]
		}
	}
	units := make([]*unit, len(s.units))
	for i := range s.units {
		us := &s.units[i]
		u := &unit{code: us.code, module: files[us.file], plain: us.plain}
		key := us.key
		if u.code != nil {
			key = u.code.Key()
		} else if !s.files[us.file].lazy {
			if u.code = in.rt.code(key); u.code == nil {
				return nil, unknownCode(key)
			}
		}
		in.units[key] = u
		u.root, u.initial = us.root, us.initial
		switch {
		case u.root == nil:
			u.restoreStatics(us.statics, up)
		case s.files[us.file].lazy:
			u.fill = func() error {
				err := u.setStatics(u.anchor, us.statics, up)
				if err == nil && us.rest != nil {
					err = u.setStatics(u.anchor, us.rest.statics, up)
				}
				return err
			}
		default:
			if err := u.setRoot(); err != nil {
				return nil, err
			}
			u.late = &lateStatics{in: in, up: up, list: us.late}
			if us.rest != nil {
				u.late.rest = us.rest.late
			}
		}
		units[i] = u
	}
	for _, ms := range s.modules {
		m := in.inheritModule(ms.name)
		if err := unpackAttrs(up, m, ms.attrs); err != nil {
			return nil, err
		}
	}
	// What comes next may hash keys and compare them, by methods of modules of ours.
	lazy := false
	for i, u := range units {
		if f := &s.files[s.units[i].file]; f.lazy {
			lazy = true
			key := s.units[i].key
			u.module.Load = func() { in.loadUnit(up, u, key, f.attrs) }
		}
	}
	for i, f := range s.files {
		if !f.lazy {
			files[i].Early = in.earlyAttr(up, files[i], f.attrs)
		}
	}
	for i, f := range s.files {
		if f.lazy {
			continue
		}
		if err := unpackAttrs(up, files[i], f.attrs); err != nil {
			return nil, err
		}
	}
	for _, m := range files {
		m.Early = nil
	}
	for i, u := range units {
		if s.files[s.units[i].file].lazy {
			continue
		}
		if u.root != nil {
			if err := u.restoreGlobals(&s.units[i], up); err != nil {
				return nil, err
			}
		} else if u.maker == nil {
			if err := in.runReplica(t, u); err != nil {
				return nil, err
			}
		}
	}
	v, err := up.Value(s.value)
	if err == nil && !lazy { // modules of ours may share anything
		forget(units, up)
	}
	return v, err
}

// loadUnit fills in a module of ours, written in the language, which the parent had
// imported. Most children use few of these.
func (in *Interp) loadUnit(up *pickle.Unpacker, u *unit, key string, attrs []attrSnapshot) {
	if u.code == nil {
		if u.code = in.rt.code(key); u.code == nil {
			in.env.Raise(unknownCode(key))
			return
		}
	}
	for _, a := range attrs {
		if v, ok := a.ref.Atom(); ok {
			u.module.Set(a.name, v)
			continue
		}
		u.module.SetLazy(a.name, func() starlark.Value {
			v, err := up.Value(a.ref)
			if err != nil {
				in.env.Raise(err)
				return nil
			}
			return v
		})
	}
	if err := u.setRoot(); err != nil {
		in.env.Raise(err)
		return
	}
	if u.anchor == nil && u.maker == nil {
		if err := in.runReplica(in.env.Thread, u); err != nil {
			in.env.Raise(err)
		}
	}
}

// earlyAttr finds names of a module that is being restored before their turn, for methods of keys.
func (in *Interp) earlyAttr(up *pickle.Unpacker, m *object.Module, attrs []attrSnapshot) func(name string) (starlark.Value, bool) {
	return func(name string) (starlark.Value, bool) {
		i := slices.IndexFunc(attrs, func(a attrSnapshot) bool { return a.name == name && a.ref != (pickle.Ref{}) })
		if i < 0 {
			return nil, false
		}
		v, err := up.Value(attrs[i].ref)
		if err != nil {
			in.env.Raise(err)
			return starlark.None, true
		}
		m.Restore(name, v)
		return v, true
	}
}

func unpackAttrs(up *pickle.Unpacker, m *object.Module, attrs []attrSnapshot) error {
	for _, a := range attrs {
		if a.ref == (pickle.Ref{}) {
			m.Restore(a.name, nil)
			continue
		}
		v, err := up.Value(a.ref)
		if err != nil {
			return err
		}
		m.Restore(a.name, v)
	}
	return nil
}
