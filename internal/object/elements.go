package object

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/engine"
)

// This file lists what hash tables have. The engine's own methods do so at one go, which nothing interrupts.

// frozenSet is what the type of frozensets implements.
type frozenSet interface {
	starlark.Iterable
	Set() *starlark.Set
}

// setOrder puts the elements of a set in the order in which it is iterated.
var setOrder = func(_ *Env, elems []starlark.Value) ([]starlark.Value, error) { return elems, nil }

// RegisterSetOrder says in which order the elements of a set are iterated and
// printed. It may be called while packages are initialised.
func RegisterSetOrder(order func(env *Env, elems []starlark.Value) ([]starlark.Value, error)) {
	setOrder = order
}

// SetElements returns the elements of a set in the order in which it is iterated; the caller may keep the slice. It can be stopped.
func SetElements(env *Env, s *starlark.Set) ([]starlark.Value, error) {
	if s.Len() > chunk {
		if err := env.Reserve(elementSize * int64(s.Len())); err != nil {
			return nil, err
		}
	}
	elems := make([]starlark.Value, 0, s.Len())
	for e := range s.Elements() {
		elems = append(elems, e)
		if err := env.Tick(); err != nil {
			return nil, err
		}
	}
	return setOrder(env, elems)
}

// Keys returns the keys of a dict; the caller may keep the slice. It can be stopped.
func Keys(env *Env, d *starlark.Dict) ([]starlark.Value, error) {
	entries, ok := engine.EntriesOf(d)
	if !ok || d.Len() <= fewElements {
		return d.Keys(), nil
	}
	return env.CopyOf(d.Len(), func(int) starlark.Value {
		k, _ := entries.Next()
		return k
	})
}
