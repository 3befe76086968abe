package builtin

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/engine"
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
)

// A setStream lists the elements there were when the first of them was asked for.
type setStream struct {
	set   *starlark.Set
	size  int
	begun bool
	rest  []starlark.Value
}

func newSetStream(s *starlark.Set) *setStream { return &setStream{set: s, size: s.Len()} }

func (s *setStream) next(thread *starlark.Thread) (starlark.Value, bool, error) {
	if s.set == nil {
		return nil, false, nil
	}
	if s.set.Len() != s.size {
		s.size = -1
		return nil, false, exception.New(exception.RuntimeError, "Set changed size during iteration")
	}
	if !s.begun {
		elems, err := object.SetElements(object.EnvOf(thread), s.set)
		if err != nil {
			return nil, false, err
		}
		s.begun, s.rest = true, elems
	}
	if len(s.rest) == 0 {
		s.set = nil
		return nil, false, nil
	}
	v := s.rest[0]
	s.rest = s.rest[1:]
	return v, true, nil
}
func (s *setStream) close()               {}
func (s *setStream) class() *object.Class { return setIteratorType }
func (s *setStream) hint() int {
	if !s.begun && s.set != nil {
		return max(s.size, 0)
	}
	return len(s.rest)
}

func (s *setStream) reduce(thread *starlark.Thread) (starlark.Tuple, error) {
	rest := *s
	return reduceRest(thread, &rest)
}

// A dictStream lists the keys there were when it began. Values may change
// meanwhile, the number of keys may not.
type dictStream struct {
	tupleMaker
	dict *starlark.Dict
	part dictPart
	size int
	left int            // how many are to come
	live engine.Entries // those, unless rest has their keys
	rest []starlark.Value
	back bool // rest is taken from its end; before the second step it has nothing
}

func newDictStream(d *starlark.Dict, part dictPart) *dictStream {
	s := dictStreamOf(d, part)
	return &s
}

func newReverseDictStream(d *starlark.Dict, part dictPart) *dictStream {
	return &dictStream{dict: d, part: part, size: d.Len(), left: d.Len(), back: true}
}

func dictStreamOf(d *starlark.Dict, part dictPart) dictStream {
	s := dictStream{dict: d, part: part, size: d.Len(), left: d.Len()}
	live, ok := engine.EntriesOf(d)
	if s.live = live; !ok {
		s.rest = d.Keys()
	}
	return s
}

func (s *dictStream) next(thread *starlark.Thread) (starlark.Value, bool, error) {
	if s.dict == nil {
		return nil, false, nil
	}
	if s.dict.Len() != s.size {
		s.size = -1
		return nil, false, exception.New(exception.RuntimeError, "dictionary changed size during iteration")
	}
	if s.left == 0 {
		s.dict = nil
		return nil, false, nil
	}
	key, v, err := s.step(thread)
	if err != nil {
		return nil, false, err
	}
	switch s.part {
	case dictKeys:
		return key, true, nil
	case dictItems:
		return s.pair(key, v), true, nil
	}
	return v, true, nil
}

// step returns what entry does, and prepares for it.
func (s *dictStream) step(thread *starlark.Thread) (key, v starlark.Value, err error) {
	s.left--
	if s.back && s.rest == nil {
		if s.left == s.size-1 {
			// Who asks for the last key alone has it without all others.
			if k, v, ok := engine.Last(s.dict); ok {
				return k, v, nil
			}
		}
		keys, err := object.Keys(object.EnvOf(thread), s.dict)
		if err != nil {
			return nil, nil, err
		}
		s.rest = keys[:s.left+1]
	}
	return s.entry()
}

var errKeysChanged = exception.New(exception.RuntimeError, "dictionary keys changed during iteration")

// entry returns the next key and its value, which may be nil if only keys are wanted.
func (s *dictStream) entry() (key, v starlark.Value, err error) {
	n := len(s.rest)
	switch {
	case n == 0:
		if key, v = s.live.Next(); key == nil {
			return nil, nil, errKeysChanged
		}
		return key, v, nil
	case s.back:
		key, s.rest = s.rest[n-1], s.rest[:n-1]
	default:
		key, s.rest = s.rest[0], s.rest[1:]
	}
	if s.part == dictKeys {
		return key, nil, nil
	}
	v, found, err := s.dict.Get(key)
	if err == nil && !found {
		err = errKeysChanged
	}
	return key, v, err
}
func (s *dictStream) close() {}
func (s *dictStream) class() *object.Class {
	if s.back {
		return s.part.reverseType()
	}
	return s.part.iteratorType()
}
func (s *dictStream) hint() int { return s.left }

func (s *dictStream) reduce(thread *starlark.Thread) (starlark.Tuple, error) {
	rest := *s
	rest.tupleMaker = tupleMaker{}
	return reduceRest(thread, &rest)
}

// reduceRest makes what an iterator goes by that is pickled as the list of what it has left.
func reduceRest(thread *starlark.Thread, rest stream) (starlark.Tuple, error) {
	var elems []starlark.Value
	for t := (ticker{thread: thread}); ; {
		v, ok, err := rest.next(thread)
		if err != nil {
			return nil, err
		}
		if !ok {
			return ended(starlark.NewList(elems)), nil
		}
		elems = append(elems, v)
		if err := t.tick(); err != nil {
			return nil, err
		}
	}
}
