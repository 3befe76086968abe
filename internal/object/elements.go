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
	// With returns a value of the same type with the elements of s, which nobody changes any more.
	With(s *starlark.Set) starlark.Value
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
	elems, err := env.elements(s.Len())
	if err != nil {
		return nil, err
	}
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

// Values returns the values of a dict; the caller may keep the slice. It can be stopped.
func Values(env *Env, d *starlark.Dict) ([]starlark.Value, error) {
	values, err := env.elements(d.Len())
	if err != nil {
		return nil, err
	}
	err = EachEntry(env, d, func(_, v starlark.Value) error {
		values = append(values, v)
		return nil
	})
	return values, err
}

// Items returns the items of a dict; the caller may keep the slice. It can be stopped.
func Items(env *Env, d *starlark.Dict) ([]starlark.Tuple, error) {
	if d.Len() <= fewElements {
		return d.Items(), nil
	}
	items := make([]starlark.Tuple, 0, d.Len())
	var pairs []starlark.Value
	err := EachEntry(env, d, func(k, v starlark.Value) error {
		if len(pairs) == 0 {
			pairs = make([]starlark.Value, 2*fewElements)
		}
		pair := pairs[:2:2]
		pair[0], pair[1] = k, v
		items, pairs = append(items, pair), pairs[2:]
		return nil
	})
	return items, err
}

// setsOf returns the elements of two large sets, one of them frozen; ok is false for all other values.
func setsOf(x, y starlark.Value) (a, b *starlark.Set, ok bool) {
	frozen := false
	for _, p := range [...]struct {
		v   starlark.Value
		set **starlark.Set
	}{{x, &a}, {y, &b}} {
		switch v := p.v.(type) {
		case *starlark.Set:
			*p.set = v
		case frozenSet:
			frozen = true
			*p.set = v.Set()
		default:
			return nil, nil, false
		}
	}
	return a, b, frozen && a.Len()+b.Len() > fewElements
}
