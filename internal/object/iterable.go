package object

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
)

// An iterable is a value that does nothing but being iterated over by the engine.
type iterable struct {
	env *Env
	src starlark.Value
}

// Iterable returns v as something that the engine's for loop and calls can iterate over
// with Python's meaning, and an error if v can't be iterated over. What it
// returns is not for scripts to keep.
func Iterable(env *Env, v starlark.Value) (starlark.Value, error) {
	switch x := v.(type) {
	case starlark.Tuple:
		return v, nil
	case *starlark.List, *starlark.Dict, *starlark.Set, frozenSet:
		return &iterable{env, v}, nil
	case *Instance, *Class, Nexter, starlark.String:
		it, err := Iterate(env, v)
		if err != nil {
			return nil, err
		}
		return &started{it: it, src: v}, nil
	case starlark.Iterable:
		return x, nil
	}
	return nil, exception.New(exception.TypeError, "'%s' object is not iterable", TypeName(v))
}

func (i *iterable) Iterate() starlark.Iterator {
	if l, ok := i.src.(*starlark.List); ok {
		return &loopIterator{l, 0}
	}
	it := engineIterator(i.env, i.src)
	if d, ok := it.(*dictIterator); ok {
		d.loop = true
	}
	return it
}

func (i *iterable) String() string        { return i.src.String() }
func (i *iterable) Type() string          { return i.src.Type() }
func (i *iterable) Freeze()               {}
func (i *iterable) Truth() starlark.Bool  { return true }
func (i *iterable) Hash() (uint32, error) { return 0, errNoHash(i.src) }

// started is an iterator that has been asked for and is used once.
type started struct {
	it  starlark.Iterator
	src starlark.Value
}

func (s *started) Iterate() starlark.Iterator { return s.it }
func (s *started) String() string             { return s.src.String() }
func (s *started) Type() string               { return s.src.Type() }
func (s *started) Freeze()                    {}
func (s *started) Truth() starlark.Bool       { return true }
func (s *started) Hash() (uint32, error)      { return 0, errNoHash(s.src) }
