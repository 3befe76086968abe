package builtin

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

// This file has the iterators over sequences. As in CPython, one that has once come to its end stays there, whatever becomes of
// the sequence, and is then pickled as an iterator over an empty one.

// sequenceStream returns a stream over one of the containers whose iterators behave as CPython's; nil for other values.
func sequenceStream(v starlark.Value) ownStream {
	switch v := v.(type) {
	case *starlark.List:
		return &listStream{list: v}
	case starlark.Tuple:
		return &tupleStream{whole: v, rest: v}
	case *starlark.Dict:
		return newDictStream(v, dictKeys)
	case *DictView:
		return newDictStream(v.dict, v.part)
	case *starlark.Set:
		return newSetStream(v)
	case *Frozenset:
		return newSetStream(v.set)
	case Range:
		return &rangeStream{v, 0}
	case starlark.String:
		return &textStream{of: v, it: text.Chars(v)}
	case *text.Text:
		return &textStream{of: v, it: text.Chars(v)}
	case text.Bytes, starlark.Bytes, *text.ByteArray:
		return &bytesStream{of: v}
	}
	return nil
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
func (s *listStream) close()               {}
func (s *listStream) class() *object.Class { return listIteratorType }
func (s *listStream) hint() int {
	if s.list == nil {
		return 0
	}
	return max(0, s.list.Len()-s.i)
}

func (s *listStream) reduce(*starlark.Thread) (starlark.Tuple, error) {
	if s.list == nil {
		return ended(starlark.NewList(nil)), nil
	}
	return reduced(iterBuiltin, s.list, s.i), nil
}

func (s *listStream) setState(_ *starlark.Thread, state starlark.Value) error {
	n, err := Position(state)
	if err == nil && s.list != nil {
		s.i = min(max(n, 0), s.list.Len())
	}
	return err
}

type reverseListStream struct {
	list *starlark.List
	i    int // index + 1 of the next element
}

func (s *reverseListStream) next(*starlark.Thread) (starlark.Value, bool, error) {
	if s.list == nil || s.i <= 0 || s.i > s.list.Len() {
		s.list, s.i = nil, 0
		return nil, false, nil
	}
	s.i--
	return s.list.Index(s.i), true, nil
}
func (s *reverseListStream) close()               {}
func (s *reverseListStream) class() *object.Class { return listReverseIteratorType }
func (s *reverseListStream) hint() int            { return s.i }

func (s *reverseListStream) reduce(*starlark.Thread) (starlark.Tuple, error) {
	if s.list == nil {
		return ended(starlark.NewList(nil)), nil
	}
	return reduced(reversedType, s.list, s.i-1), nil
}

func (s *reverseListStream) setState(_ *starlark.Thread, state starlark.Value) error {
	n, err := Position(state)
	if err == nil && s.list != nil {
		s.i = min(max(n, -1), s.list.Len()-1) + 1
	}
	return err
}

type tupleStream struct {
	whole, rest starlark.Tuple
	done        bool
}

func (s *tupleStream) next(*starlark.Thread) (starlark.Value, bool, error) {
	if len(s.rest) == 0 {
		s.whole, s.done = nil, true
		return nil, false, nil
	}
	v := s.rest[0]
	s.rest = s.rest[1:]
	return v, true, nil
}
func (s *tupleStream) close()               {}
func (s *tupleStream) class() *object.Class { return tupleIteratorType }
func (s *tupleStream) hint() int            { return len(s.rest) }

func (s *tupleStream) reduce(*starlark.Thread) (starlark.Tuple, error) {
	if s.done {
		return ended(starlark.Tuple{}), nil
	}
	return reduced(iterBuiltin, s.whole, len(s.whole)-len(s.rest)), nil
}

func (s *tupleStream) setState(_ *starlark.Thread, state starlark.Value) error {
	n, err := Position(state)
	if err == nil {
		s.rest = s.whole[min(max(n, 0), len(s.whole)):]
	}
	return err
}

// An indexStream reads an immutable sequence backwards.
type indexStream struct {
	seq  starlark.Indexable
	i    int
	done bool
}

func (s *indexStream) next(*starlark.Thread) (starlark.Value, bool, error) {
	if s.i <= 0 {
		s.done = true
		return nil, false, nil
	}
	s.i--
	return s.seq.Index(s.i), true, nil
}
func (s *indexStream) close()               {}
func (s *indexStream) class() *object.Class { return reversedType }
func (s *indexStream) hint() int            { return s.i }

func (s *indexStream) reduce(*starlark.Thread) (starlark.Tuple, error) {
	if s.done {
		return starlark.Tuple{reversedType, starlark.Tuple{starlark.Tuple{}}}, nil
	}
	return reduced(reversedType, s.seq, s.i-1), nil
}

func (s *indexStream) setState(_ *starlark.Thread, state starlark.Value) error {
	n, err := Position(state)
	if err == nil && !s.done {
		s.i = min(max(n, -1), s.seq.Len()-1) + 1
	}
	return err
}

// A textStream reads the characters of a str.
type textStream struct {
	of   starlark.Value
	it   starlark.Iterator
	i    int
	done bool
}

func (s *textStream) next(*starlark.Thread) (v starlark.Value, ok bool, err error) {
	if s.done {
		return nil, false, nil
	}
	if ok = s.it.Next(&v); ok {
		s.i++
	} else {
		s.done = true
	}
	return v, ok, nil
}
func (s *textStream) close() {}
func (s *textStream) class() *object.Class {
	if _, ascii := s.of.(starlark.String); ascii {
		return strASCIIIteratorType
	}
	return strIteratorType
}

func (s *textStream) hint() int {
	if s.done {
		return 0
	}
	return s.length() - s.i
}

func (s *textStream) length() int {
	if str, ascii := s.of.(starlark.String); ascii {
		return len(str)
	}
	return s.of.(*text.Text).Len()
}

func (s *textStream) reduce(*starlark.Thread) (starlark.Tuple, error) {
	if s.done {
		return ended(starlark.String("")), nil
	}
	return reduced(iterBuiltin, s.of, s.i), nil
}

func (s *textStream) setState(_ *starlark.Thread, state starlark.Value) error {
	n, err := Position(state)
	if err != nil || s.done {
		return err
	}
	n = min(max(n, 0), s.length())
	s.it, s.i = text.Chars(s.of), n
	var v starlark.Value
	for range n {
		s.it.Next(&v)
	}
	return nil
}

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
func (s *rangeStream) close()               {}
func (s *rangeStream) class() *object.Class { return rangeIteratorType }
func (s *rangeStream) hint() int            { return s.r.len - s.i }

func (s *rangeStream) reduce(*starlark.Thread) (starlark.Tuple, error) {
	r := s.r
	r.stop = r.start + r.len*r.step
	return reduced(iterBuiltin, r, s.i), nil
}

func (s *rangeStream) setState(thread *starlark.Thread, state starlark.Value) error {
	n, err := index(thread, state)
	if err != nil {
		return err
	}
	i, ok := n.Int64()
	if !ok {
		return exception.New(exception.OverflowError, "Python int too large to convert to C long")
	}
	s.i = int(min(max(i, 0), int64(s.r.len)))
	return nil
}

// A bytesStream reads bytes, or a bytearray, which may change.
type bytesStream struct {
	of   starlark.Value
	i    int
	done bool
}

func (s *bytesStream) length() int {
	switch b := s.of.(type) {
	case text.Bytes:
		return len(b)
	case starlark.Bytes:
		return len(b)
	}
	return len(s.of.(*text.ByteArray).Bytes())
}

func (s *bytesStream) at(i int) byte {
	switch b := s.of.(type) {
	case text.Bytes:
		return b[i]
	case starlark.Bytes:
		return b[i]
	}
	return s.of.(*text.ByteArray).Bytes()[i]
}

func (s *bytesStream) next(*starlark.Thread) (starlark.Value, bool, error) {
	if s.done || s.i >= s.length() {
		s.done = true
		return nil, false, nil
	}
	s.i++
	return starlark.MakeInt(int(s.at(s.i - 1))), true, nil
}
func (s *bytesStream) close() {}
func (s *bytesStream) class() *object.Class {
	if _, ok := s.of.(*text.ByteArray); ok {
		return bytearrayIteratorType
	}
	return bytesIteratorType
}

func (s *bytesStream) hint() int {
	if s.done {
		return 0
	}
	return max(0, s.length()-s.i)
}

func (s *bytesStream) reduce(*starlark.Thread) (starlark.Tuple, error) {
	if s.done {
		return ended(starlark.Tuple{}), nil
	}
	return reduced(iterBuiltin, s.of, s.i), nil
}

func (s *bytesStream) setState(_ *starlark.Thread, state starlark.Value) error {
	n, err := Position(state)
	if err == nil && !s.done {
		s.i = min(max(n, 0), s.length())
	}
	return err
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
		s.seq = nil
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
func (s *itemStream) class() *object.Class {
	if s.step < 0 {
		return reversedType
	}
	return sequenceIteratorType
}

func (s *itemStream) reduce(*starlark.Thread) (starlark.Tuple, error) {
	var fn starlark.Value = iterBuiltin
	if s.step < 0 {
		fn = reversedType
	}
	if s.seq == nil {
		return starlark.Tuple{fn, starlark.Tuple{starlark.Tuple{}}}, nil
	}
	return reduced(fn, s.seq, s.i), nil
}

func (s *itemStream) setState(_ *starlark.Thread, state starlark.Value) error {
	n, err := Position(state)
	if err != nil || s.seq == nil {
		return err
	}
	if s.step > 0 {
		s.i = max(n, 0)
		return nil
	}
	length, err := object.Len(s.env, s.seq)
	if err == nil {
		s.i = min(max(n, -1), length-1)
	}
	return err
}
