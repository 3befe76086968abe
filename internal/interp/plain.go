package interp

import (
	"github.com/mpstar/mpstar/internal/engine"
	"github.com/mpstar/mpstar/internal/lower"
	"github.com/mpstar/mpstar/internal/pickle"
	"go.starlark.net/starlark"
)

// This file knows the plain functions of a unit: those that a file binds to a global with nothing to bring along, so that every process can
// make them for itself.

// allPlain reports whether all plain functions of u are what the file made them.
func (in *Interp) allPlain(u *unit) bool {
	values, layout := u.statics(u.anchor)
	for i, f := range u.code.Plain() {
		if !in.isPlain(u, i, f, values[layout.Plain[i]]) {
			return false
		}
	}
	return true
}

// isPlain reports whether v is the i'th plain function of u as the file made it.
func (in *Interp) isPlain(u *unit, i int, p lower.Plain, v starlark.Value) bool {
	fn, ok := v.(*starlark.Function)
	if !ok || in.env.FunctionAttrs(fn) != nil {
		return false
	}
	if u.plainAt(i) == fn && u.refs != nil && u.refs[i] != nil {
		return true // as it was the last time
	}
	if u.plainAt(i) != fn && !isFunction(fn, u.code.Key(), p.Index) || fn.Module() != u.anchor.Module() {
		return false
	}
	u.setPlain(i, fn)
	if engine.Known() {
		in.rt.proto(fn, p.Index)
		if u.refs == nil {
			u.refs = make([]*pickle.FunctionRef, len(u.code.Plain()))
		}
		u.refs[i] = pickle.NewFunctionRef(fn)
	}
	return true
}

// plainAt returns the i'th plain function, nil if it has not been seen.
func (u *unit) plainAt(i int) *starlark.Function {
	if u.plainFuncs != nil {
		return u.plainFuncs[i]
	}
	for _, f := range u.fewPlain {
		if f.index == i {
			return f.fn
		}
	}
	return nil
}

// A plainFunc is the plain function of a unit with an index.
type plainFunc struct {
	index int
	fn    *starlark.Function
}

// maxFewPlain is how many of them are searched one by one.
const maxFewPlain = 8

func (u *unit) setPlain(i int, fn *starlark.Function) {
	if u.plainFuncs == nil {
		for k := range u.fewPlain {
			if u.fewPlain[k].index == i {
				u.fewPlain[k].fn = fn
				return
			}
		}
		if len(u.fewPlain) < maxFewPlain {
			u.fewPlain = append(u.fewPlain, plainFunc{i, fn})
			return
		}
		u.plainFuncs = make([]*starlark.Function, len(u.code.Plain()))
		for _, f := range u.fewPlain {
			u.plainFuncs[f.index] = f.fn
		}
		u.fewPlain = nil
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
