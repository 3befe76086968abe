package interp

import (
	"sort"

	"github.com/mpstar/mpstar/internal/engine"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pickle"
	"go.starlark.net/starlark"
)

// This file is about the globals of a child that are made when something needs them: the plain functions of a file, and containers of
// what can be copied. A function of the script exists in the child only once the globals that it names do (lower.Code.Uses), and whoever else
// looks for a global finds it by way of the module; so nobody sees one that is missing.

// lateStatics are the static globals that a child's unit may still have to make.
type lateStatics struct {
	in   *Interp
	up   *pickle.Unpacker
	list []lateStatic // in the order of their slots
	rest []lateStatic // likewise; they are in one of the two
}

type lateStatic struct {
	pickle.Part
	slot int
}

// lateLimit is the size in bytes beyond which a container is copied at once: making it later could not be interrupted.
const lateLimit = 1 << 16

// need makes the globals that the function with this index of the unit's file may read.
func (u *unit) need(index int32) error {
	if u.late == nil {
		return nil
	}
	for _, slot := range u.code.Uses(u.anchor.Module().Program(), index) {
		if err := u.makeStatic(slot); err != nil {
			return err
		}
	}
	return nil
}

// makeStatic makes the static global in a slot, unless it is there or has no value.
func (u *unit) makeStatic(slot int) error {
	l := u.late
	if l == nil {
		return nil
	}
	values, layout := u.statics(u.anchor)
	if values[slot] != nil {
		return nil
	}
	if i := layout.PlainAt[slot]; i >= 0 && u.plain {
		_, err := u.latePlain(i)
		return err
	}
	part := findLate(l.list, slot)
	if part == nil {
		part = findLate(l.rest, slot)
	}
	if part == nil {
		return nil
	}
	outer := l.up.Late
	l.up.Late = true
	v, err := l.up.Value(part.Ref)
	l.up.Late = outer
	if err == nil && values[slot] == nil { // it may have been needed for itself
		values[slot] = v
	}
	return err
}

func findLate(list []lateStatic, slot int) *lateStatic {
	i := sort.Search(len(list), func(i int) bool { return list[i].slot >= slot })
	if i == len(list) || list[i].slot != slot {
		return nil
	}
	return &list[i]
}

// latePlain makes the i'th plain function. Its globals come with need.
func (u *unit) latePlain(i int) (*starlark.Function, error) {
	if fn := u.plainAt(i); fn != nil {
		return fn, nil
	}
	p, ok := u.late.in.rt.protos.Load(protoKey{u.anchor.Module().Program(), u.code.Plain()[i].Index})
	if !ok {
		return nil, unknownCode(u.code.Key())
	}
	fn := p.(*engine.Proto).In(u.anchor)
	u.setPlain(i, fn)
	values, layout := u.statics(u.anchor)
	values[layout.Plain[i]] = fn
	return fn, nil
}

// makeStatics makes all static globals that are not there yet.
func (u *unit) makeStatics() error {
	l := u.late
	if l == nil {
		return nil
	}
	_, layout := u.statics(u.anchor)
	if u.plain {
		for _, slot := range layout.Plain {
			if err := u.makeStatic(slot); err != nil {
				return err
			}
		}
	}
	for _, list := range [...][]lateStatic{l.list, l.rest} {
		for i := range list {
			if err := u.makeStatic(list[i].slot); err != nil {
				return err
			}
		}
	}
	u.late = nil
	return nil
}

// ModuleNamed implements [object.ModuleHolder].
func (in *Interp) ModuleNamed(name string) *object.Module {
	m, _ := in.Module(name)
	return m
}

// forget drops what the unpacker of a snapshot knows of values that are not late: else they would live as long as the process.
func forget(units []*unit, up *pickle.Unpacker) {
	var parts []pickle.Part
	late := false
	for _, u := range units {
		if u.late == nil {
			continue
		}
		late = true
		for _, s := range u.late.list {
			parts = append(parts, s.Part)
		}
		for _, s := range u.late.rest {
			parts = append(parts, s.Part)
		}
	}
	if late {
		up.Forget(parts)
	}
}
