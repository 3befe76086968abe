package builtin

import (
	"fmt"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/object"
)

// enumerate, zip, map, filter and reversed.

func newEnumerate(thread *starlark.Thread, cls *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if n := len(args) + len(kwargs); n > 2 {
		return nil, typeError("enumerate() takes at most 2 arguments (%d given)", n)
	}
	var slots [2]starlark.Value
	copy(slots[:], args)
	for i, name := range []string{"iterable", "start"} {
		if slots[i] == nil {
			slots[i], kwargs = keyword(kwargs, name)
		}
	}
	if len(kwargs) > 0 {
		return nil, unknownKeyword("enumerate", kwargs)
	}
	if slots[0] == nil {
		return nil, typeError("enumerate() missing required argument 'iterable'")
	}
	start := starlark.MakeInt(0)
	if slots[1] != nil {
		n, err := index(thread, slots[1])
		if err != nil {
			return nil, err
		}
		start = n
	}
	src, err := iterate(thread, slots[0])
	if err != nil {
		return nil, err
	}
	s := &enumerateStream{src: src, big: start}
	if n, ok := start.Int64(); ok && int64(int32(n)) == n {
		s.n, s.small = int(n), true
	}
	return nest(thread, cls, s, src)
}

// A tupleMaker makes tuples a few at a time, which costs half the allocations. One that
// is kept keeps its neighbours' memory, hence so few.
type tupleMaker struct {
	free  []starlark.Value
	batch int // how many tuples were made room for last
}

func (m *tupleMaker) make(n int) starlark.Tuple {
	if len(m.free) < n {
		m.batch = min(max(1, 2*m.batch), 8)
		m.free = make([]starlark.Value, m.batch*n)
	}
	t := m.free[:n:n]
	m.free = m.free[n:]
	return t
}

// pair returns (x, y).
func (m *tupleMaker) pair(x, y starlark.Value) starlark.Tuple {
	t := m.make(2)
	t[0], t[1] = x, y
	return t
}

type enumerateStream struct {
	tupleMaker
	src   stream
	n     int
	small bool // n counts, until it nears the largest int; else big
	big   starlark.Int
}

func (s *enumerateStream) next(thread *starlark.Thread) (starlark.Value, bool, error) {
	var v starlark.Value
	var ok bool
	var err error
	if l, is := s.src.(*listStream); is {
		v, ok, _ = l.next(nil)
	} else {
		v, ok, err = s.src.next(thread)
	}
	if err != nil || !ok {
		return nil, false, err
	}
	if s.small {
		s.n++
		return s.pair(starlark.MakeInt(s.n-1), v), true, nil
	}
	i := s.big
	s.big = i.Add(starlark.MakeInt(1))
	return s.pair(i, v), true, nil
}
func (s *enumerateStream) close() { s.src.close() }

func (s *enumerateStream) reduce(thread *starlark.Thread) (starlark.Tuple, error) {
	n := s.big
	if s.small {
		n = starlark.MakeInt(s.n)
	}
	src, err := asValue(thread, &s.src)
	return starlark.Tuple{enumerateType, starlark.Tuple{src, n}}, err
}

func newZip(thread *starlark.Thread, cls *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	v, kwargs := keyword(kwargs, "strict")
	if len(kwargs) > 0 {
		return nil, unknownKeyword("zip", kwargs)
	}
	s := &zipStream{}
	if v != nil {
		strict, err := object.Truth(object.EnvOf(thread), v)
		if err != nil {
			return nil, err
		}
		s.strict = strict
	}
	var err error
	if s.srcs, err = iterateAll(thread, args); err != nil {
		return nil, err
	}
	return nest(thread, cls, s, s.srcs...)
}

func iterateAll(thread *starlark.Thread, args []starlark.Value) ([]stream, error) {
	srcs := make([]stream, len(args))
	tick := ticker{thread: thread}
	for i, a := range args {
		src, err := iterate(thread, a)
		if err == nil {
			err = tick.tick()
		}
		if err != nil {
			return nil, err
		}
		srcs[i] = src
	}
	return srcs, nil
}

type zipStream struct {
	tupleMaker
	srcs   []stream
	strict bool
}

func (s *zipStream) next(thread *starlark.Thread) (starlark.Value, bool, error) {
	if len(s.srcs) == 0 {
		return nil, false, nil
	}
	if len(s.srcs) > manyStreams {
		t, at, err := nextOfMany(thread, s.srcs)
		if err == nil && at < len(s.srcs) && s.strict {
			err = s.uneven(thread, at)
		}
		return starlark.Tuple(t), err == nil && at == len(s.srcs), err
	}
	t := s.make(len(s.srcs))
	for i, src := range s.srcs {
		var v starlark.Value
		var ok bool
		var err error
		if l, is := src.(*listStream); is {
			v, ok, _ = l.next(nil) // a call less
		} else if v, ok, err = src.next(thread); err != nil {
			return nil, false, err
		}
		if !ok {
			if s.strict {
				return nil, false, s.uneven(thread, i)
			}
			return nil, false, nil
		}
		t[i] = v
	}
	return t, true, nil
}

// manyStreams is how many iterators are asked for a value in some tens of microseconds.
const manyStreams = 1 << 10

// nextOfMany returns the next values of very many iterators; at is which of them has ended, or how many they are. It can be stopped.
func nextOfMany(thread *starlark.Thread, srcs []stream) (values []starlark.Value, at int, err error) {
	if values, err = object.Make[starlark.Value](object.EnvOf(thread), len(srcs)); err != nil {
		return nil, 0, err
	}
	tick := ticker{thread: thread}
	for i, src := range srcs {
		v, ok, err := src.next(thread)
		if err == nil {
			err = tick.tick()
		}
		if err != nil || !ok {
			return nil, i, err
		}
		values[i] = v
	}
	return values, len(srcs), nil
}

// uneven checks, when argument i has ended, that all of them have.
func (s *zipStream) uneven(thread *starlark.Thread, i int) error {
	if i > 0 {
		return valueError("zip() argument %d is shorter than %s", i+1, zipArguments(i))
	}
	tick := ticker{thread: thread}
	for j, src := range s.srcs[1:] {
		_, ok, err := src.next(thread)
		if err == nil {
			err = tick.tick()
		}
		if err != nil {
			return err
		}
		if ok {
			return valueError("zip() argument %d is longer than %s", j+2, zipArguments(j+1))
		}
	}
	return nil
}

func zipArguments(n int) string {
	if n == 1 {
		return "argument 1"
	}
	return fmt.Sprintf("arguments 1-%d", n)
}

func (s *zipStream) close() {
	for _, src := range s.srcs {
		src.close()
	}
}

func (s *zipStream) reduce(thread *starlark.Thread) (starlark.Tuple, error) {
	args, err := asValues(thread, s.srcs)
	if s.strict {
		return starlark.Tuple{zipType, args, starlark.True}, err
	}
	return starlark.Tuple{zipType, args}, err
}

func (s *zipStream) setState(thread *starlark.Thread, state starlark.Value) (err error) {
	s.strict, err = object.Truth(object.EnvOf(thread), state)
	return err
}

func newMap(thread *starlark.Thread, cls *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := noKeywords("map", kwargs); err != nil {
		return nil, err
	}
	if len(args) < 2 {
		return nil, typeError("map() must have at least two arguments.")
	}
	srcs, err := iterateAll(thread, args[1:])
	if err != nil {
		return nil, err
	}
	return nest(thread, cls, &mapStream{args[0], srcs}, srcs...)
}

type mapStream struct {
	fn   starlark.Value
	srcs []stream
}

func (s *mapStream) next(thread *starlark.Thread) (starlark.Value, bool, error) {
	if len(s.srcs) > manyStreams {
		args, at, err := nextOfMany(thread, s.srcs)
		if err != nil || at < len(s.srcs) {
			return nil, false, err
		}
		v, err := object.Call(thread, s.fn, args...)
		return v, err == nil, err
	}
	args := make([]starlark.Value, len(s.srcs))
	for i, src := range s.srcs {
		v, ok, err := src.next(thread)
		if err != nil || !ok {
			return nil, false, err
		}
		args[i] = v
	}
	v, err := object.Call(thread, s.fn, args...)
	return v, err == nil, err
}
func (s *mapStream) close() {
	for _, src := range s.srcs {
		src.close()
	}
}

func (s *mapStream) reduce(thread *starlark.Thread) (starlark.Tuple, error) {
	args, err := asValues(thread, s.srcs, s.fn)
	return starlark.Tuple{mapType, args}, err
}

func newFilter(thread *starlark.Thread, cls *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := positional("filter", args, kwargs, 2, 2); err != nil {
		return nil, err
	}
	src, err := iterate(thread, args[1])
	if err != nil {
		return nil, err
	}
	return nest(thread, cls, &filterStream{object.EnvOf(thread), args[0], src}, src)
}

type filterStream struct {
	env *object.Env
	fn  starlark.Value // None: the values themselves decide
	src stream
}

func (s *filterStream) next(thread *starlark.Thread) (starlark.Value, bool, error) {
	t := ticker{thread: thread}
	for {
		v, ok, err := s.src.next(thread)
		if err != nil || !ok {
			return nil, false, err
		}
		keep := v
		if s.fn != starlark.None {
			if keep, err = object.Call(thread, s.fn, v); err != nil {
				return nil, false, err
			}
		}
		if ok, err = object.Truth(s.env, keep); err != nil {
			return nil, false, err
		} else if ok {
			return v, true, nil
		}
		if err := t.tick(); err != nil {
			return nil, false, err
		}
	}
}
func (s *filterStream) close() { s.src.close() }

func (s *filterStream) reduce(thread *starlark.Thread) (starlark.Tuple, error) {
	src, err := asValue(thread, &s.src)
	return starlark.Tuple{filterType, starlark.Tuple{s.fn, src}}, err
}

func newReversed(thread *starlark.Thread, cls *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := positional("reversed", args, kwargs, 1, 1); err != nil {
		return nil, err
	}
	v := args[0]
	switch v := v.(type) {
	case *starlark.List:
		return newIterator(thread, listReverseIteratorType, &reverseListStream{v, v.Len()}), nil
	case *starlark.Dict:
		return newIterator(thread, dictReverseKeyIterator, newReverseDictStream(v, dictKeys)), nil
	case *DictView:
		return newIterator(thread, v.part.reverseType(), newReverseDictStream(v.dict, v.part)), nil
	case Range:
		r := Range{v.start + (v.len-1)*v.step, v.start - v.step, -v.step, v.len}
		return newIterator(thread, rangeIteratorType, &rangeStream{r, 0}), nil
	case *object.Instance:
		if res, found, err := special(thread, v, "__reversed__"); found || err != nil {
			return res, err
		}
		if base := object.Unwrap(v); base != starlark.Value(v) {
			return newReversed(thread, cls, starlark.Tuple{base}, nil)
		}
		_, items := v.Class().Lookup("__getitem__")
		_, length := v.Class().Lookup("__len__")
		if items && length {
			env := object.EnvOf(thread)
			n, err := object.Len(env, v)
			if err != nil {
				return nil, err
			}
			return newIterator(thread, cls, &itemStream{env, v, n - 1, -1}), nil
		}
	case starlark.Indexable:
		return newIterator(thread, cls, &indexStream{seq: v, i: v.Len()}), nil
	}
	return nil, typeError("'%s' object is not reversible", object.TypeName(v))
}
