package builtin

import (
	"iter"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pickle"
)

// A Frozenset is a frozenset: a set that nothing changes once it is made.
type Frozenset struct {
	set *starlark.Set
	env *object.Env // of who made it: the engine hashes, compares and combines frozensets without saying for whom
}

// nobody stands for the script where none is known, so that what is done for it can't be stopped.
var nobody *object.Env

// NewFrozenset returns a frozenset of the elements of s, which must not be
// changed afterwards.
func NewFrozenset(env *object.Env, s *starlark.Set) *Frozenset { return &Frozenset{s, env} }

// Set returns the elements. The caller must not change them.
func (f *Frozenset) Set() *starlark.Set { return f.set }

// Transfer makes a frozenset of the receiver's copies of the elements.
func (f *Frozenset) Transfer(p *pickle.Packer) (pickle.Import, error) {
	var elems starlark.Tuple
	for e := range f.set.Elements() {
		elems = append(elems, e)
	}
	ref, err := p.Pack(elems)
	if err != nil {
		return nil, err
	}
	return p.Portable("builtins.frozenset", nil, []pickle.Ref{ref})
}

func init() {
	pickle.Register("builtins.frozenset", func(u *pickle.Unpacker, p *pickle.Portable) (any, error) {
		v, err := p.Whole(u, 0)
		if err != nil {
			return nil, err
		}
		elems, ok := v.(starlark.Tuple)
		if !ok {
			return nil, p.Damaged()
		}
		s := new(starlark.Set)
		for _, e := range elems {
			if err := u.World.Env().AddTo(s, e); err != nil {
				return nil, err
			}
		}
		return NewFrozenset(u.World.Env(), s), nil
	})
}

// PythonClass returns the class frozenset.
func (f *Frozenset) PythonClass() *object.Class { return object.FrozensetType }

func (f *Frozenset) String() string { return displayed(f) }

// Display is what object.Repr shows.
func (f *Frozenset) Display(env *object.Env) (open string, elems []starlark.Value, close string, err error) {
	if f.set.Len() == 0 {
		return "frozenset(", nil, ")", nil
	}
	elems, err = object.SetElements(env, f.set)
	return "frozenset({", elems, "})", err
}

// With returns a frozenset with the elements of s, which nobody changes any more.
func (f *Frozenset) With(s *starlark.Set) starlark.Value { return NewFrozenset(f.env, s) }

func (f *Frozenset) Type() string         { return "frozenset" }
func (f *Frozenset) Freeze()              {}
func (f *Frozenset) Truth() starlark.Bool { return f.set.Len() > 0 }

// Parts returns the elements.
func (f *Frozenset) Parts() iter.Seq[starlark.Value] { return f.set.Elements() }

// Hash does not depend on the order of the elements.
func (f *Frozenset) Hash() (uint32, error) { return f.HashIn(f.env) }

// HashIn is Hash, and can be stopped.
func (f *Frozenset) HashIn(env *object.Env) (uint32, error) {
	h := uint32(f.set.Len()) * 0x9e3779b1
	for e := range f.set.Elements() {
		if err := env.Tick(); err != nil {
			return 0, err
		}
		n, err := e.Hash()
		if err != nil {
			return 0, err
		}
		n ^= n>>16 ^ 0x5bd1e995
		h ^= n * 0x85ebca6b
	}
	return h, nil
}

func (f *Frozenset) Len() int                              { return f.set.Len() }
func (f *Frozenset) Has(v starlark.Value) (bool, error)    { return f.env.HasElement(f.set, setKey(v)) }
func (f *Frozenset) AttrNames() []string                   { return classNames(object.FrozensetType) }
func (f *Frozenset) Attr(n string) (starlark.Value, error) { return classAttr(f, n) }

// Iterate lets the engine loop over the elements.
func (f *Frozenset) Iterate() starlark.Iterator {
	elems, err := object.SetElements(f.env, f.set)
	if err != nil {
		f.env.Raise(err)
	}
	return starlark.Tuple(elems).Iterate()
}

// CompareSameType compares by inclusion.
func (f *Frozenset) CompareSameType(op syntax.Token, y starlark.Value, _ int) (bool, error) {
	g, ok := y.(*Frozenset)
	if !ok {
		return op == syntax.NEQ, nil
	}
	return compareSets(f.env, op, f.set, g.set)
}

// CompareWith compares with sets of any kind.
func (f *Frozenset) CompareWith(op syntax.Token, y starlark.Value) (result, ok bool, err error) {
	other, ok := asSet(y)
	if !ok {
		return false, false, nil
	}
	result, err = compareSets(f.env, op, f.set, other)
	return result, true, err
}

// Binary gives | & - ^ between two frozensets, or a frozenset and a set. The result
// is of the kind of the left operand.
func (f *Frozenset) Binary(op syntax.Token, y starlark.Value, side starlark.Side) (starlark.Value, error) {
	other, ok := asSet(y)
	if !ok {
		return nil, nil
	}
	if side == starlark.Right {
		s, err := combineSets(f.env, op, other, f.set)
		if s == nil || err != nil {
			return nil, err
		}
		return s, nil
	}
	s, err := combineSets(f.env, op, f.set, other)
	if s == nil || err != nil {
		return nil, err
	}
	return NewFrozenset(f.env, s), nil
}

// asSet returns the elements of a set or frozenset.
func asSet(v starlark.Value) (*starlark.Set, bool) {
	switch v := object.Unwrap(v).(type) {
	case *starlark.Set:
		return v, true
	case *Frozenset:
		return v.set, true
	}
	return nil, false
}

// setKey is what looking for v in a set looks for: a set stands for the frozenset
// of its elements.
func setKey(v starlark.Value) starlark.Value {
	if s, ok := v.(*starlark.Set); ok {
		return NewFrozenset(nobody, s)
	}
	return v
}

func compareSets(env *object.Env, op syntax.Token, x, y *starlark.Set) (bool, error) {
	switch op {
	case syntax.EQL, syntax.NEQ:
		eq := x.Len() == y.Len()
		if eq {
			var err error
			if eq, err = subset(env, x, y); err != nil {
				return false, err
			}
		}
		return eq == (op == syntax.EQL), nil
	case syntax.GT, syntax.GE:
		x, y = y, x
	}
	if x.Len() > y.Len() || x.Len() == y.Len() && (op == syntax.LT || op == syntax.GT) {
		return false, nil
	}
	return subset(env, x, y)
}

func subset(env *object.Env, x, y *starlark.Set) (bool, error) {
	for e := range x.Elements() {
		if err := env.Tick(); err != nil {
			return false, err
		}
		if ok, err := env.HasElement(y, e); err != nil || !ok {
			return false, err
		}
	}
	return true, nil
}

// combineSets returns x op y as a new set, or nil if sets have no such operator.
func combineSets(env *object.Env, op syntax.Token, x, y *starlark.Set) (*starlark.Set, error) {
	res := new(starlark.Set)
	add := func(from, other *starlark.Set, want bool) error {
		for e := range from.Elements() {
			if err := env.Tick(); err != nil {
				return err
			}
			if ok, err := env.HasElement(other, e); err != nil {
				return err
			} else if ok == want {
				if err := env.AddTo(res, e); err != nil {
					return err
				}
			}
		}
		return nil
	}
	switch op {
	case syntax.PIPE:
		var err error
		if res, err = env.NewSet(max(x.Len(), y.Len())); err != nil {
			return nil, err
		}
		for _, s := range []*starlark.Set{x, y} {
			for e := range s.Elements() {
				if err := env.AddTo(res, e); err != nil {
					return nil, err
				}
				if err := env.Tick(); err != nil {
					return nil, err
				}
			}
		}
		return res, nil
	case syntax.AMP:
		if y.Len() > x.Len() { // the smaller one decides the order, as in CPython
			x, y = y, x
		}
		return res, add(y, x, true)
	case syntax.MINUS:
		return res, add(x, y, false)
	case syntax.CIRCUMFLEX:
		if err := add(y, x, false); err != nil {
			return nil, err
		}
		return res, add(x, y, false)
	}
	return nil, nil
}

// setOf returns a new set of the elements of v.
func setOf(thread *starlark.Thread, v starlark.Value) (*starlark.Set, error) {
	s, err := object.EnvOf(thread).NewSet(presize(v))
	if err != nil {
		return nil, err
	}
	return s, insertAll(thread, s, v)
}

// presize is how many elements a set or dict of v's is made for at first: one that grows makes all its elements' places anew each time, in one
// operation that takes 50 ms for a million.
func presize(v starlark.Value) int {
	if n := sizeHint(v); n > 1<<16 {
		return min(n, 1<<20) // of which most may be the same
	}
	return 0
}

// insertAll adds the elements of v to s.
func insertAll(thread *starlark.Thread, s *starlark.Set, v starlark.Value) error {
	if other, ok := asSet(v); ok {
		if other == s {
			return nil
		}
		env := object.EnvOf(thread)
		for e := range other.Elements() {
			if err := env.AddTo(s, e); err != nil {
				return err
			}
			if err := env.Tick(); err != nil {
				return err
			}
		}
		return nil
	}
	if n := sizeHint(v); n > maxElements {
		return memoryError()
	}
	env := object.EnvOf(thread)
	return each(thread, v, func(x starlark.Value) (bool, error) {
		if s.Len() >= maxElements {
			return false, memoryError()
		}
		return true, env.AddTo(s, x)
	})
}

// toSet returns v itself if it is a set, else a new set of its elements.
func toSet(thread *starlark.Thread, v starlark.Value) (*starlark.Set, error) {
	if s, ok := asSet(v); ok {
		return s, nil
	}
	return setOf(thread, v)
}
