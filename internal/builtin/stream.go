package builtin

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
)

// An Advance returns the next value of an iterator; ok is false at the end. Package itertools
// makes iterators of it.
type Advance func(thread *starlark.Thread) (v starlark.Value, ok bool, err error)

// A Source is what an iterator object is made of.
type Source struct {
	Advance  Advance
	Args     func() []starlark.Value                                   // what the repr shows as arguments; "<itertools.chain object at 0x...>" if nil
	Reduce   func(thread *starlark.Thread) (starlark.Tuple, error)     // what __reduce__ returns; an iterator without it cannot be pickled
	SetState func(thread *starlark.Thread, state starlark.Value) error // __setstate__
	Of       any                                                       // what SourceOf returns
}

func (s *Source) next(thread *starlark.Thread) (starlark.Value, bool, error) {
	return s.Advance(thread)
}
func (*Source) close() {}

func (s *Source) reduce(thread *starlark.Thread) (starlark.Tuple, error) {
	if s.Reduce == nil {
		return nil, nil
	}
	return s.Reduce(thread)
}

func (s *Source) setState(thread *starlark.Thread, state starlark.Value) error {
	return s.SetState(thread, state)
}

// SourceOf returns Of of the Source of an iterator, nil for other values.
func SourceOf(v starlark.Value) any {
	if it, ok := v.(*Iterator); ok {
		if s, ok := it.src.(*Source); ok {
			return s.Of
		}
	}
	return nil
}

// Ended is the reduction of an iterator that has come to its end.
func Ended() starlark.Tuple { return ended(starlark.Tuple{}) }

// An Inner is an iterator that another one reads.
type Inner struct{ src stream }

// Read returns iter(v).
func Read(thread *starlark.Thread, v starlark.Value) (*Inner, error) {
	src, err := iterate(thread, v)
	if err != nil {
		return nil, err
	}
	return &Inner{src}, nil
}

// Next returns the next value; ok is false at the end.
func (in *Inner) Next(thread *starlark.Thread) (v starlark.Value, ok bool, err error) {
	return in.src.next(thread)
}

// Value returns the iterator as the object that scripts see, for a __reduce__.
func (in *Inner) Value(thread *starlark.Thread) (starlark.Value, error) {
	return asValue(thread, &in.src)
}

// NewIterator returns an iterator object of a class that NewIteratorClass made. It
// reads the iterators among over, which bounds how deep they can lie in each other.
func NewIterator(thread *starlark.Thread, class *object.Class, src *Source, over ...starlark.Value) (starlark.Value, error) {
	srcs := make([]stream, 0, len(over))
	for _, v := range over {
		if it, ok := v.(*Iterator); ok {
			srcs = append(srcs, it)
		}
	}
	return nest(thread, class, src, srcs...)
}

// nested is the key under which a thread counts how many iterators that Nested
// reads lie in each other.
const nested = "mpstar.nested"

// Nested is a step of an iterator that reads iterators which it meets only while it runs, and
// which may contain each other, or itself, to any depth.
func Nested(thread *starlark.Thread, next Advance) (v starlark.Value, ok bool, err error) {
	depth, _ := thread.Local(nested).(int)
	if depth > maxNesting {
		return nil, false, exception.New(exception.RecursionError, "maximum recursion depth exceeded: %d iterators over iterators", depth)
	}
	thread.SetLocal(nested, depth+1)
	defer thread.SetLocal(nested, depth)
	return next(thread)
}

// An IteratorSpec describes a class of iterators.
type IteratorSpec struct {
	Module, Name string
	Static       map[string]object.Method // class methods
	Methods      map[string]object.Method // beside those that all have
	Stateless    bool                     // there is no __setstate__
	// Create makes an iterator, with NewIterator.
	Create func(thread *starlark.Thread, cls *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error)
}

// NewIteratorClass returns a class of iterators.
func NewIteratorClass(is IteratorSpec) *object.Class {
	return object.NewClass(object.Spec{
		Name: is.Name, Module: is.Module, Final: true, Full: true, New: is.Create, ClassMethods: is.Static,
		Later: func(s *object.Spec) {
			s.Methods = iteratorMethods(is.Name)
			delete(s.Methods, "__length_hint__")
			if !is.Stateless {
				s.Methods["__setstate__"] = setIteratorState
			}
			for name, m := range is.Methods {
				s.Methods[name] = m
			}
		},
	})
}

// Tick is called once per element by Go code that reads elements in a loop without calling
// scripts: a process that is being ended stops there.
type Tick struct{ ticker }

// NewTick returns a Tick of this thread.
func NewTick(thread *starlark.Thread) Tick { return Tick{ticker{thread: thread}} }

// Next counts an element.
func (t *Tick) Next() error { return t.tick() }
