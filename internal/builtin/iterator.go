package builtin

import (
	"fmt"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
)

// A stream yields values one by one. Unlike the engine's iterators it can fail,
// and it never keeps a container from being changed.
type stream interface {
	// next returns the next value; ok is false at the end.
	next(thread *starlark.Thread) (v starlark.Value, ok bool, err error)
	// close gives up what the stream holds, when it is left before its end.
	close()
}

// An Iterator is an iterator object: what iter(), map(), zip() and their like return.
// It belongs to one interpreter.
type Iterator struct {
	class *object.Class
	env   *object.Env
	src   stream
	depth int // how many iterators are read to read this one
}

// maxNesting bounds iterators over iterators: each level takes Go stack when the
// outermost one is read.
const maxNesting = 10_000

// nest returns an iterator object that reads others.
func nest(thread *starlark.Thread, class *object.Class, src stream, others ...stream) (starlark.Value, error) {
	depth := 0
	for _, o := range others {
		if it, ok := o.(*Iterator); ok {
			depth = max(depth, it.depth+1)
		}
	}
	if depth > maxNesting {
		return nil, exception.New(exception.RecursionError, "maximum recursion depth exceeded: %d iterators over iterators", depth)
	}
	return &Iterator{class, object.EnvOf(thread), src, depth}, nil
}

// newIterator returns an iterator object of the given class.
func newIterator(thread *starlark.Thread, class *object.Class, src stream) *Iterator {
	return &Iterator{class: class, env: object.EnvOf(thread), src: src}
}

// Next returns the next value; ok is false at the end.
func (it *Iterator) Next(thread *starlark.Thread) (v starlark.Value, ok bool, err error) {
	return it.src.next(thread)
}

// next and close make an Iterator a stream that others may go on with.
func (it *Iterator) next(thread *starlark.Thread) (starlark.Value, bool, error) {
	return it.src.next(thread)
}
func (it *Iterator) close() {}

// PythonClass returns the iterator's class.
func (it *Iterator) PythonClass() *object.Class { return it.class }

func (it *Iterator) String() string {
	return fmt.Sprintf("<%s object at %#x>", it.class.FullName(), object.ID(it))
}

// Display implements [object.Displayed].
func (it *Iterator) Display(*object.Env) (before string, elems []starlark.Value, after string, err error) {
	if s, ok := it.src.(*Source); ok && s.Args != nil {
		return it.class.Name() + "(", s.Args(), ")", nil
	}
	return it.String(), nil, "", nil
}
func (it *Iterator) Type() string          { return it.class.Name() }
func (it *Iterator) Freeze()               {}
func (it *Iterator) Truth() starlark.Bool  { return true }
func (it *Iterator) Hash() (uint32, error) { return hashID(it), nil }

// Attr returns a bound method.
func (it *Iterator) Attr(name string) (starlark.Value, error) { return classAttr(it, name) }

// AttrNames returns the names of the methods.
func (it *Iterator) AttrNames() []string { return classNames(it.class) }

// Iterate lets the engine loop over the iterator.
func (it *Iterator) Iterate() starlark.Iterator {
	switch s := it.src.(type) {
	case *enumerateStream:
		if onList(s.src) {
			return &listsIterator{it.env, s}
		}
	case *zipStream:
		for i, src := range s.srcs {
			if !onList(src) {
				break
			}
			if i == len(s.srcs)-1 {
				return &listsIterator{it.env, s}
			}
		}
	}
	return &engineIterator{env: it.env, src: it.src, polls: ticker{thread: it.env.Thread}}
}

// Has consumes the iterator up to a value that equals x.
func (it *Iterator) Has(x starlark.Value) (bool, error) {
	found := false
	err := each(it.env.Thread, it, func(v starlark.Value) (bool, error) {
		var err error
		found, err = same(it.env, v, x)
		return !found, err
	})
	return found, err
}

// An engineIterator gives a stream to the engine.
type engineIterator struct {
	env   *object.Env
	src   stream
	polls ticker
}

func (it *engineIterator) Next(p *starlark.Value) bool {
	if err := it.polls.tick(); err != nil {
		it.env.Raise(err)
		return false
	}
	v, ok, err := it.src.next(it.env.Thread)
	if err != nil {
		it.env.Raise(err)
		return false
	}
	if ok {
		*p = v
	}
	return ok
}

func (it *engineIterator) Done() {}

// A listsIterator is an engineIterator for what ends where lists end: it needs no look at the clock.
type listsIterator struct {
	env *object.Env
	src stream
}

func onList(s stream) bool {
	_, ok := s.(*listStream)
	return ok
}

func (it *listsIterator) Next(p *starlark.Value) bool {
	v, ok, err := it.src.next(it.env.Thread)
	if err != nil {
		it.env.Raise(err)
		return false
	}
	if ok {
		*p = v
	}
	return ok
}

func (it *listsIterator) Done() {}

// iterate returns iter(v) as a stream.
func iterate(thread *starlark.Thread, v starlark.Value) (stream, error) {
	if it, ok := v.(*Iterator); ok {
		return it, nil
	}
	if s := sequenceStream(v); s != nil {
		return s, nil
	}
	if i, ok := v.(*object.Instance); ok && hasOwnIterator(i) {
		of, err := iterOf(thread, v)
		if err != nil {
			return nil, err
		}
		if own, ok := of.(*Iterator); ok {
			return own, nil
		}
		v = of
	}
	env := object.EnvOf(thread)
	it, err := object.Iterate(env, v)
	if err != nil {
		return nil, err
	}
	of := object.IteratorValue(it)
	if own, ok := of.(*Iterator); ok {
		return own, nil
	}
	return &foreignStream{env, it, of}, nil
}

// hasOwnIterator reports whether iter(i) is an Iterator: i is of a class derived from list, str ..., or has only __getitem__.
func hasOwnIterator(i *object.Instance) bool {
	if object.Unwrap(i) != starlark.Value(i) {
		return true
	}
	_, ok := i.Class().Lookup("__iter__")
	return !ok
}

// A foreignStream reads an iterator of the engine or of the object model.
type foreignStream struct {
	env *object.Env
	it  starlark.Iterator
	of  starlark.Value // the iterator object that is read, nil if there is none
}

func (s *foreignStream) next(*starlark.Thread) (v starlark.Value, ok bool, err error) {
	if s.it == nil {
		return nil, false, nil
	}
	ok = s.it.Next(&v)
	if err := s.env.TakePending(); err != nil {
		return nil, false, err
	}
	if !ok {
		s.close()
	}
	return v, ok, nil
}

func (s *foreignStream) close() {
	if s.it != nil {
		s.it.Done()
		s.it = nil
	}
}

// A callStream is iter(f, sentinel).
type callStream struct {
	env      *object.Env
	fn       starlark.Value
	sentinel starlark.Value
}

func (s *callStream) next(thread *starlark.Thread) (starlark.Value, bool, error) {
	if s.fn == nil {
		return nil, false, nil
	}
	v, err := object.Call(thread, s.fn)
	if err != nil {
		if isStop(s.env, err) {
			s.fn = nil
			return nil, false, nil
		}
		return nil, false, err
	}
	eq, err := object.Equal(s.env, v, s.sentinel)
	if err != nil {
		return nil, false, err
	}
	if eq {
		s.fn = nil
		return nil, false, nil
	}
	return v, true, nil
}
func (s *callStream) close() {}

func (s *callStream) reduce(*starlark.Thread) (starlark.Tuple, error) {
	if s.fn == nil {
		return ended(starlark.Tuple{}), nil
	}
	return starlark.Tuple{iterBuiltin, starlark.Tuple{s.fn, s.sentinel}}, nil
}

// isStop reports whether err is a StopIteration.
func isStop(env *object.Env, err error) bool {
	exc, ok := object.AsException(env, err)
	return ok && exc.Class().IsSubclass(object.StopIteration)
}
