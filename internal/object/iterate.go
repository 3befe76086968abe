package object

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/engine"
	"github.com/mpstar/mpstar/internal/exception"
)

// A Nexter is an iterator object: what next() takes. Values of Go types that are
// iterators implement it.
type Nexter interface {
	starlark.Value
	// Next returns the next value; ok is false at the end.
	Next(thread *starlark.Thread) (v starlark.Value, ok bool, err error)
}

// maxElements bounds the sequences that Go code makes from iterators without an
// end: 128 Mi elements are 2 GiB.
const maxElements = 1 << 27

// Iterate returns iter(v). Containers may be changed while it runs, as under
// CPython. The caller calls Done, and looks at env.Pending when Next has returned
// false.
func Iterate(env *Env, v starlark.Value) (starlark.Iterator, error) {
	switch x := v.(type) {
	case *starlark.List:
		return &listIterator{env: env, list: x}, nil
	case starlark.Tuple:
		return &sliceIterator{env: env, elems: x}, nil
	case *starlark.Dict:
		if entries, ok := engine.EntriesOf(x); ok {
			return &dictIterator{env: env, dict: x, size: x.Len(), left: x.Len(), entries: entries}, nil
		}
		return &keyIterator{env: env, keys: x.Keys(), size: x.Len, what: "dictionary"}, nil
	case *starlark.Set:
		elems, err := SetElements(env, x)
		if err != nil {
			return nil, err
		}
		return &keyIterator{env: env, keys: elems, size: x.Len, what: "Set"}, nil
	case frozenSet:
		elems, err := SetElements(env, x.Set())
		if err != nil {
			return nil, err
		}
		return &sliceIterator{env: env, elems: elems}, nil
	case *Instance:
		return x.iterator()
	case *Class:
		if x.meta != nil {
			if s := x.meta.find("__iter__"); s != nil {
				return iteratorBy(env, s, x)
			}
		}
	case Nexter:
		return &nexterIterator{env: env, src: x}, nil
	case starlark.String:
		return textIterator(x), nil
	case starlark.Iterable:
		if it := x.Iterate(); it != nil {
			if err := env.TakePending(); err != nil {
				it.Done()
				return nil, err
			}
			return it, nil
		}
	}
	return nil, exception.New(exception.TypeError, "'%s' object is not iterable", TypeName(v))
}

const (
	// checkEvery is how many elements a loop in Go handles between two calls of Check.
	checkEvery = 4096
	// elementSize is what an element of a list takes.
	elementSize = 16
	// maxRoom is for how many elements there is room at once where their number is known: filling in even so many takes time.
	maxRoom = 1 << 20
)

func isInstance(v starlark.Value) bool {
	_, ok := v.(*Instance)
	return ok
}

// Elements returns list(v) as a slice, which the caller may keep.
func Elements(env *Env, v starlark.Value) ([]starlark.Value, error) {
	switch x := v.(type) {
	case starlark.Tuple:
		return env.Clone(x, 0)
	case *starlark.List:
		return env.CloneList(x)
	}
	var elems []starlark.Value
	if s, ok := v.(starlark.Sequence); ok && !isInstance(v) {
		if err := env.Reserve(int64(s.Len()) * elementSize); err != nil {
			return nil, err
		}
		elems = make([]starlark.Value, 0, min(s.Len(), maxRoom))
	}
	it, err := Iterate(env, v)
	if err != nil {
		return nil, err
	}
	defer it.Done()
	var e starlark.Value
	for it.Next(&e) {
		if len(elems)%checkEvery == checkEvery-1 {
			if len(elems) >= maxElements {
				return nil, exception.New(exception.MemoryError, "")
			}
			if err := env.Check(); err != nil {
				return nil, err
			}
		}
		if elems, err = env.Push(elems, e); err != nil {
			return nil, err
		}
	}
	return elems, env.TakePending()
}

// IteratorValue returns the iterator object that an iterator of [Iterate] asks for its values; nil if it has them from
// elsewhere.
func IteratorValue(it starlark.Iterator) starlark.Value {
	switch it := it.(type) {
	case *nexterIterator:
		return it.src
	case *methodIterator:
		return it.self
	}
	return nil
}

// A nexterIterator lets the engine iterate by an iterator object.
type nexterIterator struct {
	env *Env
	src Nexter
}

func (it *nexterIterator) Next(p *starlark.Value) bool {
	if it.env.waiting() != nil {
		return false
	}
	if it.env.ended() {
		return false
	}
	v, ok, err := it.src.Next(it.env.Thread)
	if err != nil {
		it.env.Raise(err)
		return false
	}
	if ok {
		*p = v
	}
	return ok
}
func (*nexterIterator) Done() {}

// ended counts one value that an iterator gives to Go code, and reports whether the loop must stop: it has raised why. No step of the engine passes
// in such a loop.
func (e *Env) ended() bool {
	err := e.Tick()
	if err != nil {
		e.Raise(err)
	}
	return err != nil
}

func nextOf(env *Env, self *Instance) (starlark.Value, bool, error) {
	s := self.class.find("__next__")
	if s == nil {
		return nil, false, exception.New(exception.TypeError, "'%s' object is not an iterator", TypeName(self))
	}
	v, err := callSlot(env.Thread, s, self)
	if err != nil {
		exc, err := env.match(err, StopIteration)
		if exc != nil {
			return nil, false, nil
		}
		return nil, false, err
	}
	return v, true, nil
}

// Next returns the next value of an iterator; ok is false at its end.
func Next(env *Env, it starlark.Value) (v starlark.Value, ok bool, err error) {
	switch x := it.(type) {
	case Nexter:
		return x.Next(env.Thread)
	case *Instance:
		return nextOf(env, x)
	}
	return nil, false, exception.New(exception.TypeError, "'%s' object is not an iterator", TypeName(it))
}

// engineIterator returns an iterator in any case: the engine's own functions do
// not expect that an Iterable has none.
func engineIterator(env *Env, v starlark.Value) starlark.Iterator {
	it, err := Iterate(env, v)
	if err != nil {
		env.Raise(err)
		if p := env.waiting(); p != nil {
			p.source = v
		}
		return &sliceIterator{}
	}
	return it
}
