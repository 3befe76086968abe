package pickle

import (
	"github.com/mpstar/mpstar/internal/engine"
	"github.com/mpstar/mpstar/internal/object"
	"go.starlark.net/starlark"
)

// This file is about what is the same in one snapshot after the other: it is packed once, and looked at again each time.

// Next returns a packer that goes on from what p has packed. p may pack nothing more, and must hold nothing (Holds); any number of packers may
// go on from it.
func (p *Packer) Next() *Packer {
	return &Packer{World: p.World, Keep: p.Keep, Fork: p.Fork, Elsewhere: p.Elsewhere, Local: p.Local, base: p, count: p.count, size: p.size}
}

// A Shape is a container, and what it held when it was packed.
type Shape struct {
	container starlark.Value
	elems     []starlark.Value // of a dict: key, value, key, value ...
}

// Same reports whether the container holds what it held then: the same values, not equal ones.
func (s *Shape) Same() bool {
	switch c := s.container.(type) {
	case *starlark.List:
		if c.Len() != len(s.elems) {
			return false
		}
		for i, e := range s.elems {
			if !engine.Same(e, c.Index(i)) {
				return false
			}
		}
	case *starlark.Dict:
		entries, ok := engine.EntriesOf(c)
		if !ok || 2*c.Len() != len(s.elems) {
			return false
		}
		for i := 0; i < len(s.elems); i += 2 {
			k, v := entries.Next()
			if !engine.Same(s.elems[i], k) || !engine.Same(s.elems[i+1], v) {
				return false
			}
		}
	}
	return true
}

// maxShapes bounds how many elements the value of one name may have to be looked at each time, maxKept how large an atom may be
// that is kept alive for it.
const (
	maxShapes = 1 << 10
	maxKept   = 1 << 12
)

// Settled reports whether v can be packed once for all snapshots: it is nothing but lists, dicts and tuples that p has not met, and what all
// processes may share or have of their own. shapes are the lists and dicts.
func (p *Packer) Settled(v starlark.Value) (shapes []Shape, ok bool) {
	left := maxShapes
	return shapes, p.settled(v, &shapes, &left)
}

func (p *Packer) settled(v starlark.Value, shapes *[]Shape, left *int) bool {
	if *left--; *left < 0 {
		return false
	}
	if isAtom(v) {
		return atomSize(v) <= maxKept
	}
	switch v := v.(type) {
	case *starlark.Function:
		return p.Local != nil && p.Local(v) != nil
	case *object.Module:
		return p.Local != nil && v.Native
	case *object.Class:
		return v.Native()
	case starlark.Tuple:
		return p.allSettled(v, shapes, left)
	case *starlark.List:
		if _, met := p.packed(v); met || v.Len() > *left {
			return false
		}
		elems := make([]starlark.Value, v.Len())
		for i := range elems {
			elems[i] = v.Index(i)
		}
		*shapes = append(*shapes, Shape{v, elems})
		return p.allSettled(elems, shapes, left)
	case *starlark.Dict:
		if _, met := p.packed(v); met || 2*v.Len() > *left {
			return false
		}
		elems := make([]starlark.Value, 0, 2*v.Len())
		for key, e := range v.Entries() {
			elems = append(elems, key, e)
		}
		*shapes = append(*shapes, Shape{v, elems})
		return p.allSettled(elems, shapes, left)
	}
	return false
}

func (p *Packer) allSettled(list []starlark.Value, shapes *[]Shape, left *int) bool {
	for _, v := range list {
		if !p.settled(v, shapes, left) {
			return false
		}
	}
	return true
}
