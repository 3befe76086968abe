package pickle

import (
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// This file asks the tables in which scripts register reductions of classes that they have not written: those of copyreg, of a
// Pickler, and for messages of multiprocessing.reduction.

// A Reducing is a [World] whose script may have registered reductions for messages.
type Reducing interface {
	// Reducers returns the tables, class -> function, those that come first go first. They are nil if nothing is registered.
	Reducers() []starlark.Value
}

// Dispatch asks a dispatch table, which may be nil, for the function that reduces values of v's class. Without one it returns nil.
func Dispatch(thread *starlark.Thread, table, v starlark.Value) (*Reduction, error) {
	if table == nil {
		return nil, nil
	}
	switch v.(type) {
	case *object.Class, *starlark.Function:
		return nil, nil
	}
	env := object.EnvOf(thread)
	cls := object.TypeOf(v)
	var fn starlark.Value
	if d, ok := table.(*starlark.Dict); ok {
		found, ok, err := d.Get(cls)
		if err != nil || !ok {
			return nil, err
		}
		fn = found
	} else {
		has, err := object.Contains(env, table, cls)
		if err != nil || !has {
			return nil, err
		}
		if fn, err = object.GetItem(env, table, cls); err != nil {
			return nil, err
		}
	}
	r, err := object.Call(thread, fn, v)
	if err != nil {
		return nil, err
	}
	return ParseReduction(r)
}

// DispatchMessage asks the tables for messages.
func DispatchMessage(thread *starlark.Thread, tables []starlark.Value, v starlark.Value) (*Reduction, error) {
	switch v.(type) {
	case starlark.NoneType, starlark.Bool, starlark.Int, starlark.Float, starlark.Bytes, text.Bytes,
		starlark.Tuple, *starlark.List, *starlark.Dict, *starlark.Set, frozen:
		return nil, nil // no pickler asks for them
	case *object.Instance:
	default:
		if _, ok := text.AsString(v); ok {
			return nil, nil
		}
	}
	for _, t := range tables {
		if r, err := Dispatch(thread, t, v); r != nil || err != nil {
			return r, err
		}
	}
	return nil, nil
}
