package builtin

import (
	"fmt"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/engine"
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
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
func (it *Iterator) Display() (before string, elems []starlark.Value, after string) {
	if s, ok := it.src.(*Source); ok && s.Args != nil {
		return it.class.Name() + "(", s.Args(), ")"
	}
	return it.String(), nil, ""
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

// iterate returns iter(v) as a stream.
func iterate(thread *starlark.Thread, v starlark.Value) (stream, error) {
	if it, ok := v.(*Iterator); ok {
		return it, nil
	}
	if s, _ := sequenceStream(v); s != nil {
		return s, nil
	}
	env := object.EnvOf(thread)
	it, err := object.Iterate(env, v)
	if err != nil {
		return nil, err
	}
	return &foreignStream{env, it}, nil
}

// A foreignStream reads an iterator of the engine or of the object model.
type foreignStream struct {
	env *object.Env
	it  starlark.Iterator
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

// sequenceStream returns a stream over one of the containers whose iterators
// behave as CPython's, and the class of the iterator object; nil for other values.
func sequenceStream(v starlark.Value) (stream, *object.Class) {
	switch v := v.(type) {
	case *starlark.List:
		return &listStream{list: v}, listIteratorType
	case starlark.Tuple:
		return &tupleStream{rest: v}, tupleIteratorType
	case *starlark.Dict:
		return newDictStream(v, dictKeys), dictKeyIteratorType
	case *DictView:
		return newDictStream(v.dict, v.part), v.part.iteratorType()
	case *starlark.Set:
		return newSetStream(v), setIteratorType
	case *Frozenset:
		return newSetStream(v.set), setIteratorType
	case Range:
		return &rangeStream{v, 0}, rangeIteratorType
	case starlark.String:
		return &engineStream{text.Chars(v)}, strASCIIIteratorType
	case *text.Text:
		return &engineStream{text.Chars(v)}, strIteratorType
	case text.Bytes:
		return &bytesStream{read: func() string { return string(v) }}, bytesIteratorType
	case starlark.Bytes:
		return &bytesStream{read: func() string { return string(v) }}, bytesIteratorType
	case *text.ByteArray:
		return &bytesStream{read: func() string { return string(v.Bytes()) }}, bytearrayIteratorType
	}
	return nil, nil
}

// A listStream goes on to whatever the list holds when its turn comes.
type listStream struct {
	list *starlark.List
	i    int
}

func (s *listStream) next(*starlark.Thread) (starlark.Value, bool, error) {
	if s.list == nil {
		return nil, false, nil
	}
	if s.i >= s.list.Len() {
		s.list = nil // even if the list grows again
		return nil, false, nil
	}
	s.i++
	return s.list.Index(s.i - 1), true, nil
}
func (s *listStream) close() {}
func (s *listStream) hint() int {
	if s.list == nil {
		return 0
	}
	return max(0, s.list.Len()-s.i)
}

type reverseListStream struct {
	list *starlark.List
	i    int // index + 1 of the next element
}

func (s *reverseListStream) next(*starlark.Thread) (starlark.Value, bool, error) {
	if s.list == nil || s.i <= 0 || s.i > s.list.Len() {
		s.list = nil
		return nil, false, nil
	}
	s.i--
	return s.list.Index(s.i), true, nil
}
func (s *reverseListStream) close()    {}
func (s *reverseListStream) hint() int { return s.i }

type tupleStream struct{ rest starlark.Tuple }

func (s *tupleStream) next(*starlark.Thread) (starlark.Value, bool, error) {
	if len(s.rest) == 0 {
		return nil, false, nil
	}
	v := s.rest[0]
	s.rest = s.rest[1:]
	return v, true, nil
}
func (s *tupleStream) close()    {}
func (s *tupleStream) hint() int { return len(s.rest) }

// An indexStream reads an immutable sequence backwards.
type indexStream struct {
	seq starlark.Indexable
	i   int
}

func (s *indexStream) next(*starlark.Thread) (starlark.Value, bool, error) {
	if s.i <= 0 {
		return nil, false, nil
	}
	s.i--
	return s.seq.Index(s.i), true, nil
}
func (s *indexStream) close()    {}
func (s *indexStream) hint() int { return s.i }

// An engineStream reads an engine iterator that neither fails nor holds anything.
type engineStream struct{ it starlark.Iterator }

func (s *engineStream) next(*starlark.Thread) (v starlark.Value, ok bool, err error) {
	ok = s.it.Next(&v)
	return v, ok, nil
}
func (s *engineStream) close() {}

type rangeStream struct {
	r Range
	i int
}

func (s *rangeStream) next(*starlark.Thread) (starlark.Value, bool, error) {
	if s.i >= s.r.len {
		return nil, false, nil
	}
	s.i++
	return s.r.Index(s.i - 1), true, nil
}
func (s *rangeStream) close()    {}
func (s *rangeStream) hint() int { return s.r.len - s.i }

type bytesStream struct {
	read func() string // a bytearray may change
	i    int
	done bool
}

func (s *bytesStream) next(*starlark.Thread) (starlark.Value, bool, error) {
	if s.done {
		return nil, false, nil
	}
	b := s.read()
	if s.i >= len(b) {
		s.done = true
		return nil, false, nil
	}
	s.i++
	return starlark.MakeInt(int(b[s.i-1])), true, nil
}
func (s *bytesStream) close() {}

// A setStream lists the elements there were when it began.
type setStream struct {
	set  *starlark.Set
	size int
	rest []starlark.Value
}

func newSetStream(s *starlark.Set) *setStream { return &setStream{s, s.Len(), setElements(s)} }

func (s *setStream) next(*starlark.Thread) (starlark.Value, bool, error) {
	if s.set == nil {
		return nil, false, nil
	}
	if s.set.Len() != s.size {
		s.size = -1
		return nil, false, exception.New(exception.RuntimeError, "Set changed size during iteration")
	}
	if len(s.rest) == 0 {
		s.set = nil
		return nil, false, nil
	}
	v := s.rest[0]
	s.rest = s.rest[1:]
	return v, true, nil
}
func (s *setStream) close()    {}
func (s *setStream) hint() int { return len(s.rest) }

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
	back bool // rest is taken from its end
}

func newDictStream(d *starlark.Dict, part dictPart) *dictStream {
	s := dictStreamOf(d, part)
	return &s
}

func newReverseDictStream(d *starlark.Dict, part dictPart) *dictStream {
	return &dictStream{dict: d, part: part, size: d.Len(), left: d.Len(), rest: d.Keys(), back: true}
}

func dictStreamOf(d *starlark.Dict, part dictPart) dictStream {
	s := dictStream{dict: d, part: part, size: d.Len(), left: d.Len()}
	live, ok := engine.EntriesOf(d)
	if s.live = live; !ok {
		s.rest = d.Keys()
	}
	return s
}

func (s *dictStream) next(*starlark.Thread) (starlark.Value, bool, error) {
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
	s.left--
	key, v, err := s.entry()
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
func (s *dictStream) close()    {}
func (s *dictStream) hint() int { return s.left }

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

// isStop reports whether err is a StopIteration.
func isStop(env *object.Env, err error) bool {
	exc, ok := object.AsException(env, err)
	return ok && exc.Class().IsSubclass(object.StopIteration)
}

// An itemStream reads a sequence by s[0], s[1] ..., or backwards from its length.
type itemStream struct {
	env  *object.Env
	seq  starlark.Value
	i    int
	step int
}

func (s *itemStream) next(thread *starlark.Thread) (starlark.Value, bool, error) {
	if s.seq == nil || s.i < 0 {
		return nil, false, nil
	}
	v, err := object.GetItem(s.env, s.seq, starlark.MakeInt(s.i))
	if err != nil {
		exc, ok := object.AsException(s.env, err)
		if ok && (exc.Class().IsSubclass(object.IndexError) || exc.Class().IsSubclass(object.StopIteration)) {
			s.seq = nil
			return nil, false, nil
		}
		return nil, false, err
	}
	s.i += s.step
	return v, true, nil
}
func (s *itemStream) close() {}
