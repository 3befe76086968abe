package pickle

import (
	"github.com/mpstar/mpstar/internal/engine"
	"go.starlark.net/starlark"
)

func (p *Packer) packDict(v *starlark.Dict) (ref, error) {
	n := p.node(v, dictNode)
	n.kids = make([]ref, 0, 2*v.Len())
	add := func(key, e starlark.Value) error {
		k, err := p.at(step{attr: "key"}, key)
		if err != nil {
			return err
		}
		r, err := p.at(step{key: key}, e)
		n.kids = append(n.kids, k, r)
		return err
	}
	if entries, ok := engine.EntriesOf(v); ok {
		for key, e := entries.Next(); key != nil; key, e = entries.Next() {
			if err := add(key, e); err != nil {
				return ref{}, err
			}
		}
		return ref{n: n}, nil
	}
	for key, e := range v.Entries() {
		if err := add(key, e); err != nil {
			return ref{}, err
		}
	}
	return ref{n: n}, nil
}

func (p *Packer) packSet(v *starlark.Set) (ref, error) {
	n := p.node(v, setNode)
	for e := range v.Elements() {
		r, err := p.at(step{attr: "element"}, e)
		if err != nil {
			return ref{}, err
		}
		n.kids = append(n.kids, r)
	}
	return ref{n: n}, nil
}

// A part is a value that a node holds under a name.
type part struct {
	name string
	v    starlark.Value
}

func (p *Packer) kids(n *node, parts ...part) (ref, error) {
	n.kids = make([]ref, len(parts))
	for i, s := range parts {
		if s.v == nil {
			continue
		}
		at := here
		if s.name != "" {
			at = step{attr: s.name}
		}
		r, err := p.at(at, s.v)
		if err != nil {
			return ref{}, err
		}
		n.kids[i] = r
	}
	return ref{n: n}, nil
}

func (p *Packer) packTuple(t starlark.Tuple) (ref, error) {
	atoms := true
	for _, e := range t {
		if !isAtom(e) {
			atoms = false
			break
		}
	}
	if atoms {
		p.size += 16 * (len(t) + 1)
		return ref{v: t}, nil
	}
	// A tuple is known by its first element's place: two tuples that share
	// it are the same.
	key := tupleKey{&t[0], len(t)}
	if n, ok := p.packed(key); ok {
		p.met(n)
		return ref{n: n}, nil
	}
	n := p.node(key, tupleNode)
	n.kids = make([]ref, len(t))
	for i, e := range t {
		r, err := p.at(step{index: i}, e)
		if err != nil {
			return ref{}, err
		}
		n.kids[i] = r
	}
	return ref{n: n}, nil
}

type tupleKey struct {
	first *starlark.Value
	len   int
}
