package interp

import (
	"slices"

	"github.com/mpstar/mpstar/internal/engine"
	"github.com/mpstar/mpstar/internal/lower"
	"github.com/mpstar/mpstar/internal/pickle"
	"go.starlark.net/starlark"
)

// This file is about snapshots of a process that starts many children. Most of its globals are the same each time: functions, modules, constants,
// tables. They are packed once, and each further start only looks whether they are what they were.

// A plan is what the static globals that stay as they are were packed as. Children only read what it refers to.
type plan struct {
	base  *pickle.Packer
	units []unitPlan
	attrs int // how many functions had got attributes
}

// A unitPlan is the part of a plan that a unit has in it.
type unitPlan struct {
	*unit
	key    string
	slots  []int            // of the globals that the plan has, or that must stay unbound
	values []starlark.Value // what they were
	shapes []slotShape      // what the containers among them held

	packed unitSnapshot
	rest   []lower.Static // the globals that are packed each time
	whole  bool           // packed is of use
}

type slotShape struct {
	slot int
	pickle.Shape
}

// planFrom is the start from which on there is a plan: it costs as much as half a snapshot. Every plan that did not hold has found at least one
// global that changes, and leaves it out; after maxPlans the program is one that a plan is not for.
const (
	planFrom = 3
	maxPlans = 100
)

// planned returns the plan for the next child, nil if there is none.
func (in *Interp) planned() (*plan, error) {
	in.starts++
	if in.starts < planFrom || in.plans > maxPlans || !engine.Known() {
		in.plan = nil // it keeps values alive
		return nil, nil
	}
	if in.plan != nil && in.plan.holds(in) {
		return in.plan, nil
	}
	in.plans++
	var err error
	in.plan, err = in.newPlan()
	return in.plan, err
}

// holds reports whether all is as it was. It notes what is not, for the next plan.
func (pl *plan) holds(in *Interp) bool {
	if len(pl.units) != len(in.units) || pl.attrs != in.env.NumFunctionAttrs() {
		return false
	}
	same := true
	for i := range pl.units {
		u := &pl.units[i]
		if in.units[u.key] != u.unit {
			return false
		}
		if u.whole && !u.holds() {
			same = false
		}
	}
	return same
}

func (u *unitPlan) holds() bool {
	same := true
	changed := func(slot int) {
		same = false
		set(&u.unit.restless, slot, true)
	}
	values := engine.Globals(u.anchor)
	for i, slot := range u.slots {
		if !engine.Same(values[slot], u.values[i]) {
			changed(slot)
		}
	}
	for i := range u.shapes {
		if s := &u.shapes[i]; !s.Same() {
			changed(s.slot)
		}
	}
	return same
}

func (in *Interp) newPlan() (*plan, error) {
	pl := &plan{base: pickle.NewPacker(in.registry), attrs: in.env.NumFunctionAttrs()}
	pl.base.Keep, pl.base.Fork, pl.base.Local = true, true, in.local
	for key, u := range in.units {
		if err := u.setRoot(); err != nil {
			return nil, err
		}
		up := unitPlan{unit: u, key: key}
		if u.anchor != nil {
			if err := in.planUnit(pl.base, &up); err != nil {
				return nil, err
			}
		}
		pl.units = append(pl.units, up)
	}
	return pl, nil
}

// planUnit packs what stays as it is of a unit's static globals.
func (in *Interp) planUnit(p *pickle.Packer, up *unitPlan) error {
	u := up.unit
	if err := u.makeStatics(); err != nil {
		return err
	}
	values, layout := u.statics(u.anchor)
	if layout == nil {
		return nil
	}
	up.whole = true
	us := &up.packed
	us.code, us.root, us.plain = u.code, in.rt.proto(u.anchor, rootIndex), in.allPlain(u)
	us.initial = make([]starlark.Value, len(values))
	list := layout.Statics
	for i, f := range u.code.Plain() {
		if slot := layout.Plain[i]; us.plain {
			up.slots, up.values = append(up.slots, slot), append(up.values, values[slot])
		} else {
			list = append(slices.Clip(list), lower.Static{Name: f.Name, Index: slot})
		}
	}
	for _, s := range list {
		v := values[s.Index]
		if u.restless[s.Index] {
			up.rest = append(up.rest, s)
			continue
		}
		if v != nil {
			shapes, ok := p.Settled(v)
			if !ok {
				up.rest = append(up.rest, s)
				continue
			}
			for _, shape := range shapes {
				up.shapes = append(up.shapes, slotShape{s.Index, shape})
			}
			part, err := p.Part(v)
			if err != nil {
				return err
			}
			if atom, ok := part.Atom(); ok {
				us.initial[s.Index] = atom
			} else {
				us.add(s, part)
			}
		}
		up.slots, up.values = append(up.slots, s.Index), append(up.values, v)
	}
	us.sort()
	return nil
}

// packRest packs what a plan does not have of a unit's static globals.
func (in *Interp) packRest(p *pickle.Packer, up *unitPlan) (unitSnapshot, error) {
	us := up.packed
	if len(up.rest) == 0 {
		return us, nil
	}
	more := new(unitSnapshot)
	values := engine.Globals(up.anchor)
	for _, s := range up.rest {
		v := values[s.Index]
		if v == nil {
			continue
		}
		part, err := p.Part(v)
		if err != nil {
			return us, err
		}
		more.add(s, part)
	}
	more.sort()
	us.rest = more
	return us, nil
}
