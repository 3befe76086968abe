package pickle

import "go.starlark.net/starlark"

// This file has what stands in a snapshot for a value that every child makes by itself. Stand-ins are immutable, and no script ever sees one.

// A FunctionRef stands for a function that brings nothing along.
type FunctionRef struct{ callee Callee }

// NewFunctionRef returns the ref of a function that brings nothing along.
func NewFunctionRef(fn *starlark.Function) *FunctionRef {
	pos := fn.Position()
	return &FunctionRef{Callee{pos.Filename(), pos.Col}}
}

func (f *FunctionRef) String() string        { return f.callee.key }
func (f *FunctionRef) Type() string          { return "·function" }
func (f *FunctionRef) Freeze()               {}
func (f *FunctionRef) Truth() starlark.Bool  { return true }
func (f *FunctionRef) Hash() (uint32, error) { return uint32(f.callee.index), nil }

// A moduleRef stands for the module of this name that is compiled in.
type moduleRef string

func (m moduleRef) String() string        { return string(m) }
func (m moduleRef) Type() string          { return "·module" }
func (m moduleRef) Freeze()               {}
func (m moduleRef) Truth() starlark.Bool  { return true }
func (m moduleRef) Hash() (uint32, error) { return uint32(len(m)), nil }

func isStandIn(v starlark.Value) bool {
	switch v.(type) {
	case *FunctionRef, moduleRef:
		return true
	}
	return false
}

// standsFor returns the value of w that v stands for, v if that is no stand-in.
func standsFor(w World, v starlark.Value) (starlark.Value, error) {
	switch v := v.(type) {
	case *FunctionRef:
		return v.callee.In(w)
	case moduleRef:
		return w.Import(string(v))
	}
	return v, nil
}
